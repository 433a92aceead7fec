"""Merging rankings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion import Candidate, fuse

_SIDE = st.dictionaries(st.sampled_from("abcdef"), st.floats(-10, 10), max_size=6)


def test_scores_are_summed_by_weight() -> None:
    fused = fuse(({"a": 1.0, "b": 0.5}, {"a": 0.0, "b": 2.0}), (1.0, 0.5), {"a", "b"})
    assert fused == [Candidate("b", 1.5), Candidate("a", 1.0)]


def test_what_a_side_does_not_find_counts_its_lowest_score() -> None:
    fused = fuse(({"a": 3.0, "b": 1.0}, {"c": 2.0, "a": 5.0}), (1.0, 1.0), {"a", "b", "c"})
    assert fused == [Candidate("a", 8.0), Candidate("b", 3.0), Candidate("c", 3.0)]


def test_what_is_not_allowed_is_left_out() -> None:
    assert [candidate.id for candidate in fuse(({"a": 1.0, "p": 9.0},), (1.0,), {"a", "z"})] == ["a"]


def test_equal_scores_stand_in_the_order_of_their_ids() -> None:
    assert [candidate.id for candidate in fuse(({"b": 1.0, "a": 1.0},), (1.0,), {"a", "b"})] == ["a", "b"]


def test_nothing_found_is_nothing() -> None:
    assert fuse(({}, {}), (1.0, 1.0), {"a"}) == []


def test_as_many_weights_as_sides_are_needed() -> None:
    with pytest.raises(ValueError, match="zip"):
        fuse(({"a": 1.0},), (1.0, 2.0), {"a"})


@given(st.lists(_SIDE, min_size=1, max_size=3), st.frozensets(st.sampled_from("abcdef")))
def test_the_best_comes_first_and_nothing_is_invented(sides: list[dict[str, float]], allowed: frozenset[str]) -> None:
    fused = fuse(sides, [1.0] * len(sides), allowed)
    assert [one.score for one in fused] == sorted((one.score for one in fused), reverse=True)
    assert {one.id for one in fused} == {id_ for side in sides for id_ in side} & allowed


@given(_SIDE)
def test_a_side_without_weight_changes_nothing(side: dict[str, float]) -> None:
    sure = {"a": 3.0, "b": 2.0, "c": 1.0}
    fused = fuse((sure, side), (1.0, 0.0), set(sure))
    assert [one.id for one in fused] == ["a", "b", "c"]
