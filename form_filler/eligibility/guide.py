"""The guided check: which question still matters, and what an answer to it does to the facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from form_filler.eligibility.answering import add_answer
from form_filler.eligibility.conditions.base import Clause, Told, Truth
from form_filler.eligibility.engine import settled_as
from form_filler.eligibility.facts import EligibilityFacts
from form_filler.eligibility.questions import AnyQuestion, EachOfKind, YesNo, YesNoOrCode
from form_filler.eligibility.rules import Check, Rules
from form_filler.outcomes import Rejected


@dataclass(frozen=True)
class GuideQuestion:
    """A question to ask next, with the answers to offer as (id, label) and the clause it rests on."""

    id: str
    text: str
    choices: tuple[tuple[str, str], ...]
    citation: Clause


def next_question(rules: Rules, facts: EligibilityFacts, asked: frozenset[str], today: date) -> GuideQuestion | None:
    """The first question not `asked` whose answer can still change the report, or None when there is none left.

    It goes on after a check has failed, so that the report names everything to mend; callers may stop any time.
    """
    told = Told(facts, facts.as_of or today)
    for check in rules.checks:
        settled = settled_as(check, told)
        for question in check.ask:
            if question.id not in asked and _is_open(question, facts, settled):
                choices = tuple((option.id, option.label) for option in question.choices)
                return GuideQuestion(question.id, question.text, choices, question.citation or check.citation)
    return None


def answer(
    rules: Rules, facts: EligibilityFacts, question_id: str, said: str, today: date
) -> EligibilityFacts | Rejected:
    """The facts with the answer in them; “不清楚” leaves them as they are.

    Args:
        rules: the measure's checks.
        facts: what is known so far.
        question_id: a question of these rules; the caller adds it to `asked` unless the answer is rejected.
        said: a person's words or the id of an offered choice.
        today: what 去年 refers to.

    Raises:
        KeyError: the rules have no such question.
    """
    check, question = _question(rules, question_id)
    return add_answer(check, question, facts, said, today)


def _question(rules: Rules, question_id: str) -> tuple[Check, AnyQuestion]:
    for check in rules.checks:
        for question in check.ask:
            if question.id == question_id:
                return check, question
    raise KeyError(question_id)


def _is_open(question: AnyQuestion, facts: EligibilityFacts, settled: Truth) -> bool:
    if settled == "not_met":
        return False
    match question:
        case EachOfKind():  # settled for the members known so far says nothing of members nobody spoke of
            return _has_unsaid(question, facts)
        case YesNo() | YesNoOrCode():
            return settled == "unknown" and getattr(facts, question.fact) is None
        case _:
            return settled == "unknown"


def _has_unsaid(question: EachOfKind, facts: EligibilityFacts) -> bool:
    items = getattr(facts, question.items) or ()
    concerned = [item for item in items if getattr(item, question.by) in (*question.kinds, None)]
    if concerned:
        return any(getattr(item, question.field) is None for item in concerned)
    return not any(item.name for item in items)  # entries without a name came from other questions
