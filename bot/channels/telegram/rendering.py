"""Replies as Telegram messages (pure): plain text, inline keyboards, documents. Citations are never dropped."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.channels.telegram.buttons import choice_data, source_data
from bot.channels.telegram.splitting import split
from bot.messages import Choice, Reply
from bot.sentences import sentences
from knowledge.passage import Citation

_LONGEST_LABEL = 20  # characters a phone shows on one button
_MOST_BUTTONS = 98  # of 100 that Telegram shows under one message; the source button needs one
_ROW_ROOM = 14  # characters of the labels that stand side by side


@dataclass(frozen=True)
class Button:
    """One button: its label, and the data it sends or the address it opens."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True)
class Text:
    """One text message, at most 4,096 UTF-16 units, with rows of buttons under it."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True)
class Document:
    """One file, sent under its own name."""

    path: Path


Part = Text | Document


def render(reply: Reply, private_link: str = "") -> tuple[Part, ...]:
    """The messages that show one reply, in order.

    Args:
        reply: what to show.
        private_link: in a group, the address of the private chat: choices and files are left to it.
    """
    say = sentences().say
    blocks = [reply.text, *(say("telegram.notice", notice=notice) for notice in reply.notices)]
    if reply.citations:
        labels = dict.fromkeys(one.label for one in reply.citations)
        blocks.append(say("telegram.citation", labels=say("telegram.between_labels").join(labels)))
    if reply.suggestions:
        blocks.append("\n".join((say("telegram.suggestions"), *_suggested(reply.suggestions))))
    if reply.choices and not private_link:
        blocks.append(_options(reply))
    rows = _private_row(reply, private_link) if private_link else _choice_rows(reply.choices)
    if reply.citations:
        rows = (*rows, (Button(say("telegram.source_button"), data=source_data(reply)),))
    body = "\n\n".join(block for block in blocks if block.strip()) or (say("telegram.choose") if rows else "")
    files = () if private_link else tuple(Document(Path(file)) for file in reply.files)
    return (*texts(body, rows), *files)


def texts(body: str, rows: tuple[tuple[Button, ...], ...] = ()) -> tuple[Text, ...]:
    """A text in messages that Telegram takes; the buttons hang under the last."""
    pieces = [Text(piece) for piece in split(_sendable(body)) if piece.strip()]
    return (*pieces[:-1], replace(pieces[-1], rows=rows)) if pieces else ()


def quotes(citations: Iterable[Citation]) -> tuple[Text, ...]:
    """The source's own words, each under its label."""
    shown = (sentences().say("telegram.source", label=one.label, quote=one.quote) for one in citations)
    return texts("\n\n".join(dict.fromkeys(shown)))


def hint(name: str, private_link: str = "", **values: object) -> Text:
    """One of the channel's own sentences; with a way to the private chat where one is given."""
    text = sentences().say(f"telegram.hints.{name}", **values)
    return texts(text, _to_private(private_link) if private_link else ())[0]


def without_buttons(message: Text) -> Text:
    """The same message for when Telegram refuses its buttons: the options stand in the text."""
    labels = [button.label for row in message.rows for button in row if button.data]
    return texts("\n".join((message.text, *_numbered(labels))))[0]


def _options(reply: Reply) -> str:
    """The options in the text, when a button would cut one of them and the text does not list them yet."""
    labels = [choice.label for choice in reply.choices]
    cut = [label for label in labels if len(label) > _LONGEST_LABEL]
    if len(labels) <= _MOST_BUTTONS and all(label in reply.text for label in cut):
        return ""
    return "\n".join((sentences().say("telegram.options"), *_numbered(labels)))


def _numbered(labels: Sequence[str]) -> list[str]:
    return [sentences().say("telegram.option", number=number, label=label) for number, label in enumerate(labels, 1)]


def _suggested(suggestions: Iterable[str]) -> list[str]:
    return [sentences().say("telegram.suggestion", question=question) for question in suggestions]


def _choice_rows(choices: Sequence[Choice]) -> tuple[tuple[Button, ...], ...]:
    """Short buttons side by side, long ones alone."""
    rows: list[tuple[Button, ...]] = []
    room = 0
    for number, choice in enumerate(choices[:_MOST_BUTTONS], 1):
        button = Button(_label(number, choice.label), data=choice_data(choice.id))
        need = len(button.label) + 1
        if need <= room:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
            room = _ROW_ROOM
        room -= need
    return tuple(rows)


def _label(number: int, label: str) -> str:
    if len(label) > _LONGEST_LABEL:
        return sentences().say("telegram.short_option", number=number, beginning=label[: _LONGEST_LABEL - 4])
    return _sendable(label).strip() or str(number)


def _private_row(reply: Reply, private_link: str) -> tuple[tuple[Button, ...], ...]:
    return _to_private(private_link) if reply.choices or reply.files else ()


def _to_private(link: str) -> tuple[tuple[Button, ...], ...]:
    return ((Button(sentences().say("telegram.private_button"), url=link),),)


def _sendable(text: str) -> str:
    """The text without what cannot be sent: lone surrogates and control characters."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(one for one in whole if one in "\n\t" or unicodedata.category(one) != "Cc")
