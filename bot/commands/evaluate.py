"""`shenbao eval`: figures over a file of labelled questions."""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.app import build_answerer
from bot.commands.printing import print_json
from bot.commands.progress import building
from bot.settings import read_settings
from retrieval.evaluation import Judgement, figures, judge, read_rows

WANTED_FALSE = ("over_refusal",)


def run(path: Path, as_json: bool) -> None:
    """Asks every question and prints the figures; for people also by kind and style, and what was wrong."""
    rows = read_rows(path)
    with building() as progress:
        answerer = build_answerer(read_settings(), progress)
    judgements: list[Judgement] = []
    times: list[float] = []
    for row in track(rows, description="", transient=True, disable=as_json, console=Console(stderr=True)):
        begun = time.perf_counter()
        answer = answerer.answer(row.q)
        times.append((time.perf_counter() - begun) * 1000)
        judgements.append(judge(row, answer, answerer.measures()))
    totals: dict[str, float] = {"rows": len(rows), **figures(judgements)}
    times.sort()
    if times:
        totals |= {"ms_p50": round(times[len(times) // 2], 1), "ms_p95": round(times[int(len(times) * 0.95)], 1)}
    if as_json:
        wrong = [judgement.model_dump(mode="json") for judgement in judgements if _is_wrong(judgement)]
        print_json({**totals, "by_kind": _by(judgements, "kind"), "by_style": _by(judgements, "style"), "wrong": wrong})
    else:
        _show(totals, judgements)


def _by(judgements: list[Judgement], group: str) -> dict[str, dict[str, float]]:
    names = dict.fromkeys(getattr(judgement, group) for judgement in judgements)
    return {name: figures(one for one in judgements if getattr(one, group) == name) for name in names}


def _is_wrong(judgement: Judgement) -> bool:
    return any(mark == (figure in WANTED_FALSE) for figure, mark in judgement.marks.items())


def _show(totals: dict[str, float], judgements: list[Judgement]) -> None:
    console = Console(highlight=False)
    for title, groups in (("", {"": totals}), ("kind", _by(judgements, "kind")), ("style", _by(judgements, "style"))):
        table = Table(title=title)
        columns = list(dict.fromkeys(figure for group in groups.values() for figure in group))
        for column in ("", *columns):
            table.add_column(column)
        for name, group in groups.items():
            table.add_row(name, *(f"{group[column]:g}" if column in group else "" for column in columns))
        console.print(table)
    for one in filter(_is_wrong, judgements):
        missed = "、".join(figure for figure, mark in one.marks.items() if mark == (figure in WANTED_FALSE))
        console.print(
            f"{one.id} [{one.kind}/{one.style}] {one.question} → {one.outcome} {list(one.labels)} ✗ {missed}",
            markup=False,
        )
