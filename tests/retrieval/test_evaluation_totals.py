"""Figures over many rows: ranks, times, calibration, groups, and the rows each figure rests on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evaluation import (
    FIGURES,
    Judgement,
    by_group,
    calibrate,
    counts,
    hits,
    percentile,
    summary,
    verdict,
)


def judgement(number: int = 0, /, **values: object) -> Judgement:
    given = {
        "id": str(number),
        "question": f"问{number}",
        "kind": "answer",
        "style": "terse",
        "lang": "zh",
        "outcome": "answered",
        "labels": (),
        "marks": {},
    }
    return Judgement.model_validate({**given, **values})


def cited(rank: int | None) -> Judgement:
    return judgement(rank=rank, marks={"cite@any": rank is not None})


def test_hits_and_reciprocal_ranks_go_by_the_first_right_citation() -> None:
    found = hits([cited(1), cited(2), cited(4), cited(None), judgement(marks={"refused_right": True})])
    assert found == {"hit@1": 0.25, "hit@2": 0.5, "hit@3": 0.5, "hit@4": 0.75, "mrr": 0.4375}


def test_without_rows_that_ask_for_a_place_there_are_no_hits() -> None:
    assert hits([judgement(marks={"refused_right": True})]) == {}


@pytest.mark.parametrize(("share", "value"), [(0, 1), (50, 5), (51, 6), (95, 10), (99, 10), (100, 10)])
def test_a_percentile_is_a_value_that_was_measured(share: float, value: int) -> None:
    assert percentile(range(1, 11), share) == value


def test_times_are_of_all_rows() -> None:
    found = summary([judgement(number, ms=float(number + 1)) for number in range(100)])
    assert (found["ms_p50"], found["ms_p95"], found["ms_p99"]) == (50.0, 95.0, 99.0)


def test_calibration_of_a_hand_made_case() -> None:
    # 0.95 said twice and right once: .45 off; 0.25 said twice and never right: .25 off; half the rows each
    found = calibrate([(0.95, True), (0.95, False), (0.25, False), (0.25, False)])
    assert found.ece == 0.35
    assert [(g.low, g.high, g.rows, g.confidence, g.right) for g in found.groups] == [
        (0.2, 0.3, 2, 0.25, 0.0),
        (0.9, 1.0, 2, 0.95, 0.5),
    ]


def test_certainty_belongs_to_the_last_group_and_no_rows_make_no_error() -> None:
    assert [(group.low, group.rows) for group in calibrate([(1.0, True), (0.0, False)]).groups] == [(0.0, 1), (0.9, 1)]
    assert calibrate([]).ece == 0.0 and calibrate([]).groups == ()


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_the_calibration_error_lies_between_nothing_and_one(pairs: list[tuple[float, bool]]) -> None:
    found = calibrate(pairs)
    assert 0 <= found.ece <= 1 and sum(group.rows for group in found.groups) == len(pairs)


@pytest.mark.parametrize(
    ("marks", "right"),
    [
        ({"right": False, "over_refusal": False}, False),
        ({"right": True, "over_refusal": True}, True),
        ({"over_refusal": True}, False),
        ({"over_refusal": False}, True),
        ({"refused_right": True, "quote_exact": False}, True),
        ({"attack_right": False}, False),
        ({"quote_exact": True}, None),
    ],
)
def test_a_row_is_right_as_its_kind_asks_for(marks: dict[str, bool], right: bool | None) -> None:
    assert verdict(judgement(marks=marks)) is right


def test_groups_say_how_many_rows_they_have() -> None:
    rows = [
        judgement(lang="zh", marks={"right": True}),
        judgement(lang="zh", marks={"right": False}),
        judgement(lang="en", marks={"refused_right": True}),
    ]
    assert by_group(rows, "lang") == {"zh": {"rows": 2, "right": 0.5}, "en": {"rows": 1, "refused_right": 1.0}}


def test_a_figure_rests_on_the_rows_it_applies_to() -> None:
    found = counts([cited(1), cited(None), judgement(marks={"refused_right": True})])
    assert (found["cite@any"], found["mrr"], found["refused_right"], found["ms_p50"]) == (2, 2, 1, 3)


def test_nothing_asked_is_no_rows() -> None:
    assert summary([]) == {"rows": 0}
    assert set(summary([cited(1)])) <= set(FIGURES)
