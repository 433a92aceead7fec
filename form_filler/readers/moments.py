"""A small grammar of how people write years, months and days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from form_filler.readers.characters import CHINESE_DIGITS, plain
from form_filler.readers.numbers import whole

_DIGITS = "〇零○一二三四五六七八九"
_N = f"[0-9{_DIGITS}十廿卅]"
_YEAR = rf"(?:(?<![0-9])(?:[0-9]{{4}}|[0-9]{{2}})|[{_DIGITS}]{{4}}|[{_DIGITS}]{{2}})"
_COUNTED = "家个名人位项份次0-9〇零○一二三四五六七八九十廿卅"  # 5月3家: not the third
_DAYS_AGO = {"今天": 0, "今日": 0, "当天": 0, "昨天": 1, "昨日": 1, "前天": 2, "大前天": 3, "明天": -1, "后天": -2}
_YEARS_AGO = {"今年": 0, "本年": 0, "去年": 1, "前年": 2, "大前年": 3, "明年": -1}
_MONTHS_AGO = {"这个月": 0, "本月": 0, "当月": 0, "上个月": 1, "上月": 1, "下个月": -1, "下月": -1}
_TIME_OF_DAY = re.compile(
    r"(?<=[0-9日号])[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_MOMENT = re.compile(
    rf"(?P<today>{'|'.join(sorted(_DAYS_AGO, key=len, reverse=True))})"
    rf"|(?<![0-9./-])(?P<y1>[0-9]{{4}})(?:[-./](?P<m1>[0-9]{{1,2}})(?:[-./](?P<d1>[0-9]{{1,2}}))?|(?P<m2>[0-9]{{2}})(?P<d2>[0-9]{{2}})?)?"
    rf"(?![0-9年]|[-./][0-9])"
    rf"|(?:(?P<y>{_YEAR})年(?![前来多内以])|(?P<ago>{'|'.join(sorted(_YEARS_AGO, key=len, reverse=True))}))的?"
    rf"(?:(?P<m>{_N}{{1,3}})月份?(?:(?P<d>{_N}{{1,3}})(?:[日号號]|(?![{_COUNTED}])))?)?"
    rf"|(?:(?P<m3>{_N}{{1,3}})月份?|(?P<mago>{'|'.join(sorted(_MONTHS_AGO, key=len, reverse=True))}))的?"
    rf"(?:(?P<d3>{_N}{{1,3}})(?:[日号號]|(?![{_COUNTED}])))?"
)
_BARE_MONTH_DAY = re.compile(r"\A(?P<m>[0-9]{1,2})[-./](?P<d>[0-9]{1,2})\Z")


@dataclass(frozen=True)
class Moment:
    """A year, month or day as said; `inferred` when the year was not said or only half of it."""

    year: int
    month: int = 0
    day: int = 0
    inferred: bool = False

    def stored(self) -> str:
        """`2022`, `2019-06` or `2019-06-01`."""
        parts = [f"{self.year:04d}", f"{self.month:02d}", f"{self.day:02d}"]
        return "-".join(parts[: 1 + bool(self.month) + bool(self.month and self.day)])


def moments(words: str, today: date) -> tuple[Moment, ...]:
    """The different moments named in `words`, in their order; they may be impossible, like 2024-13-01.

    Args:
        words: at most some hundred characters.
        today: what 去年, 昨天 and a day without a year refer to.
    """
    said = _compact(words)
    if bare := _BARE_MONTH_DAY.match(said):
        return (Moment(today.year, int(bare["m"]), int(bare["d"]), inferred=True),)
    return tuple(dict.fromkeys(_found(said, today)))


def _compact(words: str) -> str:
    return re.sub(r"\s+", "", _TIME_OF_DAY.sub(" ", plain(words)))


def _found(said: str, today: date) -> Iterator[Moment]:
    for match in _MOMENT.finditer(said):
        try:
            yield _moment(match, today)
        except ValueError:
            continue


def _moment(match: re.Match[str], today: date) -> Moment:
    if match["today"]:
        day = today - timedelta(days=_DAYS_AGO[match["today"]])
        return Moment(day.year, day.month, day.day, inferred=True)
    if match["y1"]:
        return Moment(int(match["y1"]), _first(match, "m1", "m2"), _first(match, "d1", "d2"))
    if match["y"]:
        year = whole(match["y"].translate(CHINESE_DIGITS))
        return Moment(_full_year(year, today), _first(match, "m"), _first(match, "d"), inferred=year < 100)
    if match["ago"]:
        return Moment(today.year - _YEARS_AGO[match["ago"]], _first(match, "m"), _first(match, "d"), inferred=True)
    if match["mago"]:
        months = today.year * 12 + today.month - 1 - _MONTHS_AGO[match["mago"]]
        return Moment(months // 12, months % 12 + 1, _first(match, "d3"), inferred=True)
    return Moment(today.year, _first(match, "m3"), _first(match, "d3"), inferred=True)


def _first(match: re.Match[str], *names: str) -> int:
    said = next((match[name] for name in names if match[name]), "")
    # A month or day of 0 was said, so it must not pass for one left out.
    return (whole(said) or -1) if said else 0


def _full_year(year: int, today: date) -> int:
    if year >= 100:
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year + 1 else century - 100 + year
