"""How much a model may be used a day, counted in one file for all processes of a home."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from retrieval.sentences import sentences

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Spent:
    """What one day has used; `told` once the log says that it is enough."""

    day: str
    calls: int = 0
    characters: int = 0
    told: bool = False


class Budget:
    """Counts calls and characters of a day; a new day begins at nothing.

    Args:
        file: where the count is kept; beside it lies its lock.
        today: gives the day that is counted for.
        calls: how many a day; 0 for no limit.
        characters: how many a day, sent and received together; 0 for no limit. A call that would go beyond is not
            made; the reply to the last one may.
    """

    def __init__(self, file: Path, today: Callable[[], date], calls: int = 0, characters: int = 0) -> None:
        self._file, self._today, self._calls, self._characters = file, today, calls, characters

    def take(self, characters: int) -> bool:
        """Counts a call that sends so many characters; False when it is not to be made.

        A count that cannot be kept allows nothing: better no model than a bill without a limit.
        """
        try:
            with self._locked() as spent:
                more = replace(spent, calls=spent.calls + 1, characters=spent.characters + characters)
                if self._is_within(more):
                    self._write(more)
                    return True
                if not spent.told:
                    self._write(replace(spent, told=True))
        except OSError as error:
            _log.warning("%s", sentences().say("model.uncounted", file=self._file, reason=error.strerror or error))
            return False
        if not spent.told:
            _log.warning("%s", sentences().say("model.spent", calls=spent.calls, characters=spent.characters))
        return False

    def add(self, characters: int) -> None:
        """Counts characters received."""
        try:
            with self._locked() as spent:
                self._write(replace(spent, characters=spent.characters + characters))
        except OSError as error:
            _log.warning("%s", sentences().say("model.uncounted", file=self._file, reason=error.strerror or error))

    def spent(self) -> Spent:
        """What today has used so far."""
        return self._read()

    def _is_within(self, spent: Spent) -> bool:
        return (not self._calls or spent.calls <= self._calls) and (
            not self._characters or spent.characters <= self._characters
        )

    @contextmanager
    def _locked(self) -> Iterator[Spent]:
        """Today's count, with no other process or thread changing it meanwhile."""
        import fcntl

        with self._file.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
            try:
                yield self._read()
            finally:
                fcntl.flock(lock.fileno(), fcntl.LOCK_UN)

    def _read(self) -> Spent:
        """Today's count; nothing for a day that is over or a file that is not ours."""
        day = self._today().isoformat()
        try:
            kept = Spent(**json.loads(self._file.read_text("utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return Spent(day)
        numbers = all(type(number) is int and number >= 0 for number in (kept.calls, kept.characters))
        return kept if kept.day == day and numbers else Spent(day)

    def _write(self, spent: Spent) -> None:
        handle, name = tempfile.mkstemp(prefix=self._file.name, dir=self._file.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(spent), file)
            Path(name).replace(self._file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
