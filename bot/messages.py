"""What comes in and goes out, the same for every channel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from knowledge.passage import Citation


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(_Frozen):
    """Something to pick: the id is sent back, the label is read."""

    id: str
    label: str


class Incoming(_Frozen):
    """One message from a person.

    `message` is the sender's own id: a repeated one is answered with the same reply and changes nothing.
    """

    channel: str
    conversation: str
    message: str
    text: str | None = None
    choice: str | None = None
    file: Path | None = None


class Reply(_Frozen):
    """One message to a person. `notices` are warnings shown with it, `suggestions` questions to ask next."""

    text: str
    choices: tuple[Choice, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


class FormView(_Frozen):
    """Where the open form stands: the path being asked (None in the review), what is missing, the draft so far."""

    id: str
    current: str | None
    missing: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    values: dict[str, Any] = {}


class Outgoing(_Frozen):
    """Everything that answers one incoming message."""

    conversation: str
    message: str
    replies: tuple[Reply, ...]
    form: FormView | None = None
    ticket: str | None = None

    def line(self) -> dict[str, Any]:
        """As the line protocol and the REST API print it: notices stand in the text."""
        data = self.model_dump(mode="json")
        for reply, printed in zip(self.replies, data["replies"], strict=True):
            printed["text"] = "\n\n".join((reply.text, *reply.notices))
            del printed["notices"], printed["suggestions"]
        return data
