"""What the page shows beside the words: file cards, first choices, turns and the panel of the open form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.channels.web.wording import say
from bot.messages import Reply
from bot.preview import PreviewRow
from bot.sentences import sentences
from form_filler.dialogue import CONSENT

if TYPE_CHECKING:
    from bot.assistant import View
    from bot.store.database import Exchange

_UPLOADED = re.compile(r"[0-9a-f]{32}\.(?P<kind>xlsx|docx|csv)")


@dataclass(frozen=True)
class FileCard:
    """A file to download; `detail` is its kind and size, or that it is gone."""

    name: str
    token: str
    detail: str
    exists: bool

    @property
    def kind(self) -> str:
        """The kind of file in capitals."""
        return Path(self.name).suffix[1:].upper()


@dataclass(frozen=True)
class Preset:
    """A choice of the assistant's own, offered before anything was said."""

    id: str
    hint: str

    @property
    def label(self) -> str:
        """What the assistant calls it."""
        key = f"choices.{self.id.replace(':', '_')}"
        return sentences().say(key) if key in sentences() else sentences().say("choices.start_registration")


@dataclass(frozen=True)
class Panel:
    """Where the open form stands: `filled` of `total` places that count, and a row for each place."""

    title: str
    filled: int
    total: int
    note: str
    rows: tuple[PreviewRow, ...]


@dataclass(frozen=True)
class Turn:
    """One message as the person reads it, and the replies to it."""

    said: str
    replies: tuple[Reply, ...]


def turns_of(history: Iterable[Exchange]) -> tuple[Turn, ...]:
    """A conversation as it is read: a choice by its label, an uploaded file by its kind."""
    turns = []
    offered: dict[str, str] = {}
    for exchange in history:
        replies = exchange.outgoing.replies
        turns.append(Turn(_as_read(exchange.said, offered), replies))
        offered = {choice.id: choice.label for reply in replies for choice in reply.choices}
    return tuple(turns)


def file_card(path: Path, token: str) -> FileCard:
    """The card of one file."""
    if not path.is_file():
        return FileCard(path.name, token, say("page.missing_file"), exists=False)
    kilobytes = max(1, round(path.stat().st_size / 1024))
    detail = say("page.file_size", kind=path.suffix[1:].upper(), kilobytes=kilobytes)
    return FileCard(path.name, token, detail, exists=True)


def panel_of(view: View) -> Panel | None:
    """The panel of the open form, or None; optional places count once they are filled."""
    if view.preview is None:
        return None
    form = view.history[-1].outgoing.form if view.history else None
    filled = {row.path for row in view.preview.rows if row.shown}
    missing = set(form.missing) if form else {row.path for row in view.preview.rows if row.state == "missing"}
    note = _note(form.current) if form else ""
    return Panel(view.preview.title, len(filled), len(filled | missing), note, view.preview.rows)


def _note(current: str | None) -> str:
    if current == CONSENT:
        return say("panel.consent")
    return say("panel.review") if current is None else ""


def _as_read(said: str, offered: Mapping[str, str]) -> str:
    if said in offered:
        return offered[said]
    if uploaded := _UPLOADED.fullmatch(said):
        return say("page.uploaded", kind=uploaded["kind"])
    label = f"choices.{said.replace(':', '_')}"
    return sentences().say(label) if label in sentences() else said
