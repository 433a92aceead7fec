"""A form's JSON Schema, and the check of stored values by the same rules as typed ones (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from form_filler.display import is_blank
from form_filler.form import AnyField, Form, RowsField, ScalarField, lookup, put
from form_filler.model import form_model
from form_filler.outcomes import Rejected
from form_filler.readers.wording import quoted
from form_filler.reading import ReadingContext
from form_filler.review import check_value, repeated_rows
from form_filler.stored import read_stored
from knowledge.texts import package_texts

__all__ = ["FieldError", "Validated", "form_model", "json_schema", "validate"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPE_FAULTS = {
    "string_type": "string",
    "int_type": "integer",
    "list_type": "list",
    "model_type": "object",
    "dict_type": "object",
}
_READERS_FAULTS = frozenset({"greater_than_equal", "less_than_equal"})  # read_stored says these better
_LARGEST = 10**30
_MOST_SUGGESTIONS = 20  # looking for a near name takes a millisecond


@dataclass(frozen=True)
class FieldError:
    """A place of the data, e.g. `members.2.uscc` (rows count from 0), and why it was refused."""

    path: str
    why: str


@dataclass(frozen=True)
class Validated:
    """The values that were accepted, in the form they are stored in, and what was refused."""

    values: dict[str, Any]
    errors: tuple[FieldError, ...]


def json_schema(form: Form) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the form's values: titles are the form's labels, `x-cites` the sources."""
    schema = form_model(form).model_json_schema()
    return {"$schema": DIALECT, **schema, "x-form": form.id, "x-cites": list(form.cites)}


def validate(form: Form, data: object, today: date) -> Validated:
    """Reads stored values by the same rules as typed ones; null and blank text count as not filled.

    Args:
        form: the form whose values they are.
        data: what a JSON file held.
        today: the day dates are checked against.
    """
    faults = _type_faults(form, data)
    if not isinstance(data, dict):
        return Validated({}, faults)
    values: dict[str, Any] = {}
    errors = list(faults)
    wrong = frozenset(fault.path for fault in faults)
    for field in form.fields:
        given = lookup(data, field.path)
        if given is None or _is_wrong(field, wrong) or (not isinstance(given, list) and is_blank(given)):
            continue
        context = ReadingContext(today, values)
        if field.kind == "rows":
            value, found = _rows(form, field, given, context, wrong)
        else:
            value, found = _scalar(form, field, given, context)
        errors += found
        values = put(values, field.path, value)
    return Validated(values, tuple(errors))


def _type_faults(form: Form, data: object) -> tuple[FieldError, ...]:
    try:
        form_model(form).model_validate(data)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False)
        types = (fault for fault in faults if fault["type"] not in _READERS_FAULTS)
        return tuple(_fault(form, fault, suggest=place < _MOST_SUGGESTIONS) for place, fault in enumerate(types))
    return ()


def _is_wrong(field: AnyField, wrong: frozenset[str]) -> bool:
    """Whether the field as a whole is of the wrong type; wrong rows and cells leave the others be."""
    parts = f"{field.path}."
    return field.path in wrong or (field.kind != "rows" and any(path.startswith(parts) for path in wrong))


def _fault(form: Form, fault: Mapping[str, Any], suggest: bool) -> FieldError:
    """A fault of the model's in the words of the form; `suggest` looks for what an unknown name may mean."""
    path = ".".join(map(str, fault["loc"]))
    if not path:
        return FieldError("", _say("not_an_object", given=_given(fault["input"])))
    field, row = _place(form, path)
    if fault["type"] in ("extra_forbidden", "invalid_key"):
        return _unknown(form, quoted(path), row, suggest)
    kind = _TYPE_FAULTS.get(fault["type"], "other")
    given = _say("private") if field and field.private else _given(fault["input"])
    label = field.label if field else next((group.label for group in form.groups if group.path == path), path)
    why = _say(f"type.{kind}", label=label, example=field.example if field else "", given=given)
    return FieldError(path, _in_row(form, path, row, why))


def _unknown(form: Form, path: str, row: int, suggest: bool) -> FieldError:
    columns = [f"{one.path}.{row}.{column.path}" for one in form.fields if one.kind == "rows" for column in one.columns]
    near = get_close_matches(path, [*form.paths(), *columns], n=1) if suggest else []
    return FieldError(path, _say("unknown_near", path=path, near=near[0]) if near else _say("unknown", path=path))


def _rows(
    form: Form, field: RowsField, given: list[Any], context: ReadingContext, wrong: frozenset[str]
) -> tuple[list[dict[str, Any]], list[FieldError]]:
    """The rows that are right as far as they go, and what is wrong in them."""
    rows: list[dict[str, Any]] = []
    errors: list[FieldError] = []
    for place, stored in enumerate(given):
        path = f"{field.path}.{place}"
        row, found = ({}, []) if path in wrong else _row(field, stored, context, path, wrong)
        rows.append(row)
        errors += (FieldError(one.path, _in_row(form, one.path, place, one.why)) for one in found)
    repeated = ((f"{field.path}.{place}", place, why) for place, why in repeated_rows(form, field.path, rows))
    errors += (FieldError(path, _in_row(form, path, place, why)) for path, place, why in repeated)
    return [row for row in rows if row], errors


def _row(
    field: RowsField, stored: dict[str, Any], context: ReadingContext, path: str, wrong: frozenset[str]
) -> tuple[dict[str, Any], list[FieldError]]:
    row: dict[str, Any] = {}
    errors: list[FieldError] = []
    for column in field.columns:
        cell, place = stored.get(column.path), f"{path}.{column.path}"
        if place in wrong or is_blank(cell):
            continue
        reading = read_stored(column, cell, context)
        if isinstance(reading, Rejected):
            errors.append(FieldError(place, reading.why))
        else:
            row[column.path] = reading.value
    return row, errors


def _scalar(form: Form, field: ScalarField, given: Any, context: ReadingContext) -> tuple[Any, list[FieldError]]:
    reading = read_stored(field, given, context)
    if isinstance(reading, Rejected):
        return None, [FieldError(field.path, reading.why)]
    if why := check_value(form, dict(context.values), field.path, reading.value):
        return None, [FieldError(field.path, why)]
    return reading.value, []


def _place(form: Form, path: str) -> tuple[AnyField | None, int]:
    """The field or column at a path of the data, and the row's number from 0 (-1 outside rows)."""
    for field in form.fields:
        if field.path == path or (field.kind in ("code", "options", "strings") and path.startswith(f"{field.path}.")):
            return field, -1
        if field.kind == "rows" and path.startswith(f"{field.path}."):
            number, _, name = path.removeprefix(f"{field.path}.").partition(".")
            if not number.isdecimal():
                return None, -1
            column = next((column for column in field.columns if column.path == name), field)
            return column, int(number)
    return None, -1


def _in_row(form: Form, path: str, row: int, why: str) -> str:
    if row < 0:
        return why
    return _say("row", label=form.field(path.partition(".")[0]).label, row=row + 1, why=why)


def _given(value: object) -> str:
    """A value as it may be said back: short, and in JSON's words."""
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return str(value)
        case int():
            return str(max(-_LARGEST, min(_LARGEST, value)))
        case str():
            return _say("given.string", words=quoted(value))
        case list():
            return _say("given.list")
    return _say("given.object")


def _say(key: str, **values: object) -> str:
    return package_texts(Path(__file__).parent).say(f"schema.{key}", **values)
