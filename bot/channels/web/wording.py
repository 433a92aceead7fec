"""The web channel's own sentences."""

from __future__ import annotations

from bot.sentences import sentences


def say(key: str, **values: object) -> str:
    """The sentence `web.<key>` of `bot/texts/web.yaml`."""
    return sentences().say(f"web.{key}", **values)
