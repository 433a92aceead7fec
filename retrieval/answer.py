"""From a question to a cited answer, in visible steps; no language model is needed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from knowledge.measure import Measure
from knowledge.passage import Citation
from knowledge.questions import MOST_CITES, GeneralQuestion, Question
from retrieval.catalogue import Catalogue, Found, Weights
from retrieval.grounding import grounded
from retrieval.language import Language, language_of
from retrieval.naming import lies_in, named_in
from retrieval.normalise import normalise
from retrieval.places import quote_place
from retrieval.premise import wrong_number
from retrieval.rulings import settled
from retrieval.sentences import sentences
from retrieval.shape import MOST_PARTS, asks_for_basis, is_bare, leans, parts_of, questions_in
from retrieval.work import NOTHING_YET, OUTCOMES, Answer, Outcome, Step, Work, say

__all__ = ["NOTHING_YET", "OUTCOMES", "Answer", "Answerer", "Outcome", "Step", "Work"]

SUGGESTED = 3
LONGEST = 2000  # characters of a question that are read

_WORD = re.compile(r"\w")
_YEAR = re.compile(r"20\d\d")


class Answerer:
    """Answers questions out of the catalogue of the moment.

    Args:
        catalogue: gives the current catalogue; called once a question, so that one answer has one state of knowledge.
        today: gives the date that validity is judged by.
        weights: the cosines under which nothing is claimed.
        phrase: a step in which a language model may phrase the answer; its result is checked again.
    """

    def __init__(
        self,
        catalogue: Callable[[], Catalogue],
        today: Callable[[], date],
        weights: Weights,
        phrase: Step | None = None,
    ) -> None:
        self._catalogue, self._today, self._weights = catalogue, today, weights
        self._steps: tuple[Step, ...] = (
            say_what_is_missing,
            quote_place,
            self._search,
            self._doubt,
            compose,
            correct_premise,
            combine,
            refuse_the_rest,
            suggest,
            *((phrase,) if phrase else ()),
            self._hedge,
            warn_of_validity,
            check,
        )

    def answer(self, question: str, earlier: str = "") -> Answer:
        """The answer to one message.

        Args:
            question: the message.
            earlier: the topic of the answer before it in the same conversation.
        """
        begun = time.perf_counter()
        work = Work(question[:LONGEST], self._today(), self._catalogue(), earlier=earlier)
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

    def _search(self, work: Work) -> Work:
        """Ranks the curated questions, unless there is an answer already.

        For each question in the message, for all of it, or after the one before.
        """
        if work.measure:
            return work
        asked = [] if work.catalogue.holds(work.question) else self._asked(work)
        if len(asked) > 1:
            more = len(parts_of(work.question)) > MOST_PARTS
            return replace(work, found=tuple(asked[0]), also=tuple(found[0] for found in asked[1:]), more=more)
        if asked and asked[0][0].confidence >= self._weights.leaning:
            return replace(work, found=tuple(asked[0]))
        whole = work.catalogue.questions(work.question)
        if work.earlier and whole and whole[0].confidence < 1.0 and (after := self._after(work, whole[0])):
            return replace(work, found=tuple(after))
        if whole and getattr(whole[0].entry.item, "kind", "") == "refused" and whole[0].confidence < 1.0:
            return self._beside_what_is_refused(replace(work, found=tuple(whole)))
        if asked and whole and self._better(asked[0][0], whole[0]):
            return replace(work, found=tuple(asked[0]))
        return replace(work, found=tuple(whole))

    def _after(self, work: Work, alone: Found) -> list[Found]:
        """What the message asks after the one before it, empty where it is understood alone."""
        if asks_for_basis(work.question):
            return work.catalogue.questions(work.earlier)
        if leans(work.question) and (is_bare(work.question) or alone.confidence < self._weights.leaning):
            return work.catalogue.questions(work.question, work.earlier)
        return []

    def _beside_what_is_refused(self, work: Work) -> Work:
        """A question about the measure that stands beside an order, e.g. to forget the rules, is what is answered."""
        asked = questions_in(work.question)
        if asked == (work.question.strip(),):
            return work
        clear = self._clear(work.catalogue, asked, self._weights.part)
        return replace(work, found=tuple(clear[0]), refused=True) if clear else work

    def _asked(self, work: Work) -> list[list[Found]]:
        """What the questions of a message ask, one ranking each; empty for a message that asks one thing."""
        parts, finer = parts_of(work.question), parts_of(work.question, fine=True)
        asked = self._clear(work.catalogue, parts, self._weights.part) if len(parts) > 1 else []
        if len(asked) > 1 or len(finer) == 1:
            return asked
        finely = self._clear(work.catalogue, finer, self._weights.finer_part, quickly=True)
        return finely if len(finely) > 1 else asked

    def _clear(
        self, catalogue: Catalogue, parts: Sequence[str], least: float, quickly: bool = False
    ) -> list[list[Found]]:
        """What each part of a message asks, where it is understood by itself; no two the same."""
        clear: dict[str, list[Found]] = {}
        for part in parts[:MOST_PARTS]:
            found = catalogue.questions(part, quickly=quickly)
            best = found[0] if found else None
            if best is None or best.entry.measure is None or best.confidence < least:
                continue
            if self._is_known(catalogue, part, best):
                clear.setdefault(best.entry.id, found)
        return list(clear.values())

    def _better(self, part: Found, whole: Found) -> bool:
        """Whether one question of a message says what it is about better than the whole message does."""
        if isinstance(whole.entry.item, GeneralQuestion):
            return whole.confidence < 1.0
        return part.confidence > whole.confidence

    def _is_known(self, catalogue: Catalogue, text: str, best: Found) -> bool:
        """Whether the best entry is near enough to be answered from."""
        if best.confidence == 1.0:
            return True
        if best.entry.measure is None:
            return best.cosine >= self._weights.general_cosine
        return best.cosine + self._weights.coverage * catalogue.familiarity(text) >= self._weights.least

    def _doubt(self, work: Work) -> Work:
        """Nothing is near enough: the nearest words of the source are shown, and no answer is made up."""
        if work.measure or work.also or (work.found and self._is_known(work.catalogue, work.question, work.found[0])):
            return work
        near = [
            found for found in work.catalogue.passages(work.question) if found.cosine >= self._weights.passage_cosine
        ]
        return say_nearest(work, near[:2])

    def _hedge(self, work: Work) -> Work:
        """An answer that other readings come near to says how the question was understood, and answers the next too."""
        best = work.found[0] if work.found else None
        if best is None or work.also or best.entry.measure is None or best.confidence >= self._weights.sure:
            return work
        rival = self._rival(work, best)
        answer = work.answer
        said = {"question": standard_of(work, best), "text": answer.text}
        if rival is None:
            text = say(work, "answer.understood", **said)
            return replace(work, answer=answer.model_copy(update={"text": text}))
        other = compose(replace(work, found=(rival,))).answer
        text = say(work, "answer.either", **said, other=standard_of(work, rival), other_text=other.text)
        citations = shared_out([answer.citations, other.citations])
        outcome = answer.outcome if answer.outcome == other.outcome else "partial"
        notices = tuple(dict.fromkeys((*answer.notices, *other.notices)))
        both = {"text": text, "citations": citations, "outcome": outcome, "notices": notices}
        return replace(work, answer=answer.model_copy(update=both))

    def _rival(self, work: Work, best: Found) -> Found | None:
        """The second reading of the question, where it is nearly as likely and says something else."""
        second = next((found for found in work.found[1:2] if found.entry.measure is not None), None)
        if second is None or second.confidence < self._weights.rival * best.confidence:
            return None
        return second


def say_what_is_missing(work: Work) -> Work:
    """A message without words gets a hint instead of an answer."""
    if _WORD.search(normalise(work.question)):
        return work
    return replace(work, done=True, answer=Answer(outcome="off_topic", text=sentences().say("answer.empty")))


def say_nearest(work: Work, near: list[Found]) -> Work:
    """Says that no sure answer was found, with the nearest places of the source."""
    measure = next((found.entry.measure for found in near), None) or next(iter(work.catalogue.measures), None)
    citations = tuple(
        found.entry.measure.cite(found.entry.item.label)  # type: ignore[union-attr]
        for found in near
        if found.entry.measure
    )
    labels = "、".join(citation.label for citation in citations)
    hint = say(work, "answer.near", labels=labels) if labels else ""
    text = say(work, "answer.unsure", title=measure.short_title if measure else "", near=hint)
    answer = Answer(outcome="not_covered", text=text, citations=citations)
    return replace(work, answer=answer, measure=measure, found=())


def compose(work: Work) -> Work:
    """The curated answer of the best entry with the words of every place it cites."""
    if not work.found:
        return work
    best = work.found[0]
    item, measure = best.entry.item, best.entry.measure
    assert isinstance(item, Question | GeneralQuestion)
    labels = _named_first(work.question, item.cites, measure) if isinstance(item, Question) and measure else ()
    ruled = settled(item, measure, work.today) if isinstance(item, Question) and measure else None
    answer = Answer(
        outcome=ruled.outcome if ruled and ruled.outcome else OUTCOMES[item.kind],
        text=ruled.text if ruled and ruled.outcome else _in_language(work, item, ruled.text if ruled else item.answer),
        notices=(ruled.notice,) if ruled and ruled.notice else (),
        citations=tuple(measure.cite(label) for label in labels) if measure else (),
        confidence=round(best.confidence, 3),
        topic=item.standard if measure else "",
    )
    return replace(work, answer=answer, measure=measure)


def _named_first(question: str, labels: tuple[str, ...], measure: Measure) -> tuple[str, ...]:
    """The places that the question itself names come before the others."""
    named = named_in(normalise(question), measure)
    return tuple(sorted(labels, key=lambda label: not lies_in(label, named)))


def correct_premise(work: Work) -> Work:
    """A wrong number that the question takes for granted is corrected first."""
    best = work.found[0].entry.item if work.found else None
    if not isinstance(best, Question) or best.kind == "silent" or work.also:
        return work
    wrong = wrong_number(work.question, best.answer)
    if not wrong or work.answer.text.startswith(sentences().say("answer.denial")):
        return work
    text = say(work, "answer.corrected", wrong=wrong, text=work.answer.text)
    return replace(work, answer=work.answer.model_copy(update={"text": text}))


def refuse_the_rest(work: Work) -> Work:
    """What was asked besides and cannot be done is said so; the outcome is partial then."""
    if not work.refused:
        return work
    text = say(work, "answer.refused_besides", text=work.answer.text)
    outcome = "partial" if work.answer.outcome == "answered" else work.answer.outcome
    return replace(work, answer=work.answer.model_copy(update={"text": text, "outcome": outcome}))


def combine(work: Work) -> Work:
    """The answers to a message that asks several things, one by one."""
    if not work.also:
        return work
    answers = [compose(replace(work, found=(found,), also=())).answer for found in (work.found[0], *work.also)]
    pieces = [
        say(work, "answer.one", number=number, question=standard_of(work, found), text=answer.text)
        for number, found, answer in zip(_numbers(work), (work.found[0], *work.also), answers, strict=False)
    ]
    outcomes = {answer.outcome for answer in answers}
    combined = work.answer.model_copy(
        update={
            "outcome": outcomes.pop() if len(outcomes) == 1 else "partial",
            "text": say(
                work,
                "answer.several_of_more" if work.more else "answer.several",
                count=len(answers),
                text="\n\n".join(pieces),
            ),
            "citations": shared_out([answer.citations for answer in answers]),
            "notices": tuple(dict.fromkeys(notice for answer in answers for notice in answer.notices)),
            "confidence": min(answer.confidence for answer in answers),
        }
    )
    return replace(work, answer=combined)


def _numbers(work: Work) -> str:
    return "123" if language_of(work.question) == "en" else "一二三"


def shared_out(lists: Sequence[Sequence[Citation]]) -> tuple[Citation, ...]:
    """At most four citations: the first of each answer, then the second of each …"""
    longest = max(map(len, lists), default=0)
    taken = (list_[place] for place in range(longest) for list_ in lists if place < len(list_))
    return tuple({(one.measure, one.label): one for one in taken}.values())[:MOST_CITES]


def standard_of(work: Work, found: Found) -> str:
    """The standard question of an entry, in the language of the message."""
    item = found.entry.item
    assert isinstance(item, Question | GeneralQuestion)
    return item.english.standard if item.english and language_of(work.question) == "en" else item.standard


def _in_language(work: Work, item: Question | GeneralQuestion, text: str) -> str:
    """The answer; to a question in English in English first, and in the words that count."""
    if language_of(work.question) != "en" or item.english is None:
        return text
    return sentences().say("answer.english", english=item.english.answer, text=text)


def suggest(work: Work) -> Work:
    """Other questions of the same measure that are near; none beside what is of no measure."""
    if work.measure is None:
        return work
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
    languages: tuple[Language, ...] = ("en", "zh") if language_of(work.question) == "en" else ("zh",)
    notices = (*(validity_notice(measure, work.today, language) for language in languages), *answer.notices)
    return replace(work, answer=answer.model_copy(update={"notices": notices}))


def validity_notice(measure: Measure, today: date, language: Language = "zh") -> str:
    """What to say when the measure is not in force on `today`; empty when it is."""
    validity = measure.validity
    state = validity.state(today)
    if state == "in_force":
        return ""
    return sentences().say(
        f"en.validity.{state}" if language == "en" else f"validity.{state}",
        day=_day(today, language),
        title=measure.short_title,
        in_words=validity.in_words,
        label="、".join(validity.cites),
        until=_day(validity.until, language) if validity.until else "",
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


def _day(day: date, language: Language) -> str:
    if language == "en":
        return f"{day.day} {day:%B} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"
