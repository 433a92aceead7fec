"""How long the channel waits for what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """All in seconds.

    Args:
        poll: how long Telegram may hold an empty answer.
        look: while messages are in hand, how soon to ask Telegram for others; grows to ten times as much.
        retries: pauses between the tries to send one message.
        outage: longest pause between two tries to reach Telegram or the store.
        sweep: how often what stayed pending is tried again.
        typing: how soon “typing …” is shown, and the pause until it is shown again.
        grace: how long a stop waits for what is in hand.
    """

    poll: int = 50
    look: float = 0.2
    retries: tuple[float, ...] = (1.0, 3.0, 8.0)
    outage: float = 30.0
    sweep: float = 30.0
    typing: tuple[float, float] = (0.3, 4.5)
    grace: float = 4.0
