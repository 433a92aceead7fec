"""A ruling in a measure's register changes what is answered, and says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from benchmarks.works import light_catalogue
from bot.answering import no_progress
from bot.settings import Settings
from bot.shelf import Shelf
from knowledge.loading import load_measure
from knowledge.measure import Measure
from retrieval.answer import Answerer
from retrieval.catalogue import Catalogue, Weights, documents_of, entries_of, fitted_weights, weights_for
from retrieval.embedders.hashing import HashingEmbedder
from retrieval.indexes.memory import MemoryIndex
from tests.knowledge.damaged import replace_once
from tests.knowledge.small_measure import RULED_ON, small_measure

OPEN, RULED, PLAIN = "牵头单位算在3家里吗？", "合作协议和组建协议是一份吗？", "什么时候施行？"
BEFORE, AFTER = date(2026, 2, 28), date(2027, 1, 1)
GIVEN = date.fromisoformat(RULED_ON)

On = Callable[[date], Answerer]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_measure(tmp_path / "measures")


@pytest.fixture
def on(folder: Path) -> On:
    """An answerer over the small measure on a given day."""
    return lambda day: Answerer(lambda: light_catalogue([load_measure(folder)]), lambda: day, fitted_weights())


def catalogue_of(measure: Measure, weights: Weights) -> Catalogue:
    entries, embedder = entries_of([measure], ()), HashingEmbedder()
    index = MemoryIndex(embedder)
    index.fill(documents_of(entries), no_progress)
    return Catalogue(entries, index, embedder, weights)


def test_a_ruling_in_force_comes_first_and_is_named_for_what_it_is(on: On) -> None:
    answer = on(GIVEN).answer(RULED)
    assert answer.text.startswith("示例厅2026年3月1日答复：是同一份，签一份即可。")
    assert answer.outcome == "answered"
    (notice,) = answer.notices
    assert "不是原文的规定" in notice and "2026年12月31日" in notice
    assert [citation.label for citation in answer.citations] == ["第二条"]


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_one_that_is_not_in_force_changes_nothing(on: On, day: date) -> None:
    answer = on(day).answer(RULED)
    assert "答复：" not in answer.text
    assert (answer.outcome, answer.notices) == ("partial", ())
    assert "稳妥的做法：签一份，题目写组建协议。" in answer.text


def test_without_one_the_safe_way_is_named(on: On) -> None:
    answer = on(GIVEN).answer(OPEN)
    assert (answer.outcome, answer.notices) == ("partial", ())
    assert "稳妥的做法：按牵头单位之外另有3家准备" in answer.text


def test_what_the_source_says_is_not_touched_by_the_register(on: On) -> None:
    answer = on(GIVEN).answer(PLAIN)
    assert (answer.text, answer.notices, answer.outcome) == ("自2023年5月1日起施行。", (), "answered")


@pytest.mark.parametrize("message", [f"{RULED}{PLAIN}", f"{PLAIN}{RULED}", f"{OPEN}{RULED}"])
def test_beside_another_question_it_is_named_too(on: On, message: str) -> None:
    answer = on(GIVEN).answer(message)
    assert "示例厅2026年3月1日答复：是同一份" in answer.text
    assert [notice for notice in answer.notices if "不是原文的规定" in notice] != []


def test_as_a_second_reading_it_is_named_too(folder: Path) -> None:
    undecided = fitted_weights().model_copy(update={"dense": 0.0, "sure": 1.1, "rival": 0.0, "least": -9.0})
    measure = load_measure(folder)
    two = tuple(item for item in measure.questions if item.id in ("q-count", "q-name"))
    catalogue = catalogue_of(measure.model_copy(update={"questions": two}), undecided)
    answer = Answerer(lambda: catalogue, lambda: GIVEN, undecided).answer("想问几家签协议")
    assert f"您在问“{OPEN}”" in answer.text and f"如果您问的是“{RULED}”" in answer.text
    assert "答复：是同一份" in answer.text
    assert [notice for notice in answer.notices if "不是原文的规定" in notice] != []


def test_who_asks_in_english_is_not_told_the_old_answer_first(folder: Path, on: On) -> None:
    english = "Are the two agreements one?"
    replace_once(folder / "questions.yaml", f"standard: {RULED}\n", f"standard: {RULED}\n  similar: [{english}]\n")
    (folder / "english.yaml").write_text(
        f"- id: q-name\n  standard: {english}\n  answer: The Measure does not say.\n", "utf-8"
    )
    before, ruled = (on(day).answer(english).text for day in (BEFORE, GIVEN))
    assert before.startswith("The Measure does not say.")
    assert "是同一份" in ruled.partition("The Measure does not say.")[0]


def test_staff_may_give_one_while_the_assistant_runs(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.shelf.INSTALLED", tmp_path / "none")
    embedder = HashingEmbedder()
    shelf = Shelf(Settings(_env_file=None, home=tmp_path), embedder, no_progress)
    answerer = Answerer(shelf.catalogue, lambda: GIVEN, weights_for(embedder.name))
    before = answerer.answer(OPEN)
    assert (before.outcome, before.notices) == ("partial", ())
    replace_once(
        folder / "ambiguities.yaml",
        "多邀请一家也可以。\n",
        "多邀请一家也可以。\n  ruling: {date: 2026-02-01, office: 示例厅, text: 算在内。}\n",
    )
    after = answerer.answer(OPEN)
    assert after.text.startswith("示例厅2026年2月1日答复：算在内。")
    assert (after.outcome, len(after.notices)) == ("answered", 1)
    assert after.citations == before.citations
