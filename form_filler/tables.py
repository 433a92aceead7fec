"""Rows of a list field: pasted, said in words, or taken out of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from form_filler.alignment import EMPTY, aligned, begins_row, by_column, figures_fit
from form_filler.form import RowsField, TextField, lookup, put
from form_filler.headings import Heading, heading_in, in_form_order
from form_filler.labelled import labelled_rows, without_label
from form_filler.outcomes import Accepted, Ambiguous, Rejected
from form_filler.pasted import Grid, best, grids, rejoined, without_numbering
from form_filler.readers.wording import quoted
from form_filler.reading import ReadingContext, read
from form_filler.table_files import grids_in_file
from knowledge.texts import package_texts

_MOST_ROWS = 2000
_MOST_LINES = 3 * _MOST_ROWS  # a cell may be broken over some lines
_MOST_CHARACTERS = 500_000
_HEADING_WITHIN = 10  # a title and remarks may stand above the heading
_SAMPLE = 20  # rows that decide how a paste is cut


@dataclass(frozen=True)
class RowProblem:
    """A row that was not taken: its 1-based number below the heading (0: the whole table), the column, and why."""

    row: int
    column: str
    why: str


@dataclass(frozen=True)
class Rows:
    """The rows that were understood, as values in the form's schema, and what was wrong with the others."""

    good: tuple[dict[str, Any], ...] = ()
    problems: tuple[RowProblem, ...] = ()


def read_rows(field: RowsField, words: str, context: ReadingContext) -> Rows:
    """The rows in pasted or typed text, one or many.

    Cells may be separated by tabs, pipes, commas, semicolons, 、 or spaces, whichever fits the whole paste; a heading
    may put the columns in any order; “姓名：…，年龄：…” needs no order. Good rows are kept beside bad ones.
    """
    if len(words) > _MOST_CHARACTERS:
        return Rows(problems=(_whole("too_long", field, limit=_MOST_CHARACTERS),))
    lines = words.count("\n") + 1
    if lines > _MOST_LINES:
        return Rows(problems=(_whole("too_many_rows", field, limit=_MOST_ROWS, number=lines),))
    if labelled := labelled_rows(words, field.columns):
        return _collected([_row(field, number, cells, context) for number, cells in enumerate(labelled, 1)])
    grid = best(grids(words), lambda cut: _fit(field, cut, context))
    heading, body = _parted(field, grid)
    if "\t" in words:
        body = rejoined(body, len(heading), lambda cells: begins_row(heading, cells, context), _open_ended(heading))
    return _rows(field, heading, body, context, words)


def read_table_file(field: RowsField, path: Path, context: ReadingContext) -> Rows | Rejected:
    """The rows in the first table of an xlsx, csv or docx file whose heading fits; sizes are capped.

    A spreadsheet without a heading is read in the form's order of columns. Refused, with the reason: another kind
    of file, one too large or damaged, one without a table that fits.
    """
    tables = grids_in_file(path, _MOST_ROWS + _HEADING_WITHIN)
    if isinstance(tables, str):
        return Rejected(_say(tables, field, name=quoted(path.name)))
    for table in tables:
        if found := _heading_place(field, table):
            place, heading = found
            return _rows(field, heading, table[place + 1 :], context)
    plain = next((table for table in tables if table), [])
    if path.suffix.lower() == ".docx" or not plain:
        return Rejected(_say("no_table", field, name=quoted(path.name)))
    return _rows(field, *_parted(field, plain), context)


def merge_rows(field: RowsField, old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """`old` with each new row in the place of the row that has the same key columns, else after all others."""
    merged = list(old)
    for row in new:
        key = _key(field, row)
        place = next((n for n, other in enumerate(merged) if key and _key(field, other) == key), len(merged))
        merged[place : place + 1] = [row]
    return merged


def _key(field: RowsField, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values that tell a row from others; empty when one of them is missing."""
    values = tuple(lookup(dict(row), path) for path in field.key)
    return () if any(value in (None, "") for value in values) else values


def _heading_place(field: RowsField, grid: Grid) -> tuple[int, Heading] | None:
    for place, cells in enumerate(grid[:_HEADING_WITHIN]):
        if heading := heading_in(cells, field.columns):
            return place, heading
    return None


def _parted(field: RowsField, grid: Grid) -> tuple[Heading, Grid]:
    """The heading of a grid (the form's own order when it shows none) and the rows below it."""
    if found := _heading_place(field, grid):
        place, heading = found
        return heading, grid[place + 1 :]
    heading = in_form_order(field.columns)
    return heading, [_unnumbered(cells, len(heading)) for cells in grid]


def _unnumbered(cells: list[str], width: int) -> list[str]:
    if len(cells) > width and re.fullmatch(r"[0-9]{1,4}", cells[0]):
        return cells[1:]
    return [without_numbering(cells[0]), *cells[1:]] if cells else cells


def _open_ended(heading: Heading) -> bool:
    """Whether the last column is long free text, in which a line break may stand."""
    last = heading.places[-1]
    return len(last) == 1 and isinstance(last[0], TextField) and last[0].limit > 0


def _fit(field: RowsField, grid: Grid, context: ReadingContext) -> float:
    """How well a grid fits: its share of rows with the right number of cells and figures where figures belong."""
    heading, body = _parted(field, grid)
    sample = body[:_SAMPLE]
    if not sample:
        return 0.0
    width = len(heading)
    headed = 1.0 if _heading_place(field, grid) else 0.0
    return headed + sum(_row_fit(heading, cells, width, context) for cells in sample) / len(sample)


def _row_fit(heading: Heading, cells: list[str], width: int, context: ReadingContext) -> float:
    if len(cells) == width:
        return 1.0 if figures_fit(heading, cells, context) else 0.7
    if len(cells) > width:
        return 0.5 if len(cells) <= 2 * width else 0.2
    return 0.4 * (len(cells) - 1) / width


def _rows(field: RowsField, heading: Heading, body: Grid, context: ReadingContext, text: str = "") -> Rows:
    filled = [cells for cells in body if _has_values(heading, cells)]
    if not filled:
        return Rows(problems=(_whole("no_rows", field),))
    if len(filled) > _MOST_ROWS:
        return Rows(problems=(_whole("too_many_rows", field, limit=_MOST_ROWS, number=len(filled)),))
    outcomes: list[dict[str, Any] | RowProblem] = []
    for number, cells in enumerate(filled, 1):
        whole = aligned(heading, cells, context, text)
        if whole is None:
            why = _say("too_many_cells", field, given=quoted("  ".join(cells)), number=len(cells), width=len(heading))
            outcomes.append(RowProblem(number, "", why))
        else:
            outcomes.append(_row(field, number, by_column(heading, whole, context), context))
    return _collected(outcomes)


def _has_values(heading: Heading, cells: Sequence[str]) -> bool:
    """Whether more than a printed row number stands in the row."""
    return any(cell not in EMPTY and (n >= len(heading) or heading.places[n]) for n, cell in enumerate(cells))


def _collected(outcomes: Sequence[dict[str, Any] | RowProblem]) -> Rows:
    good = tuple(one for one in outcomes if not isinstance(one, RowProblem))
    return Rows(good, tuple(one for one in outcomes if isinstance(one, RowProblem)))


def _row(
    field: RowsField, number: int, words: Mapping[str, str], context: ReadingContext
) -> dict[str, Any] | RowProblem:
    row: dict[str, Any] = {}
    missing = []
    for column in field.columns:
        cell = without_label(words.get(column.path, "").strip(), column)
        if cell in EMPTY:
            missing += [] if column.optional else [column.label]
            continue
        reading = read(column, cell, context)
        if not isinstance(reading, Accepted):
            return RowProblem(number, column.label, _why(field, reading, cell))
        row = put(row, column.path, reading.value)
    if missing:
        labels = "、".join(missing)
        given = quoted("  ".join(word for word in words.values() if word))
        return RowProblem(number, labels, _say("missing", field, columns=labels, given=given))
    return row


def _why(field: RowsField, reading: Rejected | Ambiguous, cell: str) -> str:
    if isinstance(reading, Rejected):
        return reading.why
    choices = "、".join(choice.label for choice in reading.choices)
    return _say("ambiguous", field, given=quoted(cell), choices=choices)


def _whole(key: str, field: RowsField, **values: object) -> RowProblem:
    return RowProblem(0, "", _say(key, field, **values))


def _say(key: str, field: RowsField, **values: object) -> str:
    columns = "、".join(column.label for column in field.columns)
    texts = package_texts(Path(__file__).parent)
    return texts.say(f"tables.{key}", **{"label": field.label, "order": columns, **values})
