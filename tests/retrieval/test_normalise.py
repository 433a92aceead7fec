"""Questions as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.normalise import normalise

_ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("創新聯合體備案", "创新联合体备案"),
        ("ＡＢＣ１２３", "abc123"),
        ("Beian  流程\n怎么走", "beian 流程 怎么走"),
        ("\t 备案 \r\n", "备案"),
        ("备​案", "备案"),
        ("备\x00案\x07", "备案"),
        ("‮备案‬", "备案"),
        ("备\ud800案", "备案"),
        ("\ud800", ""),
        ("\udfff\ud800", ""),
        ("\U000e0041", ""),
        ("①家", "1家"),
        ("𠮷😀", "𠮷😀"),
        ("", ""),
    ],
)
def test_one_plain_form(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@given(_ANY_TEXT)
def test_the_plain_form_can_be_written_and_is_stable(text: str) -> None:
    plain = normalise(text)
    plain.encode("utf-8")
    assert "\0" not in plain
    assert plain == plain.strip()
    assert "  " not in plain
