"""Where a form dialogue stands, what a person said, and what is said back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from form_filler.form import Frozen
from form_filler.outcomes import Rejected
from form_filler.tables import Rows

CONSENT = "consent"

Event = Literal["", "agreed", "declined", "confirmed", "cancelled"]

# What a message is to the field being asked: a command of the dialogue, a value of the field, a value among
# several, or nothing the field can take.
Answerable = Literal["command", "value", "ambiguous", "no_value"]


class Pending(Frozen):
    """One of the values that ambiguous words may mean."""

    id: str
    label: str
    value: Any


class State(Frozen):
    """A form being filled.

    `cursor` is the path being asked, `consent` before the first field, None in the review. `back_to` is where an
    edit returns to (empty: no edit is open). `hidden` fields are not asked here, e.g. identity numbers in a
    messenger. `naming` asks which field to change: one of `among` where several bear the name, to the value in
    `wish` where it was said along. `errors` are about the last message alone.
    """

    form: str
    values: dict[str, Any] = Field(default_factory=dict)
    cursor: str | None = CONSENT
    skipped: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    editing: bool = False
    back_to: str | None = None
    naming: bool = False
    among: tuple[str, ...] = ()
    wish: str = ""
    pending: tuple[Pending, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def changing(self) -> bool:
        """Whether a change is under way, after which the dialogue returns to `back_to`."""
        return self.editing or self.naming

    def closed(self) -> State:
        """The dialogue where it was before a change."""
        shut = {"editing": False, "naming": False, "back_to": None, "among": (), "wish": "", "pending": ()}
        return self.model_copy(update={"cursor": self.back_to if self.changing else self.cursor, **shut})

    def left(self) -> State:
        """No field is open; the dialogue will return to the one that was asked before any change."""
        back_to = self.back_to if self.changing else self.cursor
        return self.closed().model_copy(update={"cursor": None, "back_to": back_to})


@dataclass(frozen=True)
class Said:
    """One message: words, the id of an offered choice, or rows read from a file."""

    text: str = ""
    choice: str = ""
    rows: Rows | Rejected | None = None


@dataclass(frozen=True)
class SayChoice:
    """Something to pick: the id is sent back, the label is read."""

    id: str
    label: str


@dataclass(frozen=True)
class Say:
    """What to say, what to offer, and the labels it rests on."""

    text: str
    choices: tuple[SayChoice, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    """The next state, what to say, and what it comes to: consent was given or not, the draft is to be rendered, or
    the form is to be closed."""

    state: State
    says: tuple[Say, ...]
    event: Event = ""
