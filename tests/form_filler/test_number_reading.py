"""Whole numbers, telephone numbers and credit codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.form_filler import sample_fields as fields
from tests.form_filler.said import numeral, refusal, value


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("4", 4),
        ("４家", 4),
        ("四个", 4),
        ("十二", 12),
        ("一百二十", 120),
        ("一共4个单位", 4),
        ("两家", 2),
        ("没有", 0),
        ("无", 0),
        ("零", 0),
        ("一个都没有", 0),
        ("1,200", 1200),
        ("4.0", 4),
        ("48岁", 48),
    ],
)
def test_a_whole_number_is_read(words: str, number: int) -> None:
    assert value(fields.integer(), words) == number


@pytest.mark.parametrize(
    "words",
    [
        "-1",
        "负三",
        "很多",
        "三四家",
        "大概4个",
        "3.5",
        "200000",
        "3家企业，1所大学",
        "3²",
        "1e309",
        "没有4个",
        "abc",
        "9" * 400,
    ],
)
def test_what_is_not_one_whole_number_in_range_is_refused(words: str) -> None:
    assert words[:10] in refusal(fields.integer(), words)


def test_a_number_out_of_range_is_told_the_range() -> None:
    assert "16到100" in refusal(fields.integer(16, 100), "15")


@given(st.integers(0, 100000), st.sampled_from(["{}", "{}家", "一共{}个单位", "有 {} 所", "{:,}"]))
def test_every_number_survives_being_said(number: int, spelling: str) -> None:
    assert value(fields.integer(), spelling.format(number)) == number


@given(st.integers(1, 99))
def test_every_small_number_survives_chinese_numerals(number: int) -> None:
    assert value(fields.integer(), f"{numeral(number)}家") == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("13847200001", "13847200001"),
        ("+86 138-4720-0001", "13847200001"),
        ("8613847200001", "13847200001"),
        ("一三八四七二〇〇〇〇一", "13847200001"),
        ("幺三八四七二零零零零幺", "13847200001"),
        ("电话是13847200001，随时打", "13847200001"),
        ("tel:13847200001", "13847200001"),
        ("\u202d13847200001\u202c", "13847200001"),
        ("0472-5551234", "0472-5551234"),
        ("04725551234", "0472-5551234"),
        ("（0472）5551234", "0472-5551234"),
        ("０４７２—５５５１２３４", "0472-5551234"),
        ("+86 472 5551234", "0472-5551234"),
        ("0472-5551234-801", "0472-5551234-801"),
        ("0472 5551234转801", "0472-5551234-801"),
        ("010-62345678", "010-62345678"),
        ("02162345678", "021-62345678"),
    ],
)
def test_a_telephone_number_is_normalised(words: str, number: str) -> None:
    assert value(fields.phone(), words) == number


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("12345", "太短"),
        ("1384720000a", "字母"),
        ("5551234", "区号"),
        ("138472000", "11位"),
        ("138472000011", "11位"),
        ("12847200001", "第二位"),
        ("0472-555", "座机"),
        ("400-810-0000", "热线"),
        ("13847200001 0472-5551234", "不止一个"),
        ("没有电话", "没能"),
    ],
)
def test_what_is_no_telephone_number_is_refused_with_the_reason(words: str, reason: str) -> None:
    assert reason in refusal(fields.phone(), words)


@pytest.mark.parametrize(
    "words",
    [
        "91110000600037341L",
        "91110000600037341l",
        "9111 0000 6000 3734 1L",
        "９１１１００００６０００３７３４１Ｌ",
        "信用代码是91110000600037341L",
    ],
)
def test_a_credit_code_is_normalised(words: str) -> None:
    assert value(fields.credit_code(), words) == fields.USCC


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("9111000060003734", "16位"),
        ("9111000060003734OL", "第17位是“O”"),
        ("911A0000600037341L", "第3到8位"),
        ("91110000600037341X", "校验码"),
        ("没有", "没能"),
    ],
)
def test_the_rule_a_credit_code_breaks_is_named(words: str, reason: str) -> None:
    why = refusal(fields.credit_code(), words)
    assert reason in why
    assert words in why
