"""What a button carries, and what a press of it means (pure).

Nothing is kept for a button: its data is read against the conversation's own history, so buttons outlive restarts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.messages import Choice, Reply
from bot.store.database import Exchange
from knowledge.passage import Citation

MOST_BYTES = 64  # of callback data (Bot API, InlineKeyboardButton)

_SOURCE = "src:"
_HASHED = "#"
_HASH_DIGITS = 16
_ANYTIME = frozenset({"resume", "preview", "handoff", "end_handoff", "help"})  # mean the same whatever is open


@dataclass(frozen=True)
class Press:
    """A pressed button: its data, and the message it hangs under as Telegram shows it.

    Args:
        data: what the button carries.
        beside: the data of all choices under that message; empty when Telegram does not tell.
        text: the text of that message.
    """

    data: str
    beside: frozenset[str] = frozenset()
    text: str = ""


def choice_data(choice_id: str) -> str:
    """The data of a choice's button: the id itself, or its hash when it is too long or looks like something else."""
    if choice_id and len(choice_id.encode("utf-8", "replace")) <= MOST_BYTES:
        if not choice_id.startswith((_SOURCE, _HASHED)) and choice_id.isprintable():
            return choice_id
    return _HASHED + _hash(choice_id)


def source_data(reply: Reply) -> str:
    """The data of the button that shows the words a reply rests on."""
    return _SOURCE + _hash("\n".join(f"{one.label}\t{one.quote}" for one in reply.citations))


def wants_source(press: Press) -> bool:
    """Whether the button asks for the source's words."""
    return press.data.startswith(_SOURCE)


def cited(press: Press, history: Sequence[Exchange]) -> tuple[Citation, ...]:
    """The citations under the message of a source button; none when the history no longer holds them."""
    for reply in _replies(history):
        if reply.citations and source_data(reply) == press.data:
            return reply.citations
    return ()


def chosen(press: Press, history: Sequence[Exchange]) -> str | None:
    """The id of the choice that was pressed; None when the button no longer holds.

    A button holds as long as its message shows the choices that were offered last, so that a second tap on “skip”
    does not skip the next question too. Choices that mean the same at any time always hold.
    """
    choice_id = _decoded(press.data, history)
    if choice_id is None:
        return None
    if choice_id in _ANYTIME or choice_id.startswith("start:") or not press.beside:
        return choice_id
    latest = next((one for one in reversed(history) if any(reply.choices for reply in one.outgoing.replies)), None)
    if latest is None or any(_shows(press, reply) for reply in latest.outgoing.replies):
        return choice_id
    return None


def is_choice(data: str) -> bool:
    """Whether the data belongs to a choice."""
    return not data.startswith(_SOURCE)


def _decoded(data: str, history: Sequence[Exchange]) -> str | None:
    if not data.startswith(_HASHED):
        return data
    offered: Iterator[Choice] = (choice for reply in _replies(history) for choice in reply.choices)
    return next((choice.id for choice in offered if choice_data(choice.id) == data), None)


def _shows(press: Press, reply: Reply) -> bool:
    """Whether the pressed message is this reply, or its first part; Telegram may have trimmed white space."""
    same_choices = {choice_data(choice.id) for choice in reply.choices} == press.beside
    pressed, said = _letters(press.text), _letters(reply.text)
    return same_choices and (not pressed or not said or pressed in said or _overlap(said, pressed))


def _overlap(said: str, pressed: str) -> bool:
    """The keyboard hangs under the last piece of a message, which begins with some end of what was said."""
    return any(pressed.startswith(said[start:]) for start in range(len(said)))


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _replies(history: Sequence[Exchange]) -> Iterator[Reply]:
    """Newest first."""
    for exchange in reversed(history):
        yield from exchange.outgoing.replies


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_HASH_DIGITS]
