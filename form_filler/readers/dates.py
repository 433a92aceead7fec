"""Dates, and periods that may be a year, a month or a day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from form_filler.form import DateField, PeriodField, lookup
from form_filler.outcomes import Reading, Rejected
from form_filler.readers.characters import plain
from form_filler.readers.context import ReadingContext
from form_filler.readers.moments import Moment, moments
from form_filler.readers.wording import accept, refuse

_LUNAR = re.compile("农历|阴历|旧历|腊月|冬月|正月|闰[一二三四五六七八九十]|[月年]初[一二三四五六七八九十]|除夕|大年")
_OTHER_ERA = re.compile("民国|昭和|平成|令和")
_SERIAL = re.compile(r"\A[2-6][0-9]{4}(?:\.[0-9]+)?\Z")
_DAY_FIRST = re.compile(r"(?<![0-9])[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{2,4}(?![0-9])")
_EARLIEST, _LATEST = 1900, 2199  # years outside are slips of the keyboard


def read_date(field: DateField, words: str, context: ReadingContext) -> Reading:
    """A day of the calendar as YYYY-MM-DD, taken out of a sentence when need be.

    Not after today where `field.not_future`, not after the date at `field.not_after` where that is filled.
    """
    found = _one_moment(field, words, context.today)
    if isinstance(found, Rejected):
        return found
    if not found.day:
        return refuse(field, "date.no_day" if found.month else "date.no_month", words, understood=_said(found))
    if field.not_future and _start(found) > context.today:
        return refuse(field, "date.future", words, understood=_said(found), today=_said_day(context.today))
    limit = lookup(dict(context.values), field.not_after) if field.not_after else None
    if isinstance(limit, str) and found.stored() > limit:
        return refuse(field, "date.not_after", words, understood=_said(found), limit=limit)
    return accept(found.stored(), words)


def read_period(field: PeriodField, words: str, context: ReadingContext) -> Reading:
    """A year, month or day to the precision given: `2022`, `2019-06`, `2019-06-01`."""
    found = _one_moment(field, words, context.today)
    if isinstance(found, Rejected):
        return found
    if field.not_future and _start(found) > context.today:
        return refuse(field, "date.future", words, understood=_said(found), today=_said_day(context.today))
    return accept(found.stored(), words)


def _one_moment(field: DateField | PeriodField, words: str, today: date) -> Moment | Rejected:
    said = plain(words)
    for pattern, key in ((_OTHER_ERA, "date.other_era"), (_LUNAR, "date.lunar"), (_SERIAL, "date.serial")):
        if pattern.search(said):
            return refuse(field, key, words)
    found = moments(said, today)
    if not found:
        return refuse(field, "date.day_first" if _DAY_FIRST.search(said) else f"{field.kind}.none", words)
    if len(found) > 1:
        return refuse(field, "date.several", words, dates="、".join(map(_said, found)))
    return _impossible(field, words, found[0]) or found[0]


def _impossible(field: DateField | PeriodField, words: str, found: Moment) -> Rejected | None:
    if not _EARLIEST <= found.year <= _LATEST:
        return refuse(field, "date.no_such_year", words, year=found.year)
    if found.month and not 1 <= found.month <= 12:
        return refuse(field, "date.no_such_month", words, month=max(found.month, 0))
    last = monthrange(found.year, found.month)[1] if found.month else 0
    if found.day and not 1 <= found.day <= last:
        day = max(found.day, 0)
        return refuse(field, "date.no_such_day", words, year=found.year, month=found.month, day=day, last=last)
    return None


def _start(moment: Moment) -> date:
    return date(moment.year, moment.month or 1, moment.day or 1)


def _said(moment: Moment) -> str:
    month = f"{max(moment.month, 0)}月" if moment.month else ""
    return f"{moment.year}年{month}" + (f"{max(moment.day, 0)}日" if moment.month and moment.day else "")


def _said_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
