"""Nothing that a benchmark starts outlives its time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.deadline import TimeIsUpError, within

SLEEPING = [sys.executable, "-c", "import time; time.sleep(600)"]


def gone(pid: int) -> bool:
    """Whether a process ends within a few seconds."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_a_process_that_takes_too_long_is_killed_and_said() -> None:
    begun = time.monotonic()
    with pytest.raises(TimeIsUpError, match=r"0\.2 s"), within(0.2, SLEEPING, os.environ) as process:
        process.wait()
    assert process.returncode is not None and time.monotonic() - begun < 30


def test_what_it_leaves_undone_is_not_the_news() -> None:
    with (
        pytest.raises(TimeIsUpError),
        within(0.2, SLEEPING, os.environ, stdout=subprocess.PIPE) as process,
    ):
        assert process.stdout is not None
        raise ValueError(process.stdout.readline() or "nothing came")


def test_another_error_stays_what_it_is_and_the_process_ends() -> None:
    with pytest.raises(ValueError, match="mine"), within(60, SLEEPING, os.environ) as process:
        raise ValueError("mine")
    assert process.returncode is not None


def test_one_that_ends_by_itself_is_left_in_peace() -> None:
    with within(60, [sys.executable, "-c", "print(3)"], os.environ, stdout=subprocess.PIPE) as process:
        printed, _ = process.communicate()
    assert (printed, process.returncode) == ("3\n", 0)


def test_what_it_started_is_killed_with_it() -> None:
    parent = (
        "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid)"
    )
    command = [sys.executable, "-c", f"{parent}; sys.stdout.flush(); import time; time.sleep(600)"]
    with (
        pytest.raises(TimeIsUpError),
        within(1.5, command, os.environ, stdout=subprocess.PIPE, with_its_own=True) as process,
    ):
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.wait()
    assert gone(child)
