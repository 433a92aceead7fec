"""字数."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_filler.counting import count


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("", 0),
        (" \n\t　", 0),
        ("技术创新", 4),
        ("稀土，永磁。", 6),
        ("“稀土”……", 6),
        ("NdFeB", 1),
        ("稀土NdFeB磁体", 5),
        ("hello world", 2),
        ("2023年", 2),
        ("3.5%", 1),
        ("Nd-Fe-B 磁体", 3),
        ("中文,中文", 5),
        ("𠮷😀", 2),
        ("a\u200bb", 1),
        ("2024 年 5 月", 4),
    ],
)
def test_length_is_counted_as_a_word_processor_counts_it(words: str, length: int) -> None:
    assert count(words) == length


@given(st.integers(0, 600))
def test_each_chinese_character_counts_one(number: int) -> None:
    assert count("字" * number) == number


@given(st.text(), st.text())
def test_two_texts_on_two_lines_count_their_sum(one: str, other: str) -> None:
    assert count(f"{one}\n{other}") == count(one) + count(other)
