"""The assistant and the disk for asynchronous callers."""

from __future__ import annotations

import secrets
from pathlib import Path

from bot.assistant import Assistant
from bot.channels.aside import aside
from bot.messages import Incoming, Outgoing
from bot.store.database import Delivery, Exchange

CHANNEL = "telegram"


class OffLoop:
    """The verbs of the assistant that the channel needs, each awaited.

    Args:
        assistant: answers.
        uploads: folder where files wait to be read.
    """

    def __init__(self, assistant: Assistant, uploads: Path) -> None:
        self._assistant, self._uploads = assistant, uploads

    async def reply(self, incoming: Incoming) -> Outgoing:
        """The answer, saved and waiting to be delivered."""
        return await aside(lambda: self._assistant.reply(incoming))

    async def history(self, conversation: str) -> tuple[Exchange, ...]:
        """What was said, oldest first."""
        return await aside(lambda: self._assistant.view(conversation).history)

    async def pending(self) -> tuple[Delivery, ...]:
        """What is still to be delivered, oldest first."""
        return await aside(lambda: self._assistant.pending(CHANNEL))

    async def delivered(self, delivery: int) -> None:
        """Marks an answer as delivered."""
        await aside(lambda: self._assistant.delivered(delivery))

    async def keep(self, content: bytes, suffix: str) -> Path:
        """Writes an upload under a name of its own.

        Raises:
            OSError: the disk takes no more.
        """
        path = self._uploads / f"{secrets.token_hex(16)}{suffix}"
        await aside(lambda: _write(path, content))
        return path

    async def drop(self, path: Path) -> None:
        """Deletes an upload that was read."""
        await aside(lambda: path.unlink(missing_ok=True))

    async def read(self, path: Path) -> bytes | None:
        """The content of a file, or None when it is gone."""
        return await aside(lambda: path.read_bytes() if path.is_file() else None)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(content)
