"""Which skill takes a message (pure)."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from bot.sentences import sentences
from form_filler.dialogue import Answerable
from form_filler.dialogue.commands import plain
from retrieval.shape import has_question_shape

Intent = Literal["", "help", "start", "check", "resume", "cancel", "handoff", "privacy"]
_INTENTS: tuple[Intent, ...] = ("help", "start", "check", "resume", "cancel", "handoff", "privacy")

LONGEST_QUESTION = 200  # characters; longer words in a free-text field are its text
# fitted to the bundled encoder's cosines: half of real questions come nearer than .58, few values than .75
_SURE = 0.8  # cosine above which words without the shape of a question are taken for a known one
_CERTAIN = 0.92  # the same in a field that takes any words
_NEAR = 0.6  # cosine above which words of the shape are taken for one, though the field can take them

_ENDING = re.compile(
    r"(?:[?？]|吗|(?<!毛)呢|么|行不|可以不|是吧|对吧|怎么[办算填写弄选]|多少|多久|多长时间|什么时候|哪个|哪些|哪里|哪儿|是谁)"
    r"[?？!！。~～]*$"
)

_STATEMENT = re.compile(r"[。；;]\s*\Z|.{30}", re.S)  # free text that merely holds such a word


def intent_of(text: str) -> Intent:
    """What a message outside any dialogue wants, besides asking."""
    said = plain(text)
    for intent in _INTENTS:
        if said in _words(intent):
            return intent
    if not has_question_shape(text) and _patterns().search(said):
        return "start"
    return ""


def said_exactly(text: str) -> Intent:
    """The intent whose very words the message is; sentences that only begin like one may be answers."""
    return intent_of(text) if any(plain(text) in _words(intent) for intent in _INTENTS) else ""


def is_question(text: str, hearing: Answerable, free_text: bool, cosine: float) -> bool:
    """Whether a message in the middle of a form is a question rather than an answer to the open field.

    Args:
        text: what was typed.
        hearing: what it is to the field.
        free_text: the field takes any words.
        cosine: how near the message is to a known question.
    """
    if hearing == "command" or len(text) > LONGEST_QUESTION:
        return False
    if "\t" in text or "\n" in text.strip():
        return False
    shaped = has_question_shape(text)
    near = _SURE if free_text and _STATEMENT.search(text) else _NEAR
    plainly = shaped and (bool(_ENDING.search(text.strip())) or cosine >= near)
    if free_text:
        return plainly or cosine >= _CERTAIN
    if hearing in ("value", "ambiguous"):
        return plainly
    return shaped or cosine >= _SURE


@cache
def _words(intent: str) -> frozenset[str]:
    return frozenset(plain(word) for word in sentences().say(f"intents.{intent}").split("|"))


@cache
def _patterns() -> re.Pattern[str]:
    return re.compile(sentences().say("intents.start_pattern"))
