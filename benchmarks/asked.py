"""The questions that benchmarks ask: rows as `shenbao eval` takes them."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.deadline import ROOT
from retrieval.errors import RetrievalError
from retrieval.evaluation import Row, read_rows

DEFAULT = ROOT / "tests" / "retrieval" / "second_opinion.jsonl"


def add_option(parser: argparse.ArgumentParser) -> None:
    """Adds `--questions`."""
    parser.add_argument("--questions", type=Path, default=DEFAULT, metavar="FILE", help="rows as `shenbao eval` reads")


def read(path: Path) -> list[Row]:
    """The rows of a file.

    Raises:
        SystemExit: it is not one; with what is wrong.
    """
    try:
        return read_rows(path)
    except RetrievalError as error:
        raise SystemExit(str(error)) from None


def rows(description: str | None) -> list[Row]:
    """The rows that this command line names."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_option(parser)
    return read(parser.parse_args().questions)
