"""Everything that can be found: curated questions and passages, ranked together for one question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.measure import Measure
from knowledge.passage import Passage
from knowledge.questions import GeneralQuestion, Question
from retrieval.fusion import Candidate, fuse
from retrieval.lexical import LexicalIndex, pinyin_bigrams
from retrieval.normalise import normalise
from retrieval.ports import Document, VectorIndex

UNSURE = 0.999  # the most that words other than the bank's own are worth: 1 means certain
DEPTH = 1000  # candidates taken from the dense side: all of a usual knowledge base


class Weights(BaseModel):
    """How much each side counts, and the cosines under which nothing is claimed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoder: str
    dense: float
    pinyin: float
    least_cosine: float
    general_cosine: float
    passage_cosine: float
    sure: float


@cache
def fitted_weights() -> Weights:
    """The weights in `ranking.yaml`."""
    return Weights.model_validate(yaml.safe_load((Path(__file__).parent / "ranking.yaml").read_text("utf-8")))


def weights_for(encoder: str) -> Weights:
    """The fitted weights; for an encoder whose cosines nobody measured, nothing is doubted for being far."""
    fitted = fitted_weights()
    if encoder == fitted.encoder:
        return fitted
    return fitted.model_copy(update={"least_cosine": -1.0, "general_cosine": -1.0})


@dataclass(frozen=True)
class Entry:
    """One thing to be found; `measure` is None for what belongs to none."""

    id: str
    item: Question | GeneralQuestion | Passage
    measure: Measure | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The wordings it is found by."""
        if isinstance(self.item, Passage):
            return (" ".join((self.item.context, self.item.whole)).replace("\n", " "),)
        return (self.item.standard, *self.item.similar)


def entries_of(measures: Iterable[Measure], general: Iterable[GeneralQuestion]) -> tuple[Entry, ...]:
    """All entries of the knowledge base, ids unique."""
    entries: list[Entry] = []
    for measure in measures:
        entries += [Entry(f"q:{measure.slug}:{item.id}", item, measure) for item in measure.questions]
        entries += [Entry(f"p:{measure.slug}:{item.label}", item, measure) for item in measure.passages]
    return (*entries, *(Entry(f"g::{item.id}", item) for item in general))


def documents_of(entries: Sequence[Entry]) -> list[Document]:
    """What the indexes hold of the entries."""
    return [Document(entry.id, entry.lines) for entry in entries]


@dataclass(frozen=True)
class Found:
    """An entry found: `score` for ordering, `cosine` how near it is, `confidence` its share among all (0 to 1)."""

    entry: Entry
    score: float
    cosine: float
    confidence: float


class Catalogue:
    """Ranks entries for a question: dense and lexical sides, fused by fitted weights."""

    def __init__(self, entries: Sequence[Entry], dense: VectorIndex, weights: Weights) -> None:
        asked = [entry for entry in entries if not isinstance(entry.item, Passage)]
        self._entries = {entry.id: entry for entry in entries}
        self._asked = {entry.id for entry in asked}
        self._dense = dense
        self._weights = weights
        documents = documents_of(asked)
        self._pinyin = LexicalIndex(documents, pinyin_bigrams)
        self._exact: dict[str, set[str]] = {}  # two measures may be asked the same words
        for entry in asked:
            for line in entry.lines:
                self._exact.setdefault(normalise(line), set()).add(entry.id)
        self.size = len(entries)
        self.measures = tuple({entry.measure.slug: entry.measure for entry in entries if entry.measure}.values())

    def questions(self, question: str) -> list[Found]:
        """Curated questions, the likeliest first; a wording of the bank itself is found with certainty."""
        near = {hit.id: hit.score for hit in self._dense.search(question, DEPTH)}
        ranked = fuse((near, self._pinyin.scores(question)), (self._weights.dense, self._weights.pinyin), self._asked)
        exact = self._exact.get(normalise(question), set())
        ranked = sorted(ranked, key=lambda candidate: candidate.id not in exact)
        return [
            Found(self._entries[candidate.id], candidate.score, near.get(candidate.id, -1.0), share)
            for candidate, share in zip(ranked, _shares(ranked, exact), strict=True)
        ]

    def passages(self, question: str) -> list[Found]:
        """Passages by the dense side alone, the nearest first."""
        hits = [hit for hit in self._dense.search(question, DEPTH) if hit.id not in self._asked]
        return [Found(self._entries[hit.id], hit.score, hit.score, 0.0) for hit in hits]


def _shares(ranked: Sequence[Candidate], exact: set[str]) -> list[float]:
    if ranked and ranked[0].id in exact:
        return [1.0] + [0.0] * (len(ranked) - 1)
    scores = np.array([candidate.score for candidate in ranked])
    if not len(scores):
        return []
    weights = np.exp(scores - scores.max())
    shares: list[float] = np.minimum(weights / weights.sum(), UNSURE).tolist()
    return shares
