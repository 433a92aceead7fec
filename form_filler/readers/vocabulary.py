"""Words people put around a value, kept as data in `vocabulary.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


@cache
def vocabulary(name: str) -> tuple[str, ...]:
    """The words of one list, longest first.

    Raises:
        KeyError: there is no such list.
    """
    return tuple(sorted(_lists()[name].split(), key=len, reverse=True))


@cache
def _lists() -> dict[str, str]:
    lists: dict[str, str] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return lists
