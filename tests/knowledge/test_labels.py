"""Labels: the source's own numbering."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.measure import Measure
from knowledge.passage import Label

_HAN = st.text("一二三四五六七八九十", min_size=1, max_size=3)
_FINE = st.lists(st.one_of(_HAN.map("（{}）".format), st.integers(1, 99).map(str)), max_size=3)


def _no_two_numbers(steps: list[str]) -> bool:
    """1 and 2 in a row would print as 12."""
    return not any(first.isdigit() and second.isdigit() for first, second in pairwise(steps))


_STEPS = _FINE.filter(_no_two_numbers)
_LABELS = st.one_of(
    st.builds(lambda number, fine: (f"第{number}条", *fine), _HAN, _STEPS),
    st.builds(
        lambda number, part, fine: (f"附件{number}", part, *fine), st.integers(1, 20), _HAN, st.just([]) | _STEPS
    ),
    st.builds(
        lambda number, place: (f"附件{number}", place), st.integers(1, 20), st.sampled_from(["封面", "填表说明一"])
    ),
)


def _parts_are_not_followed_by_a_number(steps: tuple[str, ...]) -> bool:
    return not (steps[0].startswith("附件") and len(steps) > 2 and steps[2].isdigit())


@given(_LABELS.filter(_parts_are_not_followed_by_a_number))
def test_what_is_printed_is_read_back(steps: tuple[str, ...]) -> None:
    label = Label(steps=steps)
    assert Label.parse(str(label)) == label


@given(_LABELS, _LABELS)
def test_a_place_contains_exactly_itself_and_what_is_under_it(steps: tuple[str, ...], other: tuple[str, ...]) -> None:
    label = Label(steps=steps)
    assert all(Label(steps=steps[:depth]).contains(label) for depth in range(1, len(steps) + 1))
    assert label.contains(Label(steps=other)) == (other[: len(steps)] == steps)


def test_every_label_of_the_real_source_prints_as_it_was_read(measure: Measure) -> None:
    assert all(str(Label.parse(label)) == label for label in measure.by_label)


@pytest.mark.parametrize(
    ("coarse", "fine", "contained"),
    [
        ("第五条", "第五条（二）5", True),
        ("第五条（二）", "第五条（二）5", True),
        ("第五条（二）5", "第五条（二）5", True),
        ("第五条（二）5", "第五条", False),
        ("第五条（二）", "第五条（三）", False),
        ("第一条", "第十一条", False),
        ("第五条（二）1", "第五条（二）12", False),
        ("附件5 一", "附件5 一（三）2", True),
        ("附件5 一", "附件5 二（一）", False),
        ("附件2 填表说明一", "附件3 一", False),
    ],
)
def test_only_a_coarser_place_contains_a_finer_one(coarse: str, fine: str, contained: bool) -> None:
    assert Label.parse(coarse).contains(Label.parse(fine)) is contained


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "五条",
        "第5条",
        "第五条 ",
        "第五条(二)",
        "第五条（二）甲",
        "附件",
        "附件1",
        "附件二 封面",
        "附件5 一（甲）",
    ],
)
def test_other_words_are_no_label_and_are_quoted_in_the_refusal(text: str) -> None:
    with pytest.raises(ValueError, match="不是条款标签") as refused:
        Label.parse(text)
    assert f"“{text}”" in str(refused.value)
    assert "第五条（二）5" in str(refused.value)


def test_equal_labels_are_one_key() -> None:
    assert len({Label.parse("第五条（二）5"), Label.parse("第五条（二）5"), Label.parse("第五条")}) == 2
