"""What a form's values look like on paper, and where the paper has gaps (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from form_filler.errors import UnprintableTextError
from form_filler.form import (
    AnyField,
    CodeField,
    DateField,
    Form,
    OptionsField,
    ResidentIdField,
    RowsField,
    ScalarField,
    StringsField,
    lookup,
)
from knowledge.texts import Texts, package_texts

ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2 Char
SIGNS = re.compile("[&<>{}%_]")  # XML's, and docxtpl's: it rewrites {_{ and the like in what it has rendered
GAP = '<w:rPr><w:highlight w:val="lightGray"/></w:rPr>'
BY_HAND = '<w:rPr><w:color w:val="A6A6A6"/></w:rPr>'
UNDERLINED = '<w:rPr><w:u w:val="single"/></w:rPr>'
BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}

Canonical = str | tuple["Canonical", ...]  # a value in the strings it is printed with


def texts() -> Texts:
    """The sentences of this package."""
    return package_texts(Path(__file__).parent)


@dataclass(frozen=True)
class Gap:
    """A place of the form that nobody has filled: its path, e.g. `team[0].age`, and its label."""

    path: str
    label: str


@dataclass(frozen=True)
class PrintedText:
    """Text as runs of a Word paragraph (ISO/IEC 29500-1 §17.3.2), whatever characters it holds."""

    text: str
    look: str = ""

    def __html__(self) -> str:
        pieces = [BREAKS.get(piece) or _letters(piece) for piece in re.split("([\n\t])", self.text) if piece]
        return f"<w:r>{self.look}{''.join(pieces)}</w:r>"

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def brief(self) -> PrintedText:
        """The same, but a gap without its label: for a narrow cell that has the label beside or above it."""
        return PrintedText(texts().say("draft.gap_brief"), GAP) if self.look == GAP else self

    @property
    def lines(self) -> tuple[PrintedText, ...]:
        """One for each line, at least one."""
        return tuple(PrintedText(line, self.look) for line in self.text.split("\n"))


@dataclass(frozen=True)
class PrintedOptions:
    """`box` has a mark for every letter, `words` the own words of an option, `chosen` all that was chosen."""

    box: Mapping[str, str]
    words: Mapping[str, PrintedText]
    chosen: PrintedText


@dataclass(frozen=True)
class PrintedRow:
    """One row; a column is an item, `filled` is false for a row that is printed to be filled by hand."""

    columns: Mapping[str, object]
    filled: bool = True

    def __getitem__(self, column: str) -> object:
        return self.columns[column]


@dataclass(frozen=True)
class PrintedList:
    """Printed rows or texts; `blank` is what an empty place of the list looks like."""

    items: tuple[object, ...]
    blank: object

    def at_least(self, count: int) -> tuple[object, ...]:
        """The items, and blanks up to `count`."""
        return self.items + (self.blank,) * (count - len(self.items))


@dataclass(frozen=True)
class Printing:
    """A form ready for its template: the template's variables, the gaps, and what may be written by hand."""

    context: dict[str, object]
    gaps: tuple[Gap, ...]
    by_hand: tuple[Gap, ...]


@dataclass
class _Marks:
    subjects: tuple[str, ...] = ()  # labels of groups: on paper 联系人联系电话 stands in the row 联系人
    gaps: list[Gap] = field(default_factory=list)
    by_hand: list[Gap] = field(default_factory=list)

    def beside(self, label: str) -> str:
        """A label without the subject it begins with, if more than that is left."""
        for subject in self.subjects:
            label = label.removeprefix(subject) or label
        return label


def print_form(form: Form, values: Mapping[str, Any]) -> Printing:
    """What stands on the paper for `values`.

    Args:
        form: the form whose fields are printed; values it does not know are left out.
        values: stored values in the form's schema; empty and missing ones become gaps.

    Raises:
        UnprintableTextError: a value holds a character XML cannot.
    """
    marks = _Marks(tuple(group.label for group in form.groups))
    context: dict[str, object] = {}
    for item in form.fields:
        _place(context, item.path.split("."), _printed(item, item.path, lookup(dict(values), item.path), marks))
    return Printing(context, tuple(marks.gaps), tuple(marks.by_hand))


def canonical(item: AnyField, value: Any) -> Canonical:
    """A value in the strings it is printed with; two values that print alike are equal here."""
    if isinstance(item, RowsField):
        rows = (tuple(canonical(column, row.get(column.path)) for column in item.columns) for row in value or ())
        return tuple(row for row in rows if any(row))
    if isinstance(item, CodeField):
        pair = value or {}
        code = (plain(pair.get("code")), plain(pair.get("name")))
        return code if any(code) else ()
    if isinstance(item, OptionsField | StringsField):
        return tuple(text for text in map(plain, value or ()) if text)
    return shown_date(plain(value)) if isinstance(item, DateField) else plain(value)


def plain(value: object) -> str:
    """A single value as text; blank text and the marks of an empty place count as nothing."""
    text = "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")
    return "" if not text.strip() or is_mark(text) else text


def is_mark(text: str) -> bool:
    """Whether `text` only says that something is to be filled in."""
    bare = text.strip()
    if bare in (texts().say("draft.by_hand"), texts().say("draft.gap_brief")):
        return True
    before, after = texts().say("draft.gap", label="\n").split("\n")
    return bare.startswith(before) and bare.find(after) == len(bare) - len(after)


def shown_date(text: str) -> str:
    """2024-05-20 as 2024年5月20日; anything else as it is."""
    found = ISO_DATE.fullmatch(text)
    if not found:
        return text
    year, month, day = found.groups()
    return texts().say("draft.date", year=year, month=int(month), day=int(day))


def _printed(item: AnyField, path: str, value: Any, marks: _Marks) -> object:
    if isinstance(item, RowsField):
        return _printed_rows(item, value, marks)
    if isinstance(item, CodeField):
        return _printed_code(item, path, value, marks)
    if isinstance(item, OptionsField):
        return _printed_options(item, path, value, marks)
    if isinstance(item, StringsField):
        found = tuple(_checked(item.label, path, text) for text in canonical(item, value))
        empty = () if found else (_empty(item, path, marks),)
        return PrintedList(tuple(map(PrintedText, found)) or empty, PrintedText(""))
    return _printed_scalar(item, path, value, marks)


def _printed_scalar(item: ScalarField, path: str, value: Any, marks: _Marks) -> PrintedText:
    text = canonical(item, value)
    return PrintedText(_checked(item.label, path, text)) if text else _empty(item, path, marks)


def _printed_code(item: CodeField, path: str, value: Any, marks: _Marks) -> dict[str, PrintedText]:
    pair = canonical(item, value)
    if not pair:
        return {"code": PrintedText(""), "name": _empty(item, path, marks)}
    printed = {}
    for part, text in zip(("code", "name"), pair, strict=True):
        label = item.label + texts().say(f"draft.{part}")
        half = item.model_copy(update={"label": label})
        place = f"{path}.{part}"
        printed[part] = PrintedText(_checked(label, place, text)) if text else _empty(half, place, marks)
    return printed


def _printed_options(item: OptionsField, path: str, value: Any, marks: _Marks) -> PrintedOptions:
    chosen = [_checked(item.label, path, text) for text in canonical(item, value)]
    words = dict(text.split(":", 1) for text in chosen if ":" in text)
    marked = {text.partition(":")[0] for text in chosen}
    box = {
        option.id: texts().say("draft.checked" if option.id in marked else "draft.unchecked") for option in item.options
    }
    said = {option.id: PrintedText(words.get(option.id, ""), UNDERLINED) for option in item.options if option.own_words}
    line = texts().say("draft.between").join(chosen)
    return PrintedOptions(box, said, PrintedText(line) if line else _empty(item, path, marks))


def _printed_rows(item: RowsField, value: Any, marks: _Marks) -> PrintedList:
    blank = PrintedRow({column.path: _blank(column) for column in item.columns}, filled=False)
    filled = [row for row in value or () if canonical(item, [row])]
    if not filled and not item.optional:
        first = {item.columns[0].path: _empty(item, item.path, marks)}
        return PrintedList((PrintedRow({**blank.columns, **first}, filled=False),), blank)
    rows = []
    for place, row in enumerate(filled):
        rows.append(
            PrintedRow(
                {
                    column.path: _printed(column, f"{item.path}[{place}].{column.path}", row.get(column.path), marks)
                    for column in item.columns
                }
            )
        )
    return PrintedList(tuple(rows), blank)


def _blank(column: ScalarField) -> object:
    return _printed(column.model_copy(update={"optional": True}), column.path, None, _Marks())


def _empty(item: AnyField, path: str, marks: _Marks) -> PrintedText:
    if isinstance(item, ResidentIdField):
        marks.by_hand.append(Gap(path, item.label))
        return PrintedText(texts().say("draft.by_hand"), BY_HAND)
    if not item.optional:
        marks.gaps.append(Gap(path, item.label))
        return PrintedText(texts().say("draft.gap", label=marks.beside(item.label)), GAP)
    return PrintedText(texts().say("draft.date_blank") if isinstance(item, DateField) else "")


def _checked(label: str, path: str, text: Canonical) -> str:
    """The text itself when a document can hold it."""
    assert isinstance(text, str)
    found = NOT_XML.search(text)
    if found:
        character, place = f"U+{ord(found[0]):04X}", found.start() + 1
        message = texts().say("draft.error.unprintable", label=label, character=character, place=place)
        raise UnprintableTextError(path, message)
    return text


def _letters(text: str) -> str:
    return f'<w:t xml:space="preserve">{SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)}</w:t>'


def _place(tree: dict[str, object], path: Iterable[str], value: object) -> None:
    head, *rest = path
    if not rest:
        tree[head] = value
        return
    branch = tree.setdefault(head, {})
    assert isinstance(branch, dict)
    _place(branch, rest, value)
