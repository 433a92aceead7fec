"""Resident identity numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_filler.outcomes import Accepted, Rejected
from form_filler.reading import read
from tests.form_filler import sample_fields as fields
from tests.form_filler.said import refusal, resident_number, value

CONTEXT = fields.CONTEXT


GOOD = resident_number("15010219900101001")


@pytest.mark.parametrize(
    "words",
    [
        GOOD,
        f"{GOOD[:6]} {GOOD[6:14]}-{GOOD[14:]}",
        "".join(chr(ord(character) + 0xFEE0) for character in GOOD),
        f"我的身份证号是{GOOD}。",
        f"\u200b{GOOD}\ufeff",
    ],
)
def test_a_resident_number_is_normalised(words: str) -> None:
    assert value(fields.resident_id(), words) == GOOD


def test_an_x_at_the_end_may_be_small_or_full_width() -> None:
    number = next(n for n in (resident_number(f"15010219900101{serial:03}") for serial in range(99)) if n[-1] == "X")
    for last in "xＸｘ":
        assert value(fields.resident_id(), number[:-1] + last) == number


def test_a_number_of_a_county_that_is_in_no_list_is_taken() -> None:
    number = resident_number("15017219680229003")
    assert value(fields.resident_id(), number) == number


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (GOOD[:-1] + str((int(GOOD[-1]) + 1) % 10), "校验码"),
        ("150102900101001", "15位"),
        (GOOD[:-1], "17位"),
        (resident_number("15010220990101001"), "还没到"),
        (resident_number("15010219900230001"), "不存在"),
        (resident_number("99010219900101001"), "行政区划"),
        (resident_number("15010220060616001"), "18周岁"),
        ("A" + GOOD[1:], "字母"),
        (f"{GOOD}和{resident_number('15010219900101002')}", "不止一个"),
    ],
)
def test_the_rule_a_resident_number_breaks_is_named_and_the_number_is_masked(words: str, rule: str) -> None:
    why = refusal(fields.resident_id(), words)
    assert rule in why
    assert not any(words[n : n + 6] in why for n in range(len(words) - 5) if words[n : n + 6].isascii())
    assert "*" in why


def test_a_person_is_of_age_on_the_birthday() -> None:
    number = resident_number("15010220060615001")
    assert value(fields.resident_id(), number) == number


@given(st.text(alphabet="0123456789Xx①²〇一五 -/", min_size=6, max_size=40))
def test_no_refusal_ever_shows_more_of_a_resident_number_than_its_ends(words: str) -> None:
    reading = read(fields.resident_id(), words, CONTEXT)
    if isinstance(reading, Rejected):
        shown = reading.why.split("居民身份证号应为")[0]
        assert not any(words[n : n + 5] in shown for n in range(len(words) - 4) if words[n : n + 5].isdecimal())


def test_a_resident_number_is_said_back_masked() -> None:
    reading = read(fields.resident_id(), f"身份证号是{GOOD}", CONTEXT)
    assert isinstance(reading, Accepted)
    assert "*" in reading.note
    assert GOOD[3:16] not in reading.note
