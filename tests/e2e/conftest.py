"""The real assistant, and a Bot API server, for tests of whole conversations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from bot.app import App
from tests.e2e.bot_api_server import BotApiServer
from tests.e2e.telegram_bot import assemble

_people = count(100)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The real parts over a home of their own, shared: each test speaks as another person."""
    app = assemble(tmp_path_factory.mktemp("home"))
    yield app
    app.store.close()


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    """A Bot API server that serves."""
    with BotApiServer().running() as server:
        yield server


@pytest.fixture
def person() -> int:
    """Somebody nobody has spoken with."""
    return next(_people)


@pytest.fixture
def other() -> int:
    """Somebody else."""
    return next(_people)
