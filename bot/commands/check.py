"""`shenbao check`: the eligibility self-check over a file of facts."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from bot.app import know
from bot.commands.printing import print_json
from bot.commands.reading import read_json
from bot.errors import UsageError
from bot.sentences import sentences
from bot.settings import read_settings
from form_filler.eligibility import EligibilityReport, FactsProblem, evaluate, read_facts

EXIT_CODES = {"eligible": 0, "not_eligible": 1, "needs_clarification": 3}


def run(path: Path, as_json: bool) -> int:
    """Prints the report and gives the exit code of its verdict."""
    facts = read_facts(read_json(path))
    if isinstance(facts, FactsProblem):
        raise UsageError(f"{path} {facts.place}：{facts.why}" if facts.place else f"{path}：{facts.why}")
    known = know(read_settings())
    report = evaluate(known.rules, facts, known.today())
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        show(report)
    return EXIT_CODES[report.verdict]


def show(report: EligibilityReport) -> None:
    """The report for people."""
    console = Console(highlight=False)
    styles = {"met": "green", "not_met": "red", "advisory": "yellow", "unknown": "cyan"}
    console.print(sentences().say(f"check.verdict.{report.verdict}"), style="bold", markup=False)
    for number, one in enumerate(report.checks, 1):
        status = sentences().say(f"check.status.{one.status}")
        label = one.citation.label
        line = sentences().say("check.line", number=number, status=status, explanation=one.explanation, label=label)
        console.print(line, style=styles[one.status], markup=False)
        if one.remedy:
            console.print(sentences().say("check.remedy", remedy=one.remedy), markup=False)
    for notice in report.notices:
        console.print(notice, style="yellow", markup=False)
