"""Codes of standards and lettered options."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_filler.outcomes import Ambiguous
from form_filler.reading import read
from tests.form_filler import sample_fields as fields
from tests.form_filler.said import choices, refusal, value

CONTEXT = fields.CONTEXT


@pytest.mark.parametrize(
    "words",
    [
        "C3232",
        "3232",
        "稀土金属冶炼",
        "C3232 稀土金属冶炼",
        "稀土金属冶炼（C3232）",
        "行业是稀土金属冶炼",
        "c3232稀土金属冶炼",
    ],
)
def test_an_industry_is_read_by_code_by_name_or_by_both(words: str) -> None:
    assert value(fields.industry(), words) == {"code": "C3232", "name": "稀土金属冶炼"}


@pytest.mark.parametrize(
    ("words", "code", "name"),
    [
        ("材料科学", "430", "材料科学"),
        ("430 材料科学", "430", "材料科学"),
        ("4304010", "430.4010", "黑色金属及其合金"),
        ("畜牧、兽医科学", "230", "畜牧、兽医科学"),
        ("学科：畜牧兽医科学", "230", "畜牧、兽医科学"),
    ],
)
def test_a_discipline_is_read_by_code_or_name(words: str, code: str, name: str) -> None:
    assert value(fields.discipline(), words) == {"code": code, "name": name}


def test_a_name_at_several_levels_is_offered_with_all_its_codes() -> None:
    reading = read(fields.industry(), "其他农业", CONTEXT)
    assert choices(reading) == {
        "A019": {"code": "A019", "name": "其他农业"},
        "A0190": {"code": "A0190", "name": "其他农业"},
    }
    assert isinstance(reading, Ambiguous)
    assert [choice.label for choice in reading.choices] == ["A019 其他农业", "A0190 其他农业"]


@pytest.mark.parametrize(("words", "code"), [("稀土", "C3232"), ("养牛", "A0311"), ("A3232", "C3232")])
def test_a_near_miss_is_offered_for_choice(words: str, code: str) -> None:
    assert code in choices(read(fields.industry(), words, CONTEXT))


def test_a_code_with_another_ones_name_is_offered_with_both() -> None:
    assert list(choices(read(fields.industry(), "C3232 牛的饲养", CONTEXT))) == ["C3232", "A0311"]


@pytest.mark.parametrize("words", ["C9999", "火星移民业"])
def test_what_no_standard_knows_is_refused(words: str) -> None:
    why = refusal(fields.industry(), words)
    assert "GB/T 4754" in why
    assert words in why


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        ("C、O", ["C", "O"]),
        ("I F", ["I", "F"]),
        ("c,o", ["C", "O"]),
        ("CO", ["C", "O"]),
        ("Ｃ，Ｏ", ["C", "O"]),
        ("O、C", ["O", "C"]),
        ("C、C", ["C"]),
        ("A.新能源 C.新材料", ["A", "C"]),
        ("新材料和冶金建材", ["C", "O"]),
        ("养殖业、生物技术", ["I", "F"]),
        ("城市发展与智慧管理技术", ["M"]),
        ("我们主要是新材料领域", ["C"]),
        ("装备行业和环保", ["E", "D"]),
        ("其他：储能", ["Q:储能"]),
        ("Q 储能", ["Q:储能"]),
        ("储能", ["A"]),
        ("新能源产业、新能源", ["A"]),
        ("Q:储能", ["Q:储能"]),
        ("C、Q 储能和氢能", ["C", "Q:储能和氢能"]),
        ("Q:储能、氢能", ["Q:储能、氢能"]),
    ],
)
def test_options_are_read_by_letter_or_name_in_the_order_given(words: str, letters: list[str]) -> None:
    assert value(fields.options(), words) == letters


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("P", "没有选项P"),
        ("CP", "没有选项P"),
        ("Q", "写明"),
        ("其他", "写明"),
        ("A、B、C、D", "最多填3项"),
        ("农业", "农业"),
        ("新能源汽车", "汽车"),
        ("A化工", "对不上"),
        ("AI技术", "AI"),
        ("、、", "没能"),
    ],
)
def test_what_is_no_option_is_refused_with_the_reason(words: str, reason: str) -> None:
    assert reason in refusal(fields.options(), words)


@given(st.lists(st.sampled_from("ABCDEFGHIJKLMNO"), min_size=1, max_size=3, unique=True), st.sampled_from("、,; "))
def test_letters_survive_any_separator(letters: list[str], separator: str) -> None:
    assert value(fields.options(), separator.join(letters)) == letters
