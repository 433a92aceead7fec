"""What is wrong with data that a model refused, in words for the person who wrote it."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from knowledge.sentences import sentences

SHOWN = 40  # characters of a given value that are repeated


def describe(error: ValidationError) -> str:
    """The first fault in Chinese: what is wrong and what would be right, without its place."""
    first = error.errors(include_url=False)[0]
    context: dict[str, Any] = dict(first.get("ctx", {}))
    # Literal and tag errors list the right values as English text: 'a', 'b' or 'c'
    for name in ("expected", "expected_tags"):
        if name in context:
            context[name] = "、".join(str(context[name]).replace(" or ", ", ").split(", ")).replace("'", "")
    context["discriminator"] = str(context.get("discriminator", "")).strip("'")
    key = f"fault.{first['type']}"
    if key in sentences():
        return sentences().say(key, **context, given=_given(first["input"]))
    return sentences().say("fault.other", kind=first["type"], given=_given(first["input"]))


def located(error: ValidationError) -> str:
    """The first fault with the place it stands at, e.g. “documents.0.title”不对：缺少这一项，请补上."""
    place = ".".join(map(str, error.errors(include_url=False)[0]["loc"])) or sentences().say("fault.whole_file")
    return sentences().say("fault.at", place=place, reason=describe(error))


def _given(value: object) -> str:
    shown = " ".join(str(value).split())
    return shown if len(shown) <= SHOWN else shown[:SHOWN] + "…"
