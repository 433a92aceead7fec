"""What a model may cost a day, counted for all processes of a home together."""

from __future__ import annotations

import json
import logging
import multiprocessing
import threading
from datetime import date
from pathlib import Path

import pytest

from retrieval.models.budget import Budget

DAY = date(2024, 6, 1)


class Calendar:
    """A day that a test turns."""

    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "usage.json"


def budget(file: Path, calls: int = 0, characters: int = 0) -> Budget:
    return Budget(file, lambda: DAY, calls, characters)


def test_calls_are_counted_up_to_the_limit(file: Path) -> None:
    counted = budget(file, calls=2)
    assert [counted.take(10) for _ in range(4)] == [True, True, False, False]
    assert (counted.spent().calls, counted.spent().characters) == (2, 20)


def test_characters_are_counted_up_to_the_limit_both_ways(file: Path) -> None:
    counted = budget(file, characters=100)
    assert counted.take(60)
    counted.add(30)
    assert not counted.take(11)
    assert counted.take(10)
    assert not counted.take(1)
    assert counted.spent().characters == 100


def test_without_limits_it_only_counts(file: Path) -> None:
    counted = budget(file)
    assert all(counted.take(10**9) for _ in range(50))
    assert counted.spent().calls == 50


def test_a_new_day_begins_at_nothing(file: Path) -> None:
    calendar = Calendar()
    counted = Budget(file, calendar, calls=1)
    assert [counted.take(1), counted.take(1)] == [True, False]
    calendar.day = date(2024, 6, 2)
    assert [counted.take(1), counted.take(1)] == [True, False]


def test_a_restart_and_another_process_go_on_where_it_was(file: Path) -> None:
    assert budget(file, calls=2).take(1)
    assert budget(file, calls=2).take(1)
    assert not budget(file, calls=2).take(1)


def test_that_it_is_spent_is_logged_once_a_day_by_all_together(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    calendar = Calendar()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            counted = Budget(file, calendar, calls=1)
            for _ in range(3):
                counted.take(7)
    assert len(caplog.records) == 1
    assert "1 次" in caplog.text
    calendar.day = date(2024, 6, 2)
    for _ in range(3):
        Budget(file, calendar, calls=1).take(7)
    assert len(caplog.records) == 2


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"day": 1}', '{"day": "2024-06-01", "calls": -5}', '{"x": 1}', "\x00" * 100]
)
def test_a_file_that_is_not_ours_counts_for_nothing(file: Path, content: str) -> None:
    file.write_text(content, "utf-8")
    assert budget(file, calls=1).take(1)
    assert not budget(file, calls=1).take(1)


def test_bytes_that_are_no_text_count_for_nothing(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x80")
    assert budget(file, calls=1).take(1)


def test_a_count_that_cannot_be_kept_allows_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    counted = budget(tmp_path / "nowhere" / "usage.json")
    assert not counted.take(1)
    counted.add(1)
    assert "nowhere" in caplog.text


def test_no_half_written_file_is_ever_seen_and_none_is_left_behind(file: Path) -> None:
    counted = budget(file)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            counted.take(1)

    writer = threading.Thread(target=write)
    counted.take(1)
    writer.start()
    try:
        for _ in range(500):
            assert json.loads(file.read_text("utf-8"))["calls"] >= 1
    finally:
        stop.set()
        writer.join()
    assert sorted(path.name for path in file.parent.iterdir()) == ["usage.json", "usage.lock"]


def take_many(file: Path, allowed: multiprocessing.Queue[int]) -> None:
    counted = budget(file, calls=100)
    allowed.put(sum(counted.take(1) for _ in range(60)))


def test_processes_together_never_go_beyond_the_limit(file: Path) -> None:
    context = multiprocessing.get_context("spawn")
    allowed: multiprocessing.Queue[int] = context.Queue()
    processes = [context.Process(target=take_many, args=(file, allowed)) for _ in range(3)]
    for process in processes:
        process.start()
    taken = [allowed.get(timeout=60) for _ in processes]
    for process in processes:
        process.join(60)
    assert sum(taken) == 100
    assert budget(file).spent().calls == 100


def test_threads_together_never_go_beyond_the_limit(file: Path) -> None:
    counted = budget(file, calls=50)
    allowed: list[bool] = []
    threads = [threading.Thread(target=lambda: allowed.extend(counted.take(1) for _ in range(20))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(allowed) == 50
