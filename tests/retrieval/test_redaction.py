"""No personal data leaves in a question."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    for piece in ("a1-", "1 ", "a.", "一", "a@", "1a", "@."):
        assert not re.search(r"\d{11}", redact(piece * 2_000))
    assert time.perf_counter() - begun < 2
