"""Dates and periods."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_filler.reading import ReadingContext
from tests.form_filler import sample_fields as fields
from tests.form_filler.said import CHINESE, numeral, refusal, value


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("2024-05-20", "2024-05-20"),
        ("2024年5月20日", "2024-05-20"),
        ("2024.5.20", "2024-05-20"),
        ("2024/5/20", "2024-05-20"),
        ("20240520", "2024-05-20"),
        ("２０２４年５月２０日", "2024-05-20"),
        ("2024-05-20 00:00:00", "2024-05-20"),
        ("二〇二四年五月二十日", "2024-05-20"),
        ("二零二四年十二月三十一号", "2024-12-31"),
        ("24年5月20日", "2024-05-20"),
        ("去年十月八号", "2023-10-08"),
        ("今天", "2024-06-15"),
        ("昨天", "2024-06-14"),
        ("前天", "2024-06-13"),
        ("上个月5号", "2024-05-05"),
        ("5月20日", "2024-05-20"),
        ("协议是2024年5月20号生效的", "2024-05-20"),
        ("2024年2月29日", "2024-02-29"),
    ],
)
def test_a_date_is_read_in_many_spellings(words: str, stored: str) -> None:
    assert value(fields.day(), words) == stored


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("2024年5月", "哪一天"),
        ("2024", "月和日"),
        ("2024年13月1日", "月份是13"),
        ("2023-02-30", "没有30日"),
        ("2024年5月0日", "没有0日"),
        ("民国113年5月20日", "公历"),
        ("农历四月初八", "农历"),
        ("45432", "序号"),
        ("20/05/2024", "年-月-日"),
        ("0024-05-20", "24年"),
        ("2024-05-20到2024-06-01", "不止一个"),
        ("不清楚", "不清楚"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(words: str, reason: str) -> None:
    assert reason in refusal(fields.day(), words)


def test_a_date_after_today_is_refused_only_where_the_form_says_so() -> None:
    assert value(fields.day(), "2024-06-16") == "2024-06-16"
    assert value(fields.day(not_future=True), "2024-06-15") == "2024-06-15"
    assert "2024年6月15日" in refusal(fields.day(not_future=True), "明天")


def test_a_date_after_the_other_date_is_refused_once_that_is_filled() -> None:
    field = fields.day(not_after="dates.filing")
    filled = ReadingContext(fields.TODAY, {"dates": {"filing": "2024-05-20"}})
    assert value(field, "2024-05-21") == "2024-05-21"
    assert value(field, "2024-05-20", filled) == "2024-05-20"
    assert "2024-05-20" in refusal(field, "2024-05-21", filled)


_SPELLINGS = (
    "{0}-{1:02}-{2:02}",
    "{0}年{1}月{2}日",
    "{0}年{1:02}月{2:02}号",
    "{0}.{1}.{2}",
    "{0}/{1}/{2}",
    "{0}{1:02}{2:02}",
    "是{0}年{1}月{2}日签的",
    " {0} 年 {1} 月 {2} 日 ",
)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(_SPELLINGS))
def test_every_date_survives_every_spelling(when: date, spelling: str) -> None:
    assert value(fields.day(), spelling.format(when.year, when.month, when.day)) == when.isoformat()


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_date_survives_chinese_numerals(when: date) -> None:
    words = f"{str(when.year).translate(CHINESE)}年{numeral(when.month)}月{numeral(when.day)}日"
    assert value(fields.day(), words) == when.isoformat()


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("2022", "2022"),
        ("2019-06", "2019-06"),
        ("2019-06-01", "2019-06-01"),
        ("2019年6月", "2019-06"),
        ("2022年", "2022"),
        ("19年6月", "2019-06"),
        ("98年", "1998"),
        ("201906", "2019-06"),
        ("二〇一九年", "2019"),
        ("去年", "2023"),
        ("2024年6月", "2024-06"),
    ],
)
def test_a_period_keeps_the_precision_given(words: str, stored: str) -> None:
    assert value(fields.period(), words) == stored


@pytest.mark.parametrize("words", ["2030年", "2024年7月", "2019年13月", "10年前", "2015年建成，2018年认定", "很久以前"])
def test_what_is_no_past_period_is_refused(words: str) -> None:
    assert words in refusal(fields.period(), words)
