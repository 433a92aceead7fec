"""Conditions on days: inside a period, years gone by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal

from form_filler.eligibility.conditions.base import Condition, FactName, Finding, Told, Truth
from form_filler.eligibility.wording import day, say


class InPeriod(Condition):
    """The day lies from `first` to `last`, both included."""

    kind: Literal["in_period"]
    first: date
    last: date
    cases: ClassVar[Mapping[str, Truth]] = {"met": "met", "before": "not_met", "after": "not_met"}
    words: ClassVar[tuple[str, ...]] = ("date", "first", "last")

    def find(self, told: Told) -> Finding:
        case = "before" if told.when < self.first else "after" if told.when > self.last else "met"
        return Finding(case, {"date": day(told.when), "first": day(self.first), "last": day(self.last)})


class YearsSince(Condition):
    """`years` full years have passed since the day `fact`: the same day of the year has come again, or its next
    where that year has no such day.

    A null fact is `never`; a missing one is presumed never when another fact `spoken_for_by` was given.
    """

    kind: Literal["years_since"]
    fact: FactName
    years: int
    spoken_for_by: tuple[FactName, ...]
    cases: ClassVar[Mapping[str, Truth]] = {
        "never": "met",
        "presumed": "met",
        "passed": "met",
        "not_yet": "not_met",
        "unsaid": "unknown",
    }
    words: ClassVar[tuple[str, ...]] = ("since", "date", "years", "free_from")
    presumed: ClassVar[tuple[str, ...]] = ("presumed",)

    def find(self, told: Told) -> Finding:
        since: date | None = getattr(told.facts, self.fact)
        words = {"since": "", "date": day(told.when), "years": str(self.years), "free_from": ""}
        if since is None:
            others = any(getattr(told.facts, fact) is not None for fact in self.spoken_for_by)
            return Finding("never" if told.facts.said_null(self.fact) else "presumed" if others else "unsaid", words)
        words.update(since=day(since), free_from=self._free_from(since))
        passed = (since.year + self.years, since.month, since.day) <= (told.when.year, told.when.month, told.when.day)
        return Finding("passed" if passed else "not_yet", words)

    def _free_from(self, since: date) -> str:
        year, month, of_month = since.year + self.years, since.month, since.day
        try:
            date(min(year, date.max.year), month, of_month)
        except ValueError:
            month, of_month = 3, 1  # 29 February in a common year
        return say("day", year=year, month=month, day=of_month)
