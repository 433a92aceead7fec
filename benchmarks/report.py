"""Results as one table for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.table import Table

from knowledge.texts import Texts, package_texts

SIDES = ("ours", "usual")


def sentences() -> Texts:
    """The words of the table and the plot, in `benchmarks/texts`."""
    return package_texts(Path(__file__).parent)


def table_of(results: Iterable[Mapping[str, Any]]) -> Table:
    """A row a figure: what it is, ours, and the usual pipeline where it was measured too."""
    say = sentences().say
    table = Table(title=say("table.title"), title_justify="left")
    table.add_column(say("table.figure"))
    for side in SIDES:
        table.add_column(say(f"table.{side}"), justify="right")
    for result in results:
        name = result["benchmark"]
        if "failed" in result:
            table.add_row(say("table.failed", name=name), str(result["failed"]), "")
        for figure, ours, usual in _figures(result):
            key = f"figure.{name}.{figure}"
            table.add_row(say(key) if key in sentences() else f"{name} {figure}", _number(ours), _number(usual))
        table.add_section()
    return table


def _figures(result: Mapping[str, Any]) -> Iterator[tuple[str, object, object]]:
    """Figure, ours, usual; None for what was not measured."""
    for figure, value in result.items():
        if figure not in ("benchmark", "took_s", "failed", *SIDES):
            yield figure, value, None
    ours, usual = (result.get(side, {}) for side in SIDES)
    for figure in {**ours, **usual}:
        yield figure, ours.get(figure), usual.get(figure)


def _number(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
