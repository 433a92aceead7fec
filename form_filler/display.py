"""How a form's values are shown to people: whole, masked, or rows as a numbered table (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from form_filler.form import AnyField, OptionsField, RowsField, ScalarField
from knowledge.texts import package_texts

_ID_SHOWN = (6, 4)
_MOBILE_SHOWN = (3, 4)
_MOBILE_PLACES = 11
_LONGEST_CELL = 30


def show(field: AnyField, value: Any) -> str:
    """A stored value as a person writes it: 2024年5月20日, C 新材料、O 冶金建材, C3232 稀土金属冶炼, 4 行.

    Args:
        field: the field the value is of.
        value: as stored; None and what is blank show as not filled.
    """
    if is_blank(value):
        return _say("empty")
    match field.kind:
        case "date" | "period":
            return show_date(str(value))
        case "options":
            return _say("between").join(_option(field, str(one)) for one in value)
        case "strings":
            return _say("between").join(str(one) for one in value)
        case "code":
            return _say("code", code=value.get("code") or "", name=value.get("name") or "").strip()
        case "rows":
            return _say("rows", number=len(value))
    return str(value)


def mask(field: AnyField, value: Any) -> str:
    """Like `show`, but of personal data only the outer places: 150202********3713, 138****0001, 0472-***1234."""
    if not field.private or is_blank(value):
        return show(field, value)
    text = str(value)
    if field.private == "id":
        return _hidden(text, *_ID_SHOWN)
    if len(text) == _MOBILE_PLACES and text.isdigit():
        return _hidden(text, *_MOBILE_SHOWN)
    area, dash, local = text.partition("-")
    return f"{area}-{_hidden(local, 0, _MOBILE_SHOWN[1])}" if dash else _hidden(text, 0, _MOBILE_SHOWN[1])


def numbered_table(field: RowsField, rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as numbered lines under a line of labels; long cells end in …, private ones are masked."""
    if not rows:
        return _say("no_rows")
    between = _say("cell_between")
    head = between.join(column.label for column in field.columns)
    lines = (
        _say("row", number=number, cells=between.join(_cell(column, row.get(column.path)) for column in field.columns))
        for number, row in enumerate(rows, 1)
    )
    return "\n".join((head, *lines))


def show_date(stored: str) -> str:
    """`2024-05-20`, `2024-05` or `2024` in Chinese; anything else as it is."""
    parts = stored.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or not 1 <= len(parts) <= 3:
        return stored
    key = ("year", "month", "day")[len(parts) - 1]
    return _say("date" if key == "day" else key, **dict(zip(("year", "month", "day"), map(int, parts), strict=False)))


def is_blank(value: Any) -> bool:
    """Whether nothing was filled in: None, blank text, or a list or mapping of nothing."""
    if isinstance(value, Mapping):
        return all(is_blank(one) for one in value.values())
    if isinstance(value, list | tuple):
        return all(is_blank(one) for one in value)
    return value is None or (isinstance(value, str) and not value.strip())


def _option(field: OptionsField, stored: str) -> str:
    letter, _, words = stored.partition(":")
    label = next((option.label for option in field.options if option.id == letter), "")
    key = "own_option" if words else "option"
    return _say(key, letter=letter, label=label, words=words).strip()


def _cell(column: ScalarField, value: Any) -> str:
    if is_blank(value):
        return _say("blank_cell")
    text = " ".join(mask(column, value).split())
    return text if len(text) <= _LONGEST_CELL else _say("shortened", beginning=text[:_LONGEST_CELL])


def _hidden(text: str, first: int, last: int) -> str:
    """`text` with only its first and last places; too short a text is hidden whole."""
    if len(text) <= first + last:
        return "*" * len(text)
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]


def _say(key: str, **values: object) -> str:
    return package_texts(Path(__file__).parent).say(f"display.{key}", **values)
