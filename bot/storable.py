"""A message as the store can hold it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from bot.messages import Incoming
from form_filler.readers.characters import hide_resident_numbers

LONGEST_ID = 200  # characters of an id in the store
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(incoming: Incoming) -> Incoming:
    """Ids that fit the store, still different where they were, and text that can be stored.

    Lone surrogates, which JSON can carry and no store can hold, become a noncharacter: a field refuses it by name,
    as it refuses everything that no document can hold.
    """
    file = incoming.file
    return incoming.model_copy(
        update={
            "conversation": _short(_clean(incoming.conversation)),
            "message": _short(_clean(incoming.message)),
            "text": None if incoming.text is None else _clean(incoming.text),
            "choice": None if incoming.choice is None else _clean(incoming.choice),
            "file": None if file is None else Path(_clean(str(file))),
        }
    )


def said_in(incoming: Incoming) -> str:
    """What the transcript keeps of a message: never an identity number."""
    said = incoming.text or incoming.choice or (incoming.file.name if incoming.file else "")
    return _without_nul(hide_resident_numbers(said))


def _clean(text: str) -> str:
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return _LONE_SURROGATE.sub("\ufffe", paired)


def _short(id_: str) -> str:
    """An id without characters that databases refuse; a long one ends in its hash."""
    whole = _without_nul(id_)
    if len(whole) <= LONGEST_ID:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()
    return whole[: LONGEST_ID - len(digest)] + digest


def _without_nul(text: str) -> str:
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")  # PostgreSQL holds no NUL in a text
