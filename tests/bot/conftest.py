"""The real assistant for the tests of this folder: built once, over a home of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.app import App, build
from bot.settings import Settings
from retrieval.answer import Answerer
from retrieval.embedders.bundled import BundledEmbedder
from retrieval.ports import Embedder
from tests.bot.shell import Shell
from tests.bot.talking import TODAY, Person, Skills, skills_over


@pytest.fixture(scope="session")
def ready_home(answerer: Answerer, real_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose index is ready; copy it, or talk in it with a conversation of your own."""
    answerer.measures()  # builds it, if nobody did before
    home = tmp_path_factory.mktemp("ready") / "home"
    shutil.copytree(real_home / "index", home / "index")
    return home


@pytest.fixture(scope="session")
def house(ready_home: Path) -> Iterator[App]:
    """One built bot for all tests, each in conversations of its own."""
    built = build(Settings(_env_file=None, home=ready_home, today=TODAY))
    yield built
    built.store.close()


@pytest.fixture(autouse=True)
def no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts stay Word files here, as on a machine without LibreOffice; the PDF has tests of its own."""
    monkeypatch.setattr("bot.drafts.to_pdf", lambda _docx, _folder: None)


@pytest.fixture(scope="session")
def skills(house: App) -> Skills:
    """The real skills, to be put over any store."""
    return skills_over(house)


@pytest.fixture
def home(ready_home: Path, tmp_path: Path) -> Path:
    """A fresh home with a ready index."""
    shutil.copytree(ready_home / "index", tmp_path / "home" / "index")
    return tmp_path / "home"


@pytest.fixture
def person(house: App, request: pytest.FixtureRequest) -> Callable[..., Person]:
    """Makes people who talk with the bot, each in a conversation named after the test."""
    made = 0

    def make(channel: str = "test") -> Person:
        nonlocal made
        made += 1
        return Person(house.assistant, f"{request.node.nodeid}:{made}", channel)

    return make


@pytest.fixture(scope="session")
def encoder() -> Embedder:
    """The bundled encoder; reading it takes a second."""
    return BundledEmbedder()


@pytest.fixture
def shell(home: Path, tmp_path: Path, encoder: Embedder, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The command line over a fresh home."""
    monkeypatch.setattr("bot.answering.choose_embedder", lambda _settings: encoder)
    (tmp_path / "here").mkdir()
    return Shell(monkeypatch, home, tmp_path / "here")
