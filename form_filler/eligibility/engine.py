"""From rules and facts to a report. Decided by rules alone; the same facts always give the same report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from form_filler.eligibility.conditions.base import Clause, Finding, Told, Truth
from form_filler.eligibility.conditions.dates import InPeriod
from form_filler.eligibility.facts import EligibilityFacts
from form_filler.eligibility.rules import Check, Rules
from form_filler.eligibility.wording import say
from form_filler.form import Frozen

Status = Literal["met", "not_met", "advisory", "unknown"]
Verdict = Literal["eligible", "not_eligible", "needs_clarification"]


class CheckReport(Frozen):
    """What one check came to, with the clause it rests on; `remedy` is what to do next, null when it is met."""

    id: str
    status: Status
    question: str
    explanation: str
    citation: Clause
    remedy: str | None


class EligibilityReport(Frozen):
    """A self-check, not an official decision: its `notices` say so."""

    verdict: Verdict
    checks: tuple[CheckReport, ...]
    notices: tuple[str, ...]


def evaluate(rules: Rules, facts: EligibilityFacts, today: date) -> EligibilityReport:
    """The report on the facts as of `facts.as_of`, or of `today` when they name no day."""
    told = Told(facts, facts.as_of or today)
    reports = tuple(_report(check, told) for check in rules.checks)
    statuses = zip(rules.checks, (report.status for report in reports), strict=True)
    return EligibilityReport(verdict=_verdict(statuses), checks=reports, notices=_notices(rules, told, today))


def settled_as(check: Check, told: Told) -> Truth:
    """What the facts decide the check to be; `unknown` while they do not, or only a presumption does."""
    finding = check.condition.find(told)
    return "unknown" if finding.case in check.condition.presumed else _truth(check, finding)


def _report(check: Check, told: Told) -> CheckReport:
    finding = check.condition.find(told)
    remedy = check.remedies.get(finding.case)
    return CheckReport(
        id=check.id,
        status=_status(check, _truth(check, finding)),
        question=check.question,
        explanation=check.explanations[finding.case].format(**finding.words),
        citation=finding.clause or check.citation,
        remedy=remedy.format(**finding.words) if remedy else None,
    )


def _truth(check: Check, finding: Finding) -> Truth:
    return check.condition.cases[finding.case]


def _status(check: Check, truth: Truth) -> Status:
    if truth == "unknown":
        return check.when_unknown
    return "advisory" if truth == "not_met" and check.weight == "advisory" else truth


def _verdict(statuses: Iterable[tuple[Check, Status]]) -> Verdict:
    weighing = {
        status
        for check, status in statuses
        if check.weight == "binding" or (check.weight == "binding_where_false" and status == "not_met")
    }
    if "not_met" in weighing:
        return "not_eligible"
    return "needs_clarification" if "unknown" in weighing else "eligible"


def _notices(rules: Rules, told: Told, today: date) -> tuple[str, ...]:
    days = dict.fromkeys((told.when, today))
    periods = (check for check in rules.checks if isinstance(check.condition, InPeriod))
    reports = (_report(check, Told(told.facts, when)) for check in periods for when in days)
    out_of_force = (f"{report.explanation}{report.remedy}" for report in reports if report.remedy)
    return (say("notice.self_check"), *out_of_force)
