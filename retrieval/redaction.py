"""Personal data in free text -> placeholders, before the text leaves this machine (pure).

It errs on the safe side: any long run of digits goes, however it is written.
"""

from __future__ import annotations

import re
import unicodedata

from retrieval.sentences import sentences

_GAP = r"[\s\-‐‑–—―_.·・,，、:：;；()*/\\]{0,3}"
_DIGIT = r"[0-9零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]"
# RFC 5321: 64 characters before the sign, 63 in each part after it; without bounds a long word costs minutes
_MAIL = re.compile(r"[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\s?\.\s?[\w-]{1,63}){1,8}", re.IGNORECASE)
_NUMBER = re.compile(rf"\+?{_DIGIT}(?:{_GAP}{_DIGIT}){{6,}}(?:{_GAP}[Xx×])?")
# GB 32100 codes have 18 places, GB 11643 ones 18 or 15, some licences 15 to 20
_CODE = re.compile(rf"(?<![0-9A-Za-z])[0-9A-Za-z](?:{_GAP}[0-9A-Za-z]){{14,19}}(?![0-9A-Za-z])")
_LEAST_DIGITS = 7  # of a code: fewer is a phrase in Latin letters
_ID = re.compile(r"\d{17}[\dXx]|\d{15}")
_PHONE = re.compile(r"(86)?1\d{10}|0\d{9,11}")


def redact(text: str) -> str:
    """The text with e-mail addresses, resident IDs, credit codes, telephone and other long numbers replaced."""
    plain = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode())
    plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    plain = _MAIL.sub(_placeholder("mail"), plain)
    plain = _CODE.sub(_code, plain)
    return _NUMBER.sub(_number, plain)


def _code(match: re.Match[str]) -> str:
    places = re.sub(r"[^0-9A-Za-z]", "", match.group())
    if sum(place.isdigit() for place in places) < _LEAST_DIGITS:
        return match.group()
    return _number(match) if places.isdigit() or _ID.fullmatch(places) else _placeholder("code")


def _number(match: re.Match[str]) -> str:
    digits = re.sub(r"[^0-9Xx]", "", match.group())
    if _ID.fullmatch(digits):
        return _placeholder("id")
    return _placeholder("phone" if _PHONE.fullmatch(digits) else "number")


def _placeholder(kind: str) -> str:
    return sentences().say(f"redacted.{kind}")
