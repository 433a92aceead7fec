"""Codes of industries and disciplines, said by code or by name."""

from __future__ import annotations

import re

from form_filler.form import CodeField
from form_filler.outcomes import Accepted, Ambiguous, Choice, Reading
from form_filler.readers.characters import plain
from form_filler.readers.context import ReadingContext
from form_filler.readers.spoken import value_in
from form_filler.readers.wording import accept, quoted, refuse, say
from knowledge.codes.standard import Entry, Standard, by_code, exact, find

_CODE = {
    "gb4754": re.compile(r"(?<![0-9A-Za-z.])([A-Ta-t]?[0-9]{2,4}|[A-Ta-t])(?![0-9A-Za-z.])"),
    "gb13745": re.compile(r"(?<![0-9A-Za-z.])([0-9]{3}(?:[.．]?[0-9]{2}(?:[0-9]{2})?)?)(?![0-9A-Za-z])"),
}
_AROUND = re.compile(r"\A[\s、，,;；:：()（）/-]+|[\s、，,;；:：()（）/-]+\Z")
_MOST_CHOICES = 8


def read_code(field: CodeField, words: str, _context: ReadingContext) -> Reading:
    """`{code, name}` out of the field's standard, by code, by name or by both.

    A name borne at several levels, or one that is only near, is offered for choice.
    """
    said = _AROUND.sub("", plain(value_in(field, plain(words))))
    if found := exact(field.standard, said):
        return _one_or_choose(found, words)
    match = _CODE[field.standard].search(said)
    entry = by_code(field.standard, match[1]) if match else None
    rest = _AROUND.sub("", said[: match.start()] + said[match.end() :]) if match else said
    if match and not entry and not exact(field.standard, rest):
        return _unknown_code(field, match[1], rest, words)
    return _by_name(field.standard, entry, rest, words) or refuse(field, f"code.none_{field.standard}", words)


def _by_name(standard: Standard, entry: Entry | None, name: str, words: str) -> Reading | None:
    """The reading of a code's entry with the name said beside it; None when nothing is found."""
    bearers = exact(standard, name) if name else ()
    if entry and (not name or entry in bearers):
        return _one_or_choose((entry,), words)
    if entry:
        return _choose((entry, *bearers), say("code.disagree", code=entry.code, name=entry.name, said=quoted(name)))
    if bearers:
        return _one_or_choose(bearers, words)
    near = find(standard, name, _MOST_CHOICES)
    return _choose(near, say("code.near", said=quoted(name))) if near else None


def _unknown_code(field: CodeField, code: str, rest: str, words: str) -> Reading:
    """Refuses a code the standard does not have, offering the same digits under their right letter, or the name."""
    digits = by_code(field.standard, code.lstrip("ABCDEFGHIJKLMNOPQRSTabcdefghijklmnopqrst"))
    near = (*((digits,) if digits else ()), *(find(field.standard, rest, _MOST_CHOICES) if rest else ()))
    if near:
        return _choose(near[:_MOST_CHOICES], say("code.unknown_near", code=code))
    return refuse(field, f"code.none_{field.standard}", words)


def _one_or_choose(found: tuple[Entry, ...], words: str) -> Accepted | Ambiguous:
    if len(found) > 1:
        return _choose(found, say("code.same_name", name=found[0].name))
    shown = f"{found[0].code} {found[0].name}"
    return Accepted(_value(found[0]), accept(shown, words).note)


def _choose(found: tuple[Entry, ...], why: str) -> Ambiguous:
    entries = dict.fromkeys(found)
    return Ambiguous(tuple(Choice(one.code, f"{one.code} {one.name}", _value(one)) for one in entries), why)


def _value(entry: Entry) -> dict[str, str]:
    return {"code": entry.code, "name": entry.name}
