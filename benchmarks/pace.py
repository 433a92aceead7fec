"""Lines on standard error that say how far a benchmark is."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")

EVERY = 5.0  # seconds


class Pace:
    """Told how much is done, it says so at the beginning, now and then, and at the end."""

    def __init__(self, name: str) -> None:
        self._name, self._last = name, float("-inf")

    def __call__(self, done: int, total: int) -> None:
        """Takes what is done of all there is."""
        now = time.perf_counter()
        if now - self._last >= EVERY or done == total:
            self._last = now
            print(f"{self._name} {done}/{total}", file=sys.stderr, flush=True)


def paced(items: Sequence[Item], name: str) -> Iterator[Item]:
    """The items one after the other."""
    tell = Pace(name)
    for done, item in enumerate(items):
        tell(done, len(items))
        yield item
    tell(len(items), len(items))
