"""Skill: answer a question from the measure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.messages import Reply
from bot.session import Session
from bot.skills.turn import Turn, offer
from retrieval.answer import Answer


class Answering(Protocol):
    """A question, and the topic of the answer before it, to an answer."""

    def __call__(self, question: str, earlier: str = "") -> Answer: ...


class Ask:
    """Questions to cited answers."""

    def __init__(self, answer: Answering, nearness: Callable[[str], float]) -> None:
        self._answer, self._nearness = answer, nearness

    def take(self, session: Session, text: str, idle: bool) -> Turn:
        """The answer as a message; outside a dialogue it offers what else can be done."""
        answer = self._answer(text, session.topic)
        reply = Reply(
            text=answer.text,
            citations=answer.citations,
            notices=answer.notices,
            suggestions=answer.suggestions if idle else (),
            choices=offer("start:registration", "start:eligibility") if idle else (),
        )
        return Turn(session.model_copy(update={"topic": answer.topic or session.topic}), (reply,))

    def nearness(self, text: str) -> float:
        """How near the words are to a known question, as a cosine."""
        return self._nearness(text)
