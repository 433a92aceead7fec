"""Processes that end: by themselves, or when their time is up."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]


class TimeIsUpError(Exception):
    """A process had to be killed."""


@contextmanager
def within(
    seconds: float,
    command: Sequence[str],
    env: Mapping[str, str],
    *,
    stdin: int | None = None,
    stdout: int | None = None,
    with_its_own: bool = False,
) -> Iterator[subprocess.Popen[str]]:
    """A process, started in the project's folder, that is killed after `seconds` and at the latest when the block ends.

    Args:
        seconds: counted from its start.
        command: the program and its arguments.
        env: its whole environment.
        stdin: as subprocess takes it.
        stdout: as subprocess takes it.
        with_its_own: what it starts is killed with it.

    Raises:
        TimeIsUpError: it was killed because its time was up.
    """
    up = threading.Event()
    with subprocess.Popen(
        command, env=dict(env), cwd=ROOT, text=True, stdin=stdin, stdout=stdout, start_new_session=with_its_own
    ) as process:

        def stop() -> None:
            up.set()
            _kill(process, with_its_own)

        clock = threading.Timer(seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            yield process
        except Exception:
            if not up.is_set():  # what a killed process left undone is not the news
                raise
        finally:
            clock.cancel()
            _kill(process, with_its_own)
    if up.is_set():
        raise TimeIsUpError(f"{seconds:g} s")


def _kill(process: subprocess.Popen[str], with_its_own: bool) -> None:
    if with_its_own:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
