"""Wrong numbers that a question takes for granted (“必须5家吧”), to be corrected before it is answered (pure)."""

from __future__ import annotations

import re
import unicodedata

_HAN = "零〇一二三四五六七八九十百两"
_UNITS = "家个年天项字人份次名页条月"
_NUMBER = rf"(?P<number>\d+|[{_HAN}]+)\s*(?:多)?(?:个)?(?:工作)?(?P<unit>[{_UNITS}])"
# said of a rule, not of the speaker's own case: 要5家, 至少五家, 限200字, 7天公示期
_RULE = re.compile(
    r"(?<!我)(?<!我们)(?<!咱们)(?:必须|至少|最少|最多|不少于|不超过|不能超过|规定|要求|需要|得要|得有|得凑|限|满|够|得|须|要|是|选|管|禁|公示|有效期)"
    rf"(?:够|满|有|是|凑|找|填|选|写|报|交|公示|期)?\s*{_NUMBER}"
)
_SAID = re.compile(_NUMBER)
_ASKED = re.compile(r"吧|吗|是不是|对不对|对吧|听说|[?？]")


def wrong_number(question: str, answer: str) -> str:
    """The number with its unit that the question takes for a rule while the answer gives another; empty for none.

    Args:
        question: as it was typed.
        answer: the curated answer; the numbers of its first sentence are the measure's.
    """
    plain = unicodedata.normalize("NFKC", question)
    if not _ASKED.search(plain):
        return ""
    known = _numbers(answer.partition("。")[0])
    for found in _RULE.finditer(plain):
        value, unit = _value(found["number"]), found["unit"]
        right = known.get(unit, set())
        if right and value not in right and len(_numbers(plain).get(unit, ())) == 1:
            return f"{found['number']}{unit}"
    return ""


def _numbers(text: str) -> dict[str, set[int]]:
    """Values by unit."""
    numbers: dict[str, set[int]] = {}
    for found in _SAID.finditer(unicodedata.normalize("NFKC", text)):
        numbers.setdefault(found["unit"], set()).add(_value(found["number"]))
    return numbers


def _value(number: str) -> int:
    import cn2an

    try:
        return int(cn2an.cn2an(number, "smart"))
    except (ValueError, KeyError):  # what it raises for characters that make no number
        return -1
