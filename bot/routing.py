"""Which skill takes a message (pure)."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from bot.sentences import sentences
from form_filler.dialogue import Answerable
from form_filler.dialogue.commands import plain

Intent = Literal["", "help", "start", "check", "resume", "cancel", "handoff", "privacy"]
_INTENTS: tuple[Intent, ...] = ("help", "start", "check", "resume", "cancel", "handoff", "privacy")

LONGEST_QUESTION = 200  # characters; longer words in a free-text field are its text
_SURE = 0.93  # cosine above which words without the shape of a question are taken for a known one
_CERTAIN = 0.97  # the same in a field that takes any words
_NEAR = 0.9  # cosine above which words of the shape are taken for one, though the field can take them

_SHAPE = re.compile(
    r"[?？]|吗|呢|么|什么|怎么|怎样|咋|啥|如何|为什么|为何|为啥|多少|多久|多长|多大|(?<![十百千好])几[家个年天份项]|哪|谁|是否|"
    r"能不能|可不可以|可以不|行不|要不要|用不用|有没有|是不是|算不算|会不会|对不对|需不需要|"
    r"\b(?:what|how|which|who|when|where|why|can|does|is|are|do)\b",
    re.I,
)
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


def has_question_shape(text: str) -> bool:
    """Whether the words have the shape of a question."""
    return bool(_SHAPE.search(text))


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
