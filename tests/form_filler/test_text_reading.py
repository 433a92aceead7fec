"""Free text and lists of short texts."""

from __future__ import annotations

import pytest

from form_filler.outcomes import Accepted
from form_filler.reading import Readable, read
from tests.form_filler import sample_fields as fields
from tests.form_filler.said import refusal, value

CONTEXT = fields.CONTEXT


@pytest.mark.parametrize(
    "words", ["A & B", "<技术>", "{{7*7}}", "{% raw %}", "]]>", "😀", "𠮷", "第一行\n第二行\t表", "１２３²", "“引”"]
)
def test_free_text_is_kept_letter_for_letter(words: str) -> None:
    assert read(fields.text(), words, CONTEXT) == Accepted(words)


def test_only_outer_white_space_is_taken_from_free_text() -> None:
    assert value(fields.text(), "  甲 乙\r\n丙 \n") == "甲 乙\n丙"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("甲\x00乙", "U+0000"),
        ("甲\x0b乙", "U+000B"),
        ("甲\ud800乙", "U+D800"),
        ("甲\u202e乙", "U+202E"),
        ("甲\U000e0041乙", "U+E0041"),
        ("甲\uffff乙", "U+FFFF"),
    ],
)
@pytest.mark.parametrize("field", [fields.text(), fields.organisation(), fields.strings(), fields.person()])
def test_a_character_no_document_can_hold_is_refused_by_name(field: Readable, words: str, named: str) -> None:
    why = refusal(field, words)
    assert named in why
    assert "第2个字符" in why
    assert words[1] not in why


def test_text_at_the_limit_is_taken_and_one_more_is_refused_with_the_surplus() -> None:
    field = fields.text(limit=500)
    assert value(field, "字" * 500) == "字" * 500
    why = refusal(field, "字" * 503)
    assert "限500字" in why
    assert "503字" in why
    assert "超出3字" in why


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("节能电机", ["节能电机"]),
        ("节能电机、储能", ["节能电机", "储能"]),
        ("节能电机；储能", ["节能电机", "储能"]),
        ("1. 节能电机\n2. 储能", ["节能电机", "储能"]),
        ("节能电机和储能材料", ["节能电机", "储能材料"]),
        ("碳中和技术", ["碳中和技术"]),
        ("储能、储能", ["储能"]),
    ],
)
def test_short_texts_are_separated(words: str, stored: list[str]) -> None:
    assert value(fields.strings(), words) == stored


def test_more_short_texts_than_the_form_holds_are_refused() -> None:
    assert "最多填2项" in refusal(fields.strings(), "甲烷、氢能、储能")
