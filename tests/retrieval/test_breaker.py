"""The breaker leaves a failing service alone for a while."""

from __future__ import annotations

from retrieval.models.breaker import Breaker


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def failed(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.failed()


def test_it_opens_after_three_failures_in_a_row() -> None:
    breaker = Breaker(Clock())
    failed(breaker, 2)
    assert not breaker.is_open()
    failed(breaker, 1)
    assert breaker.is_open()


def test_a_success_between_failures_starts_the_count_again() -> None:
    breaker = Breaker(Clock())
    failed(breaker, 2)
    breaker.succeeded()
    failed(breaker, 2)
    assert not breaker.is_open()


def test_it_closes_after_a_minute_and_opens_again_after_three_more() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    failed(breaker, 3)
    clock.now += 59.9
    assert breaker.is_open()
    clock.now += 0.1
    assert not breaker.is_open()
    failed(breaker, 2)
    assert not breaker.is_open()
    failed(breaker, 1)
    assert breaker.is_open()
