"""The words of the eligibility check: sentences, and what facts and their values are called."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from knowledge.texts import Texts, package_texts

_PACKAGE = Path(__file__).parent.parent


def say(key: str, **values: object) -> str:
    """The sentence `eligibility.<key>` of this package with its names filled in."""
    return _texts().say(f"eligibility.{key}", **values)


def field_label(fact: str) -> str:
    """What a fact or a field of a list entry is called; its own name when it has no label."""
    key = f"eligibility.field.{fact}"
    return _texts().say(key) if key in _texts() else fact


def value_label(fact: str, value: object) -> str:
    """What a value of a fact is called: `branch` of `lead_kind` is 分公司等分支机构."""
    key = f"eligibility.value.{fact}.{value}"
    return _texts().say(key) if key in _texts() else str(value)


def allowed_values(fact: str) -> tuple[tuple[str, str], ...]:
    """The values a fact may have, each with what it is called."""
    prefix = f"eligibility.value.{fact}."
    keys = _texts().keys()
    return tuple((key.removeprefix(prefix), _texts().say(key)) for key in keys if key.startswith(prefix))


def word_list(key: str) -> tuple[str, ...]:
    """The words at `eligibility.words.<key>`, which the file separates by spaces."""
    return tuple(say(f"words.{key}").split())


def day(when: date) -> str:
    """A date as Chinese texts write it: 2024年6月2日."""
    return say("day", year=when.year, month=when.month, day=when.day)


def listed(names: tuple[str, ...]) -> str:
    """Names joined the Chinese way."""
    return "、".join(names)


def _texts() -> Texts:
    return package_texts(_PACKAGE)
