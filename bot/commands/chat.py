"""`shenbao chat`: the assistant in the terminal, for people or line by line for programs."""

from __future__ import annotations

import json
import sys
import uuid
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.app import App, build
from bot.commands.printing import print_json
from bot.commands.progress import building
from bot.commands.reading import speak_utf8, why_no_row
from bot.errors import BotError
from bot.messages import Incoming
from bot.sentences import sentences
from bot.settings import read_settings


class Line(BaseModel):
    """One line of the line protocol."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    conversation: str
    message: str
    text: str | None = None
    choice: str | None = None
    file: str | None = None


def run_jsonl() -> None:
    """Answers one JSON object a line, in order, until the input ends."""
    speak_utf8()
    with building() as progress:
        app = build(read_settings(), progress)
    for number, line in enumerate(sys.stdin, 1):
        if line.strip():
            print_json(answer_line(app, line, number))
    app.store.close()


def answer_line(app: App, line: str, number: int) -> dict[str, Any]:
    """The reply to one line; a line that is no message gets an `error` that says so."""
    try:
        said = Line.model_validate(json.loads(line))
    except (ValueError, RecursionError) as error:
        return {"error": sentences().say("cli.bad_line", line=number, reason=why_no_row(error)), "replies": []}
    incoming = Incoming(
        channel="jsonl",
        conversation=said.conversation,
        message=said.message,
        text=said.text,
        choice=said.choice,
        file=Path(said.file) if said.file else None,
    )
    try:
        return app.assistant.reply(incoming).line()
    except BotError as error:
        named = {"conversation": said.conversation, "message": said.message}
        return {
            **named,
            "error": str(error),
            "replies": [{"text": str(error), "choices": [], "citations": [], "files": []}],
        }


def run_terminal(conversation: str) -> None:
    """Talks with a person until they leave; everything is saved as it is said."""
    from bot.channels.terminal import Terminal

    with building() as progress:
        app = build(read_settings(), progress)
    try:
        Terminal(app.assistant, f"terminal:{conversation}", lambda: uuid.uuid4().hex).run()
    finally:
        app.store.close()
