"""Skill: the guided eligibility check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.messages import Choice, Reply
from bot.sentences import sentences
from bot.session import Checking, Idle, Session
from bot.skills.turn import Turn, cite, offer
from form_filler.eligibility import (
    EligibilityFacts,
    EligibilityReport,
    FactsProblem,
    GuideQuestion,
    Rules,
    answer,
    evaluate,
    next_question,
    read_facts,
)
from form_filler.outcomes import Rejected
from knowledge.measure import Measure
from knowledge.passage import Citation


class Check:
    """Asks only what still matters, then reports every condition with its clause."""

    def __init__(self, measure: Measure, rules: Rules, today: Callable[[], date]) -> None:
        self._measure, self._rules, self._today = measure, rules, today

    def start(self, session: Session, known: Mapping[str, Any]) -> Turn:
        """Begins with what a form already tells."""
        facts = read_facts(dict(known))
        given = EligibilityFacts() if isinstance(facts, FactsProblem) else facts
        begin = Reply(text=sentences().say("check.begin"))
        return self._go_on(session, given, (), (begin,))

    def take(self, session: Session, doing: Checking, said: str) -> Turn:
        """Takes an answer to the open question."""
        facts = _facts(doing)
        after = answer(self._rules, facts, doing.question, said, self._today())
        if isinstance(after, Rejected):
            return Turn(session, (Reply(text=after.why), *self.ask_again(doing)))
        return self._go_on(session, after, (*doing.asked, doing.question), ())

    def understands(self, doing: Checking, said: str) -> bool:
        """Whether the words answer the open question."""
        return not isinstance(answer(self._rules, _facts(doing), doing.question, said, self._today()), Rejected)

    def cancel(self, session: Session) -> Turn:
        """Leaves the check."""
        idle = session.model_copy(update={"doing": Idle()})
        text = sentences().say("check.cancelled")
        return Turn(idle, (Reply(text=text, choices=_next_steps(session)),))

    def ask_again(self, doing: Checking) -> tuple[Reply, ...]:
        """The open question once more."""
        question = next_question(self._rules, _facts(doing), frozenset(doing.asked), self._today())
        return (self._ask(question),) if question else ()

    def _go_on(
        self, session: Session, facts: EligibilityFacts, asked: tuple[str, ...], said: tuple[Reply, ...]
    ) -> Turn:
        question = next_question(self._rules, facts, frozenset(asked), self._today())
        if question is None:
            report = evaluate(self._rules, facts, self._today())
            idle = session.model_copy(update={"doing": Idle()})
            return Turn(idle, (*said, self._report(report, _next_steps(session))))
        doing = Checking(question=question.id, facts=facts.as_json(), asked=asked)
        return Turn(session.model_copy(update={"doing": doing}), (*said, self._ask(question)))

    def _ask(self, question: GuideQuestion) -> Reply:
        options = [
            sentences().say("check.option", number=number, label=label)
            for number, (_, label) in enumerate(question.choices, 1)
        ]
        choices = tuple(Choice(id=id_, label=label) for id_, label in question.choices)
        clause = question.citation
        citation = self._measure.cite(clause.label, clause.quote)
        return Reply(
            text="\n".join((question.text, *options)), choices=(*choices, *offer("cancel")), citations=(citation,)
        )

    def _report(self, report: EligibilityReport, choices: tuple[Choice, ...]) -> Reply:
        lines = [sentences().say(f"check.verdict.{report.verdict}")]
        for number, one in enumerate(report.checks, 1):
            status = sentences().say(f"check.status.{one.status}")
            lines.append(
                sentences().say(
                    "check.line", number=number, status=status, explanation=one.explanation, label=one.citation.label
                )
            )
            if one.remedy:
                lines.append(sentences().say("check.remedy", remedy=one.remedy))
        quotes: dict[str, Citation] = {}
        for one in report.checks:
            quotes.setdefault(one.citation.label, cite(self._measure, (one.citation.label,))[0])
        return Reply(
            text="\n".join(lines),
            citations=tuple(quotes.values()),
            notices=report.notices,
            choices=choices,
        )


def _next_steps(session: Session) -> tuple[Choice, ...]:
    """The form that was left for the check comes first."""
    return offer("resume" if session.parked else "start:registration", "start:eligibility")


def _facts(doing: Checking) -> EligibilityFacts:
    return EligibilityFacts.model_validate(doing.facts)
