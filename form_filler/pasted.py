"""Pasted text -> a grid of cells, whatever it was separated by."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from itertools import islice

Grid = list[list[str]]
Splitter = Callable[[str], list[str]]
# Says how well a grid fits the form: 0 … 1.
Fit = Callable[[Grid], float]

_NUMBERING = re.compile(r"\A\s*(?:[（(][0-9]{1,3}[)）]|[0-9]{1,3}(?:[.．](?![0-9])|[)）、]))\s*")
_RULE = re.compile(r"\A[\s|:=+\-—]+\Z")  # |---|:--| under a markdown heading
_QUOTED_CELL = re.compile(r'(?:^|[\t,])"((?:[^"]|"")*)"(?=[\t,\n]|\Z)', re.MULTILINE)
_ROW_END = re.compile("[;；。]")
_LONGEST_QUOTED = 100_000  # characters; csv takes no longer cell


def _on(pattern: str) -> Splitter:
    return re.compile(pattern).split


def _pipes(line: str) -> list[str]:
    return line.strip().removeprefix("|").removesuffix("|").split("|")


# In the order of preference when two fit equally well.
_SPLITTERS: tuple[Splitter, ...] = (
    _on("\t"),
    _pipes,
    _on("[;；]"),
    _on(","),
    _on("，"),
    _on("[,，]"),
    _on("[ \u3000]{2,}|\u3000|\t"),
    _on("、"),
    _on("[、,，;；]"),
    _on(r"\s+"),
)


def grids(text: str) -> tuple[Grid, ...]:
    """`text` cut every way it may be meant, in the order of preference; cells are stripped, blank lines left out.

    Rows are lines; a text in one line may also hold rows between semicolons.
    """
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if any("|" in line for line in lines):
        lines = [line for line in lines if not _RULE.match(line)]
    by_line = [_strip([splitter(line) for line in lines]) for splitter in _SPLITTERS]
    if len(lines) != 1 or not _ROW_END.search(text):
        preferred, fallen_back_on = _quoted_grids(text)
        return (*preferred, *by_line, *fallen_back_on)
    clauses = [clause for clause in _ROW_END.split(text) if clause.strip()]
    return (*by_line, *(_strip([splitter(clause) for clause in clauses]) for splitter in _SPLITTERS))


def as_typed(parts: Sequence[str], text: str) -> str:
    """Neighbouring cells of `text` as one, with the separators that stood between them."""
    pattern = r"[\s、，,;；|]{1,20}?".join(map(re.escape, parts))
    found = re.search(pattern, text)
    return found.group() if found else "，".join(parts)


def best(candidates: Sequence[Grid], fit: Fit) -> Grid:
    """The grid that fits best; the earlier of two that fit alike."""
    return max(candidates, key=fit, default=[])


def without_numbering(cell: str) -> str:
    """A row's first cell without the `1.`, `1、` or `(1)` before it."""
    return _NUMBERING.sub("", cell) or cell


def rejoined(grid: Grid, width: int, begins_row: Callable[[list[str]], bool], open_ended: bool) -> Grid:
    """`grid` with rows that a line break inside a cell had cut in two put together again.

    Args:
        grid: rows as cut by tabs; only there is a short row a sign of a broken cell.
        width: how many cells a row should have.
        begins_row: whether cells are the beginning of a row of their own.
        open_ended: whether the last cell may go on in a line of its own.
    """
    rows: Grid = []
    here = 0
    while here < len(grid):
        whole, here = _whole_row(grid, here, width, begins_row)
        while open_ended and len(whole) == width and here < len(grid) and len(grid[here]) == 1:
            whole, here = _continued(whole, grid[here]), here + 1
        rows.append(whole)
    return rows


def _whole_row(grid: Grid, start: int, width: int, begins_row: Callable[[list[str]], bool]) -> tuple[list[str], int]:
    """The row at `start`, with the lines after it where these just fill it up, and where the next one begins."""
    row, here = grid[start], start + 1
    while len(row) < width and here < len(grid) and not begins_row(grid[here]):
        row, here = _continued(row, grid[here]), here + 1
    return (row, here) if len(row) == width else (grid[start], start + 1)


def _continued(row: list[str], cells: list[str]) -> list[str]:
    return [*row[:-1], f"{row[-1]}\n{cells[0]}".strip(), *cells[1:]]


def separated(text: str, delimiter: str, most: int) -> Grid:
    """At most `most` rows of comma- or tab-separated values with quoted cells.

    Raises:
        csv.Error: a cell is longer than csv allows.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return _strip([row for row in islice(reader, most) if any(cell.strip() for cell in row)])


def _quoted_grids(text: str) -> tuple[tuple[Grid, ...], tuple[Grid, ...]]:
    """The grids of text with quoted cells, to be preferred to plain cuts and to be used where no plain cut fits.

    Commas need quotes around cells that hold one; a spreadsheet quotes a copied cell only when it holds a line break.
    """
    quoted = [match[1] for match in _QUOTED_CELL.finditer(text)] if len(text) < _LONGEST_QUOTED else []
    lines = text.count("\n") + 1
    if quoted and "\t" not in text:
        return (separated(text, ",", lines),), ()
    broken = any("\n" in cell for cell in quoted)
    return (), (separated(text, "\t", lines),) if broken else ()


def _strip(grid: Grid) -> Grid:
    return [[cell.strip() for cell in row] for row in grid]
