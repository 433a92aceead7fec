"""What each kind of rule finds in a form's values (pure); the kinds are in `rules.py`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from form_filler import rules
from form_filler.credit_code import division_of, kind_of
from form_filler.display import is_blank, show, show_date
from form_filler.form import Form, NameField, RowsField, lookup
from knowledge.texts import package_texts

_MOST_CELLS = 8

Row = Mapping[str, Any]
Names = dict[str, Any]  # what a rule's sentence may say


def same_name(one: object, other: object) -> bool:
    """Whether two names are the same but for white space and the width of their characters."""
    return _key(one) == _key(other)


def found(rule: rules.AnyRule, form: Form, values: dict[str, Any], today: date) -> Names | None:
    """What `rule` finds in `values`: the words for its sentence, or None when all is well or not yet filled in."""
    match rule:
        case rules.RowsTotal():
            return _rows_total(rule, values)
        case rules.PartsExceed():
            return parts_exceed(rule, values)
        case rules.CodeCount():
            return _code_count(rule, values)
        case rules.TooFew():
            return _too_few(rule, values)
        case rules.NoRowOf():
            return _no_row_of(rule, values)
        case rules.NotListed():
            return _not_listed(rule, values)
        case rules.FirstRow():
            return _first_row(rule, values)
        case rules.CodeTells():
            return _code_tells(rule, values)
        case rules.SameValue():
            return _same_value(rule, values)
        case rules.DateOrder():
            return _date_order(rule, values)
        case rules.OldDate():
            return _old_date(rule, values, today)
        case rules.Missing():
            return {} if is_blank(lookup(values, rule.path)) else None
        case rules.Shape():
            return _shape(rule, form, values)
        case rules.Duplicates():
            return next(repeats(rule, _rows(values, rule.rows)), None)
        case rules.BlankCells():
            return _blank_cells(rule, form, values)


def _rows_total(rule: rules.RowsTotal, values: dict[str, Any]) -> Names | None:
    counts = _numbers(values, rule.totals)
    rows = len(_rows(values, rule.rows))
    if len(counts) < len(rule.totals) or rows == sum(counts) or lookup(values, rule.rows) is None:
        return None
    return {"rows": rows, "total": sum(counts)}


def parts_exceed(rule: rules.PartsExceed, values: dict[str, Any]) -> Names | None:
    """`sum` and `total` when the parts filled so far add up to more than the total."""
    total, parts = _numbers(values, (rule.total,)), sum(_numbers(values, rule.parts))
    return {"sum": parts, "total": total[0]} if total and parts > total[0] else None


def _code_count(rule: rules.CodeCount, values: dict[str, Any]) -> Names | None:
    counts = _numbers(values, rule.counts)
    if len(counts) < len(rule.counts):
        return None
    rows = _rows(values, rule.rows)
    codes = [str(row.get(rule.column) or "") for row in rows]
    shown = [number for number, code in enumerate(codes, 1) if code and kind_of(code) in rule.bodies]
    unlisted = max(0, sum(_numbers(values, (rule.total,))) - len(rows))
    at_most = len(shown) + codes.count("") + unlisted
    if len(shown) > sum(counts) or (rule.both_ways and rows and at_most < sum(counts)):
        return {"shown": len(shown), "counted": sum(counts), "rows": _listed(shown)}
    return None


def _too_few(rule: rules.TooFew, values: dict[str, Any]) -> Names | None:
    rows = _rows(values, rule.rows)
    number = min([*_numbers(values, (rule.total,)), *([len(rows)] if rows else [])], default=rule.minimum)
    return {"number": number, "minimum": rule.minimum} if number < rule.minimum else None


def _no_row_of(rule: rules.NoRowOf, values: dict[str, Any]) -> Names | None:
    name = lookup(values, rule.of)
    if is_blank(name) or any(same_name(row.get(rule.column), name) for row in _rows(values, rule.rows)):
        return None
    return {"name": name}


def _not_listed(rule: rules.NotListed, values: dict[str, Any]) -> Names | None:
    listed = {_key(row.get(rule.among_column)) for row in _rows(values, rule.among)} - {""}
    cells = [(number, row.get(rule.column)) for number, row in enumerate(_rows(values, rule.rows), 1)]
    strange = [(number, name) for number, name in cells if not is_blank(name) and _key(name) not in listed]
    if not listed or not strange:
        return None
    return {
        "names": _listed(dict.fromkeys(name for _, name in strange)),
        "rows": _listed(number for number, _ in strange),
    }


def _first_row(rule: rules.FirstRow, values: dict[str, Any]) -> Names | None:
    name, rows = lookup(values, rule.of), _rows(values, rule.rows)
    first = rows[0].get(rule.column) if rows else None
    if is_blank(name) or is_blank(first) or same_name(first, name):
        return None
    return {"first": first, "name": name}


def _code_tells(rule: rules.CodeTells, values: dict[str, Any]) -> Names | None:
    name = lookup(values, rule.of)
    row = next((row for row in _rows(values, rule.rows) if same_name(row.get(rule.name_column), name)), {})
    code = str(row.get(rule.column) or "")
    if is_blank(name) or not code:
        return None
    fits = (not rule.bodies or kind_of(code) in rule.bodies) and division_of(code).startswith(rule.division)
    return None if fits else {"name": name, "code": code, "division": division_of(code)}


def _same_value(rule: rules.SameValue, values: dict[str, Any]) -> Names | None:
    first, second = (lookup(values, path) for path in rule.paths)
    one, other = (lookup(values, path) for path in rule.unless_same)
    if is_blank(first) or first != second or is_blank(one) or is_blank(other) or same_name(one, other):
        return None
    return {"first": one, "second": other}


def _date_order(rule: rules.DateOrder, values: dict[str, Any]) -> Names | None:
    earlier, later = lookup(values, rule.earlier), lookup(values, rule.later)
    if is_blank(earlier) or is_blank(later) or earlier <= later:
        return None
    return {"earlier": show_date(earlier), "later": show_date(later)}


def _old_date(rule: rules.OldDate, values: dict[str, Any], today: date) -> Names | None:
    stored = lookup(values, rule.path)
    if is_blank(stored) or (today - date.fromisoformat(stored)).days <= rule.days:
        return None
    return {"date": show_date(stored), "today": show_date(today.isoformat()), "days": rule.days}


def _shape(rule: rules.Shape, form: Form, values: dict[str, Any]) -> Names | None:
    field, given = form.field(rule.path), lookup(values, rule.path)
    if is_blank(given) or not isinstance(field, NameField) or re.fullmatch(field.pattern, given):
        return None
    return {"given": show(field, given)}


def repeats(rule: rules.Duplicates, rows: Sequence[Row]) -> Iterator[Names]:
    """Every row that shares a `value` with an earlier one: the two rows' numbers from 1, `first` and `second`."""
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, 1):
        for column in rule.columns:
            if is_blank(row.get(column)):
                continue
            first = seen.setdefault((column, _key(row[column])), number)
            if first != number:
                yield {"value": row[column], "first": first, "second": number}
                break


def _blank_cells(rule: rules.BlankCells, form: Form, values: dict[str, Any]) -> Names | None:
    field = form.field(rule.rows)
    assert isinstance(field, RowsField)
    cells = [
        _say("cell", row=number, label=column.label)
        for number, row in enumerate(_rows(values, rule.rows), 1)
        for column in field.columns
        if not column.optional and is_blank(row.get(column.path))
    ]
    if len(cells) > _MOST_CELLS:
        return {"cells": _say("more_cells", cells=_listed(cells[:_MOST_CELLS]), number=len(cells))}
    return {"cells": _listed(cells)} if cells else None


def _rows(values: dict[str, Any], path: str) -> list[Row]:
    rows = lookup(values, path)
    return rows if isinstance(rows, list) else []


def _numbers(values: dict[str, Any], paths: Iterable[str]) -> list[int]:
    found = (lookup(values, path) for path in paths)
    return [number for number in found if isinstance(number, int)]


def _key(name: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(name or "")).split())


def _listed(items: Iterable[object]) -> str:
    return _say("between").join(map(str, items))


def _say(key: str, **values: object) -> str:
    return package_texts(Path(__file__).parent).say(f"review.{key}", **values)
