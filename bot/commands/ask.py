"""`shenbao ask`: one question, one answer."""

from __future__ import annotations

import json
import sys

from rich.console import Console
from rich.panel import Panel

from bot.app import build_answerer
from bot.commands.progress import building
from bot.errors import UsageError
from bot.sentences import sentences
from bot.settings import read_settings
from retrieval.answer import Answer


def run(text: str | None, as_json: bool, as_jsonl: bool) -> None:
    """Answers the text, or every line of standard input."""
    if not as_jsonl and not (text or "").strip():
        raise UsageError(sentences().say("cli.no_question"))
    with building() as progress:
        answerer = build_answerer(read_settings(), progress)
    if as_jsonl:
        for number, line in enumerate(sys.stdin, 1):
            if line.strip():
                row = _row(line, number)
                print_json({"id": row["id"], **answerer.answer(str(row["q"])).model_dump(mode="json")})
    elif as_json:
        print_json(answerer.answer(text or "").model_dump(mode="json"))
    else:
        show(answerer.answer(text or ""))


def print_json(data: object) -> None:
    """One line of JSON on standard output."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def show(answer: Answer) -> None:
    """An answer for people: text, warnings, then each place with its words."""
    console = Console(highlight=False)
    console.print(answer.text, markup=False)
    for notice in answer.notices:
        console.print(notice, style="yellow", markup=False)
    for citation in answer.citations:
        title = f"{citation.document} {citation.label}" if citation.document not in citation.label else citation.label
        console.print(Panel(citation.quote, title=title, title_align="left", border_style="dim"), markup=False)
    if answer.suggestions:
        console.print(sentences().say("cli.suggestions") + " / ".join(answer.suggestions), style="dim", markup=False)


def _row(line: str, number: int) -> dict[str, object]:
    try:
        row = json.loads(line)
        return {"id": row["id"], "q": row["q"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(sentences().say("cli.bad_question_line", line=number, reason=error)) from None
