"""Where requests reach the assistant: off the event loop, counted and timed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from bot.channels.aside import aside
from bot.messages import Incoming, Outgoing
from retrieval.answer import Answer

if TYPE_CHECKING:
    from bot.app import App
    from bot.assistant import View


class Reception:
    """Passes messages and questions on and keeps the figures of `/metrics`.

    Args:
        app: the built bot.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._registry = CollectorRegistry()
        self._messages = Counter("shenbao_messages", "Messages answered", ("channel",), registry=self._registry)
        self._answers = Counter("shenbao_answers", "Questions answered", ("outcome",), registry=self._registry)
        self._failures = Counter("shenbao_failures", "Requests that failed", ("kind",), registry=self._registry)
        self._seconds = Histogram(
            "shenbao_reply_seconds", "Time to answer a message or a question", ("channel",), registry=self._registry
        )

    async def reply(self, incoming: Incoming) -> Outgoing:
        """The assistant's answer.

        Raises:
            bot.errors.StoreUnavailableError: nothing was saved; the sender may try again.
        """
        begun = time.perf_counter()
        outgoing = await aside(lambda: self._app.assistant.reply(incoming))
        self._seconds.labels(incoming.channel).observe(time.perf_counter() - begun)
        self._messages.labels(incoming.channel).inc()
        return outgoing

    async def view(self, conversation: str) -> View:
        """The conversation as it is to be shown.

        Raises:
            bot.errors.StoreUnavailableError: the store cannot be read.
        """
        return await aside(lambda: self._app.assistant.view(conversation))

    async def ask(self, question: str) -> Answer:
        """The answer to a single question."""
        begun = time.perf_counter()
        answer = await aside(lambda: self._app.answerer.answer(question))
        self._seconds.labels("ask").observe(time.perf_counter() - begun)
        self._answers.labels(answer.outcome).inc()
        return answer

    async def ready(self) -> bool:
        """Whether the store can be read and the knowledge base answers.

        Raises:
            bot.errors.StoreUnavailableError, knowledge.errors.KnowledgeError, retrieval.errors.RetrievalError: not.
        """
        answer = await aside(lambda: self._app.answerer.answer(""))
        return await aside(self._app.store.ready) and answer.outcome == "off_topic"

    def failed(self, error: Exception) -> None:
        """Counts a request that failed, by the kind of error."""
        self._failures.labels(type(error).__name__).inc()

    def figures(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self._registry)
