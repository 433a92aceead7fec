"""What words come to, for tests that know which outcome they expect."""

from __future__ import annotations

from typing import Any

from stdnum.cn import ric

from form_filler.outcomes import Accepted, Ambiguous, Reading, Rejected
from form_filler.reading import Readable, ReadingContext, read
from tests.form_filler.sample_fields import CONTEXT

CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")


def value(field: Readable, words: str, context: ReadingContext = CONTEXT) -> Any:
    reading = read(field, words, context)
    assert isinstance(reading, Accepted), reading
    return reading.value


def refusal(field: Readable, words: str, context: ReadingContext = CONTEXT) -> str:
    reading = read(field, words, context)
    assert isinstance(reading, Rejected), reading
    return reading.why


def choices(reading: Reading) -> dict[str, Any]:
    assert isinstance(reading, Ambiguous), reading
    return {choice.id: choice.value for choice in reading.choices}


def resident_number(first_17: str) -> str:
    """The number that begins with these 17 places, with its check digit."""
    return first_17 + ric.calc_check_digit(first_17 + "0")


def numeral(number: int) -> str:
    """1 … 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{str(tens).translate(CHINESE)}十")
    return head + (str(ones).translate(CHINESE) if ones else "")
