"""What all tests share: no network, and the real knowledge base read once."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answering import no_progress
from bot.settings import Settings
from bot.shelf import Shelf
from knowledge.loading import INSTALLED, load_measure
from knowledge.measure import Measure
from retrieval.answer import Answerer
from retrieval.catalogue import fitted_weights
from retrieval.embedders.bundled import BundledEmbedder

SLUG = "nmg-innovation-consortium"
IN_FORCE = date(2024, 6, 1)


class NetworkTouchedError(Exception):
    """A test tried to leave this machine."""


def _is_here(address: Any) -> bool:
    if not isinstance(address, tuple):  # a Unix socket
        return True
    host = str(address[0])
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Connections to anything but this machine raise."""
    real, real_ex = socket.socket.connect, socket.socket.connect_ex

    def connect(self: socket.socket, address: Any) -> None:
        if not _is_here(address):
            raise NetworkTouchedError(str(address))
        real(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        if not _is_here(address):
            raise NetworkTouchedError(str(address))
        return real_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_settings_of_this_machine() -> Iterator[None]:
    """Tests do not see the settings that the developer works with."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [
            name for name in os.environ if name.startswith(("SHENBAO_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_"))
        ]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def measure() -> Measure:
    """The measure that is installed with the program."""
    return load_measure(INSTALLED / SLUG)


@pytest.fixture(scope="session")
def real_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home in which the fixtures below keep their index; copy what you want to change."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def shelf(real_home: Path) -> Shelf:
    """The real catalogue, ranked by the bundled encoder; its index is built once for all tests."""
    made = Shelf(Settings(_env_file=None, home=real_home), BundledEmbedder(), no_progress)
    made.catalogue()
    return made


@pytest.fixture(scope="session")
def answerer(shelf: Shelf) -> Answerer:
    """Answers from the real knowledge base on a day on which the measure is in force."""
    return Answerer(shelf.catalogue, lambda: IN_FORCE, fitted_weights())
