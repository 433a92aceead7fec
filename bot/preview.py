"""The open form as a live preview: each field with its masked value and state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from form_filler.dialogue import State
from form_filler.display import is_blank, mask
from form_filler.form import Form, lookup

RowState = Literal["filled", "current", "missing", "optional"]


@dataclass(frozen=True)
class PreviewRow:
    """One field: its label, the value as shown (personal data masked), and how it stands."""

    path: str
    label: str
    shown: str
    state: RowState


@dataclass(frozen=True)
class Preview:
    """A form's title and fields; `filled` of `total` have a value."""

    title: str
    rows: tuple[PreviewRow, ...]

    @property
    def filled(self) -> int:
        """How many fields have a value."""
        return sum(bool(row.shown) for row in self.rows)

    @property
    def total(self) -> int:
        """How many fields the form has."""
        return len(self.rows)


def preview_of(form: Form, state: State) -> Preview:
    """The preview of a form as it stands."""
    rows = []
    for field in form.fields:
        value = lookup(state.values, field.path)
        blank = is_blank(value)
        standing: RowState = "missing" if blank and not field.optional else "optional" if blank else "filled"
        if field.path == state.cursor:
            standing = "current"
        rows.append(PreviewRow(field.path, field.label, "" if blank else mask(field, value), standing))
    return Preview(form.title, tuple(rows))
