"""What is wrong with facts that cannot be read, said so that the person can mend them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import ValidationError

from form_filler.eligibility.wording import allowed_values, field_label, say

Place = tuple[int | str, ...]

NOT_A_DAY = "not_a_day"
UNFIT = "unfit_character"

_QUOTED_AT_MOST = 40
_SENTENCES = {
    "bool_type": "bool",
    "int_type": "count",
    "int_from_float": "count",
    "greater_than_equal": "count",
    "less_than_equal": "count",
    "string_type": "words",
    "string_unicode": "words",
    "tuple_type": "list",
    "model_type": "object",
    "model_attributes_type": "object",
    NOT_A_DAY: "day",
    UNFIT: "unfit",
}


@dataclass(frozen=True)
class FactsProblem:
    """One thing to mend: `place` as JSON writes it (`members[1].kind`, empty for the whole), `why` for people."""

    place: str
    why: str


def problem_of(
    error: ValidationError, fields: tuple[str, ...], item_fields: Mapping[str, tuple[str, ...]]
) -> FactsProblem:
    """The first problem of a failed validation.

    Args:
        error: what pydantic found.
        fields: names a fact may have.
        item_fields: list fact -> names an entry of it may have.
    """
    first = error.errors(include_url=False, include_context=False)[0]
    loc, kind, given = first["loc"], first["type"], first["input"]
    place = printable(_path(loc), limit=0)
    if kind in ("extra_forbidden", "invalid_key"):
        known = fields if len(loc) == 1 else item_fields.get(str(loc[0]), ())
        return FactsProblem(place, _unknown_key(loc, place, known))
    if not loc and kind == "string_unicode":  # said of a key
        return FactsProblem("", _unknown_key((str(given),), printable(str(given)), fields))
    if not loc:
        return FactsProblem("", say("problem.whole", given=_quote(given)))
    fact = next(str(step) for step in reversed(loc) if isinstance(step, str))
    if kind == "literal_error":
        return FactsProblem(
            place, say("problem.choice", where=_where(loc, place), given=_quote(given), allowed=_allowed(fact))
        )
    sentence = _SENTENCES.get(kind, "other")
    return FactsProblem(place, say(f"problem.{sentence}", where=_where(loc, place), given=_quote(given)))


def printable(text: str, limit: int = _QUOTED_AT_MOST) -> str:
    """Foreign text made safe to print on one line, cut after `limit` characters (0: whole)."""
    clean = "".join(character if character.isprintable() else "�" for character in text)
    return f"{clean[:limit]}…" if limit and len(clean) > limit else clean


def _path(loc: Place) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in loc)
    return "".join(steps).lstrip(".")


def _where(loc: Place, place: str) -> str:
    labels = []
    for outer, step in zip((None, *loc), loc, strict=False):
        if isinstance(step, int):
            labels.append(say("problem.entry", list=field_label(str(outer)), number=step + 1))
        elif len(loc) == 1 or outer is not None:
            labels.append(field_label(step))
    return say("problem.where", place=place, label=say("problem.of").join(labels))


def _unknown_key(loc: Place, place: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(str(loc[-1]), known, n=1)
    if near:
        return say("problem.misspelt", name=place, meant=near[0], label=field_label(near[0]))
    return say("problem.unknown_key", name=place, known="、".join(known))


def _allowed(fact: str) -> str:
    return "、".join(f"{value}（{label}）" for value, label in allowed_values(fact))


def _quote(given: object) -> str:
    match given:
        case None:
            return "null"
        case bool():
            return "true" if given else "false"
        case int():
            return _number(given)
        case str():
            return f"“{printable(given)}”"
        case float():
            return str(given)
        case dict():
            return say("problem.given_object")
        case list() | tuple():
            return say("problem.given_list")
        case _:
            return say("problem.given_other")


def _number(given: int) -> str:
    # Python refuses to print integers of thousands of digits.
    return str(given) if given.bit_length() <= 64 else say("problem.given_huge")
