"""Wrong numbers that a question takes for granted, told from the numbers of the speaker's own case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.premise import wrong_number

MEMBERS = "成员单位原则上不少于3家。"
TERM = "自2023年5月1日起施行，有效期两年。"


class TestRule:
    @pytest.mark.parametrize(
        ("question", "wrong"),
        [
            ("成员单位必须5家吧", "5家"),
            ("成员单位至少要五家，对吧？", "五家"),
            ("听说得凑够4家", "4家"),
            ("是不是规定了10家", ""),
            ("不少于５家吗", "5家"),
            ("规定5家吗", "5家"),
            ("要满二十家才行吗？", "二十家"),
            ("最多10多家吧", "10家"),
        ],
    )
    def test_a_number_that_is_said_to_be_the_rule_and_is_not(self, question: str, wrong: str) -> None:
        assert wrong_number(question, MEMBERS) == wrong

    @pytest.mark.parametrize("question", ["有效期3年吧", "有效期是三年，对吗", "有效期三年？"])
    def test_a_term_of_other_years(self, question: str) -> None:
        assert wrong_number(question, TERM).removesuffix("年") in ("3", "三")

    @pytest.mark.parametrize("question", ["必须3家吧", "至少要三家，对吧？", "不少于３家吗", "要三家吧"])
    def test_the_right_number_however_it_is_written(self, question: str) -> None:
        assert wrong_number(question, MEMBERS) == ""

    def test_what_the_answer_says_first_is_the_rule(self) -> None:
        assert wrong_number("必须5家吧", f"{MEMBERS}不是必须5家。") == "5家"
        assert wrong_number("必须5家吧", f"不是必须5家。{MEMBERS}") == ""


class TestOwnCase:
    @pytest.mark.parametrize(
        "question",
        [
            "我们只有2家，可以吗？",
            "我们现在有5家成员单位，够吗？",
            "5家企业想一起报，行吗？",
            "公司成立10年了，能牵头吗？",
            "两家单位能不能申请",
            "我们要5家一起报，行吗？",
        ],
    )
    def test_what_someone_has_is_no_rule(self, question: str) -> None:
        assert wrong_number(question, MEMBERS) == ""


class TestNothingToCorrect:
    @pytest.mark.parametrize("question", ["必须5家", "我们凑满了5家。"])
    def test_what_is_not_asked(self, question: str) -> None:
        assert wrong_number(question, MEMBERS) == ""

    @pytest.mark.parametrize("question", ["必须5年吧", "限500字吗", "公示7天吗"])
    def test_what_the_answer_gives_no_number_of(self, question: str) -> None:
        assert wrong_number(question, MEMBERS) == ""

    @pytest.mark.parametrize("question", ["是要3家还是5家？", "必须5家还是3家？", "至少5家，不是3家吗？"])
    def test_a_choice_between_numbers(self, question: str) -> None:
        assert wrong_number(question, MEMBERS) == ""

    @pytest.mark.parametrize("question", ["必须十十一家吗", "必须百十家吗", "必须〇〇家吗"])
    def test_characters_of_numbers_that_make_none(self, question: str) -> None:
        assert wrong_number(question, "不少于三家") in ("", question[2:-1])

    @pytest.mark.parametrize("question", ["", "？", "必须家吧", "吗"])
    def test_what_has_no_number(self, question: str) -> None:
        assert wrong_number(question, MEMBERS) == ""


_ANY = st.text(st.characters(exclude_categories=()))
_ALIKE = st.text(st.sampled_from("必须至少要限零〇一二两三五十百千0159²３家年个多吧吗？\ud800"))


@given(_ANY | _ALIKE, _ANY | _ALIKE)
def test_nothing_raises_and_what_is_wrong_stands_in_the_question(question: str, answer: str) -> None:
    wrong = wrong_number(question, answer)
    assert not wrong or wrong[-1] in question


@given(st.integers(1, 99), st.integers(1, 99))
def test_a_rule_is_wrong_just_when_its_number_is_another(said: int, right: int) -> None:
    wrong = wrong_number(f"成员单位至少要{said}家，对吧？", f"成员单位不少于{right}家。")
    assert wrong == ("" if said == right else f"{said}家")
