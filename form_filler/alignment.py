"""Which of a row's cells belongs to which column when their numbers differ."""

from __future__ import annotations

from collections.abc import Sequence

from form_filler.form import NameField, ScalarField, TextField
from form_filler.headings import Heading
from form_filler.labelled import without_label
from form_filler.outcomes import Accepted
from form_filler.pasted import as_typed
from form_filler.reading import ReadingContext, read

EMPTY = frozenset({"", "-", "--", "—", "——", "/", "\\", "N/A", "n/a"})
_MOST_SURPLUS = 200  # cells; more separators than that stand in no text of a row
_ASIDE = frozenset({"男", "女"})  # said along with a person, asked for by no column


def figures_fit(heading: Heading, cells: Sequence[str], context: ReadingContext) -> bool:
    """Whether every cell under a column of figures (age, year, code) reads as one."""
    for place, cell in zip(heading.places, cells, strict=True):
        figures = [column for column in place if not isinstance(column, TextField | NameField)]
        if len(place) == 1 and figures and cell not in EMPTY:
            value = without_label(cell, figures[0])
            if not isinstance(read(figures[0], value, context), Accepted):
                return False
    return True


def begins_row(heading: Heading, cells: Sequence[str], context: ReadingContext) -> bool:
    """Whether cells look like a row's beginning: a figure stands where one belongs and none where it does not."""
    beginning = [*cells[: len(heading)], *[""] * (len(heading) - len(cells))]
    figures = any(
        cell and place and not isinstance(place[0], TextField | NameField)
        for place, cell in zip(heading.places, beginning, strict=True)
    )
    return figures and figures_fit(heading, beginning, context)


def aligned(heading: Heading, cells: list[str], context: ReadingContext, text: str) -> list[str] | None:
    """As many cells as there are places; None when there are more and it is not clear which belong together."""
    width = len(heading)
    last = max((n for n, cell in enumerate(cells) if cell), default=0)
    cells = cells[: max(last + 1, width)]
    if len(cells) > width:
        cells = [cell for cell in cells if cell not in _ASIDE]
    if len(cells) > width + _MOST_SURPLUS:
        return None
    if len(cells) <= width:
        return [*cells, *[""] * (width - len(cells))]
    return _joined(heading, cells, context, text)


def _joined(heading: Heading, cells: list[str], context: ReadingContext, text: str) -> list[str] | None:
    """Cells with the surplus put back into the widest text column, else into the only column where all then fits."""
    surplus = len(cells) - len(heading)
    texts = [(n, place[0]) for n, place in enumerate(heading.places) if place and isinstance(place[0], TextField)]
    widest = [n for n, column in texts if isinstance(column, TextField) and column.limit]
    fitting = []
    for place in widest if len(widest) == 1 else [n for n, _ in texts]:
        whole = as_typed(cells[place : place + surplus + 1], text)
        joined = [*cells[:place], whole, *cells[place + surplus + 1 :]]
        if figures_fit(heading, joined, context):
            fitting.append(joined)
    return fitting[0] if len(fitting) == 1 else None


def by_column(heading: Heading, cells: Sequence[str], context: ReadingContext) -> dict[str, str]:
    words: dict[str, str] = {}
    for place, cell in zip(heading.places, cells, strict=True):
        words.update(_shared(place, cell, context) if len(place) > 1 else {column.path: cell for column in place})
    return words


def _shared(place: tuple[ScalarField, ...], cell: str, context: ReadingContext) -> dict[str, str]:
    """A cell that holds several columns (“名称及代码”): figures go where they read, the rest is the name."""
    rest = cell.split()
    words: dict[str, str] = {}
    for column in place:
        if isinstance(column, TextField | NameField):
            continue
        for part in rest:
            if isinstance(read(column, part, context), Accepted):
                words[column.path] = part
                rest.remove(part)
                break
    named = next((column.path for column in place if column.path not in words), "")
    return {**words, named: " ".join(rest)} if named else words
