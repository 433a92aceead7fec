"""Which column of a table holds which column of the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from form_filler.form import ScalarField
from form_filler.readers.characters import half_width

_BRACKETS = re.compile(r"[（(【\[][^（()）【】\[\]]{0,40}[)）】\]]")
_MARKS = re.compile(r"[\s*:：、，,。.;；/_\-—\"“”|]+")
_LONGEST_HEADING = 60
_MOST_CELLS = 60
_SHORTEST_NAME = 2
_FEWEST_NAMED = 2  # one alone may as well be a value


@dataclass(frozen=True)
class Heading:
    """The form's columns by place in the table; a place may hold none (序号) or several (名称及代码)."""

    places: tuple[tuple[ScalarField, ...], ...]

    def __len__(self) -> int:
        return len(self.places)

    def named(self) -> frozenset[str]:
        """The paths of all columns that have a place."""
        return frozenset(column.path for place in self.places for column in place)


def in_form_order(columns: Sequence[ScalarField]) -> Heading:
    """The heading of a table that has none: the form's own order."""
    return Heading(tuple((column,) for column in columns))


def heading_in(cells: Sequence[str], columns: Sequence[ScalarField]) -> Heading | None:
    """The heading that a table's line is, or None when it is a line of values.

    A cell names a column by its label or an alias, whole or as part of a longer heading; brackets do not count.
    """
    if len(cells) > _MOST_CELLS:
        return None
    keys = [_key(cell) for cell in cells]
    if any(re.search("[0-9]", key) or len(key) > _LONGEST_HEADING for key in keys):
        return None
    places = [_whole(key, columns) for key in keys]
    taken = {column.path for place in places for column in place}
    for number, key in enumerate(keys):
        if key and not places[number]:
            places[number] = _part(key, [column for column in columns if column.path not in taken])
            taken |= {column.path for column in places[number]}
    matched = sum(1 for place in places if place)
    filled = sum(1 for key in keys if key)
    if matched < min(_FEWEST_NAMED, len(columns)) or matched * 2 < filled:
        return None
    return Heading(tuple(places))


def names_of(column: ScalarField) -> tuple[str, ...]:
    """What people call a column, without marks, longest first."""
    names = {_key(name) for name in (column.label, *column.aliases)}
    return tuple(sorted((name for name in names if len(name) >= _SHORTEST_NAME), key=lambda name: (-len(name), name)))


def _whole(key: str, columns: Sequence[ScalarField]) -> tuple[ScalarField, ...]:
    return tuple(column for column in columns if key in names_of(column))[:1]


def _part(key: str, columns: Sequence[ScalarField]) -> tuple[ScalarField, ...]:
    """The columns whose names stand in `key` side by side, or the one whose name `key` shortens."""
    found: list[ScalarField] = []
    rest = key
    for name, column in sorted(((name, one) for one in columns for name in names_of(one)), key=lambda p: -len(p[0])):
        if name in rest and column not in found:
            found.append(column)
            rest = rest.replace(name, "\n", 1)
    if found or len(key) < _SHORTEST_NAME:
        return tuple(found)
    return tuple(column for column in columns if any(key in name for name in names_of(column)))[:1]


def _key(cell: str) -> str:
    return _MARKS.sub("", _BRACKETS.sub("", half_width(cell[: 2 * _LONGEST_HEADING]))).casefold()
