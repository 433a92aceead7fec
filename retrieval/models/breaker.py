"""A breaker: after failures in a row, a service is left alone for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Breaker:
    """Opens after `failures` in a row; closed again when `pause` seconds have passed or a call succeeded.

    Args:
        clock: seconds that never go back.
        failures: how many in a row open it.
        pause: for how many seconds it stays open.
    """

    def __init__(self, clock: Callable[[], float], failures: int = 3, pause: float = 60.0) -> None:
        self._clock, self._failures, self._pause = clock, failures, pause
        self._lock = threading.Lock()
        self._failed = 0
        self._until = float("-inf")

    def is_open(self) -> bool:
        """True while no call should be made."""
        with self._lock:
            return self._clock() < self._until

    def succeeded(self) -> None:
        """A call went well."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """A call failed."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._failures:
                self._failed, self._until = 0, self._clock() + self._pause
