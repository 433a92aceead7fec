"""Long texts in pieces that Telegram takes (pure)."""

from __future__ import annotations

import re

MOST_UNITS = 4096  # UTF-16 code units in one message (Bot API, sendMessage)

_BREAKS = (
    re.compile(r"\n\s*\n"),  # paragraph
    re.compile(r"\n"),
    re.compile(r"[。！？；!?;][”’」』）)]*|\.\s"),  # sentence
    re.compile(r"[，、：,:\s]"),
)
_SMALLEST_SHARE = 3  # a break is taken when it leaves at least 1/3 of the room used


def split(text: str, limit: int = MOST_UNITS) -> tuple[str, ...]:
    """The text in pieces of at most `limit` UTF-16 units; joined they are the text.

    Pieces end at a paragraph, else a line, a sentence, a comma; a character is never cut.
    """
    pieces = []
    while units(text) > limit:
        end = _end(text, limit)
        pieces.append(text[:end])
        text = text[end:]
    return (*pieces, text) if text else tuple(pieces)


def units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def _end(text: str, limit: int) -> int:
    room = _fitting(text, limit)
    for pattern in _BREAKS:
        ends = [match.end() for match in pattern.finditer(text, 0, room)]
        if ends and ends[-1] >= room // _SMALLEST_SHARE:
            return ends[-1]
    return room


def _fitting(text: str, limit: int) -> int:
    """How many characters fit; at least one."""
    used = 0
    for place, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return max(place, 1)
    return len(text)
