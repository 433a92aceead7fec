"""People who talk with the assistant, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.app import App
from bot.assistant import Assistant
from bot.messages import Incoming, Outgoing
from bot.skills.apply import Apply
from bot.skills.ask import Ask
from bot.skills.check import Check
from bot.skills.help import Help
from bot.store.database import Database
from form_filler.form import Form, lookup
from tests.form_filler.talking import ANSWERS, ROW_FIELDS

TODAY = date(2024, 6, 3)


@dataclass(frozen=True)
class Skills:
    """The parts of an assistant but its store."""

    forms: dict[str, Form]
    ask: Ask
    apply: Apply
    check: Check
    help: Help


def skills_over(app: App) -> Skills:
    """The real skills of a built bot; drafts go to its own folder."""

    def render(form: str, values: Any) -> tuple[Path, ...]:
        return app.drafts.render(form, values, app.settings.drafts_folder, TODAY)

    return Skills(
        app.forms,
        Ask(app.answerer.answer, app.answerer.nearness),
        Apply(app.measure, app.forms, lambda: TODAY, render),
        Check(app.measure, app.rules, lambda: TODAY),
        Help(app.measure, app.forms["registration"]),
    )


def assistant_over(store: Database, skills: Skills) -> Assistant:
    """An assistant with these skills over another store."""
    return Assistant(store, skills.forms, skills.ask, skills.apply, skills.check, skills.help)


class Person:
    """Someone in one conversation; `last` is the latest answer."""

    def __init__(self, assistant: Assistant, conversation: str, channel: str = "test") -> None:
        self._assistant, self.conversation, self._channel = assistant, conversation, channel
        self._count = 0
        self.last: Outgoing | None = None

    def say(
        self, text: str | None = None, choice: str | None = None, file: Path | None = None, message: str | None = None
    ) -> Person:
        self._count += 1
        incoming = Incoming(
            channel=self._channel,
            conversation=self.conversation,
            message=message or f"m{self._count}",
            text=text,
            choice=choice,
            file=file,
        )
        self.last = self._assistant.reply(incoming)
        return self

    def choose(self, choice: str) -> Person:
        return self.say(choice=choice)

    def fill_up_to(self, path: str | None) -> Person:
        """Opens the form, and answers every field before `path` (all of them for the review)."""
        if not self.last or not self.last.form:
            self.choose("start:registration")
        while self.current not in (path, None):
            here = self.current or ""
            if here == "consent":
                self.choose("agree")
                continue
            self.say(ANSWERS[here])
            if here in ROW_FIELDS:
                self.say("完成")
        assert self.current == path, self.text
        return self

    @property
    def current(self) -> str | None:
        assert self.last and self.last.form, self.text
        return self.last.form.current

    @property
    def is_filling(self) -> bool:
        return bool(self.last and self.last.form)

    @property
    def values(self) -> dict[str, Any]:
        assert self.last and self.last.form, self.text
        return self.last.form.values

    def value(self, path: str) -> Any:
        return lookup(self.values, path)

    @property
    def errors(self) -> tuple[str, ...]:
        return self.last.form.errors if self.last and self.last.form else ()

    @property
    def text(self) -> str:
        replies = self.last.replies if self.last else ()
        return "\n".join("\n".join((reply.text, *reply.notices)) for reply in replies)

    @property
    def labels(self) -> set[str]:
        return {citation.label for reply in (self.last.replies if self.last else ()) for citation in reply.citations}

    @property
    def offered(self) -> set[str]:
        return {choice.id for reply in (self.last.replies if self.last else ()) for choice in reply.choices}

    @property
    def files(self) -> list[Path]:
        return [Path(file) for reply in (self.last.replies if self.last else ()) for file in reply.files]
