"""Updates on their way in: each is acknowledged to Telegram only after it was handled."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from telegram import Update

Key = tuple[int, int]


class Inbox:
    """Hands updates on, those of one person in one chat in order, others beside them.

    Telegram repeats every update until a later offset acknowledges it, so what was not handled when the process
    ends comes again.

    Args:
        handle: handles one update; raises nothing.
    """

    def __init__(self, handle: Callable[[Update], Awaitable[None]]) -> None:
        self._handle = handle
        self._waiting: dict[Key, deque[Update]] = {}
        self._workers: dict[Key, asyncio.Task[None]] = {}
        self._open: set[int] = set()
        self._handled: set[int] = set()
        self._last: int | None = None

    @property
    def busy(self) -> bool:
        """Whether an update is not handled yet."""
        return bool(self._open)

    @property
    def offset(self) -> int | None:
        """The first update that Telegram is to send: all before it were handled. None: whatever it has."""
        if self._open:
            return min(self._open)
        return None if self._last is None else self._last + 1

    def take(self, updates: Sequence[Update]) -> None:
        """Takes what Telegram sent; what is in hand already is passed over."""
        for update in updates:
            self._last = update.update_id
            if update.update_id in self._open or update.update_id in self._handled:
                continue
            self._open.add(update.update_id)
            key = _key(update)
            self._waiting.setdefault(key, deque()).append(update)
            if key not in self._workers:
                self._workers[key] = asyncio.create_task(self._work(key))

    async def settle(self, seconds: float) -> None:
        """Waits until all is handled, at most `seconds`."""
        if self._workers:
            await asyncio.wait(self._workers.values(), timeout=seconds)

    async def close(self, grace: float) -> None:
        """Gives what is in hand `grace` seconds; the rest stays with Telegram."""
        await self.settle(grace)
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    async def _work(self, key: Key) -> None:
        queue = self._waiting[key]
        try:
            while queue:
                update = queue[0]
                await self._handle(update)
                queue.popleft()
                self._settled(update.update_id)
        finally:
            del self._workers[key], self._waiting[key]

    def _settled(self, update_id: int) -> None:
        self._open.discard(update_id)
        if self._open:
            self._handled.add(update_id)
        else:
            self._handled.clear()


def _key(update: Update) -> Key:
    chat, person = update.effective_chat, update.effective_user
    return (chat.id if chat else 0, person.id if person else 0)
