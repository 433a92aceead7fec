"""The Telegram channel by long polling: receives, hands on, and stops without losing anything."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from telegram import Bot, BotCommand, Update
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.app import App
from bot.channels.telegram.hearing import Me
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.off_loop import OffLoop
from bot.channels.telegram.outbox import Outbox
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.reception import Reception
from bot.channels.telegram.sending import Sender, seconds
from bot.errors import UsageError
from bot.sentences import sentences

_LOGGER = logging.getLogger(__name__)
_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)
_COMMANDS = ("start", "apply", "check", "help", "cancel")
_CONNECTIONS = 32

Result = TypeVar("Result")


def run_polling(app: App, pace: Pace = Pace()) -> None:  # noqa: B008  # a frozen value
    """Serves Telegram until SIGTERM or Ctrl-C.

    Raises:
        UsageError: Telegram refuses the token.
    """
    asyncio.run(_until_told(app, pace))


@asynccontextmanager
async def polling(app: App, pace: Pace = Pace()) -> AsyncIterator[None]:  # noqa: B008  # a frozen value
    """Serves Telegram in the running event loop until the block is left.

    A refused token is logged and stops this channel alone.
    """
    stop = asyncio.Event()
    serving = asyncio.create_task(Channel(app, pace, stop).run())
    serving.add_done_callback(_log_end)
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait((serving,))


class Channel:
    """One bot's conversation with Telegram's servers.

    Args:
        app: the assistant and its settings.
        pace: waiting times.
        stop: set when to end.
    """

    def __init__(self, app: App, pace: Pace, stop: asyncio.Event) -> None:
        self._pace, self._stop = pace, stop
        self._desk = OffLoop(app.assistant, app.settings.uploads_folder)
        self._bot = build_bot(app.settings.telegram_token.get_secret_value(), app.settings.telegram_base_url)

    async def run(self) -> None:
        """Receives and answers until told to stop; messages not yet handled stay with Telegram.

        Raises:
            UsageError: Telegram refuses the token.
        """
        try:
            if await self._introduce():
                await self._serve(Me(self._bot.id, self._bot.username))
        finally:
            await self._bot.shutdown()

    async def _introduce(self) -> bool:
        """Logs in; False when told to stop before Telegram could be reached."""
        pause = self._pace.look
        while not self._stop.is_set():
            try:
                await self._bot.initialize()
                await self._bot.delete_webhook()
                break
            except InvalidToken:
                raise UsageError(sentences().say("telegram.bad_token")) from None
            except TelegramError as error:
                pause = await self._outage(error, pause)
        else:
            return False
        await self._show_menu()
        return True

    async def _show_menu(self) -> None:
        menu = [BotCommand(name, sentences().say(f"telegram.commands.{name}")) for name in _COMMANDS]
        try:
            await self._bot.set_my_commands(menu)
        except TelegramError as error:
            _LOGGER.warning("the menu could not be set: %s", type(error).__name__)

    async def _serve(self, me: Me) -> None:
        sender = Sender(self._bot, self._desk, self._pace)
        outbox = Outbox(self._desk, sender, me.id, me.link)
        inbox = Inbox(Reception(self._bot, me, self._desk, outbox, self._pace).handle)
        sweeping = asyncio.create_task(self._sweep(outbox))
        try:
            await self._receive(inbox)
        finally:
            sweeping.cancel()
            await asyncio.gather(sweeping, return_exceptions=True)
            await inbox.close(self._pace.grace)
            await outbox.close(self._pace.grace)
            await self._acknowledge(inbox)

    async def _receive(self, inbox: Inbox) -> None:
        """Asks for updates; while some are in hand it asks in short steps, for only an offset acknowledges."""
        outage = look = self._pace.look
        while not self._stop.is_set():
            wait = 0 if inbox.busy else self._pace.poll
            ask = self._bot.get_updates(offset=inbox.offset, timeout=wait, allowed_updates=_UPDATES)
            try:
                inbox.take(await self._unless_stopped(ask) or ())
                outage = self._pace.look
            except InvalidToken:
                raise UsageError(sentences().say("telegram.bad_token")) from None
            except TelegramError as error:
                outage = await self._outage(error, outage)
            look = min(look * 1.5, self._pace.look * 10) if inbox.busy else self._pace.look
            await self._unless_stopped(inbox.settle(look))

    async def _acknowledge(self, inbox: Inbox) -> None:
        """Tells Telegram what was handled last; otherwise it comes again, and is recognised by its message id."""
        if inbox.offset is not None:
            with suppress(TelegramError):
                await self._bot.get_updates(offset=inbox.offset, timeout=0, limit=1, allowed_updates=_UPDATES)

    async def _sweep(self, outbox: Outbox) -> None:
        while True:
            await outbox.sweep()
            await asyncio.sleep(self._pace.sweep)

    async def _outage(self, error: TelegramError, pause: float) -> float:
        """Waits after a failure; the next pause is twice as long."""
        _LOGGER.warning("Telegram cannot be reached: %s", type(error).__name__)
        wait = seconds(error.retry_after) if isinstance(error, RetryAfter) else pause
        await self._unless_stopped(asyncio.sleep(wait))
        return min(pause * 2, self._pace.outage)

    async def _unless_stopped(self, work: Coroutine[Any, Any, Result]) -> Result | None:
        """What the work gives; None when told to stop before."""
        working = asyncio.ensure_future(work)
        stopped = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait((working, stopped), return_when=asyncio.FIRST_COMPLETED)
            return working.result() if working.done() else None
        finally:
            working.cancel()
            stopped.cancel()
            await asyncio.gather(working, stopped, return_exceptions=True)


def build_bot(token: str, base_url: str) -> Bot:
    """An unchanged python-telegram-bot bot; its loggers tell no addresses, for these hold the token."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # python-telegram-bot's way to opt in to what comes
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return Bot(
        token,
        base_url=base_url,
        base_file_url=base_file_url(base_url),
        request=HTTPXRequest(connection_pool_size=_CONNECTIONS, pool_timeout=10.0),
        get_updates_request=HTTPXRequest(connection_pool_size=2, pool_timeout=10.0),
    )


def base_file_url(base_url: str) -> str:
    """Where files are, beside the methods: `…/bot` and `…/file/bot`."""
    head, bot, tail = base_url.rpartition("/bot")
    return f"{head}/file/bot{tail}" if bot else base_url


async def _until_told(app: App, pace: Pace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError, RuntimeError, ValueError):  # not the main thread, or not POSIX
            loop.add_signal_handler(number, stop.set)
    await Channel(app, pace, stop).run()


def _log_end(serving: asyncio.Task[None]) -> None:
    if not serving.cancelled() and (error := serving.exception()):
        _LOGGER.error("%s", error if isinstance(error, UsageError) else type(error).__name__)
