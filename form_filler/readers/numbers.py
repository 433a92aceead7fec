"""Numerals and whole numbers."""

from __future__ import annotations

import re
from functools import cache
from math import inf, isfinite
from typing import Protocol, cast

from form_filler.form import IntegerField
from form_filler.outcomes import Reading
from form_filler.readers.characters import CHINESE_DIGITS, plain
from form_filler.readers.context import ReadingContext
from form_filler.readers.spoken import value_in
from form_filler.readers.wording import accept, refuse

NUMERALS = "〇零○一二两三四五六七八九十百千万亿廿卅"
_NOT_NUMERALS = re.compile("一共|一起|一般|一些|统一|第一|唯一|同一|一下|一直|一定|万一|十分")
_NONE_AT_ALL = re.compile("一(?:个|家|所|名|项)[都也](?:没有|没|无)")
_NONE = re.compile("没有|没|无|暂无")
_VAGUE = re.compile(
    "几|多少|很多|好多|许多|若干|数十|数百|上百|上千|左右|大概|大约|约|以上|以下|至少|最多|不到|不足|超过|差不多|余"
    f"|[0-9{NUMERALS}]多|一些|[{NUMERALS}0-9][~～—至到-][{NUMERALS}0-9]"
)
_NUMBER = re.compile(
    rf"[-−－负]?(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?|负?[{NUMERALS}]+(?:点[{NUMERALS}]+)?|俩"
)
_NEIGHBOURS = re.compile(r"\A[一二两三四五六七八九]{2}\Z")  # 三四家: about three or four
_LONGEST_NUMERAL = 15


class _Converter(Protocol):
    def __call__(self, inputs: str, mode: str) -> float: ...


def whole(numeral: str) -> int:
    """The number that Arabic or Chinese numerals stand for: `12`, 十二, 一二, 两百零三.

    Raises:
        ValueError: they stand for none.
    """
    if len(numeral) > _LONGEST_NUMERAL:
        raise ValueError(numeral)
    digits = numeral.translate(CHINESE_DIGITS)
    if digits.isascii():
        return int(digits)
    return int(_converter()(numeral.replace("○", "零").replace("两", "二"), "smart"))


def read_integer(field: IntegerField, words: str, _context: ReadingContext) -> Reading:
    """The one whole number said: 4, 4家, 四个, 一共4个单位, 没有 (0)."""
    said = plain(value_in(field, words))
    numbers = _numbers(said)
    if any(map(str.isnumeric, _NUMBER.sub("", _NOT_NUMERALS.sub("", said)))):
        return refuse(field, "integer.none", words)
    if _VAGUE.search(_NOT_NUMERALS.sub("", said)) or any(_NEIGHBOURS.match(number) for number in numbers):
        return refuse(field, "integer.vague", words)
    values = {_value(number) for number in numbers}
    none_said = bool(_NONE.search(said))
    if none_said and values <= {0}:
        values = {0.0}
    elif none_said or len(values) > 1:
        return refuse(field, "integer.several", words, numbers="、".join(numbers))
    if not values:
        return refuse(field, "integer.none", words)
    return _within(field, words, values.pop())


def _numbers(said: str) -> list[str]:
    return _NUMBER.findall(_NOT_NUMERALS.sub("", _NONE_AT_ALL.sub("没有", said)))


def _value(number: str) -> float:
    sign = -1 if number[0] in "-−－负" else 1
    digits = number.lstrip("-−－负").replace(",", "")
    if digits == "俩":
        return 2.0
    head, _, tail = digits.replace("点", ".").partition(".")
    try:
        return sign * float(f"{whole(head)}.{tail.translate(CHINESE_DIGITS) or 0}")
    except ValueError:
        return inf


def _within(field: IntegerField, words: str, number: float) -> Reading:
    if isfinite(number) and not number.is_integer():
        return refuse(field, "integer.not_whole", words)
    if not field.minimum <= number <= field.maximum:
        return refuse(field, "integer.out_of_range", words, minimum=field.minimum, maximum=field.maximum)
    return accept(int(number), words)


@cache
def _converter() -> _Converter:
    from cn2an import cn2an  # reads its tables when imported

    return cast(_Converter, cn2an)
