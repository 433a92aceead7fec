"""Runs: kept as files, and set against each other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import RetrievalError
from retrieval.evaluation import Judgement, Run, compare, read_run, sign_test, summary, write_run
from tests.retrieval.test_evaluation_totals import judgement


def run(*judgements: Judgement, **values: Any) -> Run:
    made: dict[str, Any] = {
        "date": datetime(2026, 1, 2, tzinfo=UTC),
        "file": "rows.jsonl",
        "bank": {"general": "abc"},
        "encoder": "hashing-256",
        "settings": {"model": "", "weights": {"dense": 1.0}},
        "interrupted": False,
        "figures": summary(judgements),
        "judgements": judgements,
    }
    return Run.model_validate({**made, **values})


def rows(*right: bool) -> list[Judgement]:
    return [judgement(number, marks={"right": mark}) for number, mark in enumerate(right)]


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [
        (0, 0, 1.0),
        (1, 5, 2 * (1 + 6) / 64),
        (5, 1, 0.21875),
        (10, 0, 2 / 1024),
        (3, 3, 1.0),
        (2, 9, 2 * (1 + 11 + 55) / 2048),
    ],
)
def test_the_sign_test_by_hand(better: int, worse: int, p: float) -> None:
    assert sign_test(better, worse) == pytest.approx(p, abs=1e-12)


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_sign_test_knows_no_side(better: int, worse: int) -> None:
    assert sign_test(better, worse) == sign_test(worse, better)
    assert 0 <= sign_test(better, worse) <= 1


def test_figures_differ_and_rows_turn() -> None:
    found = compare(run(*rows(True, False, False, True)), run(*rows(False, True, True, True)))
    assert (found.figures["right"].before, found.figures["right"].after) == (0.5, 0.75)
    assert found.figures["right"].difference == 0.25
    assert [one.id for one in found.became_right] == ["1", "2"]
    assert [one.id for one in found.became_wrong] == ["0"]
    assert (found.better, found.worse, found.p) == (2, 1, 1.0)


def test_rows_without_a_place_turn_too_but_do_not_count_for_right() -> None:
    before = run(judgement(marks={"refused_right": False}), judgement(1, marks={"over_refusal": False}))
    found = compare(before, run(judgement(marks={"refused_right": True}), judgement(1, marks={"over_refusal": True})))
    assert [one.id for one in found.became_right] == ["0"] and [one.id for one in found.became_wrong] == ["1"]
    assert (found.better, found.worse, found.p) == (0, 0, 1.0)


def test_only_rows_that_both_runs_asked_in_the_same_words_are_compared() -> None:
    before = run(*rows(False, True), judgement(9, question="旧问法", marks={"right": False}))
    found = compare(before, run(*rows(True, True, True), judgement(9, question="新问法", marks={"right": True})))
    assert (found.shared, found.only_before, found.only_after) == (2, 1, 2)
    assert (found.figures["right"].before, found.figures["right"].after) == (0.5, 1.0)
    assert [one.id for one in found.became_right] == ["0"]


def test_a_figure_of_one_run_alone_has_no_difference() -> None:
    change = compare(run(*rows(True)), run(judgement(marks={"cite_all": True}))).figures["cite_all"]
    assert (change.before, change.after, change.difference) == (None, 1.0, None)


def test_circumstances_that_differ_are_named() -> None:
    after = run(bank={"general": "abd"}, settings={"model": "", "weights": {"dense": 2.0}})
    assert compare(run(), after).circumstances == {"bank.general": ("abc", "abd"), "weights.dense": (1.0, 2.0)}
    assert compare(run(), run()).circumstances == {}


def test_a_run_is_kept_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text("old", "utf-8")
    write_run(path, run(*rows(True, False)))
    assert read_run(path) == run(*rows(True, False))
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "没有这个文件"),
        (b"\xff\xfe", "UTF-8"),
        (b"", "不是 JSON"),
        (b"{", "不是 JSON"),
        (b"[]", "shenbao eval --save"),
        (b'{"format": 2}', "shenbao eval --save"),
    ],
)
def test_a_file_that_is_no_run_is_refused_in_one_line(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "run.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RetrievalError) as refused:
        read_run(path)
    assert words in str(refused.value) and str(path) in str(refused.value) and "\n" not in str(refused.value)
