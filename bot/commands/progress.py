"""A progress bar for building the index, on stderr, only when there is something to build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.sentences import sentences
from retrieval.ports import Progress as Told


@contextmanager
def building() -> Iterator[Told]:
    """Gives a function that is told how far the build is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    tasks: list[TaskID] = []

    def told(done: int, total: int) -> None:
        if not tasks:
            bar.start()
            tasks.append(bar.add_task(sentences().say("cli.building"), total=total))
        bar.update(tasks[0], completed=done)

    try:
        yield told
    finally:
        if tasks:  # stopping what never started prints an empty line
            bar.stop()
