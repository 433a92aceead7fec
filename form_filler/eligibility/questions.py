"""The kinds of question the guided check can ask, as data: each says which fact its answer becomes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from form_filler.eligibility.conditions.base import Clause, FactName
from form_filler.eligibility.conditions.rows import ItemField, ListName
from form_filler.form import Frozen


class Option(Frozen):
    """One offered answer: `id` to send back, `label` to show, `words` people say instead."""

    id: str
    label: str
    words: tuple[str, ...] = ()


class Question(Frozen):
    """What all kinds share. An option `unknown` leaves the facts as they are."""

    id: str
    text: str
    choices: tuple[Option, ...]
    citation: Clause | None = None  # where the check's own is too coarse


class YesNo(Question):
    """`yes` or `no` becomes true or false in `fact`."""

    kind: Literal["yes_no"]
    fact: FactName


class YesNoOrCode(Question):
    """As YesNo; or a unified social credit code, kept in `code`."""

    kind: Literal["yes_no_or_code"]
    fact: FactName
    code: FactName
    label: str
    example: str


class Pick(Question):
    """The chosen id becomes the value of `fact`."""

    kind: Literal["pick"]
    fact: FactName


class PickItem(Question):
    """The chosen id becomes `field` of an entry of a list; `none` means the list has no entry."""

    kind: Literal["pick_item"]
    items: ListName
    field: ItemField


class HowMany(Question):
    """A whole number becomes `fact`."""

    kind: Literal["how_many"]
    fact: FactName
    label: str
    example: str


class EachOfKind(Question):
    """`yes` or `no` becomes `field` of the list's entries of these `kinds`; `none`: there is no such entry.

    When no entry of the kind is listed, one without a name stands for all of them; it is no unit to count, so
    `total` keeps the number of those that were listed.
    """

    kind: Literal["each_of_kind"]
    items: ListName
    by: ItemField
    kinds: tuple[str, ...]
    field: ItemField
    total: FactName


class AllOf(Question):
    """Several of lettered `topics` become `fact`; `all` means every one, `some` asks which are missing."""

    kind: Literal["all_of"]
    fact: FactName
    topics: tuple[Option, ...]


class DayOrNever(Question):
    """A day becomes `fact`; `never` becomes null."""

    kind: Literal["day_or_never"]
    fact: FactName
    label: str
    example: str


AnyQuestion = Annotated[
    YesNo | YesNoOrCode | Pick | PickItem | HowMany | EachOfKind | AllOf | DayOrNever,
    Field(discriminator="kind"),
]
