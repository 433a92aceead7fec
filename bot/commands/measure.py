"""`shenbao measure`: what the knowledge base holds, and whether it agrees with itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from bot.app import read_forms, read_measure_rules
from bot.sentences import sentences
from bot.settings import read_settings
from knowledge.errors import UnknownMeasureError
from knowledge.loading import INSTALLED, load_measure, measure_folders
from knowledge.measure import Measure
from retrieval.answer import validity_notice


def list_all() -> None:
    """One line a measure."""
    table = Table(*(sentences().say(f"measure.column.{name}") for name in ("slug", "title", "validity", "size")))
    for folder in _folders().values():
        measure = load_measure(folder)
        size = sentences().say("measure.size", passages=len(measure.passages), questions=len(measure.questions))
        table.add_row(measure.slug, measure.title, measure.validity.in_words, size)
    Console(highlight=False).print(table)


def show(slug: str) -> None:
    """A measure's title, validity, places, and what it leaves open."""
    folders = _folders()
    if slug not in folders:
        raise UnknownMeasureError(slug, tuple(folders))
    measure = load_measure(folders[slug])
    console = Console(highlight=False)
    today = read_settings().day()
    console.print(measure.title, style="bold", markup=False)
    console.print(
        sentences().say("measure.issued", issuer=measure.issuer, validity=measure.validity.in_words), markup=False
    )
    notice = validity_notice(measure, today)
    if notice:
        console.print(notice, style="yellow", markup=False)
    for passage in measure.passages:
        console.print(f"  {passage.label}  {passage.text.splitlines()[0][:40]}", markup=False)
    for heading, lines in _register(measure, today).items():
        console.print(heading, style="bold", markup=False)
        for line in lines:
            console.print(f"  {line}", markup=False)


def check(folder: Path | None) -> None:
    """Checks one folder, or every installed one."""
    for one in [folder.resolve()] if folder else list(_folders().values()):
        measure = load_measure(one)
        read_forms(measure)
        read_measure_rules(measure)
        typer.echo(sentences().say("cli.measure_fine", slug=measure.slug, **_counts(measure)))


def _register(measure: Measure, today: date) -> dict[str, list[str]]:
    """What the source leaves open, under its headings: first what nobody settled yet, then what is settled."""
    lines: dict[str, list[str]] = {"open": [], "settled": []}
    for entry in measure.ambiguities:
        labels = dict.fromkeys(label for reading in entry.readings for label in reading.cites)
        words = {"id": entry.id, "about": entry.about, "labels": "、".join(labels)}
        ruling = entry.ruled(today)
        if ruling is None:
            lines["open"].append(sentences().say("measure.ambiguity", **words))
        else:
            said = sentences().say("measure.ruled", **words, office=ruling.office, date=ruling.date)
            lines["settled"].append(said)
    return {sentences().say(f"measure.{state}", number=len(said)): said for state, said in lines.items() if said}


def _counts(measure: Measure) -> dict[str, object]:
    wordings = sum(1 + len(question.similar) for question in measure.questions)
    return {"passages": len(measure.passages), "questions": len(measure.questions), "wordings": wordings}


def _folders() -> dict[str, Path]:
    return measure_folders(INSTALLED, read_settings().measures_folder)
