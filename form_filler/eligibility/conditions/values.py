"""Conditions on single facts: true, one of several values, all of several topics, judged by people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from form_filler.credit_code import division_of, fault_of
from form_filler.eligibility.conditions.base import Condition, FactName, Finding, Told, Truth
from form_filler.eligibility.wording import listed, value_label
from form_filler.readers.characters import plain


class InDivision(Condition):
    """Registered in the region: as stated, else as the credit code's division begins (GB 32100, places 3-8).

    A code can prove the region, never disprove it: units registered with the national authority or that moved
    bear another division.
    """

    kind: Literal["in_division"]
    stated: FactName
    code: FactName
    divisions: tuple[str, ...]
    cases: ClassVar[Mapping[str, Truth]] = {
        "stated": "met",
        "denied": "not_met",
        "code_inside": "met",
        "code_elsewhere": "unknown",
        "code_invalid": "unknown",
        "unsaid": "unknown",
    }
    words: ClassVar[tuple[str, ...]] = ("code", "division")

    def find(self, told: Told) -> Finding:
        stated, code = getattr(told.facts, self.stated), plain(getattr(told.facts, self.code) or "").upper()
        division = "" if fault_of(code) else division_of(code)
        words = {"code": code, "division": division}
        if stated is not None:
            return Finding("stated" if stated else "denied", words)
        if not code:
            return Finding("unsaid", words)
        if not division:
            return Finding("code_invalid", words)
        return Finding("code_inside" if division.startswith(self.divisions) else "code_elsewhere", words)


class IsTrue(Condition):
    """Every one of `facts` is true (or false, with `wanted: false`); each is mapped to what it is called."""

    kind: Literal["is_true"]
    facts: Mapping[FactName, str]
    wanted: bool = True
    cases: ClassVar[Mapping[str, Truth]] = {"met": "met", "not_met": "not_met", "unsaid": "unknown"}
    words: ClassVar[tuple[str, ...]] = ("lacking", "unsaid")

    def find(self, told: Told) -> Finding:
        given = {called: getattr(told.facts, fact) for fact, called in self.facts.items()}
        lacking = tuple(called for called, value in given.items() if value is not None and value is not self.wanted)
        unsaid = tuple(called for called, value in given.items() if value is None)
        case = "not_met" if lacking else "unsaid" if unsaid else "met"
        return Finding(case, {"lacking": listed(lacking), "unsaid": listed(unsaid)})


class OneOf(Condition):
    """The fact has one of the `allowed` values."""

    kind: Literal["one_of"]
    fact: FactName
    allowed: tuple[str, ...]
    cases: ClassVar[Mapping[str, Truth]] = {"met": "met", "not_met": "not_met", "unsaid": "unknown"}
    words: ClassVar[tuple[str, ...]] = ("value",)

    def find(self, told: Told) -> Finding:
        value = getattr(told.facts, self.fact)
        if value is None:
            return Finding("unsaid", {"value": ""})
        return Finding("met" if value in self.allowed else "not_met", {"value": value_label(self.fact, value)})


class ContainsAll(Condition):
    """The list fact names every one of `wanted`, each mapped to what it is called."""

    kind: Literal["contains_all"]
    fact: FactName
    wanted: Mapping[str, str]
    cases: ClassVar[Mapping[str, Truth]] = {"met": "met", "not_met": "not_met", "unsaid": "unknown"}
    words: ClassVar[tuple[str, ...]] = ("count", "missing", "wanted")

    def find(self, told: Told) -> Finding:
        named: tuple[str, ...] | None = getattr(told.facts, self.fact)
        missing = tuple(called for value, called in self.wanted.items() if named is not None and value not in named)
        words = {
            "count": str(len(self.wanted)),
            "missing": listed(missing),
            "wanted": listed(tuple(self.wanted.values())),
        }
        return Finding("unsaid" if named is None else "not_met" if missing else "met", words)


class Judgement(Condition):
    """Nothing the facts can settle: people judge it; what was told about it is shown."""

    kind: Literal["judgement"]
    fact: FactName
    cases: ClassVar[Mapping[str, Truth]] = {"stated": "unknown", "unsaid": "unknown"}
    words: ClassVar[tuple[str, ...]] = ("value",)

    def find(self, told: Told) -> Finding:
        value = getattr(told.facts, self.fact)
        return Finding("unsaid" if value is None else "stated", {"value": str(value or "")})
