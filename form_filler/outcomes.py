"""What reading a person's words can come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Accepted:
    """The words were understood; `note` is said back when the value is not what was typed letter for letter."""

    value: Any
    note: str = ""


@dataclass(frozen=True)
class Rejected:
    """The words are not a value of this field; `why` quotes them, the rule and what a right value looks like."""

    why: str


@dataclass(frozen=True)
class Choice:
    """One way to read ambiguous words: an id to send back, what it is called, and the value it stands for."""

    id: str
    label: str
    value: Any


@dataclass(frozen=True)
class Ambiguous:
    """The words may mean several values; the person chooses."""

    choices: tuple[Choice, ...]
    why: str = ""


Reading = Accepted | Rejected | Ambiguous
