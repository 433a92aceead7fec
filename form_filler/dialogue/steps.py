"""One message in a form dialogue: the next state and what to say (pure)."""

from __future__ import annotations

from datetime import date
from typing import Any

from form_filler.dialogue.asking import ask, ask_which, choice, explain, preview_text
from form_filler.dialogue.commands import (
    Edit,
    called,
    command_in,
    edit_in,
    place_in_list,
    plain,
    row_to_delete,
    words_of,
)
from form_filler.dialogue.copying import copies, group_to_copy
from form_filler.dialogue.rows import delete_row, finish_rows, take_rows
from form_filler.dialogue.state import CONSENT, Answerable, Event, Pending, Said, Say, State, Turn
from form_filler.dialogue.wording import say
from form_filler.display import is_blank, mask
from form_filler.form import (
    Form,
    IntegerField,
    NameField,
    RowsField,
    ScalarField,
    StringsField,
    TextField,
    lookup,
    put,
)
from form_filler.outcomes import Accepted, Ambiguous, Reading, Rejected
from form_filler.reading import ReadingContext, read
from form_filler.review import check_value, gaps
from form_filler.tables import read_rows

_ASSENT = ("agree", "decline", "confirm")
_CHOSEN = ("skip", "back", "preview", "cancel", "confirm", "edit", "done", "resume")


def begin(form: Form, today: date, hidden: tuple[str, ...] = (), consented: bool = False) -> Turn:
    """Opens a form: consent first, unless it was given before."""
    state = State(form=form.id, hidden=hidden, cursor=CONSENT)
    if consented:
        state = state.model_copy(update={"cursor": _next(form, state, None)})
    return Turn(state, (ask(form, state, today),))


def repeat(form: Form, state: State, today: date) -> Turn:
    """Asks again what is open, e.g. after a question in the middle or on another day."""
    return Turn(state, (ask(form, state, today),))


def hear(form: Form, state: State, said: Said, today: date) -> Answerable:
    """What a message is to the field being asked; decides nothing and changes nothing."""
    if said.choice or said.rows is not None or _picked(state, said.text):
        return "command"
    if command_in(said.text) or edit_in(form, said.text, state.values, state.cursor):
        return "command"
    if state.naming and _named(form, state, said.text):
        return "command"
    if state.cursor in (CONSENT, None):
        return "no_value"
    if copies(form, state, said.text):
        return "value"
    field = form.field(state.cursor)
    if isinstance(field, RowsField):
        if row_to_delete(said.text) is not None:
            return "command"
        return "value" if read_rows(field, said.text, ReadingContext(today, state.values)).good else "no_value"
    reading = _read(form, field, said.text, state, today)
    return {Accepted: "value", Ambiguous: "ambiguous", Rejected: "no_value"}[type(reading)]  # type: ignore[return-value]


def step(form: Form, state: State, said: Said, today: date) -> Turn:
    """Takes one message as an answer or a command."""
    state = state.model_copy(update={"errors": ()})
    if state.cursor == CONSENT:
        return _consent(form, state, said, today)
    if state.naming and said.rows is None:
        return _name(form, state, said, today)
    if picked := _picked(state, said.text or said.choice):
        return _accept(form, state, picked.value, today)
    if said.choice:
        return _choose(form, state, said.choice, today)
    if isinstance(said.rows, Rejected):
        return _refuse(form, state, said.rows.why, today)
    if said.rows is not None:
        return take_rows(form, state, said.rows)
    if edit := edit_in(form, said.text, state.values, state.cursor):
        return _edit(form, state, edit, today)
    if command := _meant(form, state, said.text):
        return _command(form, state, command, today)
    if state.cursor is None:
        return Turn(state, (Say(say("review.unclear"), (choice("confirm"), choice("edit"), choice("preview"))),))
    return _answer(form, state, said.text, today)


def _consent(form: Form, state: State, said: Said, today: date) -> Turn:
    words = plain(said.text)
    if said.choice == "cancel" or words in words_of("cancel"):
        return Turn(state, (Say(say("cancelled")),), "cancelled")
    if said.choice == "agree" or words in words_of("agree"):
        return _go_on(form, state, (), today, "agreed")
    if said.choice == "decline" or words in words_of("decline"):
        private = tuple(field.path for field in form.fields if field.private == "id")
        hidden = tuple(dict.fromkeys((*state.hidden, *private)))
        declined = state.model_copy(update={"hidden": hidden})
        return _go_on(form, declined, (Say(say("consent.declined")),), today, "declined")
    return Turn(state, (Say(say("consent.again")), ask(form, state, today)))


def _choose(form: Form, state: State, chosen: str, today: date) -> Turn:
    """An offered choice: a command, today's date, the same person, or a field to edit."""
    if chosen in _CHOSEN and _fits(form, state, chosen):
        return _command(form, state, chosen, today)
    if chosen == "same" and state.cursor and (group := group_to_copy(form, state)):
        return _copy(form, state, *group, today)
    if (
        state.cursor
        and not isinstance(form.field(state.cursor), RowsField)
        and chosen in {one.id for one in ask(form, state, today).choices}
    ):
        return _answer(form, state, chosen, today)
    return Turn(state, (Say(say("unknown_choice")), ask(form, state, today)))


def _fits(form: Form, state: State, command: str) -> bool:
    """Whether a command can be meant here: an old button of the review or of a list may not."""
    if command == "confirm":
        return state.cursor is None
    return command != "done" or (state.cursor is not None and isinstance(form.field(state.cursor), RowsField))


def _meant(form: Form, state: State, text: str) -> str:
    """The command that the words are here, `ask` to be asked again, or nothing when they are an answer."""
    command, field = command_in(text), form.field(state.cursor) if state.cursor else None
    if isinstance(field, RowsField):
        if command and plain(text) in words_of("done"):  # 好了 also confirms, 没有了 also means none
            return "done"
        return "ask" if command in _ASSENT else command
    if command == "done" and plain(text) in words_of("none"):
        command = "none"
    if command == "none" and isinstance(field, IntegerField):  # 没有 is 0 of a count
        return ""
    if field is None or command not in _ASSENT:
        return command
    if command == "decline" and field.optional:
        return "skip"
    return "ask" if isinstance(field, TextField | NameField | StringsField) else ""


def _command(form: Form, state: State, command: str, today: date) -> Turn:
    match command:
        case "skip" | "none":
            return _skip(form, state, today)
        case "back":
            return _back(form, state, today)
        case "preview":
            return Turn(state, (Say(preview_text(form, state), (), form.cites), ask(form, state, today)))
        case "cancel":
            return Turn(state, (Say(say("cancelled"), (choice("preview"),)),), "cancelled")
        case "confirm" if state.cursor is None:
            return _confirm(form, state)
        case "edit":
            return _ask_which(form, state, Edit(()), today)
        case "done" if state.cursor and isinstance(form.field(state.cursor), RowsField):
            return _move_on(form, *finish_rows(form, state), today)
        case "why" if state.cursor:
            return Turn(state, (explain(form.field(state.cursor)), ask(form, state, today)))
    return repeat(form, state, today)


def _answer(form: Form, state: State, text: str, today: date) -> Turn:
    assert state.cursor is not None
    field = form.field(state.cursor)
    if group := copies(form, state, text):
        return _copy(form, state, *group, today)
    if isinstance(field, RowsField):
        number = row_to_delete(text)
        if number is not None:
            return delete_row(form, state, number)
        return take_rows(form, state, read_rows(field, text, ReadingContext(today, state.values)))
    match _read(form, field, text, state, today):
        case Accepted(value):
            return _accept(form, state, value, today)
        case Rejected(why):
            return _refuse(form, state, why, today)
        case Ambiguous(choices, why):
            pending = tuple(Pending(id=one.id, label=one.label, value=one.value) for one in choices)
            waiting = state.model_copy(update={"pending": pending})
            return Turn(waiting, (ask_which(field, waiting, text[:40], why),))


def _read(form: Form, field: ScalarField, text: str, state: State, today: date) -> Reading:
    reading = read(field, text, ReadingContext(today, state.values))
    if isinstance(reading, Accepted):
        refusal = check_value(form, state.values, field.path, reading.value)
        if refusal:
            return Rejected(refusal)
    return reading


def _accept(form: Form, state: State, value: Any, today: date) -> Turn:
    assert state.cursor is not None
    field = form.field(state.cursor)
    values = put(state.values, field.path, value)
    skipped = tuple(path for path in state.skipped if path != field.path)
    text = (
        say("filed", label=field.label, number=len(value))
        if isinstance(field, TextField)
        else say("accepted", label=field.label, value=mask(field, value))
    )
    done = state.model_copy(update={"values": values, "skipped": skipped, "pending": ()})
    return _move_on(form, done, (Say(text),), today)


def _refuse(form: Form, state: State, why: str, today: date) -> Turn:
    refused = state.model_copy(update={"errors": (why,)})
    return Turn(
        refused, (Say(why, (), form.field(state.cursor).cites if state.cursor else ()), ask(form, refused, today))
    )


def _skip(form: Form, state: State, today: date) -> Turn:
    if state.cursor is None:
        return repeat(form, state, today)
    field = form.field(state.cursor)
    says: tuple[Say, ...] = ()
    if is_blank(lookup(state.values, field.path)) and (not field.optional or field.private == "id"):
        says = (Say(say("skipped_by_hand" if field.private == "id" else "skipped", label=field.label)),)
    skipped = tuple(dict.fromkeys((*state.skipped, field.path)))
    return _move_on(form, state.model_copy(update={"skipped": skipped, "pending": ()}), says, today)


def _back(form: Form, state: State, today: date) -> Turn:
    asked = [path for path in form.paths() if path not in state.hidden]
    if state.changing:
        closed = state.closed()
        return Turn(closed, (Say(say("kept")), ask(form, closed, today)))
    place = len(asked) if state.cursor is None else asked.index(state.cursor)
    if place == 0:
        return Turn(state, (Say(say("first")), ask(form, state, today)))
    return repeat(form, state.model_copy(update={"cursor": asked[place - 1], "pending": ()}), today)


def _edit(form: Form, state: State, edit: Edit, today: date) -> Turn:
    """Opens a field again; afterwards the dialogue returns to where it was."""
    if len(edit.paths) != 1:
        return _ask_which(form, state, edit, today)
    (path,) = edit.paths
    if path in state.hidden:
        return Turn(state, (Say(say("private")), ask(form, state, today)))
    if path == state.cursor:
        opened = state.model_copy(update={"pending": ()})
    else:
        opened = state.left().model_copy(update={"cursor": path, "editing": True})
    if edit.value:
        return _answer(form, opened, edit.value, today)
    return Turn(opened, (Say(say("editing", label=form.field(path).label)), ask(form, opened, today)))


def _ask_which(form: Form, state: State, edit: Edit, today: date) -> Turn:
    """Asks which field is to be changed."""
    naming = state.left().model_copy(update={"naming": True, "among": edit.paths, "wish": edit.value})
    return Turn(naming, (ask(form, naming, today),))


def _name(form: Form, state: State, said: Said, today: date) -> Turn:
    """While it is asked which field to change: its name, a change in full, or leaving things as they are."""
    if edit := edit_in(form, said.text, state.values, None):
        return _edit(form, state, edit, today)
    if paths := _named(form, state, said.choice or said.text):
        return _edit(form, state, Edit(paths, state.wish), today)
    command = said.choice if said.choice in _CHOSEN else command_in(said.text)
    if command == "cancel":
        return _command(form, state.closed(), "cancel", today)
    if command in ("preview", "edit"):
        return _command(form, state, command, today)
    if command:
        return _back(form, state, today)
    if said.choice:
        return Turn(state, (Say(say("unknown_choice")), ask(form, state, today)))
    unknown = say("edit_unknown", given=said.text[:40], example=form.fields[0].label)
    return Turn(state, (Say(unknown, (choice("back"),)),))


def _named(form: Form, state: State, words: str) -> tuple[str, ...]:
    """The fields that a name, an offered choice or a number of the list stands for."""
    if words in form.paths():
        return (words,)
    place = place_in_list(words)
    if place is not None and 1 <= place <= len(state.among):
        return (state.among[place - 1],)
    if command_in(words):
        return ()
    return tuple(field.path for field in called(form, words, state.values))


def _confirm(form: Form, state: State) -> Turn:
    says = [Say(say("confirmed"), (choice("edit"),), form.cites)]
    open_ = [gap.label for gap in gaps(form, state.values) if not gap.by_hand]
    if open_:
        says.append(Say(say("confirmed_gaps", number=len(open_), labels="、".join(open_))))
    return Turn(state, tuple(says), "confirmed")


def _move_on(form: Form, state: State, says: tuple[Say, ...], today: date) -> Turn:
    if state.editing:
        closed = state.closed()
        return Turn(closed, (*says, ask(form, closed, today)))
    return _go_on(form, state, says, today)


def _go_on(form: Form, state: State, says: tuple[Say, ...], today: date, event: Event = "") -> Turn:
    after = None if state.cursor == CONSENT else state.cursor
    moved = state.model_copy(update={"cursor": _next(form, state, after)})
    return Turn(moved, (*says, ask(form, moved, today)), event)


def _next(form: Form, state: State, after: str | None) -> str | None:
    """The field after `after` that is still empty and was not skipped, in the form's order; None for the review."""
    paths = form.paths()
    start = paths.index(after) + 1 if after in paths else 0
    for path in paths[start:]:
        waiting = is_blank(lookup(state.values, path)) and path not in state.skipped
        if waiting and path not in state.hidden:
            return path
    return None


def _picked(state: State, words: str) -> Pending | None:
    """The pending value that an id, a label or a number of the list names."""
    said, place = plain(words), place_in_list(words)
    for number, one in enumerate(state.pending, 1):
        if number == place or said in (plain(one.id), plain(one.label)):
            return one
    return None


def _copy(form: Form, state: State, source: str, target: str, today: date) -> Turn:
    """The same person: the whole group is copied, but only the open field where someone else is named already."""
    assert state.cursor is not None
    labels = {group.path: group.label for group in form.groups}
    if is_blank(lookup(state.values, source)):
        return _refuse(form, state, say("nothing_to_copy", label=labels[target], source=labels[source]), today)
    first = next(path for path in form.paths() if path.startswith(f"{target}."))
    named, theirs = (lookup(state.values, first.replace(target, group, 1)) for group in (target, source))
    if state.cursor != first and not is_blank(named) and named != theirs:
        value = lookup(state.values, state.cursor.replace(target, source, 1))
        return _accept(form, state, value, today) if not is_blank(value) else repeat(form, state, today)
    values = put(state.values, target, dict(lookup(state.values, source)))
    same = tuple(path for path in form.paths() if path.startswith(f"{target}."))
    skipped = tuple(dict.fromkeys((*state.skipped, *same)))
    done = state.model_copy(update={"values": values, "cursor": same[-1], "skipped": skipped, "pending": ()})
    return _move_on(form, done, (Say(say("copied", label=labels[target], source=labels[source])),), today)
