"""From a question to a cited answer, in visible steps; no language model is needed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from knowledge.measure import Measure
from knowledge.passage import Citation
from knowledge.questions import MOST_CITES, GeneralQuestion, Question
from retrieval.catalogue import Catalogue, Found, Weights
from retrieval.grounding import grounded
from retrieval.normalise import normalise
from retrieval.sentences import sentences

Outcome = Literal["answered", "partial", "not_covered", "off_topic", "refused"]

OUTCOMES: dict[str, Outcome] = {
    "answer": "answered",
    "partial": "partial",
    "ambiguous": "partial",
    "silent": "not_covered",
    "off_topic": "off_topic",
    "small_talk": "off_topic",
    "refused": "refused",
}
SUGGESTED = 3
LONGEST = 2000  # characters of a question that are read

_WORD = re.compile(r"\w")
_YEAR = re.compile(r"20\d\d")


class Answer(BaseModel):
    """What a person gets: the reply, the places it rests on, and warnings to be shown with it."""

    model_config = ConfigDict(frozen=True)

    outcome: Outcome
    text: str
    citations: tuple[Citation, ...] = ()
    notices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    confidence: float = 0.0
    elapsed_ms: float = 0.0


NOTHING_YET = Answer(outcome="not_covered", text="")


@dataclass(frozen=True)
class Work:
    """An answer in the making."""

    question: str
    today: date
    catalogue: Catalogue
    found: tuple[Found, ...] = ()
    answer: Answer = NOTHING_YET
    measure: Measure | None = None
    done: bool = False


Step = Callable[[Work], Work]


class Answerer:
    """Answers questions out of the catalogue of the moment.

    Args:
        catalogue: gives the current catalogue; called once a question, so that one answer has one state of knowledge.
        today: gives the date that validity is judged by.
        weights: the cosines under which nothing is claimed.
        reword: a last step that may improve the wording, e.g. by a language model; its result is checked again.
    """

    def __init__(
        self,
        catalogue: Callable[[], Catalogue],
        today: Callable[[], date],
        weights: Weights,
        reword: Step | None = None,
    ) -> None:
        self._catalogue, self._today, self._weights = catalogue, today, weights
        self._steps: tuple[Step, ...] = (
            say_what_is_missing,
            search,
            self._doubt,
            compose,
            suggest,
            *((reword,) if reword else ()),
            self._hedge,
            warn_of_validity,
            check,
        )

    def answer(self, question: str) -> Answer:
        """The answer to one message."""
        begun = time.perf_counter()
        work = Work(question[:LONGEST], self._today(), self._catalogue())
        for step in self._steps:
            if not work.done:
                work = step(work)
        return work.answer.model_copy(update={"elapsed_ms": round((time.perf_counter() - begun) * 1000, 1)})

    def measures(self) -> tuple[Measure, ...]:
        """The measures that are answered from."""
        return self._catalogue().measures

    def nearness(self, text: str) -> float:
        """How near the words are to a known question of a measure: a cosine, 1 for one of the bank's own wordings."""
        found = self._catalogue().questions(text[:LONGEST])
        best = next((one for one in found if one.entry.measure is not None), None)
        return 0.0 if best is None else 1.0 if best.confidence == 1.0 else best.cosine

    def _hedge(self, work: Work) -> Work:
        """An answer that other readings of the question come near to begins with how the question was understood."""
        best = work.found[0] if work.found else None
        if best is None or best.entry.measure is None or best.confidence >= self._weights.sure:
            return work
        item = best.entry.item
        assert isinstance(item, Question)
        text = sentences().say("answer.understood", question=item.standard, text=work.answer.text)
        return replace(work, answer=work.answer.model_copy(update={"text": text}))

    def _doubt(self, work: Work) -> Work:
        """Nothing is near enough: the nearest words of the source are shown, and no answer is made up."""
        best = work.found[0] if work.found else None
        least = self._weights.general_cosine if best and best.entry.measure is None else self._weights.least_cosine
        if best and (best.cosine >= least or best.confidence == 1.0):
            return work
        near = [
            found for found in work.catalogue.passages(work.question) if found.cosine >= self._weights.passage_cosine
        ]
        return say_nearest(work, near[:2])


def say_what_is_missing(work: Work) -> Work:
    """A message without words gets a hint instead of an answer."""
    if _WORD.search(normalise(work.question)):
        return work
    return replace(work, done=True, answer=Answer(outcome="off_topic", text=sentences().say("answer.empty")))


def search(work: Work) -> Work:
    """Ranks the curated questions."""
    return replace(work, found=tuple(work.catalogue.questions(work.question)))


def say_nearest(work: Work, near: list[Found]) -> Work:
    """Says that no sure answer was found, with the nearest places of the source."""
    measure = next((found.entry.measure for found in near), None) or next(iter(work.catalogue.measures), None)
    citations = tuple(
        found.entry.measure.cite(found.entry.item.label)  # type: ignore[union-attr]
        for found in near
        if found.entry.measure
    )
    labels = "、".join(citation.label for citation in citations)
    hint = sentences().say("answer.near", labels=labels) if labels else ""
    text = sentences().say("answer.unsure", title=measure.short_title if measure else "", near=hint)
    answer = Answer(outcome="not_covered", text=text, citations=citations)
    return replace(work, answer=answer, measure=measure, found=())


def compose(work: Work) -> Work:
    """The curated answer of the best entry with the words of every place it cites."""
    if not work.found:
        return work
    best = work.found[0]
    item, measure = best.entry.item, best.entry.measure
    assert isinstance(item, Question | GeneralQuestion)
    labels = item.cites if isinstance(item, Question) else ()
    answer = Answer(
        outcome=OUTCOMES[item.kind],
        text=item.answer,
        citations=tuple(measure.cite(label) for label in labels) if measure else (),
        confidence=round(best.confidence, 3),
    )
    return replace(work, answer=answer, measure=measure)


def suggest(work: Work) -> Work:
    """Other questions of the same measure that are near."""
    others = [found.entry.item for found in work.found[1:] if found.entry.measure is not None]
    wanted = [item.standard for item in others if isinstance(item, Question) and item.kind != "silent"]
    return replace(work, answer=work.answer.model_copy(update={"suggestions": tuple(wanted[:SUGGESTED])}))


def warn_of_validity(work: Work) -> Work:
    """A measure that is not in force on the day is named so; a question about that time cites the clause too."""
    measure = work.measure
    if measure is None or measure.validity.state(work.today) == "in_force":
        return work
    answer = work.answer
    places = {citation.label for citation in answer.citations}
    if _asks_beyond(work.question, measure) and not places & set(measure.validity.cites):
        clause = tuple(measure.cite(label) for label in measure.validity.cites)
        answer = answer.model_copy(update={"citations": (*answer.citations[: MOST_CITES - len(clause)], *clause)})
    notice = validity_notice(measure, work.today)
    return replace(work, answer=answer.model_copy(update={"notices": (notice, *answer.notices)}))


def validity_notice(measure: Measure, today: date) -> str:
    """What to say when the measure is not in force on `today`; empty when it is."""
    validity = measure.validity
    state = validity.state(today)
    if state == "in_force":
        return ""
    return sentences().say(
        f"validity.{state}",
        day=_day(today),
        title=measure.short_title,
        in_words=validity.in_words,
        label="、".join(validity.cites),
        until=_day(validity.until) if validity.until else "",
        helpdesk=measure.helpdesk,
    )


def check(work: Work) -> Work:
    """An answer whose citations do not resolve is not sent."""
    if grounded(work.answer.citations, work.catalogue.measures):
        return work
    refusal = Answer(outcome="not_covered", text=sentences().say("answer.not_grounded"))
    return replace(work, answer=refusal, done=True)


def _asks_beyond(question: str, measure: Measure) -> bool:
    """True when the question names a year in which the measure is no longer in force."""
    until = measure.validity.until
    return until is not None and any(int(year) >= until.year for year in _YEAR.findall(question))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
