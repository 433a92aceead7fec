"""`shenbao ask`: one question, one answer."""

from __future__ import annotations

import json
import sys

from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.text import Text

from bot.answering import build_answerer
from bot.commands.printing import print_json
from bot.commands.progress import building
from bot.commands.reading import speak_utf8, why_no_row
from bot.errors import UsageError
from bot.sentences import sentences
from bot.settings import read_settings
from retrieval.answer import Answer


class Asked(BaseModel):
    """One line of questions; the id may be of any kind."""

    model_config = ConfigDict(extra="ignore")

    id: object
    q: str


def run(text: str | None, as_json: bool, as_jsonl: bool) -> None:
    """Answers the text, or every line of standard input."""
    if not as_jsonl and not (text or "").strip():
        raise UsageError(sentences().say("cli.no_question"))
    speak_utf8()
    with building() as progress:
        answerer = build_answerer(read_settings(), progress, brief=not as_jsonl)
    if as_jsonl:
        for number, line in enumerate(sys.stdin, 1):
            if line.strip():
                asked = _asked(line, number)
                print_json({"id": asked.id, **answerer.answer(asked.q).model_dump(mode="json")})
    elif as_json:
        print_json(answerer.answer(text or "").model_dump(mode="json"))
    else:
        show(answerer.answer(text or ""))


def show(answer: Answer) -> None:
    """An answer for people: text, warnings, then each place with its words."""
    console = Console(highlight=False)
    console.print(answer.text, markup=False)
    for notice in answer.notices:
        console.print(notice, style="yellow", markup=False)
    for citation in answer.citations:
        title = f"{citation.document} {citation.label}" if citation.document not in citation.label else citation.label
        console.print(
            Panel(Text(citation.quote), title=escape(title), title_align="left", border_style="dim"), markup=False
        )
    if answer.suggestions:
        console.print(sentences().say("cli.suggestions") + " / ".join(answer.suggestions), style="dim", markup=False)


def _asked(line: str, number: int) -> Asked:
    try:
        return Asked.model_validate(json.loads(line))
    except (ValueError, RecursionError) as error:
        reason = why_no_row(error)
        raise UsageError(sentences().say("cli.bad_question_line", line=number, reason=reason)) from None
