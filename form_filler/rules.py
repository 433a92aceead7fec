"""What a form's review looks at beyond single fields, as data: a rule names its fields, numbers and sentence.

A rule's `message` (and `refusal`) may use the names listed in its class as `{name}`.
"""

from __future__ import annotations

from string import Formatter
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from form_filler.credit_code import Kind


class Rule(BaseModel):
    """What every rule has; `message` is said when it finds something, resting on `cites`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    names: ClassVar[frozenset[str]] = frozenset()

    id: str
    cites: tuple[str, ...] = Field(min_length=1)
    message: str

    @model_validator(mode="after")
    def _says_only_what_it_knows(self) -> Rule:
        for sentence in (self.message, getattr(self, "refusal", "")):
            unknown = {name for _, name, _, _ in Formatter().parse(sentence) if name} - self.names
            if unknown:
                raise ValueError(f"{self.id}: {sorted(unknown)} not among {sorted(self.names)}")
        return self

    def places(self) -> tuple[str, ...]:
        """The paths of the form it looks at; a column is `rows.column`."""
        raise NotImplementedError


class RowsTotal(Rule):
    """The number of rows differs from the sum of the counts given elsewhere."""

    names = frozenset({"rows", "total"})
    kind: Literal["rows_total"]
    rows: str
    totals: tuple[str, ...]

    def places(self) -> tuple[str, ...]:
        return (self.rows, *self.totals)


class PartsExceed(Rule):
    """The parts add up to more than the total; a part that would do so is refused with `refusal` when typed."""

    names = frozenset({"sum", "total", "given", "label"})
    kind: Literal["parts_exceed"]
    parts: tuple[str, ...]
    total: str
    refusal: str

    def places(self) -> tuple[str, ...]:
        return (*self.parts, self.total)


class CodeCount(Rule):
    """The rows' credit codes show more (or, `both_ways`, surely fewer) bodies of these kinds than was counted."""

    names = frozenset({"shown", "counted", "rows"})
    kind: Literal["code_count"]
    rows: str
    column: str
    bodies: tuple[Kind, ...]
    counts: tuple[str, ...]
    total: str
    both_ways: bool = False

    def places(self) -> tuple[str, ...]:
        return (self.rows, f"{self.rows}.{self.column}", *self.counts, self.total)


class TooFew(Rule):
    """Fewer rows, or a smaller total, than `minimum`."""

    names = frozenset({"number", "minimum"})
    kind: Literal["too_few"]
    rows: str
    total: str
    minimum: int

    def places(self) -> tuple[str, ...]:
        return (self.rows, self.total)


class NoRowOf(Rule):
    """No row bears in `column` the name that stands at `of`."""

    names = frozenset({"name"})
    kind: Literal["no_row_of"]
    rows: str
    column: str
    of: str

    def places(self) -> tuple[str, ...]:
        return (self.rows, f"{self.rows}.{self.column}", self.of)


class NotListed(Rule):
    """A row's `column` bears a name that stands in no row's `among_column` of `among`."""

    names = frozenset({"names", "rows"})
    kind: Literal["not_listed"]
    rows: str
    column: str
    among: str
    among_column: str

    def places(self) -> tuple[str, ...]:
        return (self.rows, f"{self.rows}.{self.column}", self.among, f"{self.among}.{self.among_column}")


class FirstRow(Rule):
    """The first row bears in `column` another name than the one at `of`."""

    names = frozenset({"first", "name"})
    kind: Literal["first_row"]
    rows: str
    column: str
    of: str

    def places(self) -> tuple[str, ...]:
        return (self.rows, f"{self.rows}.{self.column}", self.of)


class CodeTells(Rule):
    """The credit code of the body named at `of` shows none of the `bodies`, or a place outside `division`."""

    names = frozenset({"name", "code", "division"})
    kind: Literal["code_tells"]
    rows: str
    column: str
    name_column: str
    of: str
    bodies: tuple[Kind, ...] = ()
    division: str = ""

    def places(self) -> tuple[str, ...]:
        return (self.rows, f"{self.rows}.{self.column}", f"{self.rows}.{self.name_column}", self.of)


class SameValue(Rule):
    """Two fields hold the same value although the fields at `unless_same` differ."""

    names = frozenset({"first", "second"})
    kind: Literal["same_value"]
    paths: tuple[str, str]
    unless_same: tuple[str, str]

    def places(self) -> tuple[str, ...]:
        return (*self.paths, *self.unless_same)


class DateOrder(Rule):
    """The date at `earlier` lies after the one at `later`."""

    names = frozenset({"earlier", "later"})
    kind: Literal["date_order"]
    earlier: str
    later: str

    def places(self) -> tuple[str, ...]:
        return (self.earlier, self.later)


class OldDate(Rule):
    """The date at `path` lies more than `days` days back."""

    names = frozenset({"date", "today", "days"})
    kind: Literal["old_date"]
    path: str
    days: int

    def places(self) -> tuple[str, ...]:
        return (self.path,)


class Missing(Rule):
    """The field at `path` is empty."""

    kind: Literal["missing"]
    path: str

    def places(self) -> tuple[str, ...]:
        return (self.path,)


class Shape(Rule):
    """The name at `path` is not of its field's official shape."""

    names = frozenset({"given"})
    kind: Literal["shape"]
    path: str

    def places(self) -> tuple[str, ...]:
        return (self.path,)


class Duplicates(Rule):
    """Two rows bear the same value in one of `columns`; such a row is refused with `refusal` when typed."""

    names = frozenset({"value", "first", "second"})
    kind: Literal["duplicates"]
    rows: str
    columns: tuple[str, ...]
    refusal: str

    def places(self) -> tuple[str, ...]:
        return (self.rows, *(f"{self.rows}.{column}" for column in self.columns))


class BlankCells(Rule):
    """A row lacks a column that is not optional."""

    names = frozenset({"cells"})
    kind: Literal["blank_cells"]
    rows: str

    def places(self) -> tuple[str, ...]:
        return (self.rows,)


AnyRule = Annotated[
    RowsTotal
    | PartsExceed
    | CodeCount
    | TooFew
    | NoRowOf
    | NotListed
    | FirstRow
    | CodeTells
    | SameValue
    | DateOrder
    | OldDate
    | Missing
    | Shape
    | Duplicates
    | BlankCells,
    Field(discriminator="kind"),
]
