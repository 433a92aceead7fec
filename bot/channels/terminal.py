"""The assistant in a terminal, with rich."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.panel import Panel
from rich.prompt import Prompt
from rich.rule import Rule

from bot.assistant import Assistant
from bot.messages import Choice, Incoming, Outgoing, Reply
from bot.sentences import sentences

LEAVING = frozenset({"/quit", "/exit", "再见", "拜拜"})
SOURCE = frozenset({"看原文", "原文", "/source"})


class Terminal:
    """Reads lines, answers, numbers the choices, shows the source on demand.

    Args:
        assistant: who answers.
        conversation: the conversation's id; the same one goes on where it stopped.
        new_id: gives ids for messages.
    """

    def __init__(
        self, assistant: Assistant, conversation: str, new_id: Callable[[], str], console: Console | None = None
    ) -> None:
        self._assistant, self._conversation, self._new_id = assistant, conversation, new_id
        self._console = console or Console(highlight=False)
        self._choices: tuple[Choice, ...] = ()
        self._last: tuple[Reply, ...] = ()

    def run(self) -> None:
        """Talks until the person leaves."""
        self._console.print(Rule(sentences().say("terminal.title")))
        self._say(choice="help")
        while True:
            try:
                said = Prompt.ask(f"[bold cyan]{sentences().say('terminal.prompt')}[/]", console=self._console)
            except (EOFError, KeyboardInterrupt):
                said = "/quit"
            if said.strip() in LEAVING:
                self._console.print("\n" + sentences().say("cli.goodbye"))
                return
            if said.strip() in SOURCE:
                self._show_source()
            elif said.strip():
                self._take(said)

    def _take(self, said: str) -> None:
        number = said.strip()
        if number.startswith("#") and number[1:].isdigit() and 1 <= int(number[1:]) <= len(self._choices):
            self._say(choice=self._choices[int(number[1:]) - 1].id)
        else:
            self._say(text=said)

    def _say(self, text: str | None = None, choice: str | None = None) -> None:
        incoming = Incoming(
            channel="terminal", conversation=self._conversation, message=self._new_id(), text=text, choice=choice
        )
        with self._console.status(sentences().say("terminal.thinking")):
            outgoing = self._assistant.reply(incoming)
        self._show(outgoing)

    def _show(self, outgoing: Outgoing) -> None:
        self._last = outgoing.replies
        for reply in outgoing.replies:
            self._console.print(Panel(reply.text, border_style="green"), markup=False)
            for notice in reply.notices:
                self._console.print(notice, style="yellow", markup=False)
            if reply.citations:
                labels = "、".join(citation.label for citation in reply.citations)
                self._console.print(sentences().say("terminal.rests_on", labels=labels), style="dim", markup=False)
            for file in reply.files:
                self._console.print(sentences().say("terminal.file", file=file), style="bold", markup=False)
            if reply.suggestions:
                self._console.print("  ".join(reply.suggestions), style="dim", markup=False)
        self._choices = tuple(choice for reply in outgoing.replies[-1:] for choice in reply.choices)
        if self._choices:
            numbered = "  ".join(f"#{number} {choice.label}" for number, choice in enumerate(self._choices, 1))
            self._console.print(numbered, style="cyan", markup=False)

    def _show_source(self) -> None:
        for citation in (citation for reply in self._last for citation in reply.citations):
            self._console.print(Panel(citation.quote, title=citation.label, title_align="left", border_style="dim"))
