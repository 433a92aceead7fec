"""Which language a message is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language import language_of


@pytest.mark.parametrize(
    "text",
    [
        "How many members does a consortium need?",
        "who can lead",
        "Can a university be the lead unit?",
        "What is the 备案 process?",
        "Please explain Article 5 (第五条) of the Measure.",
        "WHAT DOCUMENTS ARE NEEDED",
        "is it free",
    ],
)
def test_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "成员单位最少几家？",
        "",
        " ",
        "123",
        "？！",
        "😀",
        "AI企业能牵头吗",
        "PPT",
        "KPI ROI",
        "請問備案需要什麼材料",
        "Article 5 讲的是什么内容",
        "我们公司叫 In The Box Technology，可以牵头吗",
        "我们是 a company in the park，想问一下备案要准备哪些材料，在哪里提交",
        "\ud800",
    ],
)
def test_everything_else_is_answered_in_chinese(text: str) -> None:
    assert language_of(text) == "zh"


@pytest.mark.parametrize(
    "text",
    [
        "beian xuyao shenme cailiao",
        "zenme beian",
        "gaoxiao you shenme yaoqiu",
        "you meiyou butie",
        "an shenme shunxu tian",
    ],
)
def test_pinyin_is_chinese(text: str) -> None:
    assert language_of(text) == "zh"


@given(st.text(st.characters(exclude_categories=())))
def test_every_text_is_in_one_of_the_two(text: str) -> None:
    assert language_of(text) in ("zh", "en")


@given(st.text("成员单位最少几家？吗，。1 "))
def test_chinese_alone_is_never_english(text: str) -> None:
    assert language_of(text) == "zh"
