"""What stands out when the fields of a form are read together: warnings, gaps, and counts that cannot be (pure).

The rules are the form's own data (`Form.warnings`, kinds in `rules.py`); nothing here blocks a draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from form_filler import rules
from form_filler.display import is_blank
from form_filler.findings import found, parts_exceed, repeats
from form_filler.form import Form, lookup, put


@dataclass(frozen=True)
class Finding:
    """Something to look at again: the rule's id, what to say, and where the rule stands in the source."""

    id: str
    message: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """A field that is still empty; `by_hand` when it may be written on the printed form instead."""

    path: str
    label: str
    by_hand: bool = False


def review(form: Form, values: dict[str, Any], today: date) -> tuple[Finding, ...]:
    """All that the form's rules find in `values`, in the order of the rules.

    Args:
        form: the form with its rules.
        values: stored values, as far as they are filled; a rule whose fields are empty finds nothing.
        today: the day of the review.
    """
    looked = ((rule, found(rule, form, values, today)) for rule in form.warnings)
    return tuple(
        Finding(rule.id, rule.message.format(**names), rule.cites) for rule, names in looked if names is not None
    )


def gaps(form: Form, values: dict[str, Any]) -> tuple[Gap, ...]:
    """The empty fields that are not optional, and empty identity numbers, in the form's order."""
    empty = (field for field in form.fields if is_blank(lookup(values, field.path)))
    return tuple(
        Gap(field.path, field.label, by_hand=field.private == "id")
        for field in empty
        if not field.optional or field.private == "id"
    )


def check_value(form: Form, values: dict[str, Any], path: str, value: Any) -> str | None:
    """Why `value` cannot stand at `path` beside the other values, or None.

    A count that lifts a sum over its total is refused, and a row that stands there already.

    Args:
        form: the form with its rules.
        values: the stored values so far.
        path: a field's path.
        value: the stored value to be; at a list either all rows (a list) or one more row (a mapping).
    """
    for rule in form.warnings:
        if isinstance(rule, rules.PartsExceed) and path in rule.parts and isinstance(value, int):
            names = parts_exceed(rule, put(values, path, value))
            if names is not None:
                return rule.refusal.format(**names, label=form.field(path).label, given=value)
    if isinstance(value, Mapping):
        before = lookup(values, path) or []
        return dict(repeated_rows(form, path, [*before, value])).get(len(before))
    return next((why for _, why in repeated_rows(form, path, value)), None) if isinstance(value, list) else None


def repeated_rows(form: Form, path: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """The place (from 0) of every row at `path` that stands there already, and the sentence that refuses it."""
    for rule in form.warnings:
        if isinstance(rule, rules.Duplicates) and rule.rows == path:
            for names in repeats(rule, rows):
                yield names["second"] - 1, rule.refusal.format(**names)
