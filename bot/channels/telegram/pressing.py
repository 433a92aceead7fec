"""What the press of a button means, read against the conversation's history (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.channels.telegram.buttons import choice_data, is_hashed, source_data
from bot.messages import Reply
from bot.store.database import Exchange
from knowledge.passage import Citation

_ANYTIME = frozenset({"resume", "preview", "handoff", "end_handoff", "help"})  # mean the same whatever is open


@dataclass(frozen=True)
class Press:
    """A pressed button.

    Args:
        data: what the button carries.
        beside: the data of all choices under the same message; empty when Telegram does not tell.
        text: the text of that message.
    """

    data: str
    beside: frozenset[str] = frozenset()
    text: str = ""


def cited(press: Press, history: Sequence[Exchange]) -> tuple[Citation, ...]:
    """The citations under the message of a source button; none when the history no longer holds them."""
    for reply in _newest_first(history):
        if reply.citations and source_data(reply) == press.data:
            return reply.citations
    return ()


def chosen(press: Press, history: Sequence[Exchange]) -> str | None:
    """The id of the choice that was pressed; None when the button no longer holds.

    A button holds as long as its message shows the choices that were offered last, so that a second tap on “skip”
    does not skip the next question too. Choices that mean the same at any time always hold.
    """
    choice_id = _decoded(press.data, history)
    if choice_id is None or choice_id in _ANYTIME or choice_id.startswith("start:") or not press.beside:
        return choice_id
    offered = (
        one.outgoing.replies for one in reversed(history) if any(reply.choices for reply in one.outgoing.replies)
    )
    latest = next(offered, None)
    if latest is None or any(_is_under(press, reply) for reply in latest):
        return choice_id
    return None


def _decoded(data: str, history: Sequence[Exchange]) -> str | None:
    if not is_hashed(data):
        return data
    offered = (choice.id for reply in _newest_first(history) for choice in reply.choices)
    return next((choice_id for choice_id in offered if choice_data(choice_id) == data), None)


def _is_under(press: Press, reply: Reply) -> bool:
    """Whether the pressed message shows this reply: all of it, or the last piece of a long one."""
    if {choice_data(choice.id) for choice in reply.choices} != press.beside:
        return False
    shown, said = _letters(press.text), _letters(reply.text)
    return not shown or said in shown or said[-_TELLING:] in shown


_TELLING = 200  # letters at the end of a reply that tell it from others


def _letters(text: str) -> str:
    """The text as it survives Telegram's trimming."""
    return "".join(character for character in text if character.isalnum())


def _newest_first(history: Sequence[Exchange]) -> Iterator[Reply]:
    for exchange in reversed(history):
        yield from exchange.outgoing.replies
