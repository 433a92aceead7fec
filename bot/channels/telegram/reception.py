"""From an update to the assistant, and its answer to the outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channels.telegram.address import Address
from bot.channels.telegram.buttons import is_source
from bot.channels.telegram.hearing import (
    MOST_MEGABYTES,
    Heard,
    Me,
    Place,
    Pressed,
    Unmeant,
    Unreadable,
    Upload,
    Words,
    hear,
)
from bot.channels.telegram.off_loop import CHANNEL, OffLoop
from bot.channels.telegram.outbox import Outbox
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.pressing import chosen, cited
from bot.channels.telegram.rendering import hint, quotes
from bot.errors import StoreUnavailableError
from bot.messages import Incoming

_LOGGER = logging.getLogger(__name__)


class Reception:
    """Handles one update at a time of each person.

    Args:
        bot: an initialised bot.
        me: who the bot is.
        desk: the assistant.
        outbox: delivers.
        pace: waiting times.
    """

    def __init__(self, bot: Bot, me: Me, desk: OffLoop, outbox: Outbox, pace: Pace) -> None:
        self._bot, self._me, self._desk, self._outbox, self._pace = bot, me, desk, outbox, pace

    async def handle(self, update: Update) -> None:
        """Sees an update through: while the store is down it is tried again, any other surprise is told.

        Only then is it acknowledged to Telegram.
        """
        heard = hear(update, self._me)
        await self._answer_callback(heard)
        pause = self._pace.look
        told = False
        while True:
            try:
                await self._act(heard)
                return
            except StoreUnavailableError as error:
                _LOGGER.warning("update %d waits for the store: %s", update.update_id, error)
                if not told:
                    self._tell(heard, "not_saved")
                    told = True
                await asyncio.sleep(pause)
                pause = min(pause * 2, self._pace.outage)
            except Exception:
                _LOGGER.exception("update %d could not be handled", update.update_id)
                self._tell(heard, "failed")
                return

    async def _act(self, heard: Heard) -> None:
        match heard:
            case Words(place, text, choice):
                await self._reply(place, text=text, choice=choice)
            case Pressed():
                await self._press(heard)
            case Upload():
                await self._read(heard)
            case Unreadable(place, name, file):
                self._hint(place, name, file=file, megabytes=MOST_MEGABYTES)

    async def _press(self, pressed: Pressed) -> None:
        place, press = pressed.place, pressed.press
        if is_source(press.data):
            asker = Address(self._me.id, pressed.asker, place.chat)
            citations = cited(press, await self._desk.history(asker.conversation))
            self._outbox.say(place.chat, quotes(citations) or (hint("no_source"),))
            return
        choice = chosen(press, await self._desk.history(self._address(place).conversation))
        if choice is None:
            self._hint(place, "stale")
            return
        await self._reply(place, choice=choice)

    async def _read(self, upload: Upload) -> None:
        limit = MOST_MEGABYTES * 1024 * 1024
        try:
            file = await self._bot.get_file(upload.file)
            content = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            _LOGGER.warning("a file could not be fetched: %s", type(error).__name__)
            self._hint(upload.place, "not_fetched", file=upload.name)
            return
        if len(content) > limit:
            self._hint(upload.place, "too_large", file=upload.name, megabytes=MOST_MEGABYTES)
            return
        path = await self._desk.keep(content, upload.suffix)
        try:
            await self._reply(upload.place, file=path)
        finally:
            await self._desk.drop(path)

    async def _reply(self, place: Place, **said: object) -> None:
        address = self._address(place)
        incoming = Incoming.model_validate(
            {"channel": CHANNEL, "conversation": address.conversation, "message": place.message, **said}
        )
        async with self._typing(place.chat):
            await self._desk.reply(incoming)
        self._outbox.flush(address)

    async def _answer_callback(self, heard: Heard) -> None:
        """Stops the button's clock; too late is no harm."""
        if isinstance(heard, Pressed | Unreadable | Unmeant) and heard.callback:
            try:
                await self._bot.answer_callback_query(heard.callback)
            except TelegramError as error:
                _LOGGER.info("a callback could not be answered: %s", type(error).__name__)

    def _tell(self, heard: Heard, name: str) -> None:
        if not isinstance(heard, Unmeant):
            self._hint(heard.place, name)

    def _hint(self, place: Place, name: str, **values: object) -> None:
        link = self._me.link if place.group else ""
        reply_to = self._address(place).answers(place.message)
        self._outbox.say(place.chat, (hint(name, link, **values),), reply_to)

    def _address(self, place: Place) -> Address:
        return Address(self._me.id, place.person, place.chat)

    @asynccontextmanager
    async def _typing(self, chat: int) -> AsyncIterator[None]:
        """Shows “typing …” while the work inside takes long."""
        showing = asyncio.create_task(self._show_typing(chat))
        try:
            yield
        finally:
            showing.cancel()
            with suppress(asyncio.CancelledError):
                await showing

    async def _show_typing(self, chat: int) -> None:
        pause, again = self._pace.typing
        with suppress(TelegramError):
            while True:
                await asyncio.sleep(pause)
                await self._bot.send_chat_action(chat, "typing")
                pause = again
