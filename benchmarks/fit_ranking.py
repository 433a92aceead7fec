"""Fits the bundled encoder's map and the ranking weights on the question bank, and says what they are worth.

    python -m benchmarks.fit_ranking [--folds 5] [--cache FILE.npz] [--foreign QUESTIONS.jsonl] [--write]

By cross-validation: each fold's wordings are taken out of the bank, the map is learned from the rest, and they are
asked. No evaluation file is read. `--foreign` names questions of other fields (rows with `query` or `q`), to see
how near strangers come. `--write` replaces `retrieval/embedders/bundled.npz`; then the numbers printed go into
`retrieval/ranking.yaml`, and `make vectors` follows. Needs torch (EXTRAS=1).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from benchmarks.learning import Wordings, learn
from knowledge.loading import INSTALLED, load_general, load_measure, measure_folders
from knowledge.passage import Passage
from knowledge.questions import Question
from retrieval.catalogue import Entry, entries_of
from retrieval.embedders.bundled import TUNINGS, BundledEmbedder, shortened
from retrieval.embedders.lines import read_vectors, vector_key, write_vectors
from retrieval.embedders.tuning import Matrix, Tuning, write_tunings
from retrieval.normalise import normalise
from retrieval.spelling import Speller

FIRST = 512  # the first model's part of an untuned vector


@dataclass(frozen=True)
class Looked:
    """Held-out wordings against the questions: cosines of a good look and of a glance, and the right question."""

    whole: Matrix
    glance: Matrix
    right: NDArray[np.int64]


def untuned(lines: Sequence[str], cache: Path) -> Matrix:
    """Untuned vectors of all lines; computed once."""
    embedder, known = BundledEmbedder(), read_vectors(cache)
    todo = [line for line in dict.fromkeys(lines) if vector_key("untuned", line) not in known]
    for line in track(todo, "encoding", disable=not todo):
        known[vector_key("untuned", line)] = embedder.untuned([shortened(line)])[0].tolist()
    write_vectors(cache, known)
    return np.array([known[vector_key("untuned", line)] for line in lines], dtype=np.float32)


def maps_of(wordings: Wordings) -> tuple[Tuning, Tuning, Matrix]:
    """The map of both models, that of the first alone, and the questions' unit vectors under the former."""
    whole = learn(wordings)
    means = wordings.means(whole(wordings.vectors))
    prototypes = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    glance = learn(Wordings(wordings.vectors[:, :FIRST], wordings.owners, wordings.questions), prototypes)
    return whole, glance, prototypes


def look(vectors: Matrix, owners: NDArray[np.int64], held: NDArray[np.bool_], questions: int) -> Looked:
    """Learns from what is not held out and asks what is."""
    whole, glance, prototypes = maps_of(Wordings(vectors[~held], owners[~held], questions))
    seen = glance(vectors[held][:, :FIRST]) @ prototypes.T
    return Looked(whole(vectors[held]) @ prototypes.T, seen, owners[held])


def hits(cosines: Matrix, right: NDArray[np.int64]) -> dict[str, float]:
    """hit@1, hit@3, hit@5 and the mean reciprocal rank."""
    ranks = 1 + (cosines > cosines[np.arange(len(right)), right][:, None]).sum(axis=1)
    figures = {f"hit@{k}": float((ranks <= k).mean()) for k in (1, 3, 5)}
    return {**figures, "mrr": float((1 / ranks).mean())}


def sharpness(cosines: Matrix, right: NDArray[np.int64]) -> float:
    """The factor on cosines under which a softmax gives the right questions the likeliest shares."""
    rows = np.arange(len(right))

    def loss(factor: float) -> float:
        scores = factor * cosines
        most = scores.max(axis=1)
        return float((np.log(np.exp(scores - most[:, None]).sum(axis=1)) + most - scores[rows, right]).mean())

    return float(min(np.arange(4, 40, 0.5), key=loss))


def miscalibration(cosines: Matrix, right: NDArray[np.int64], factor: float) -> float:
    """Expected calibration error of the best share, over ten equal groups."""
    scores = factor * cosines
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    best = (shares / shares.sum(axis=1, keepdims=True)).max(axis=1)
    correct = cosines.argmax(axis=1) == right
    groups = np.array_split(np.argsort(best), 10)
    return float(sum(abs(best[g].mean() - correct[g].mean()) * len(g) for g in groups) / len(best))


def cascaded(looked: Looked, cosine: float, lead: float) -> tuple[float, Matrix]:
    """The share of questions that a glance settles, and the cosines that then decide."""
    two = np.sort(looked.glance, axis=1)[:, -2:]
    clear = (two[:, 1] >= cosine) & (two[:, 1] - two[:, 0] >= lead)
    return float(clear.mean()), np.where(clear[:, None], looked.glance, looked.whole)


def report(parts: Sequence[Looked], entries: Sequence[Entry]) -> None:
    """Prints what the cross-validation found."""
    all_ = Looked(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("whole", "glance", "right")))
    factor = sharpness(all_.whole, all_.right)
    print("whole ", {k: round(v, 4) for k, v in hits(all_.whole, all_.right).items()})
    print("glance", {k: round(v, 4) for k, v in hits(all_.glance, all_.right).items()})
    for cosine in (0.3, 0.4, 0.5):
        for lead in (0.05, 0.08, 0.12, 0.16):
            share, cosines = cascaded(all_, cosine, lead)
            print(f"glance cosine {cosine} lead {lead}: settles {share:.2f}, {hits(cosines, all_.right)['hit@1']:.4f}")
    print(f"dense: {factor:g}   calibration error {miscalibration(all_.whole, all_.right, factor):.3f}")
    of_measure = np.array([isinstance(entry.item, Question) for entry in entries])
    best = all_.whole.max(axis=1)
    for name, chosen in (("measure", of_measure[all_.right]), ("general", ~of_measure[all_.right])):
        print(f"best cosine of {name}: 1/2/5/10/50 % below", np.percentile(best[chosen], (1, 2, 5, 10, 50)).round(3))


def report_foreign(path: Path, cache: Path, whole: Tuning, prototypes: Matrix, entries: Sequence[Entry]) -> None:
    """Prints how near questions of other fields come."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    lines = [normalise(str(row.get("query") or row.get("q"))) for row in rows][:800]
    cosines = whole(untuned(lines, cache)) @ prototypes.T
    best, near = cosines.max(axis=1), cosines.argmax(axis=1)
    mine = np.array([isinstance(entries[one].item, Question) for one in near])
    print(f"foreign: nearest to the measure {mine.mean():.2f}")
    print("foreign best cosine: 50/90/95/98/99 %", np.percentile(best[mine], (50, 90, 95, 98, 99)).round(3))


def main() -> None:
    """Runs the cross-validation, fits on everything and prints the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--cache", type=Path, default=Path("line-vectors.npz"))
    parser.add_argument("--foreign", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    measures = [load_measure(folder) for folder in measure_folders(INSTALLED).values()]
    entries = [e for e in entries_of(measures, load_general()) if not isinstance(e.item, Passage)]
    asked = [normalise(line) for entry in entries for line in entry.lines]
    speller = Speller((term for measure in measures for term in measure.terms), lambda: asked)
    owners = np.array([n for n, entry in enumerate(entries) for _ in entry.lines])
    vectors = untuned([speller.correct(line) for line in asked], options.cache)
    folds = np.random.default_rng(7).integers(max(options.folds, 1), size=len(owners))
    if options.folds:
        parts = [look(vectors, owners, folds == n, len(entries)) for n in track(range(options.folds), "folds")]
        report(parts, entries)
    whole, glance, prototypes = maps_of(Wordings(vectors, owners, len(entries)))
    if options.foreign:
        report_foreign(options.foreign, options.cache, whole, prototypes, entries)
    if options.write:
        write_tunings(TUNINGS, {"whole": whole, "glance": glance})
        print(f"encoder: {BundledEmbedder().name}")


if __name__ == "__main__":
    main()
