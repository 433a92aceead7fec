"""Answers on their way out: one lane a chat, in order, retried; what cannot be sent stays pending."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial

from bot.channels.telegram.address import Address
from bot.channels.telegram.off_loop import OffLoop
from bot.channels.telegram.rendering import Part, render
from bot.channels.telegram.sending import Sender
from bot.errors import StoreUnavailableError
from bot.store.database import Delivery

_LOGGER = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]


class Outbox:
    """Delivers what the assistant has saved for a chat, and the channel's own sentences between.

    Args:
        desk: the assistant.
        sender: sends one message.
        bot_id: whose conversations these are.
        private_link: opens the private chat with the bot.
    """

    def __init__(self, desk: OffLoop, sender: Sender, bot_id: int, private_link: str) -> None:
        self._desk, self._sender = desk, sender
        self._bot_id, self._private_link = bot_id, private_link
        self._jobs: dict[int, deque[Job]] = {}
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._parked: set[int] = set()
        self._sent: dict[int, int] = {}

    def flush(self, address: Address) -> None:
        """Delivers what waits for a conversation whose person has just been heard."""
        self._parked.discard(address.chat)
        self._add(address.chat, partial(self._flush, address))

    def say(self, chat: int, parts: tuple[Part, ...], reply_to: int | None = None) -> None:
        """Sends sentences of the channel's own after what waits already; they are not kept when they fail."""

        async def send() -> None:
            for part in parts:
                if await self._sender.send(chat, part, reply_to) != "sent":
                    _LOGGER.warning("a sentence of the channel's own could not be sent")
                    return

        self._add(chat, send)

    async def sweep(self) -> None:
        """Delivers whatever is pending, except to chats that are at work or have blocked the bot."""
        try:
            pending = await self._desk.pending()
        except StoreUnavailableError as error:
            _LOGGER.warning("the outbox cannot be read: %s", error)
            return
        for conversation in dict.fromkeys(one.conversation for one in pending):
            address = Address.of(conversation)
            if address and address.bot == self._bot_id and address.chat not in self._parked | self._lanes.keys():
                self._add(address.chat, partial(self._flush, address))

    async def close(self, grace: float) -> None:
        """Gives the lanes `grace` seconds; the rest stays pending."""
        lanes = list(self._lanes.values())
        if lanes:
            await asyncio.wait(lanes, timeout=grace)
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)

    def _add(self, chat: int, job: Job) -> None:
        self._jobs.setdefault(chat, deque()).append(job)
        if chat not in self._lanes:
            self._lanes[chat] = asyncio.create_task(self._run(chat))

    async def _run(self, chat: int) -> None:
        jobs = self._jobs[chat]
        try:
            while jobs:
                try:
                    await jobs.popleft()()
                except StoreUnavailableError as error:
                    _LOGGER.warning("the outbox cannot be read or written: %s", error)
                except Exception:
                    _LOGGER.exception("a delivery failed")
        finally:
            del self._lanes[chat], self._jobs[chat]

    async def _flush(self, address: Address) -> None:
        for delivery in await self._desk.pending():
            if delivery.conversation == address.conversation and not await self._deliver(address, delivery):
                return

    async def _deliver(self, address: Address, delivery: Delivery) -> bool:
        """Sends one answer from where an earlier try stopped; False leaves it pending."""
        link = self._private_link if address.group else ""
        parts = [part for reply in delivery.outgoing.replies for part in render(reply, link)]
        reply_to = address.answers(delivery.message)
        for number in range(self._sent.get(delivery.id, 0), len(parts)):
            outcome = await self._sender.send(address.chat, parts[number], reply_to)
            if outcome == "blocked":
                _LOGGER.info("delivery %d is parked: the person has blocked the bot", delivery.id)
                self._parked.add(address.chat)
                return False
            if outcome == "unreachable":
                _LOGGER.warning("delivery %d stays pending: Telegram cannot be reached", delivery.id)
                return False
            if outcome == "refused":
                _LOGGER.error("part %d of delivery %d was refused and is left out", number, delivery.id)
            self._sent[delivery.id] = number + 1
        await self._desk.delivered(delivery.id)
        self._sent.pop(delivery.id, None)
        return True
