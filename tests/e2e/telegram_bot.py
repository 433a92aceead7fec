"""The real assistant behind the real python-telegram-bot, served to a Bot API server on loopback."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

from pydantic import SecretStr

from bot.app import App, build
from bot.assistant import Assistant, View
from bot.channels.telegram.channel import polling
from bot.channels.telegram.pace import Pace
from bot.messages import Incoming, Outgoing
from bot.settings import Settings
from bot.store.database import Delivery
from tests.e2e.bot_api_server import BOT_ID, TOKEN, BotApiServer, Json

QUICK = Pace(poll=10, look=0.05, retries=(0.05, 0.1), outage=0.3, sweep=60, typing=(0.1, 0.5), grace=2.0)


QUESTION = "成员单位最少要几家？"
NAME = "内蒙古自治区示例新材料创新联合体"


def labels(message: Json) -> list[str]:
    """The labels of the buttons under a message."""
    return [button["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", ()) for button in row]


def open_form(server: BotApiServer, person: int) -> Json:
    """Starts the form and declines; the message with the first question."""
    server.message("/apply", person)
    consent = server.wait_for_text("同意", person)
    server.press(consent, "不同意", person=person)
    return server.wait_for_text("（1/", person)


def conversation(person: int) -> str:
    """The id of somebody's private conversation."""
    return f"tg:{BOT_ID}:{person}:{person}"


def assemble(home: Path) -> App:
    """The real parts, with the encoder that needs no weights."""
    return build(Settings(home=home, embedder="hashing"))


@contextmanager
def serving(app: App, server: BotApiServer, pace: Pace = QUICK, token: str = TOKEN) -> Iterator[None]:
    """The channel in an event loop of its own while the block runs."""
    settings = app.settings.model_copy(
        update={"telegram_token": SecretStr(token), "telegram_base_url": server.base_url}
    )
    started, loops = threading.Event(), list[tuple[asyncio.AbstractEventLoop, asyncio.Event]]()

    async def main() -> None:
        stop = asyncio.Event()
        async with polling(replace(app, settings=settings), pace):
            loops.append((asyncio.get_running_loop(), stop))
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    try:
        assert started.wait(10)
        yield
    finally:
        loop, stop = loops[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        assert not thread.is_alive()


class Held:
    """The real assistant, which waits before it answers messages that hold a word, or fails at first.

    Args:
        real: answers.
        word: which messages wait.
        failures: what the first replies raise.
    """

    def __init__(self, real: Assistant, word: str = "", failures: Sequence[Exception] = ()) -> None:
        self._real, self._word = real, word
        self._failures = list(failures)
        self.go = threading.Event()
        self.began = threading.Event()

    def within(self, app: App) -> App:
        """The app with this assistant."""
        return replace(app, assistant=cast(Assistant, self))

    def reply(self, incoming: Incoming) -> Outgoing:
        """As the real one, later."""
        if self._failures:
            raise self._failures.pop(0)
        if self._word and self._word in (incoming.text or ""):
            self.began.set()
            assert self.go.wait(20)
        return self._real.reply(incoming)

    def view(self, conversation: str) -> View:
        """As the real one."""
        return self._real.view(conversation)

    def pending(self, channel: str) -> tuple[Delivery, ...]:
        """As the real one."""
        return self._real.pending(channel)

    def delivered(self, delivery: int) -> None:
        """As the real one."""
        self._real.delivered(delivery)
