"""What `shenbao eval` prints for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from bot.sentences import sentences
from retrieval.evaluation import (
    FIGURES,
    Calibration,
    Comparison,
    Judgement,
    Run,
    by_group,
    calibration_of,
    counts,
    is_wrong,
)

BESIDE = 6  # groups that fit beside each other into a terminal
LETTERS = 12  # of a circumstance's value that are shown


def show(made: Run, rows: int, comparison: Comparison | None) -> None:
    """Figures overall and by group, calibration, what was wrong and why, and what changed."""
    console = Console(highlight=False)
    judgements = made.judgements
    if made.interrupted:
        console.print(_say("interrupted", done=len(judgements), rows=rows), style="yellow", markup=False)
    if not judgements:
        return
    _print(console, _say("by.all"), _overall(made))
    for group in ("kind", "style", "lang"):
        _print(console, _say(f"by.{group}"), *_grouped(by_group(judgements, group)))
    calibration = calibration_of(judgements)
    _print(console, _say("by.confidence", ece=f"{calibration.ece:g}"), _calibrated(calibration))
    wrong = list(filter(is_wrong, judgements))
    console.print(_say("wrong", wrong=len(wrong), rows=len(judgements)), markup=False)
    for one in wrong:
        _explain(console, one)
    if comparison:
        _compared(console, comparison)


def _overall(made: Run) -> Table:
    table = _table("figure", "meaning", "rows", "value")
    resting = counts(made.judgements)
    for figure, value in made.figures.items():
        number = str(resting[figure]) if figure in resting else ""
        table.add_row(figure, _say(f"figure.{figure}"), number, f"{value:g}")
    return table


def _grouped(groups: Mapping[str, Mapping[str, float]]) -> list[Table]:
    """Figures down, groups across, a few groups a table."""
    tables: list[Table] = []
    names = list(groups)
    for start in range(0, len(names), BESIDE):
        beside = names[start : start + BESIDE]
        table = _table("figure")
        for name in beside:
            table.add_column(name or "-", justify="right")
        for figure in FIGURES:
            if any(figure in groups[name] for name in beside):
                table.add_row(figure, *(_number(groups[name].get(figure)) for name in beside))
        tables.append(table)
    return tables


def _calibrated(calibration: Calibration) -> Table:
    table = _table("confidence", "rows", "mean", "right")
    for group in calibration.groups:
        span = f"{group.low:g}–{group.high:g}"
        table.add_row(span, str(group.rows), f"{group.confidence:.3f}", f"{group.right:.3f}")
    return table


def _explain(console: Console, one: Judgement) -> None:
    where = "/".join(part for part in (one.kind, one.style, one.lang) if part)
    console.print(f"{one.id} [{where}] {one.question}", markup=False, soft_wrap=True)
    labels = "、".join(one.labels) or _say("no_labels")
    came = _say("came", outcome=one.outcome, labels=labels, confidence=f"{one.confidence:.2f}")
    console.print(f"    {came}", style="dim", markup=False, soft_wrap=True)
    for reason in one.reasons:
        console.print(f"    ✗ {reason.figure}：{reason.why}", markup=False, soft_wrap=True)


def _compared(console: Console, comparison: Comparison) -> None:
    table = _table("figure", "before", "after", "difference")
    for figure, change in comparison.figures.items():
        difference = "" if change.difference is None else f"{change.difference:+g}" if change.difference else "0"
        table.add_row(figure, _number(change.before), _number(change.after), difference)
    _print(console, _say("by.runs", shared=comparison.shared), table)
    for name, (before, after) in comparison.circumstances.items():
        console.print(_say("circumstance", name=name, before=_short(before), after=_short(after)), markup=False)
    if comparison.only_before or comparison.only_after:
        told = _say("not_shared", before=comparison.only_before, after=comparison.only_after)
        console.print(told, markup=False)
    for key, rows in (("became_right", comparison.became_right), ("became_wrong", comparison.became_wrong)):
        _changed(console, key, rows)
    console.print(
        _say("sign_test", better=comparison.better, worse=comparison.worse, p=f"{comparison.p:.4g}"), markup=False
    )


def _changed(console: Console, key: str, rows: Sequence[Judgement]) -> None:
    console.print(_say(key, number=len(rows)), markup=False)
    for one in rows:
        why = "；".join(f"{reason.figure}：{reason.why}" for reason in one.reasons)
        console.print(f"    {one.id} [{one.kind}] {one.question}  {why}".rstrip(), markup=False, soft_wrap=True)


def _print(console: Console, title: str, *tables: Table) -> None:
    console.print(title, style="bold", markup=False)
    for table in tables:
        console.print(table)


def _table(*columns: str) -> Table:
    table = Table()
    for column in columns:
        table.add_column(_say(f"column.{column}"), justify="left" if column in ("figure", "meaning") else "right")
    return table


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= LETTERS else text[:LETTERS] + "…"


def _say(key: str, **values: object) -> str:
    return sentences().say(f"eval.{key}", **values)
