"""The dialogue's own sentences."""

from __future__ import annotations

from pathlib import Path

from knowledge.texts import package_texts


def say(key: str, **values: object) -> str:
    """The sentence `dialogue.<key>` with its names filled in."""
    return package_texts(Path(__file__).parent.parent).say(f"dialogue.{key}", **values)
