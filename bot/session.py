"""What a conversation is doing: a union of small classes, stored as JSON."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from form_filler.dialogue import State
from form_filler.form import Frozen


class Idle(Frozen):
    """Nothing is open; messages are questions."""

    kind: Literal["idle"] = "idle"


class Filling(Frozen):
    """A form is open."""

    kind: Literal["filling"] = "filling"
    state: State


class Checking(Frozen):
    """The guided eligibility check is open at one question."""

    kind: Literal["checking"] = "checking"
    question: str
    facts: dict[str, Any] = Field(default_factory=dict)
    asked: tuple[str, ...] = ()


Doing = Annotated[Idle | Filling | Checking, Field(discriminator="kind")]


class Session(Frozen):
    """One person's case in one conversation.

    `parked` is a form that was left and can be taken up again; `consented` is what was said to the notice on
    personal data (None: not asked yet); `topic` is the standard question that was answered last.
    """

    doing: Doing = Idle()
    parked: State | None = None
    consented: bool | None = None
    topic: str = ""
