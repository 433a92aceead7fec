"""An answer, and an answer in the making."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.measure import Measure
from knowledge.passage import Citation
from retrieval.catalogue import Catalogue, Found
from retrieval.language import language_of
from retrieval.sentences import sentences

Outcome = Literal["answered", "partial", "not_covered", "off_topic", "refused"]

OUTCOMES: dict[str, Outcome] = {
    "answer": "answered",
    "partial": "partial",
    "ambiguous": "partial",
    "silent": "not_covered",
    "off_topic": "off_topic",
    "small_talk": "off_topic",
    "refused": "refused",
}


class Answer(BaseModel):
    """What a person gets: the reply, the places it rests on, and warnings to be shown with it."""

    model_config = ConfigDict(frozen=True)

    outcome: Outcome
    text: str
    citations: tuple[Citation, ...] = ()
    notices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    confidence: float = 0.0
    elapsed_ms: float = 0.0
    # the standard question that was answered, for a next message that leans on it
    topic: str = Field(default="", exclude=True)


NOTHING_YET = Answer(outcome="not_covered", text="")


@dataclass(frozen=True)
class Work:
    """An answer in the making.

    `found` is what may be meant, the likeliest first; `also` what a message that asks several things asks besides,
    `more` whether there were more than are answered; `earlier` the standard question that was answered before;
    `refused` whether the message asks for something improper besides.
    """

    question: str
    today: date
    catalogue: Catalogue
    found: tuple[Found, ...] = ()
    also: tuple[Found, ...] = ()
    more: bool = False
    earlier: str = ""
    answer: Answer = NOTHING_YET
    measure: Measure | None = None
    refused: bool = False
    done: bool = False


Step = Callable[[Work], Work]


def say(work: Work, key: str, **values: object) -> str:
    """A sentence in the language of the message."""
    return sentences().say(f"en.{key}" if language_of(work.question) == "en" else key, **values)
