"""Do the citations resolve, and does each quote stand in the source (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from knowledge.measure import Measure
from knowledge.passage import Citation, squeeze

_HAN = "零〇一二三四五六七八九十百千万亿两廿卅半俩仨壹贰叁肆伍陆柒捌玖拾佰仟"
_UNITS = (
    "个工作日|个自然日|个(?:月|季度|年度|星期)|"
    "[个家项条章款目页天年月日周岁元字份名人位号级次分倍成所点时万亿%期轮批类种层张块段篇]"
)
_ONE = rf"(?:\d+|[{_HAN}]+)"
_NUMBER = re.compile(rf"(第|附件)?\s*(\d+(?:\.\d+)?|[{_HAN}]+)\s*((?:{_UNITS})?)")
_LIST_MARK = re.compile(
    rf"^\s*(?:\d{{1,2}}|[{_HAN}]{{1,3}})[.、)](?!\d)|(?<!条)\((?:\d{{1,2}}|[{_HAN}]{{1,3}})\)", re.MULTILINE
)
_DATE = rf"(?:\d{{4}}|[{_HAN}]{{4}})年(?:{_ONE}月)?(?:{_ONE}日)?|{_ONE}月{_ONE}日"
_STEPS = rf"(?:\({_ONE}\))"
_PLACE = rf"第{_ONE}条{_STEPS}*\d*|附件{_ONE}[\"“”']*(?:[{_HAN}]{_STEPS}+\d*)?"
_POINT = rf"(?<![\w.]){_ONE}[.、][^\W\d]{{1,2}}"
_WHOLE = re.compile(f"{_DATE}|{_PLACE}|{_POINT}")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_LINK = re.compile(r"://|www\.|[A-Za-z0-9]\.[A-Za-z]{2,}|@")

GAP = "，"

Numeral = tuple[str, str, str]  # 第 or 附件, value, unit


def grounded(citations: Iterable[Citation], measures: Iterable[Measure]) -> bool:
    """True when every citation names a place of an installed measure and quotes that place's own words."""
    known = {measure.slug: measure for measure in measures}
    return all(_stands(citation, known.get(citation.measure)) for citation in citations)


def _stands(citation: Citation, measure: Measure | None) -> bool:
    if measure is None or citation.label not in measure.by_label:
        return False
    passage = measure.by_label[citation.label]
    return measure.has(citation.quote) and squeeze(citation.quote) in squeeze(passage.whole)


def faithful(wording: str, material: str) -> bool:
    """True when `wording` brings in no number, date, article, list mark, link or Latin word that `material` lacks.

    A number counts with what it numbers: 3家 is no ground for 3年, 第十五条 none for 第五条; 三家 is 3家.
    Dates, labels of places and points of a list stand or fall whole: 1月 of one date and 5日 of another make no date.
    """
    said, known = _plain(wording), _plain(material)
    if not said.strip() or _LINK.search(said):
        return False
    words = {word.lower() for word in _LATIN.findall(known)}
    if any(word.lower() not in words for word in _LATIN.findall(said)):
        return False
    whole = squeeze(known)
    if any(part not in whole for part in _WHOLE.findall(squeeze(said))):
        return False
    return _list_marks(said) <= _list_marks(known) and numerals(said) <= numerals(known)


def numerals(text: str) -> frozenset[Numeral]:
    """The numbers of a text with what they number; list marks are none."""
    return frozenset(_numerals(_plain(text)))


def without_numbers(text: str) -> str:
    """The text with a mark in the place of each number and what it numbers."""
    return _NUMBER.sub(lambda match: GAP if _is_number(match) else match.group(), _plain(text))


def with_digits(text: str) -> str:
    """The text with each number in digits: 三年内 is 3年内."""
    return _NUMBER.sub(
        lambda match: f"{match[1] or ''}{_value(match[2])}{match[3]}" if _is_number(match) else match.group(),
        _plain(text),
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _list_marks(text: str) -> frozenset[str]:
    return frozenset(squeeze(mark) for mark in _LIST_MARK.findall(text))


def _numerals(text: str) -> Iterator[Numeral]:
    for match in _NUMBER.finditer(_LIST_MARK.sub("", text)):
        if _is_number(match):
            yield match[1] or "", _value(match[2]), match[3]


def _is_number(match: re.Match[str]) -> bool:
    """False for the 一 of 一般, 统一, 一致."""
    return match[2] != "一" or bool(match[1] or match[3])


def _value(number: str) -> str:
    """三 -> 3, 03 -> 3; characters that are no number by themselves stay."""
    import cn2an

    try:
        return str(Decimal(str(cn2an.cn2an(number, "smart"))).normalize())
    except ValueError:
        return number
