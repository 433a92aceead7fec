"""The conversations that guidance staff wrote down in `tests/cases/conversations` come out as they say."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from openpyxl import Workbook
from pydantic import BaseModel, ConfigDict

from bot.app import App
from bot.shelf import Shelf
from bot.skills.ask import Ask
from knowledge.passage import Label
from retrieval.answer import Answerer
from retrieval.catalogue import fitted_weights
from tests.bot.talking import Person, Skills, assistant_over

FOLDER = Path(__file__).parent.parent / "cases" / "conversations"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class File(_Strict):
    """A table that is sent."""

    name: str
    rows: list[list[str]]

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        if path.suffix == ".xlsx":
            book = Workbook()
            for row in self.rows:
                book.active.append(row)  # type: ignore[union-attr]
            book.save(path)
        else:
            with path.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(self.rows)
        return path


class Line(_Strict):
    """One thing said, and what has to come of it."""

    say: str | None = None
    choose: str | None = None
    file: File | None = None
    current: str | None = None
    kept: bool = False
    value: dict[str, Any] = {}
    text: list[str] = []
    not_text: list[str] = []
    cites: list[str] = []
    offers: list[str] = []
    error: bool | None = None
    draft: Literal[True] | None = None


class Case(_Strict):
    """One conversation."""

    name: str
    at: str | None = None
    today: date | None = None
    talk: list[Line]


CASES = [
    pytest.param(Case.model_validate(case), id=f"{path.stem}：{case['name']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


def test_there_are_cases_and_their_names_differ() -> None:
    assert len(CASES) >= 25
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES)
def test_conversation(
    case: Case, person: Callable[..., Person], house: App, skills: Skills, shelf: Shelf, tmp_path: Path
) -> None:
    who = person()
    if case.today:
        day = case.today
        answerer = Answerer(shelf.catalogue, lambda: day, fitted_weights())
        then = replace(skills, ask=Ask(answerer.answer, answerer.nearness))
        who = Person(assistant_over(house.store, then), who.conversation)
    if case.at:
        who.fill_up_to(None if case.at == "review" else case.at)
    for line in case.talk:
        before = (who.current, who.values) if who.is_filling else None
        file = line.file.write(tmp_path) if line.file else None
        who.say(line.say, line.choose, file)
        _check(line, who, before)


def _check(line: Line, who: Person, before: tuple[str | None, dict[str, Any]] | None) -> None:
    told = f"{line.say or line.choose or line.file} → {who.text}"
    if line.current:
        here = "closed" if not who.is_filling else who.current or "review"
        assert here == line.current, told
    if line.kept:
        assert (who.current, who.values) == before, told
    for path, value in line.value.items():
        assert _at(who.values, path) == value, told
    for part in line.text:
        assert part in who.text, told
    for part in line.not_text:
        assert part not in who.text, told
    for label in line.cites:
        assert any(Label.parse(label).contains(Label.parse(cited)) for cited in who.labels), (who.labels, told)
    assert set(line.offers) <= who.offered, (who.offered, told)
    if line.error is not None:
        assert bool(who.errors) == line.error, told
    if line.draft:
        assert [file.suffix for file in who.files] == [".docx"] and who.files[0].is_file(), told


def _at(values: Any, path: str) -> Any:
    for part in path.split("."):
        values = values[int(part)] if isinstance(values, list) else (values or {}).get(part)
    return values
