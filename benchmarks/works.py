"""Answers in the making, as they stand before a language model is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from knowledge.measure import Measure
from knowledge.questions import GeneralQuestion, Question
from retrieval.answer import Answer, Work, compose, suggest
from retrieval.catalogue import Catalogue, Entry, Found, documents_of, entries_of, fitted_weights
from retrieval.embedders.hashing import HashingEmbedder
from retrieval.indexes.memory import MemoryIndex

DAY = date(2024, 6, 1)


def light_catalogue(measures: Iterable[Measure], general: Iterable[GeneralQuestion] = ()) -> Catalogue:
    """A catalogue that is ready at once and finds the bank's own wordings."""
    entries = entries_of(measures, general)
    embedder = HashingEmbedder()
    index = MemoryIndex(embedder)
    index.fill(documents_of(entries), lambda _done, _total: None)
    return Catalogue(entries, index, embedder, fitted_weights())


def work_about(catalogue: Catalogue, standard: str, confidence: float = 1.0, asked: str = "") -> Work:
    """The work on one of the bank's questions, composed without a model.

    Args:
        catalogue: what is known.
        standard: one of the measures' standard questions.
        confidence: what the best entry is worth.
        asked: the words of the person, where they are others.
    """
    first = next(
        _entry(item, measure)
        for measure in catalogue.measures
        for item in measure.questions
        if item.standard == standard
    )
    others = [found for found in catalogue.questions(standard) if found.entry.id != first.id]
    found = (Found(first, 1.0, 1.0, confidence), *others)
    return suggest(compose(Work(asked or standard, DAY, catalogue, found)))


def work_on(
    catalogue: Catalogue,
    measure: Measure | None,
    *items: Question | GeneralQuestion,
    confidence: float = 1.0,
    asked: str = "",
) -> Work:
    """The work on curated questions, the first of which is the best, whether the bank has them or not."""
    found = tuple(Found(_entry(item, measure), 1.0, 1.0, confidence / place) for place, item in enumerate(items, 1))
    return suggest(compose(Work(asked or items[0].standard, DAY, catalogue, found)))


def _entry(item: Question | GeneralQuestion, measure: Measure | None) -> Entry:
    return Entry(f"q:{measure.slug}:{item.id}" if measure else f"g::{item.id}", item, measure)


def doubtful_work(catalogue: Catalogue, question: str) -> Work:
    """The work on a question that no entry is near to, with the nearest place of the source."""
    near = next(found.entry for found in catalogue.passages(question))
    assert near.measure is not None
    citations = (near.measure.cite(near.item.label),)  # type: ignore[union-attr]  # it is a passage
    answer = Answer(outcome="not_covered", text="这个问题我没有把握。", citations=citations)
    return Work(question, DAY, catalogue, answer=answer, measure=near.measure)
