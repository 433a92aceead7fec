"""What a button carries (pure).

Nothing is kept for a button: its data is read against the conversation's own history, so buttons outlive restarts.
"""

from __future__ import annotations

import hashlib

from bot.messages import Reply

MOST_BYTES = 64  # of callback data (Bot API, InlineKeyboardButton)

_SOURCE = "src:"
_HASHED = "#"
_HASH_DIGITS = 16


def choice_data(choice_id: str) -> str:
    """The data of a choice's button: the id itself, or its hash when it is too long or looks like something else."""
    fits = 0 < len(choice_id.encode("utf-8", "replace")) <= MOST_BYTES
    if fits and choice_id.isprintable() and not choice_id.startswith((_SOURCE, _HASHED)):
        return choice_id
    return _HASHED + _hash(choice_id)


def source_data(reply: Reply) -> str:
    """The data of the button that shows the words a reply rests on."""
    return _SOURCE + _hash("\n".join(f"{one.label}\t{one.quote}" for one in reply.citations))


def is_source(data: str) -> bool:
    """Whether the button asks for the source's words."""
    return data.startswith(_SOURCE)


def is_hashed(data: str) -> bool:
    """Whether the data is the hash of a choice's id."""
    return data.startswith(_HASHED)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_HASH_DIGITS]
