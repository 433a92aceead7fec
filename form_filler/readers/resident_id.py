"""GB 11643-1999 resident identity numbers."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from stdnum.cn import ric

from form_filler.form import ResidentIdField
from form_filler.outcomes import Accepted, Reading, Rejected
from form_filler.readers.characters import CHINESE_DIGITS, has_province, plain
from form_filler.readers.context import ReadingContext
from form_filler.readers.wording import accept, say

_PLACES = 18
_OLD_PLACES = 15
_FULL_AGE = 18  # 民法典第十七条
_SHORTEST_NUMBER = 6
_NUMBER = re.compile(r"[0-9A-Za-z]+|\d+")
_LONGEST_SHOWN = 60
_SHOWN_FIRST, _SHOWN_LAST = 3, 2


def read_resident_id(field: ResidentIdField, words: str, context: ReadingContext) -> Reading:
    """The 18 places, X upper-cased; a refusal names the rule that failed and shows the number masked.

    Only the province is looked up: county codes come and go, and a number keeps the one it was issued with.
    """
    said = re.sub(r"[\s\-‐‑–—_./]", "", plain(words)).translate(CHINESE_DIGITS)
    found = [run for run in _NUMBER.findall(said) if len(run) >= _SHORTEST_NUMBER or run == said]
    if len(set(found)) != 1:
        return _refuse(field, "several" if found else "none", words)
    number = found[0].upper()
    if broken := broken_rule(number, context.today):
        return _refuse(field, broken, number)
    return Accepted(number, accept(masked(number), masked(words.strip())).note)


def broken_rule(number: str, today: date) -> str:
    """The first rule of GB 11643 that `number` breaks, or "".

    Args:
        number: upper-case, without spaces.
        today: the day on which the person must be of full age.

    Returns:
        `old`, `length`, `characters`, `province`, `birth_date`, `future`, `minor`, `check_digit` or "".
    """
    if len(number) != _PLACES:
        return "old" if len(number) == _OLD_PLACES and number.isdigit() else "length"
    if not re.fullmatch("[0-9]{17}[0-9X]", number):
        return "characters"
    if not has_province(number):
        return "province"
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "birth_date"
    if born > today:
        return "future"
    if (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) < _FULL_AGE:
        return "minor"
    return "" if number[-1] == ric.calc_check_digit(number) else "check_digit"


def masked(number: str) -> str:
    """`number` with only its first three and last two places shown; short or odd input is hidden whole."""
    if len(number) < _OLD_PLACES - 1:
        return "*" * len(number)
    return number[:_SHOWN_FIRST] + "*" * (len(number) - _SHOWN_FIRST - _SHOWN_LAST) + number[-_SHOWN_LAST:]


def _refuse(field: ResidentIdField, rule: str, number: str) -> Rejected:
    # NFKC also unfolds circled and other odd digits, so none of them slips past the mask.
    shown = unicodedata.normalize("NFKC", number[:_LONGEST_SHOWN]).translate(CHINESE_DIGITS)
    given = _NUMBER.sub(lambda run: masked(run.group()), shown)
    length = len(number)
    return Rejected(
        say(f"resident_id.{rule}", label=field.label, given=given, length=length, age=_FULL_AGE, places=_PLACES)
    )
