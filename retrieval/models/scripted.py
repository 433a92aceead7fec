"""A language model that says what a test tells it to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


class ScriptedModel:
    """Says the given pieces, or raises the given error, to every request; `asked` keeps the requests.

    Args:
        reply: the pieces of every reply, or the error instead of one.
    """

    def __init__(self, reply: Sequence[str] | Exception) -> None:
        self._reply = reply
        self.asked: list[tuple[str, str]] = []

    def stream(self, system: str, user: str) -> Iterator[str]:
        """The pieces, one by one."""
        self.asked.append((system, user))
        if isinstance(self._reply, Exception):
            raise self._reply
        yield from self._reply
