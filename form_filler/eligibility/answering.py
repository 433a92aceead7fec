"""What an answer in the guided check does to the facts, a function a kind of question."""

from __future__ import annotations

import re
from datetime import date
from typing import TypedDict

from form_filler.credit_code import PLACES
from form_filler.eligibility.choosing import choose, compact
from form_filler.eligibility.conditions.rows import AnyItem
from form_filler.eligibility.facts import EligibilityFacts
from form_filler.eligibility.questions import (
    AllOf,
    AnyQuestion,
    DayOrNever,
    EachOfKind,
    HowMany,
    Pick,
    PickItem,
    YesNo,
    YesNoOrCode,
)
from form_filler.eligibility.rules import Check
from form_filler.eligibility.topics import topics_meant
from form_filler.eligibility.wording import listed, say
from form_filler.form import CreditCodeField, DateField, IntegerField
from form_filler.outcomes import Accepted, Ambiguous, Reading, Rejected
from form_filler.readers.characters import plain
from form_filler.readers.context import ReadingContext
from form_filler.readers.credit_code import read_credit_code
from form_filler.readers.dates import read_date
from form_filler.readers.numbers import read_integer
from form_filler.readers.wording import quoted

_TRUTHS = {"yes": True, "no": False}
_CODE_LIKE = re.compile(rf"[0-9A-Za-z]{{{PLACES - 3},}}")


class _Described(TypedDict):
    path: str
    label: str
    question: str
    example: str
    cites: tuple[str, ...]


def add_answer(
    check: Check, question: AnyQuestion, facts: EligibilityFacts, said: str, today: date
) -> EligibilityFacts | Rejected:
    """`facts` with what `said` adds to them, as they are when it means “unknown”, or why it cannot be taken."""
    match question:
        case YesNoOrCode() if _CODE_LIKE.search(re.sub(r"[\s-]", "", plain(said))):
            return _with_reading(facts, question.code, _read_code(question, said, today))
        case HowMany() if _has_figures(said) or choose(question.choices, said) is None:
            return _with_reading(facts, question.fact, _read_number(question, said, today))
        case DayOrNever() if choose(question.choices, said) is None:
            return _with_reading(facts, question.fact, _read_day(question, said, today))
        case AllOf():
            return _with_topics(question, facts, said)
    chosen = choose(question.choices, said)
    if chosen is None or (isinstance(question, DayOrNever) and _has_figures(said) and not compact(said).isdigit()):
        labels = say("guide.or").join(option.label for option in question.choices)
        return Rejected(say("guide.choose", given=quoted(said), choices=labels))
    return _with_choice(check, question, facts, chosen)


def _with_choice(check: Check, question: AnyQuestion, facts: EligibilityFacts, chosen: str) -> EligibilityFacts:
    match question:
        case EachOfKind():
            return facts if chosen == "none" else _with_each(question, facts, _TRUTHS.get(chosen))
        case _ if chosen == "unknown":
            return facts
        case YesNo() | YesNoOrCode():
            return facts.with_facts(**{question.fact: _TRUTHS[chosen]})
        case PickItem():
            return _with_item(check, question, facts, chosen)
        case DayOrNever():
            return facts.with_facts(**{question.fact: None})
        case Pick() | HowMany() | AllOf():
            return facts.with_facts(**{question.fact: chosen})


def _with_item(check: Check, question: PickItem, facts: EligibilityFacts, chosen: str) -> EligibilityFacts:
    items = facts.as_json().get(question.items) or []
    allowed = check.condition.allowed if isinstance(check.condition, AnyItem) else ()
    if chosen in allowed:
        items = [*items, {question.field: chosen}]
    elif items:
        # The highest is not high enough, so none of those still open is.
        level = "other" if chosen == "none" else chosen
        items = [{**item, question.field: item.get(question.field) or level} for item in items]
    elif chosen != "none":
        items = [{question.field: chosen}]
    return facts.with_facts(**{question.items: items})


def _with_each(question: EachOfKind, facts: EligibilityFacts, truth: bool | None) -> EligibilityFacts:
    items = facts.as_json().get(question.items) or []
    # Where some entry's kind is open, “no” must not be pinned on it: it may be of another kind.
    kinds: tuple[str | None, ...] = (*question.kinds, None) if truth is not False else question.kinds
    concerned = [item for item in items if item.get(question.by) in kinds and item.get(question.field) is None]
    if concerned:
        told = [{**item, question.field: truth} if item in concerned else item for item in items]
        return facts.with_facts(**{question.items: told})
    stand_in = {question.by: question.kinds[0], question.field: truth}
    counted = getattr(facts, question.total)
    if counted is None and any(item.get("name") for item in items):
        counted = len(items)
    total = {} if counted is None else {question.total: counted}
    return facts.with_facts(**{question.items: [*items, stand_in], **total})


def _with_topics(question: AllOf, facts: EligibilityFacts, said: str) -> EligibilityFacts | Rejected:
    exact = next((option.id for option in question.choices if compact(said) in (option.id, compact(option.label))), "")
    topics = topics_meant(question.topics, said) if not exact else None
    if exact == "all":
        topics = tuple(topic.id for topic in question.topics)
    if topics is not None:
        return facts.with_facts(**{question.fact: topics})
    if exact == "unknown" or choose([option for option in question.choices if option.id == "unknown"], said):
        return facts
    return Rejected(say("guide.which_missing", given=quoted(said), topics=_lettered(question)))


def _lettered(question: AllOf) -> str:
    return listed(tuple(f"{chr(ord('A') + place)}.{topic.label}" for place, topic in enumerate(question.topics)))


def _with_reading(facts: EligibilityFacts, fact: str, reading: Reading) -> EligibilityFacts | Rejected:
    match reading:
        case Accepted(value):
            return facts.with_facts(**{fact: value})
        case Rejected():
            return reading
        case Ambiguous(choices, why):
            return Rejected(why or say("guide.or").join(choice.label for choice in choices))


def _read_code(question: YesNoOrCode, said: str, today: date) -> Reading:
    field = CreditCodeField(kind="credit_code", **_described(question))
    return read_credit_code(field, said, ReadingContext(today))


def _read_number(question: HowMany, said: str, today: date) -> Reading:
    return read_integer(IntegerField(kind="integer", **_described(question)), said, ReadingContext(today))


def _read_day(question: DayOrNever, said: str, today: date) -> Reading:
    field = DateField(kind="date", not_future=True, **_described(question))
    return read_date(field, said, ReadingContext(today))


def _described(question: YesNoOrCode | HowMany | DayOrNever) -> _Described:
    return {
        "path": question.id,
        "label": question.label,
        "question": question.text,
        "example": question.example,
        "cites": (),
    }


def _has_figures(said: str) -> bool:
    return any(character.isdigit() for character in said)
