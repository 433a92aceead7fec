"""Personal data in free text -> placeholders, before the text leaves this machine (pure).

It errs on the safe side: any long run of digits goes, however it is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from retrieval.sentences import sentences

_GAP = r"[\s\-‐‑–—―_.·・,，、:：;；()*/\\]{0,3}"
_HAN = r"[\u4e00-\u9fff]"
_DIGIT = r"[0-9零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]"
# RFC 5321: 64 characters before the sign, 63 in each part after it; without bounds a long word costs minutes
_MAIL = re.compile(r"[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\s?\.\s?[\w-]{1,63}){1,8}", re.IGNORECASE)
_NUMBER = re.compile(rf"\+?{_DIGIT}(?:{_GAP}{_DIGIT}){{6,}}(?:{_GAP}[Xx×])?")
# GB 32100 codes have 18 places, GB 11643 ones 18 or 15, some licences 15 to 20
_CODE = re.compile(rf"(?<![0-9A-Za-z])[0-9A-Za-z](?:{_GAP}[0-9A-Za-z]){{14,19}}(?![0-9A-Za-z])")
_LEAST_DIGITS = 7  # of a code: fewer is a phrase in Latin letters
_ID = re.compile(r"\d{17}[\dXx]|\d{15}")
_PHONE = re.compile(r"(86)?1\d{10}|0\d{9,11}")


class NameRules(BaseModel):
    """What `prompts/redaction.yaml` says of names and accounts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    surnames: str
    long_surnames: tuple[str, ...]
    introductions: tuple[str, ...]
    ends: tuple[str, ...]
    roles: tuple[str, ...]
    links: tuple[str, ...]
    titles: tuple[str, ...]
    not_names: tuple[str, ...]
    accounts: tuple[str, ...]


def redact(text: str) -> str:
    """The text with names, e-mail addresses, accounts, resident IDs, credit codes and long numbers replaced.

    A person's name is known by what stands before it (我叫, 联系人) or after it (先生, 经理); one alone is not found.
    """
    plain = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode())
    plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    plain = _MAIL.sub(_placeholder("mail"), plain)
    plain = _account().sub(partial(_name, kind="account"), plain)
    plain = _CODE.sub(_code, plain)
    plain = _NUMBER.sub(_number, plain)
    for pattern in _names():
        plain = pattern.sub(partial(_name, kind="name"), plain)
    return plain


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


def _name(match: re.Match[str], kind: str) -> str:
    found = match["name"]
    if found.startswith(name_rules().not_names):
        return match.group()
    return match.group().replace(found, _placeholder(kind))


@cache
def name_rules() -> NameRules:
    """The rules as they stand in the data."""
    path = Path(__file__).parent / "prompts" / "redaction.yaml"
    return NameRules.model_validate(yaml.safe_load(path.read_text("utf-8")))


@cache
def _account() -> re.Pattern[str]:
    known = _any(name_rules().accounts)
    return re.compile(rf"(?:{known})[\s:是为]{{0,3}}(?P<name>(?=[-_a-z]*\d)[a-z0-9][-_a-z0-9]{{4,19}})", re.IGNORECASE)


@cache
def _names() -> tuple[re.Pattern[str], ...]:
    """How names are found: after an introduction, in a role, before a title."""
    rules = name_rules()
    surname = f"(?:{_any(rules.long_surnames)}|[{rules.surnames}])"
    stop = rf"(?:[^\u4e00-\u9fff·]|$|{_any(rules.ends)})"
    introduced = (
        rf"(?:{_any(rules.introductions)})\s*"
        rf"(?P<name>{_HAN}(?:{_HAN}|·){{0,9}}?(?={stop})|{_HAN}{{1,10}}"
        r"|[A-Za-z]{2,20}(?:[ .·-]{1,2}[A-Za-z]{1,20}){0,3})"
    )
    in_role = (
        rf"(?:{_any(rules.roles)})(?:{_any(rules.links)}|[\s:,])?\s*"
        rf"(?P<name>{surname}{_HAN}{{1,2}}?)(?={stop}|{_any(rules.titles)})"
    )
    titled = rf"(?<!{_HAN})(?P<name>{surname}{_HAN}{{0,2}}?)(?=(?:{_any(rules.titles)}){stop})"
    return re.compile(introduced, re.IGNORECASE), re.compile(in_role), re.compile(titled)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _placeholder(kind: str) -> str:
    return sentences().say(f"redacted.{kind}")
