"""No personal data leaves in a question."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.measure import Measure
from retrieval.normalise import normalise
from retrieval.redaction import redact

ID = "150102199003071234"
FORMS = {
    "as it is": lambda text: text,
    "in full width": lambda text: "".join(chr(ord(char) + 0xFEE0) if char.isascii() else char for char in text),
    "with spaces": " ".join,
    "in groups": lambda text: "-".join(re.findall(".{1,6}", text)),
    "in Chinese numerals": lambda text: text.translate(str.maketrans("0123456789", "零一二三四五六七八九")),
    "with invisible marks": "​".join,
    "with dots": ".".join,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", [ID, "15010219900307123X", "13800138000", "0471-6281234", "6222021100001234567"])
def test_numbers_of_persons_go_however_they_are_written(number: str, form: str) -> None:
    written = FORMS[form](number)
    redacted = redact(f"我的是{written}，怎么填？")
    assert written not in redacted
    assert "〔" in redacted
    assert not re.search(r"[0-9零一二三四五六七八九]{3}", redacted)
    assert redacted.startswith("我的是")
    assert redacted.endswith("怎么填?")


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        (f"身份证{ID}", "〔身份证号〕"),
        ("身份证15010219900307123x", "〔身份证号〕"),
        ("身份证150102900307123", "〔身份证号〕"),
        ("手机13800138000", "〔电话〕"),
        ("手机+86 138 0013 8000", "〔电话〕"),
        ("座机(0471)6281234", "〔电话〕"),
        ("代码91150100MA0N000000", "〔统一社会信用代码〕"),
        ("代码 9115 0100 MA0N 0000 00", "〔统一社会信用代码〕"),
        ("邮箱zhang.san@example.com", "〔邮箱〕"),
        ("邮箱zhang.san (at) example.com", "〔邮箱〕"),
        ("卡号6222021100001234567", "〔号码〕"),
    ],
)
def test_the_placeholder_says_what_stood_there(text: str, placeholder: str) -> None:
    assert placeholder in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "成员单位不少于3家吗",
        "2023年5月1日起施行,有效期两年",
        "第五条(二)5是什么意思",
        "限200字还是500字",
        "What does the measure say about the lead unit?",
        "一二三四都要填吗",
        "",
    ],
)
def test_ordinary_questions_stay_as_they_are(text: str) -> None:
    assert redact(text) == text


def test_a_lone_surrogate_hides_nothing() -> None:
    assert redact(f"{ID[:9]}\ud800{ID[9:]}") == "〔身份证号〕"


@given(st.text(max_size=30), st.text("0123456789", min_size=11, max_size=19), st.text(max_size=30))
def test_no_long_run_of_digits_is_ever_left(before: str, digits: str, after: str) -> None:
    assert not re.search(r"\d{11}", redact(before + digits + after))


def test_a_long_hostile_text_is_read_quickly() -> None:
    begun = time.perf_counter()
    for piece in ("a1-", "1 ", "a.", "一", "a@", "1a", "@.", "我叫", "张", "联系人张", "微信a"):
        assert not re.search(r"\d{11}", redact(piece * 2_000))
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我叫张三,想问成员几家", "我叫〔姓名〕,想问成员几家"),
        ("我叫巴特尔想问一下", "我叫〔姓名〕想问一下"),
        ("我叫乌云其木格,几家", "我叫〔姓名〕,几家"),
        ("我的名字是欧阳娜娜。", "我的名字是〔姓名〕。"),
        ("我是张伟,牵头要啥", "我是〔姓名〕,牵头要啥"),
        ("联系人李四可以吗", "联系人〔姓名〕可以吗"),
        ("联系人是欧阳娜娜吗", "联系人是〔姓名〕吗"),
        ("法定代表人:王五", "法定代表人:〔姓名〕"),
        ("本人王小明,几家", "本人〔姓名〕,几家"),
        ("王总问成员几家", "〔姓名〕总问成员几家"),
        ("张伟经理说要三家", "〔姓名〕经理说要三家"),
        ("我姓李,几家", "我姓〔姓名〕,几家"),
        ("my name is zhang san, how many", "my name is 〔姓名〕, how many"),
        ("微信号abc_12345", "微信号〔账号〕"),
        ("qq号是a1234567", "qq号是〔账号〕"),
    ],
)
def test_names_and_accounts_go_where_something_says_what_they_are(text: str, left: str) -> None:
    assert redact(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "我是高校,能牵头吗",
        "我是赤峰做饲料的",
        "我是牵头单位的",
        "联系人怎么填",
        "联系人填谁",
        "负责人要签字吗",
        "法定代表人和联系人能是同一个人吗",
        "姓名怎么填",
        "我们公司是伊利集团",
        "高级工程师算不算团队成员",
        "项目经理要写进去吗",
        "院长签字行不行",
        "有微信群吗",
    ],
)
def test_what_is_no_name_stays(text: str) -> None:
    assert redact(text) == text


def test_hardly_any_question_of_the_bank_is_taken_for_one_with_a_name(measure: Measure) -> None:
    asked = [normalise(text) for one in measure.questions for text in (one.standard, *one.similar)]
    taken = [text for text in asked if "〔姓名〕" in redact(text) or "〔账号〕" in redact(text)]
    assert len(taken) <= len(asked) / 1000, taken


def test_a_name_is_not_left_behind_by_a_longer_sentence() -> None:
    assert "巴雅尔" not in redact("我叫巴雅尔图门吉日嘎拉想问问成员单位到底最少要几家")
