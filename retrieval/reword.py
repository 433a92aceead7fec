"""A step that lets a language model put a curated answer in smoother words, and takes them only when they hold."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from retrieval.answer import Answer, Work
from retrieval.errors import ModelError
from retrieval.models.breaker import Breaker
from retrieval.normalise import normalise
from retrieval.ports import ChatModel
from retrieval.redaction import redact
from retrieval.sentences import sentences
from retrieval.wording import Proposal, fit, longest, wording_rules

REWORDED = ("answered", "partial")

_log = logging.getLogger(__name__)


class Reword:
    """Asks the model for a better wording; whatever goes wrong, the answer stays as it was.

    Args:
        model: writes the wording.
        clock: seconds that never go back, for the breaker.
    """

    def __init__(self, model: ChatModel, clock: Callable[[], float] = time.monotonic) -> None:
        self._model = model
        self._breaker = Breaker(clock)

    def __call__(self, work: Work) -> Work:
        """The work with the model's wording where it passes every check."""
        answer = work.answer
        if answer.outcome not in REWORDED or self._breaker.is_open():
            return work
        wording = self._ask(work.question, answer)
        quotes = tuple(citation.quote for citation in answer.citations)
        if not fit(Proposal(wording, answer.text, quotes, wording_rules())):
            return work
        notices = (*answer.notices, sentences().say("model.reworded"))
        return replace(work, answer=answer.model_copy(update={"text": wording, "notices": notices}))

    def _ask(self, question: str, answer: Answer) -> str:
        """The model's words, empty when it failed."""
        system, template = prompt()
        rules = wording_rules()
        user = template.format(
            question=redact(normalise(question))[: rules.limits.longest_question],
            answer=answer.text,
            quotes="\n".join(citation.quote for citation in answer.citations),
        )
        wording = ""
        try:
            for piece in self._model.stream(system, user):
                wording += piece
                if len(wording) > longest(answer.text, rules):  # it cannot pass any more
                    break
        except ModelError as error:
            _log.warning("%s", error)
            self._breaker.failed()
            return ""
        self._breaker.succeeded()
        return wording.strip()


@cache
def prompt() -> tuple[str, str]:
    """What the model is told once, and the form of each request."""
    text = (Path(__file__).parent / "prompts" / "reword.md").read_text("utf-8")
    system, _, user = text.partition("\n---\n")
    return system.strip(), user.strip()
