"""Skill: answer a question from the measure."""

from __future__ import annotations

from collections.abc import Callable

from bot.messages import Reply
from bot.skills.turn import offer
from retrieval.answer import Answer


class Ask:
    """Questions to cited answers."""

    def __init__(self, answer: Callable[[str], Answer], nearness: Callable[[str], float]) -> None:
        self._answer, self._nearness = answer, nearness

    def reply(self, text: str, idle: bool) -> Reply:
        """The answer as a message; outside a dialogue it offers what else can be done."""
        answer = self._answer(text)
        return Reply(
            text=answer.text,
            citations=answer.citations,
            notices=answer.notices,
            suggestions=answer.suggestions if idle else (),
            choices=offer("start:registration", "start:eligibility") if idle else (),
        )

    def nearness(self, text: str) -> float:
        """How near the words are to a known question, as a cosine."""
        return self._nearness(text)
