"""Fits the ranking weights on the question bank by cross-validation and prints them for `retrieval/ranking.yaml`.

    python -m benchmarks.fit_ranking [--folds 5] [--cache FILE.npz]

Each fold's wordings are taken out of the bank, asked as questions of what remains, and the weights that make the
right entry likeliest (softmax regression) are fitted on the other folds. No evaluation file is read.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from knowledge.loading import INSTALLED, load_general, load_measure, measure_folders
from knowledge.passage import Passage
from retrieval.catalogue import Entry, entries_of
from retrieval.embedders.bundled import BundledEmbedder
from retrieval.embedders.lines import read_vectors, vector_key, write_vectors
from retrieval.lexical import LexicalIndex, bigrams, pinyin_bigrams
from retrieval.normalise import normalise
from retrieval.ports import Document

Array = NDArray[np.float64]
SIDES = ("dense", "bigrams", "pinyin")


def line_vectors(lines: Sequence[str], cache: Path) -> Array:
    """Unit vectors of all lines, shape (lines, dimensions); computed once."""
    embedder, known = BundledEmbedder(), read_vectors(cache)
    for line in track(lines, "encoding", disable=all(vector_key(embedder.name, line) in known for line in lines)):
        key = vector_key(embedder.name, line)
        if key not in known:
            known[key] = embedder.embed_query(normalise(line))
    write_vectors(cache, known)
    return np.array([known[vector_key(embedder.name, line)] for line in lines])


def fold_features(
    entries: Sequence[Entry], owners: NDArray[np.int64], lines: Sequence[str], vectors: Array, held: NDArray[np.bool_]
) -> Array:
    """Scores of every entry for each held-out line, shape (held, entries, sides)."""
    kept = [
        Document(
            entry.id,
            tuple(line for line, owner, out in zip(lines, owners, held, strict=True) if owner == n and not out)
            or ("",),
        )
        for n, entry in enumerate(entries)
    ]
    means = np.stack([vectors[(owners == n) & ~held].sum(axis=0) for n in range(len(entries))])
    means /= np.linalg.norm(means, axis=1, keepdims=True) + 1e-12
    spelt, spoken = LexicalIndex(kept, bigrams), LexicalIndex(kept, pinyin_bigrams)
    asked = [line for line, out in zip(lines, held, strict=True) if out]
    order = [document.id for document in kept]
    sides = [vectors[held] @ means.T]
    for index in (spelt, spoken):
        sides.append(np.array([[scores[id_] for id_ in order] for scores in map(index.scores, asked)]))
    return np.stack(sides, axis=2)


def fit(features: Array, right: NDArray[np.int64], steps: int = 600) -> Array:
    """Weights of the sides that make the right entries likeliest, by gradient descent with momentum."""
    scale = features.std(axis=(0, 1))
    scaled, weights, speed = features / scale, np.ones(features.shape[2]), np.zeros(features.shape[2])
    rows = np.arange(len(right))
    for _ in range(steps):
        scores = scaled @ weights
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        gradient = (np.einsum("nk,nkf->f", shares, scaled) - scaled[rows, right].sum(axis=0)) / len(right)
        speed = 0.9 * speed + gradient
        weights = weights - 0.05 * speed
    return np.asarray(weights / scale)


def main() -> None:
    """Runs the cross-validation and prints weights and hit@1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--cache", type=Path, default=Path("line-vectors.npz"))
    options = parser.parse_args()
    measures = [load_measure(folder) for folder in measure_folders(INSTALLED).values()]
    entries = [e for e in entries_of(measures, load_general()) if not isinstance(e.item, Passage)]
    lines = [line for entry in entries for line in entry.lines]
    owners = np.array([n for n, entry in enumerate(entries) for _ in entry.lines])
    vectors = line_vectors(lines, options.cache)
    folds = np.random.default_rng(7).integers(options.folds, size=len(lines))
    parts = [
        (fold_features(entries, owners, lines, vectors, folds == fold), owners[folds == fold])
        for fold in track(range(options.folds), "folds")
    ]
    hits = []
    for fold in range(options.folds):
        train = [part for n, part in enumerate(parts) if n != fold]
        weights = fit(np.concatenate([f for f, _ in train]), np.concatenate([y for _, y in train]))
        hits.append(float((np.argmax(parts[fold][0] @ weights, axis=1) == parts[fold][1]).mean()))
    weights = fit(np.concatenate([f for f, _ in parts]), np.concatenate([y for _, y in parts]))
    print(f"hit@1 on held-out wordings: {np.mean(hits):.3f} (folds {', '.join(f'{hit:.3f}' for hit in hits)})")
    print("\n".join(f"{side}: {weight:.2f}" for side, weight in zip(SIDES, weights, strict=True)))


if __name__ == "__main__":
    main()
