"""“同法人”: two subjects of the form that are the same person (pure)."""

from __future__ import annotations

from form_filler.dialogue.commands import plain, words_of
from form_filler.dialogue.state import State
from form_filler.form import Form

_LONGEST = 30  # characters of “联系人和法人是同一个人”


def group_to_copy(form: Form, state: State) -> tuple[str, str] | None:
    """The groups to copy from and to, when the open field's subject may be the same as another."""
    group = next((g for g in form.groups if g.same_as and (state.cursor or "").startswith(f"{g.path}.")), None)
    return (group.same_as, group.path) if group else None


def copies(form: Form, state: State, text: str) -> tuple[str, str] | None:
    """The groups to copy from and to when the words say it is the same person."""
    pair = group_to_copy(form, state)
    if pair is None or len(text) > _LONGEST:
        return None
    said = plain(text)
    if any(word in said for word in words_of("not_same")):
        return None
    group = next(group for group in form.groups if group.path == pair[1])
    return pair if any(plain(word) in said for word in group.same_words) else None
