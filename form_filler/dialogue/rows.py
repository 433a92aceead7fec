"""Rows of a list field in the dialogue: taken, deleted, finished (pure)."""

from __future__ import annotations

from typing import Any

from form_filler.dialogue.asking import choice
from form_filler.dialogue.state import Say, State, Turn
from form_filler.dialogue.wording import say
from form_filler.display import numbered_table
from form_filler.form import Form, RowsField, lookup, put
from form_filler.review import repeated_rows
from form_filler.tables import RowProblem, Rows, merge_rows


def take_rows(form: Form, state: State, rows: Rows) -> Turn:
    """Keeps the good rows, says what was wrong with the others, and waits for more."""
    field = open_rows(form, state)
    if field is None:
        label = form.field(state.cursor).label if state.cursor else form.title
        return Turn(state.model_copy(update={"errors": (say("file_elsewhere", label=label),)}), _elsewhere(label))
    kept, repeated = _merged(form, field, lookup(state.values, field.path) or [], rows.good)
    taken = len(rows.good) - len(repeated)
    problems = [*map(_problem, rows.problems), *repeated]
    skipped = tuple(path for path in state.skipped if path != field.path)
    values = put(state.values, field.path, kept or None)
    waiting = state.model_copy(update={"values": values, "errors": tuple(problems), "skipped": skipped})
    lines = list(problems)
    if taken:
        lines.append(say("rows.taken", number=taken, label=field.label, total=len(kept)))
        lines.append(numbered_table(field, kept))
    lines.append(say("rows.more_after_problem" if problems else "rows.more"))
    return Turn(waiting, (Say("\n".join(lines), _offers(bool(kept)), field.cites),))


def delete_row(form: Form, state: State, number: int) -> Turn:
    """Takes one row away, by its number from 1."""
    field = open_rows(form, state)
    assert field is not None
    rows: list[dict[str, Any]] = list(lookup(state.values, field.path) or [])
    if not 1 <= number <= len(rows):
        text = say("rows.no_such_row", row=number, label=field.label, total=len(rows))
        return Turn(state.model_copy(update={"errors": (text,)}), (Say(text, _offers(bool(rows)), field.cites),))
    del rows[number - 1]
    left = state.model_copy(update={"values": put(state.values, field.path, rows or None)})
    text = say("rows.deleted", row=number, label=field.label, total=len(rows))
    shown = "\n".join((text, numbered_table(field, rows), say("rows.more")))
    return Turn(left, (Say(shown, _offers(bool(rows)), field.cites),))


def finish_rows(form: Form, state: State) -> tuple[State, tuple[Say, ...]]:
    """Closes the list: with rows it is said how many, without any it is left open."""
    field = open_rows(form, state)
    assert field is not None
    rows = lookup(state.values, field.path) or []
    if rows:
        return state, (Say(say("rows.finished", label=field.label, total=len(rows))),)
    skipped = tuple(dict.fromkeys((*state.skipped, field.path)))
    return state.model_copy(update={"skipped": skipped}), (Say(say("skipped", label=field.label)),)


def open_rows(form: Form, state: State) -> RowsField | None:
    """The list field being asked, if it is one."""
    field = form.field(state.cursor) if state.cursor in form.paths() and state.cursor else None
    return field if isinstance(field, RowsField) else None


def _merged(
    form: Form, field: RowsField, old: list[dict[str, Any]], new: tuple[dict[str, Any], ...]
) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows with the new ones among them, and why some of these were refused; no row is lost to a refused one."""
    merged = merge_rows(field, old, new)
    if not any(repeated_rows(form, field.path, merged)):
        return merged, []
    kept, refused = old, list[str]()
    for row in new:
        tried = merge_rows(field, kept, (row,))
        why = next((why for _, why in repeated_rows(form, field.path, tried)), "")
        if why:
            refused.append(why)
        else:
            kept = tried
    return kept, refused


def _problem(problem: RowProblem) -> str:
    if problem.row:
        return say("rows.problem", row=problem.row, why=problem.why)
    return say("rows.whole_problem", why=problem.why)


def _offers(any_rows: bool) -> tuple[Any, ...]:
    return (*((choice("done"),) if any_rows else ()), choice("skip"), choice("back"), choice("preview"))


def _elsewhere(label: str) -> tuple[Say, ...]:
    return (Say(say("file_elsewhere", label=label)),)
