"""Tables in xlsx, csv and docx files -> grids of cells."""

from __future__ import annotations

import contextlib
import csv
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from form_filler.office_files import MOST_FILE_BYTES, fault_of_office_file
from form_filler.pasted import Grid, separated

if TYPE_CHECKING:
    from docx.table import Table

_MOST_COLUMNS = 60
_MOST_TABLES = 50

Reason = Literal["unknown_type", "too_large", "damaged", "forbidden_content"]


def grids_in_file(path: Path, most_rows: int) -> list[Grid] | Reason:
    """The tables of a file in their order, each at most `most_rows` rows and one more when it has more.

    Returns:
        the tables, or why none can be taken out of the file.
    """
    readers = {".xlsx": _sheets, ".docx": _document_tables, ".csv": _separated_values, ".tsv": _separated_values}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        return "unknown_type"
    if path.stat().st_size > MOST_FILE_BYTES:
        return "too_large"
    fault = "" if reader is _separated_values else fault_of_office_file(path)
    return fault or reader(path, most_rows + 1)


def _sheets(path: Path, most_rows: int) -> list[Grid] | Reason:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it does not keep
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
            try:
                return [_sheet(sheet, most_rows) for sheet in book.worksheets[:_MOST_TABLES]]
            finally:
                book.close()
    except (InvalidFileException, zipfile.BadZipFile, SyntaxError, KeyError, ValueError, TypeError, OSError):
        return "damaged"


def _sheet(sheet: object, most_rows: int) -> Grid:
    rows: Iterable[tuple[object, ...]] = sheet.iter_rows(  # type: ignore[attr-defined]  # stubs lack the read-only sheet
        max_row=most_rows * 2, max_col=_MOST_COLUMNS, values_only=True
    )
    filled = ([_cell(value) for value in row] for row in rows)
    return list(islice((cells for cells in filled if any(cells)), most_rows))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _document_tables(path: Path, most_rows: int) -> list[Grid] | Reason:
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        tables = Document(str(path)).tables[:_MOST_TABLES]
        return [grid for table in tables for grid in _parts(table, most_rows)]
    except (OpcError, zipfile.BadZipFile, SyntaxError, KeyError, ValueError, AttributeError, OSError):
        return "damaged"


def _parts(table: Table, most_rows: int) -> list[Grid]:
    """A Word table cut where the number of cells changes: one table on paper often holds several."""
    from docx.table import _Cell

    parts: list[Grid] = []
    for row in islice(table.rows, most_rows):
        cells = [_Cell(tc, table).text.strip() for tc in row._tr.tc_lst]
        if not parts or len(parts[-1][-1]) != len(cells):
            parts.append([])
        parts[-1].append(cells)
    return parts


def _separated_values(path: Path, most_rows: int) -> list[Grid] | Reason:
    text = _decoded(path.read_bytes())
    if text is None:
        return "damaged"
    try:
        cut = [separated(text, delimiter, most_rows) for delimiter in (",", "\t", ";")]
    except csv.Error:
        return "damaged"
    return [max(cut, key=lambda grid: sum(len(row) for row in grid))]


def _decoded(content: bytes) -> str | None:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return None
