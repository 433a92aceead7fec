"""`shenbao index`: builds the index of every installed measure."""

from __future__ import annotations

import time

import typer

from bot.answering import choose_embedder, prepare_home
from bot.commands.progress import building
from bot.sentences import sentences
from bot.settings import read_settings
from bot.shelf import Shelf


def run() -> None:
    """Builds what is missing and says how much there is."""
    settings = read_settings()
    prepare_home(settings)
    begun = time.perf_counter()
    with building() as progress:
        catalogue = Shelf(settings, choose_embedder(settings), progress).catalogue()
    seconds = time.perf_counter() - begun
    typer.echo(sentences().say("cli.index_built", documents=catalogue.size, seconds=seconds))
