"""Conditions on lists of units: some entry, every entry, every entry as its kind needs, how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from form_filler.eligibility.conditions.base import Clause, Condition, FactName, Finding, Told, Truth
from form_filler.eligibility.facts import Member, Platform
from form_filler.eligibility.wording import listed, say, value_label
from form_filler.form import Frozen

Item = Member | Platform
ListName = Literal["members", "lead_platforms"]

_ITEM_FIELDS = frozenset(Member.model_fields) | frozenset(Platform.model_fields)


def _known_item_field(name: str) -> str:
    if name not in _ITEM_FIELDS:
        raise ValueError(say("rules.unknown_item_field", name=name, known=listed(tuple(sorted(_ITEM_FIELDS)))))
    return name


ItemField = Annotated[str, AfterValidator(_known_item_field)]


class AnyItem(Condition):
    """At least one entry of a list has an `allowed` value in `field`."""

    kind: Literal["any_item"]
    items: ListName
    field: ItemField
    allowed: tuple[str, ...]
    cases: ClassVar[Mapping[str, Truth]] = {
        "met": "met",
        "not_met": "not_met",
        "empty": "not_met",
        "unclear": "unknown",
        "unsaid": "unknown",
    }
    words: ClassVar[tuple[str, ...]] = ("items",)

    def find(self, told: Told) -> Finding:
        items: tuple[Item, ...] | None = getattr(told.facts, self.items)
        if items is None:
            return Finding("unsaid", {"items": ""})
        matching = tuple(item for item in items if getattr(item, self.field) in self.allowed)
        unclear = tuple(item for item in items if getattr(item, self.field) is None)
        shown = matching or unclear or items
        words = {"items": listed(tuple(called(self.items, item, self.field) for item in shown))}
        return Finding("met" if matching else "unclear" if unclear else "not_met" if items else "empty", words)


class AtLeast(Condition):
    """A number of units, stated as `total` or counted from `items`, is at least `minimum`.

    `undecided` units more may count or not: the measure does not say (e.g. the lead unit itself). A stated total
    that is exactly those more than the named entries evidently includes them.
    """

    kind: Literal["at_least"]
    total: FactName
    items: ListName
    minimum: int
    undecided: int = 0
    cases: ClassVar[Mapping[str, Truth]] = {
        "met": "met",
        "met_as_told": "met",
        "undecided": "not_met",
        "short": "not_met",
        "unsaid": "unknown",
    }
    words: ClassVar[tuple[str, ...]] = ("count", "minimum")

    def find(self, told: Told) -> Finding:
        items: tuple[Item, ...] | None = getattr(told.facts, self.items)
        total: int | None = getattr(told.facts, self.total)
        count = total if total is not None else len(items) if items is not None else None
        words = {"count": "" if count is None else str(count), "minimum": str(self.minimum)}
        if count is None:
            return Finding("unsaid", words)
        named = len(items) if items and all(item.name for item in items) else 0
        if total is not None and named and named + self.undecided == total:
            return Finding(self._case(named), {**words, "count": str(named)})
        told_only = total is not None and count < self.minimum + self.undecided and len(items or ()) < self.minimum
        return Finding("met_as_told" if told_only and count >= self.minimum else self._case(count), words)

    def _case(self, count: int) -> str:
        if count >= self.minimum:
            return "met"
        return "undecided" if self.undecided and count + self.undecided >= self.minimum else "short"


class EveryItem(Condition):
    """`field` is true of every entry of a list."""

    kind: Literal["every_item"]
    items: ListName
    field: ItemField
    cases: ClassVar[Mapping[str, Truth]] = {
        "met": "met",
        "not_met": "not_met",
        "unclear": "unknown",
        "unsaid": "unknown",
    }
    words: ClassVar[tuple[str, ...]] = ("items",)

    def find(self, told: Told) -> Finding:
        items: tuple[Item, ...] = getattr(told.facts, self.items) or ()
        failing = tuple(item for item in items if getattr(item, self.field) is False)
        unsaid = tuple(item for item in items if getattr(item, self.field) is None)
        names = dict.fromkeys(called(self.items, item) for item in failing or unsaid or items)
        words = {"items": listed(tuple(names))}
        case = "not_met" if failing else "unclear" if unsaid else "met" if items else "unsaid"
        return Finding(case, words)


class Need(Frozen):
    """What entries of one kind need: `field` true; `called` names it in the sentence, `citation` says where."""

    field: ItemField
    called: str
    citation: Clause


class EveryItemByKind(Condition):
    """Every entry of a list has what its kind `needs`; a kind mapped to null needs nothing.

    An entry whose kind is not told satisfies it only when it has what every kind needs.
    """

    kind: Literal["every_item_by_kind"]
    items: ListName
    by: ItemField
    needs: Mapping[str, Need | None]
    cases: ClassVar[Mapping[str, Truth]] = {
        "met": "met",
        "not_met": "not_met",
        "unclear": "unknown",
        "unsaid": "unknown",
    }
    words: ClassVar[tuple[str, ...]] = ("items",)

    def find(self, told: Told) -> Finding:
        items: tuple[Item, ...] = getattr(told.facts, self.items) or ()
        if not items:
            return Finding("unsaid", {"items": ""})
        truths = [(item, self._truth(item)) for item in items]
        failing = tuple(item for item, truth in truths if truth == "not_met")
        unclear = tuple(item for item, truth in truths if truth == "unknown")
        shown = failing or unclear or items
        clause = next((need.citation for need in map(self._need, shown) if need), None)
        words = {"items": say("item.between").join(dict.fromkeys(map(self._with_need, shown)))}
        return Finding("not_met" if failing else "unclear" if unclear else "met", words, clause)

    def _with_need(self, item: Item) -> str:
        need, name = self._need(item), called(self.items, item, self.by)
        return say("item.need", item=name, need=need.called) if need else name

    def _need(self, item: Item) -> Need | None:
        return self.needs.get(getattr(item, self.by) or "")

    def _truth(self, item: Item) -> Truth:
        if getattr(item, self.by) is None:
            all_had = all(getattr(item, need.field) is True for need in self.needs.values() if need)
            return "met" if all_had else "unknown"
        need = self._need(item)
        if need is None:
            return "met"
        had = getattr(item, need.field)
        return "unknown" if had is None else "met" if had else "not_met"


def called(items: str, item: Item, by: str = "") -> str:
    """What an entry of a list is called in a sentence: its name, and its value in `by`."""
    value = getattr(item, by) if by else None
    label = value_label(by, value) if value else ""
    shape = ("named" if item.name else "unnamed") + ("_with" if label else "")
    return say(f"item.{items}.{shape}", name=item.name or "", label=label)
