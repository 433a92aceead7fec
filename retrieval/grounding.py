"""Do the citations resolve, and does each quote stand in the source (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from knowledge.measure import Measure
from knowledge.passage import Citation, squeeze

_HAN = "零〇一二三四五六七八九十百千万亿两廿壹贰叁肆伍陆柒捌玖拾佰仟"
_UNITS = "个家项条章款目页天年月日周岁元字份名人位号级次分倍成所点时万亿%期轮批类种层"
_NUMBER = re.compile(rf"(第|附件)?\s*(\d+(?:\.\d+)?|[{_HAN}]+)\s*([{_UNITS}]?)")
_LIST_MARK = re.compile(
    rf"^\s*(?:\d{{1,2}}|[{_HAN}]{{1,3}})[.、)](?!\d)|(?<!条)\((?:\d{{1,2}}|[{_HAN}]{{1,3}})\)", re.MULTILINE
)
_LATIN = re.compile(r"[A-Za-z]{2,}")
_LINK = re.compile(r"://|www\.|[A-Za-z0-9]\.[A-Za-z]{2,}|@")

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
    """True when `wording` brings in no number, article, link or Latin word that `material` does not hold.

    A number counts with what it numbers: 3家 is no ground for 3年, 第十五条 none for 第五条; 三家 is 3家.
    """
    said, known = _plain(wording), _plain(material)
    if not said.strip() or _LINK.search(said):
        return False
    words = {word.lower() for word in _LATIN.findall(known)}
    if any(word.lower() not in words for word in _LATIN.findall(said)):
        return False
    return set(_numerals(said)) <= set(_numerals(known))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _numerals(text: str) -> Iterator[Numeral]:
    for head, number, unit in _NUMBER.findall(_LIST_MARK.sub("", text)):
        if number == "一" and not head and not unit:  # 一般, 统一, 一致: no number
            continue
        yield head, _value(number), unit


def _value(number: str) -> str:
    """三 -> 3, 03 -> 3; characters that are no number by themselves stay."""
    import cn2an

    try:
        return str(Decimal(str(cn2an.cn2an(number, "smart"))).normalize())
    except ValueError:
        return number
