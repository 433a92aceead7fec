"""Mainland mobile numbers and landlines with their area code."""

from __future__ import annotations

import re

from form_filler.form import PhoneField
from form_filler.outcomes import Reading
from form_filler.readers.characters import CHINESE_DIGITS, plain
from form_filler.readers.context import ReadingContext
from form_filler.readers.wording import accept, refuse

_CALLED = re.compile(r"(?i)(?<![a-z])(?:tel|phone|mobile|cell)(?![a-z])[.:]?|[()\s]")
_DASH = re.compile("[‐‑–—−－ー](?=[0-9 ])")
_GAP = "[ -]{0,3}"
_COUNTRY = rf"(?:(?:\+|00)?86{_GAP})"
_MOBILE = re.compile(rf"(?<![0-9A-Za-z]){_COUNTRY}?(1[3-9][0-9](?:[ -]?[0-9]){{8}})(?![0-9A-Za-z])")
_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z])(?:0|{_COUNTRY}0?)(10|2[0-9]|[3-9][0-9]{{2}}){_GAP}([1-9][0-9]{{2,3}}[ -]?[0-9]{{4}})"
    rf"(?:{_GAP}(?:-|转|分机|ext\.?|x|#){_GAP}([0-9]{{1,6}}))?(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_MOBILE_PLACES = 11
_LOCAL_PLACES = (7, 8)
_SHORTEST_NUMBER = 7


def read_phone(field: PhoneField, words: str, _context: ReadingContext) -> Reading:
    """`13847200001`, `0472-5551234` or `0472-5551234-801`: the one number in the words."""
    said = _prepared(words)
    numbers = list(dict.fromkeys([*_mobiles(said), *_landlines(said)]))
    if len(numbers) > 1:
        return refuse(field, "phone.several", words, numbers="、".join(numbers))
    if not numbers:
        return refuse(field, f"phone.{_fault(said)}", words, number=len(re.sub("[^0-9]", "", said)))
    return accept(numbers[0], words)


def _prepared(words: str) -> str:
    return " ".join(_DASH.sub("-", _CALLED.sub(" ", plain(words)).translate(CHINESE_DIGITS)).split())


def _mobiles(said: str) -> list[str]:
    return [re.sub("[ -]", "", match[1]) for match in _MOBILE.finditer(said)]


def _landlines(said: str) -> list[str]:
    found = []
    for area, local, extension in _LANDLINE.findall(said):
        local = re.sub("[ -]", "", local)
        # Cities with a two-place area code (010, 02x) have eight-place numbers throughout.
        if len(area) == 2 and len(local) != max(_LOCAL_PLACES):
            continue
        found.append("-".join(filter(None, (f"0{area}", local, extension))))
    return found


def _fault(said: str) -> str:
    runs = re.findall(r"[0-9A-Za-z][0-9A-Za-z -]*", said)
    longest = re.sub("[ -]", "", max(runs, key=len, default=""))
    digits = re.sub("^(?:0086|86(?=1))", "", longest)
    if not any(map(str.isdigit, digits)):
        return "none"
    if not digits.isdigit():
        return "letters"
    if digits.startswith(("400", "800")) and len(digits) == 10:
        return "hotline"
    if len(digits) < _SHORTEST_NUMBER:
        return "short"
    if len(digits) in _LOCAL_PLACES and digits[0] in "23456789":
        return "no_area_code"
    if digits[0] == "1":
        return "mobile_length" if len(digits) != _MOBILE_PLACES else "mobile_segment"
    return "landline" if digits[0] == "0" else "wrong"
