"""The values in a filled form, found by the form's own labels, whoever filled it and in what program."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from form_filler.errors import UnreadableFormError
from form_filler.form import put
from form_filler.printing import is_mark, texts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
CHINESE_DATE = re.compile(r"\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*", re.ASCII)
BLANK_DATE = re.compile(r"\s*年\s*月\s*日\s*")
BLANK_LINE = re.compile(r"[\s_＿]*")
MARKED = re.compile(r"[☑☒✓✔√■]\s*([A-Z])")
CREDIT_CODE = re.compile(r"[\s：:]([0-9A-HJ-NPQRTUWXY]{18})\s*$")  # GB 32100-2015: without I O S V Z
LISTS = ("team", "platforms", "members")

Values = dict[str, Any]
Cell = tuple[str, ...]  # the paragraphs of a table cell
Row = tuple[Cell, ...]
Found = list[tuple[str, Any]]  # paths and what stands there


def read_registration(path: Path) -> Values:
    """The values in a filled 备案申请登记表 (附件2), in the schema they are stored in.

    Empty places, and the marks a draft has for them, are absent. Dates are YYYY-MM-DD, counts and ages integers
    where they can be read so; everything else is as it stands on the paper, unchecked.

    Raises:
        UnreadableFormError: the file is no docx, or none of the form's labels is in it.
    """
    rows = _rows(path)
    found: Found = []
    place = 0
    while place < len(rows):
        for read in (_read_list, _read_text, _read_head):
            here, used = read(rows[place:])
            if used:
                break
        found += here
        place += max(used, 1)
    if not found:
        raise UnreadableFormError(path, texts().say("draft.error.no_form", path=path.name))
    return _gathered(found)


def printed_text(path: Path) -> str:
    """All text of a docx in the order it stands, a line for each paragraph, in tables and outside.

    Raises:
        UnreadableFormError: the file is no docx.
    """
    return "\n".join(_paragraph(item) for item in _body(path).iter(f"{W}p"))


READERS: Mapping[str, Callable[[Path], Values]] = {"registration": read_registration}


def _gathered(found: Found) -> Values:
    """One tree of all that was found; of a place that is printed twice the later filled one counts."""
    values: Values = {}
    for path, value in found:
        if path in _labels("strings").values():
            value = [*values.get(path, ()), *([value] if value else ())]
        if value not in (None, "", [], {}):
            values = put(values, path, value)
    return values


def _read_list(rows: tuple[Row, ...]) -> tuple[Found, int]:
    """The rows under a header line, up to the first with another number of cells."""
    for name in LISTS:
        labels = _labels(name)
        if [_bare(cell) for cell in rows[0]] == list(labels):
            under = 1
            while under < len(rows) and len(rows[under]) == len(labels):
                under += 1
            read = [_list_row(name, list(labels.values()), row) for row in rows[1:under] if row != rows[0]]
            return [(name, [row for row in read if row])], under
    return [], 0


def _list_row(name: str, columns: list[str], row: Row) -> Values:
    values: Values = {column: _filled(_text(cell)) for column, cell in zip(columns, row, strict=True)}
    values.pop("number", None)
    if name == "members":
        values["name"], values["uscc"] = _member(row[columns.index("name")])
    if values.get("age"):
        values["age"] = _integer(values["age"])
    return {column: value for column, value in values.items() if value}


def _member(cell: Cell) -> tuple[str, str]:
    """Name and credit code of a member: the code on a labelled line of its own, or at the end."""
    label = texts().say("draft.registration.member_code")
    if cell[-1].startswith(label):
        return _filled(_text(cell[:-1])), _filled(cell[-1].removeprefix(label))
    text = _text(cell)
    ending = CREDIT_CODE.search(text)
    if not ending:
        return _filled(text), ""
    name = text[: ending.start()].rstrip().removesuffix(label).removesuffix(label[:-1])
    return _filled(name.rstrip()), ending[1]


def _read_text(rows: tuple[Row, ...]) -> tuple[Found, int]:
    """A long text: in the row under its heading, or in the same cell."""
    first, *under = _text(rows[0][0]).split("\n") if rows[0] else [""]
    for heading, path in _labels("headings").items():
        if len(rows[0]) == 1 and _bare((first,)).startswith(heading):
            same_cell = _filled("\n".join(under))
            if same_cell or len(rows) == 1 or len(rows[1]) != 1:
                return [(path, same_cell)], 1
            return [(path, _filled(_text(rows[1][0])))], 2
    return [], 0


def _read_head(rows: tuple[Row, ...]) -> tuple[Found, int]:
    """Labels with the value in the next cell."""
    row = rows[0]
    person = "contact"
    found: Found = []
    place = 0
    while place + 1 < len(row):
        label, value = _bare(row[place]), row[place + 1]
        person = _labels("persons").get(label, person)
        here = _labelled(label, person, value, row[place + 2 : place + 3])
        found += here
        place += 2 if here else 1
    return found, 1 if found else 0


def _labelled(label: str, person: str, value: Cell, after: Row) -> Found:
    text = _filled(_text(value))
    if label in _labels("persons"):
        return [(f"{person}.name", text)]
    if label in _labels("person"):
        return [(f"{person}.{_labels('person')[label]}", text)]
    if label in _labels("codes"):
        return [(_labels("codes")[label], _code(value, after[0] if after else ()))]
    if label in _labels("options"):
        return [(_labels("options")[label], _options(value))]
    for kind, read in (("texts", str), ("strings", str), ("dates", _iso), ("counts", _integer)):
        if label in _labels(kind):
            return [(_labels(kind)[label], read(text))]
    return []


def _code(code: Cell, name: Cell) -> Values:
    pair = {}
    for part, cell in (("code", code), ("name", name)):
        label = texts().say(f"draft.{part}")
        pair[part] = _filled(re.sub(rf"^\s*{label}[\s：:]*", "", _text(cell)))
    return {part: text for part, text in pair.items() if text}


def _options(cell: Cell) -> list[str]:
    """The chosen letters: from the line that lists them in their order, else from the marks."""
    own, chosen = (texts().say(f"draft.registration.{key}") for key in ("own_words", "chosen"))
    after = [paragraph.split(own, 1)[1] for paragraph in cell if own in paragraph]
    words = after[0] if after and not BLANK_LINE.fullmatch(after[0]) else ""
    letter = own[0]
    lines = [paragraph.removeprefix(chosen) for paragraph in cell if paragraph.startswith(chosen)]
    if lines:
        return _listed(lines[-1], f"{letter}:{words}" if words else "\n")
    letters = MARKED.findall("\n".join(cell))
    return [f"{letter}:{words.strip(' _：:')}" if words and one == letter else one for one in letters]


def _listed(line: str, own: str) -> list[str]:
    """The items of a line; the option in the person's own words may itself hold the sign between items."""
    before, found, after = line.partition(own)
    between = texts().say("draft.between")
    items = [*before.split(between), *([own] if found else []), *after.split(between)]
    return [item for item in items if _filled(item)]


def _iso(text: str) -> str:
    found = CHINESE_DATE.fullmatch(text)
    if found:
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    return "" if BLANK_DATE.fullmatch(text) else text


def _integer(text: str) -> int | str:
    return int(text) if text.isdecimal() and text.isascii() else text


def _filled(text: str) -> str:
    return "" if not text.strip() or is_mark(text) else text


def _text(cell: Cell) -> str:
    return "\n".join(cell)


def _bare(cell: Cell) -> str:
    """A label without what differs from copy to copy: white space and the colon."""
    return re.sub(r"[\s：:]", "", _text(cell))


@cache
def _labels(kind: str) -> Mapping[str, str]:
    """Printed label, bare, to the path or column it stands for."""
    start = f"draft.registration.{kind}."
    keys = [key for key in texts().keys() if key.startswith(start)]  # noqa: SIM118  # no mapping
    return {_bare((texts().say(key),)): key.removeprefix(start) for key in keys}


def _body(path: Path) -> Any:
    try:
        return Document(str(path)).element.body
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError) as error:
        raise UnreadableFormError(path, texts().say("draft.error.no_docx", path=path.name)) from error


def _rows(path: Path) -> tuple[Row, ...]:
    """Every table row of a docx in the order it stands."""
    return tuple(
        tuple(tuple(map(_paragraph, cell.iter(f"{W}p"))) for cell in row.iterchildren(f"{W}tc"))
        for row in _body(path).iter(f"{W}tr")
    )


def _paragraph(paragraph: Any) -> str:
    """Text as a reader sees it: with insertions not yet accepted, without deletions and page breaks."""
    pieces = []
    for run in paragraph.iter(f"{W}r"):
        for item in run:
            if item.tag == f"{W}t":
                pieces.append(item.text or "")
            elif item.tag in SIGNS and item.get(f"{W}type") is None:
                pieces.append(SIGNS[item.tag])
    return "".join(pieces)
