"""`shenbao eval`: figures over a file of labelled questions, kept and set against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer
from pydantic import JsonValue
from rich.console import Console
from rich.progress import Progress

from bot import answering
from bot.commands import evaluation_tables
from bot.commands.printing import print_json
from bot.commands.progress import building
from bot.commands.reading import speak_utf8
from bot.errors import UsageError
from bot.sentences import sentences
from bot.settings import Settings, read_settings
from knowledge.loading import GENERAL, fingerprint
from retrieval.answer import Answerer
from retrieval.catalogue import weights_for
from retrieval.evaluation import (
    Comparison,
    Judgement,
    Row,
    Run,
    by_group,
    calibration_of,
    compare,
    is_wrong,
    judge,
    read_rows,
    read_run,
    summary,
    write_run,
)

INTERRUPTED = 130
GROUPS = ("kind", "style", "lang")


@dataclass(frozen=True)
class Wanted:
    """What to print, and where to keep and compare the run."""

    as_json: bool = False
    save: Path | None = None
    against: Path | None = None


def run(path: Path, wanted: Wanted) -> None:
    """Asks every question and prints the figures; Ctrl-C prints those of what was asked so far.

    Raises:
        RetrievalError, UsageError: a file is not what it should be.
        typer.Exit: with 130, after Ctrl-C.
    """
    speak_utf8()
    rows = read_rows(path)
    before = read_run(wanted.against) if wanted.against else None
    if wanted.save:
        _make_room(wanted.save)
    settings = read_settings()
    with building() as progress:
        answerer = answering.build_answerer(settings, progress)
    judgements = ask(rows, answerer)
    made = _run(path, settings, answerer, judgements, interrupted=len(judgements) < len(rows))
    comparison = compare(before, made) if before else None
    if wanted.as_json:
        print_json(for_machines(made, len(rows), comparison))
    else:
        evaluation_tables.show(made, len(rows), comparison)
    if wanted.save:
        _keep(wanted.save, made, quiet=wanted.as_json)
    if made.interrupted:
        raise typer.Exit(INTERRUPTED)


def ask(rows: Sequence[Row], answerer: Answerer) -> list[Judgement]:
    """Judges the answers, up to where Ctrl-C stops it."""
    judgements: list[Judgement] = []
    with suppress(KeyboardInterrupt), _with_bar(rows) as asked:
        for row in asked:
            judgements.append(judge(row, answerer.answer(row.q), answerer.measures()))
    return judgements


@contextmanager
def _with_bar(rows: Sequence[Row]) -> Iterator[Iterable[Row]]:
    """Shows on a terminal how far it is; Rich would leave an empty line elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield rows
        return
    with Progress(transient=True, console=console) as bar:
        yield bar.track(rows, description=sentences().say("eval.asking"))


def for_machines(made: Run, rows: int, comparison: Comparison | None) -> dict[str, object]:
    """The figures, what they are by kind, style and language, how sure to be of confidence, and what was wrong."""
    judgements = made.judgements
    found: dict[str, object] = {
        **summary(judgements),
        "of": rows,
        "interrupted": made.interrupted,
        **{f"by_{group}": by_group(judgements, group) for group in GROUPS},
        "calibration": calibration_of(judgements).model_dump(),
        "wrong": [one.model_dump(mode="json") for one in judgements if is_wrong(one)],
        **made.model_dump(mode="json", include={"date", "bank", "encoder", "settings"}),
    }
    return {**found, "against": _against(comparison)} if comparison else found


def _against(comparison: Comparison) -> dict[str, object]:
    figures = {
        figure: {"before": change.before, "after": change.after, "difference": change.difference}
        for figure, change in comparison.figures.items()
    }
    return {
        **comparison.model_dump(mode="json", include={"shared", "only_before", "only_after", "circumstances"}),
        "figures": figures,
        "became_right": [one.id for one in comparison.became_right],
        "became_wrong": [one.id for one in comparison.became_wrong],
        "right": {"better": comparison.better, "worse": comparison.worse, "p": comparison.p},
    }


def _run(path: Path, settings: Settings, answerer: Answerer, judgements: list[Judgement], interrupted: bool) -> Run:
    encoder = answering.choose_embedder(settings).name
    bank = {measure.slug: measure.fingerprint for measure in answerer.measures()}
    weights: dict[str, JsonValue] = weights_for(encoder).model_dump(mode="json")
    return Run(
        date=datetime.now(UTC).replace(microsecond=0),
        file=path.name,
        bank={**bank, "general": fingerprint(GENERAL.parent.glob(f"{GENERAL.stem}*.yaml"))},
        encoder=encoder,
        settings={
            "embedder": settings.embedder,
            "model": settings.model,
            "today": settings.day().isoformat(),
            "weights": weights,
        },
        interrupted=interrupted,
        figures=summary(judgements),
        judgements=tuple(judgements),
    )


def _make_room(path: Path) -> None:
    """Finds out before a long run that its result could not be kept."""
    try:
        if path.is_dir():
            raise UsageError(sentences().say("cli.unwritable", file=path, reason=sentences().say("eval.is_folder")))
        path.parent.mkdir(parents=True, exist_ok=True)
        probe = path.with_name(f".{path.name}.probe")
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise _unwritable(path, error) from None


def _keep(path: Path, made: Run, quiet: bool) -> None:
    try:
        write_run(path, made)
    except OSError as error:
        raise _unwritable(path, error) from None
    if not quiet:
        typer.echo(sentences().say("eval.saved", file=path))


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(sentences().say("cli.unwritable", file=path, reason=error.strerror or str(error)))
