"""Everything that can be found: curated questions and passages, ranked for one question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.measure import Measure
from knowledge.passage import Label, Passage
from knowledge.questions import GeneralQuestion, Question
from retrieval.fusion import Candidate, fuse
from retrieval.language import FUNCTION_WORDS
from retrieval.lexical import LexicalIndex, bigrams
from retrieval.naming import lies_in, named_in
from retrieval.normalise import normalise
from retrieval.ports import Document, Embedder, Glancing, VectorIndex
from retrieval.spelling import Speller

UNSURE = 0.999  # the most that words other than the bank's own are worth: 1 means certain
DEPTH = 50  # candidates taken from the dense side
STRANGERS = ("off_topic", "small_talk")  # who comes here mostly asks about a measure
IMPROPER = ("refused",)
REMEMBERED = 64  # questions whose ranking is kept: one message is looked up several times


class Weights(BaseModel):
    """How much each side counts, and the cosines under which nothing is claimed (see `ranking.yaml`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoder: str
    dense: float
    lexical: float
    named: float
    stranger: float
    caution: float
    passage_lexical: float
    glance_cosine: float
    glance_lead: float
    coverage: float
    least: float
    general_cosine: float
    passage_cosine: float
    sure: float
    rival: float
    part: float
    finer_part: float
    leaning: float


@cache
def fitted_weights() -> Weights:
    """The weights in `ranking.yaml`."""
    return Weights.model_validate(_ranking()["fitted"])


def weights_for(encoder: str) -> Weights:
    """The fitted weights; for an encoder whose cosines nobody measured, plain ones that doubt nothing for being far."""
    fitted = fitted_weights()
    if encoder == fitted.encoder:
        return fitted
    return fitted.model_copy(update=_ranking()["unfitted"])


@cache
def _ranking() -> dict[str, Any]:
    ranking: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "ranking.yaml").read_text("utf-8"))
    return ranking


@cache
def _cautious() -> re.Pattern[str]:
    return re.compile(_ranking()["cautious"])


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
    """An entry found: `score` for ordering, `cosine` how near it is, `confidence` how likely it is meant (0 to 1)."""

    entry: Entry
    score: float
    cosine: float
    confidence: float


class Catalogue:
    """Ranks entries for a question: dense and lexical sides, fused by fitted weights.

    Args:
        entries: all there is to find.
        dense: the index of their vectors.
        embedder: makes the vector of a question, in the space of the index.
        weights: fitted for that encoder.
    """

    def __init__(self, entries: Sequence[Entry], dense: VectorIndex, embedder: Embedder, weights: Weights) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._asked = [entry for entry in entries if not isinstance(entry.item, Passage)]
        self._asked_ids = {entry.id for entry in self._asked}
        self._dense, self._embedder, self._weights = dense, embedder, weights
        self.measures = tuple({entry.measure.slug: entry.measure for entry in entries if entry.measure}.values())
        self._speller = Speller((term for measure in self.measures for term in measure.terms), self._wordings)
        self._exact: dict[str, set[str]] = {}  # two measures may be asked the same words
        for entry in self._asked:
            for line in entry.lines:
                self._exact.setdefault(normalise(line), set()).add(entry.id)
        self.size = len(entries)
        self._ranked = lru_cache(maxsize=REMEMBERED)(self._rank)

    def questions(self, question: str, earlier: str = "", quickly: bool = False) -> list[Found]:
        """Curated questions, the likeliest first; a wording of the bank itself is found with certainty.

        Args:
            question: as it was typed.
            earlier: the standard question that was answered before, where this one leans on it.
            quickly: by a glance alone, where the encoder has one.
        """
        return list(self._ranked(normalise(question), earlier, quickly))

    def holds(self, question: str) -> bool:
        """Whether it is one of the bank's own wordings."""
        return normalise(question) in self._exact

    def passages(self, question: str) -> list[Found]:
        """Passages, the likeliest first; `cosine` is that of the dense side."""
        text = self._speller.correct(normalise(question))
        hits = self._dense.search(self._embedder.embed_query(text), len(self._entries))
        near = {hit.id: hit.score for hit in hits if hit.id not in self._asked_ids}
        weights = (self._weights.dense, self._weights.passage_lexical)
        ranked = fuse((near, self._passage_words.scores(text)), weights, set(near))
        return [Found(self._entries[one.id], one.score, near[one.id], 0.0) for one in ranked]

    def familiarity(self, question: str) -> float:
        """The share of the question's words (pairs of characters) that several wordings of the bank hold: 0 to 1."""
        words = set(bigrams(self._speller.correct(normalise(question)))) - FUNCTION_WORDS
        return sum(word in self._vocabulary for word in words) / max(len(words), 1)

    def _rank(self, text: str, earlier: str, quickly: bool) -> tuple[Found, ...]:
        exact = frozenset() if earlier else frozenset(self._exact.get(text, ()))
        corrected = self._speller.correct(text)
        near = self._leaning(corrected, earlier) if earlier else self._near(corrected, quickly or bool(exact))
        near = dict.fromkeys(exact, -1.0) | near
        ranked = (
            self._with_words(corrected, near) if self._weights.lexical else self._with_priors(text, corrected, near)
        )
        ranked = sorted(ranked, key=lambda candidate: candidate.id not in exact)
        shares = _shares(ranked, exact)
        return tuple(
            Found(self._entries[one.id], one.score, near.get(one.id, -1.0), share)
            for one, share in zip(ranked, shares, strict=True)
        )

    def _with_words(self, text: str, near: Mapping[str, float]) -> list[Candidate]:
        """Cosines and words together, for an encoder that nothing was fitted to."""
        weights = (self._weights.dense, self._weights.lexical)
        return fuse((near, self._words.scores(text)), weights, self._asked_ids)

    def _with_priors(self, typed: str, text: str, near: Mapping[str, float]) -> list[Candidate]:
        """Cosines, and what speaks for an entry besides: the places that are named, and what people come here for."""
        dense, named = self._weights.dense, self._weights.named
        caution = self._weights.caution if _cautious().search(typed) else 0.0
        sides = (near, self._named(text, near), self._kinds(near, STRANGERS), self._kinds(near, IMPROPER))
        return fuse(sides, (dense, dense * named, -dense * self._weights.stranger, dense * caution), set(near))

    def _near(self, text: str, quickly: bool) -> dict[str, float]:
        """Cosines of the nearest curated questions: by a glance where that is clear enough, else by a good look."""
        if isinstance(self._embedder, Glancing):
            seen = self._cosines(self._embedder.glance(text))
            first, second = (*sorted(seen.values(), reverse=True)[:2], -1.0, -1.0)[:2]
            clear = first >= self._weights.glance_cosine and first - second >= self._weights.glance_lead
            if quickly or clear:
                return seen
        return self._cosines(self._embedder.embed_query(text))

    def _leaning(self, text: str, earlier: str) -> dict[str, float]:
        """A question like “那高校呢？”: near its own words and the earlier question's, but not that question itself."""
        both = np.asarray(self._embedder.embed_query(text)) + np.asarray(self._embedder.embed_query(normalise(earlier)))
        near = self._cosines((both / (np.linalg.norm(both) or 1.0)).tolist())
        same = [id_ for id_ in near if _standard(self._entries[id_]) == earlier]
        return {id_: cosine for id_, cosine in near.items() if id_ not in same}

    def _cosines(self, vector: Sequence[float]) -> dict[str, float]:
        hits = self._dense.search(vector, min(DEPTH, len(self._entries)))
        return {hit.id: hit.score for hit in hits if hit.id in self._asked_ids}

    def _named(self, text: str, ids: Iterable[str]) -> dict[str, float]:
        """How many of the places that the text names each question cites."""
        named = {measure.slug: named_in(text, measure) for measure in self.measures}
        return {id_: float(_cited(self._entries[id_], named)) for id_ in ids} if any(named.values()) else {}

    def _kinds(self, ids: Iterable[str], kinds: tuple[str, ...]) -> dict[str, float]:
        """1 for the entries of these kinds."""
        return {id_: float(getattr(self._entries[id_].item, "kind", "") in kinds) for id_ in ids}

    def _wordings(self) -> Iterable[str]:
        return (normalise(line) for entry in self._asked for line in entry.lines)

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        counts = Counter(word for line in self._wordings() for word in set(bigrams(line)))
        return frozenset(word for word, count in counts.items() if count > 1)

    @cached_property
    def _words(self) -> LexicalIndex:
        return LexicalIndex(documents_of(self._asked), bigrams)

    @cached_property
    def _passage_words(self) -> LexicalIndex:
        return LexicalIndex(documents_of([e for e in self._entries.values() if e.id not in self._asked_ids]), bigrams)


def _cited(entry: Entry, named: Mapping[str, tuple[Label, ...]]) -> int:
    if not isinstance(entry.item, Question) or entry.measure is None:
        return 0
    places = named[entry.measure.slug]
    return len({place.steps[0] for place in places for label in entry.item.cites if lies_in(label, (place,))})


def _standard(entry: Entry) -> str:
    return "" if isinstance(entry.item, Passage) else entry.item.standard


def _shares(ranked: Sequence[Candidate], exact: frozenset[str]) -> list[float]:
    if ranked and ranked[0].id in exact:
        return [1.0] + [0.0] * (len(ranked) - 1)
    scores = np.array([candidate.score for candidate in ranked])
    if not len(scores):
        return []
    weights = np.exp(scores - scores.max())
    shares: list[float] = np.minimum(weights / weights.sum(), UNSURE).tolist()
    return shares
