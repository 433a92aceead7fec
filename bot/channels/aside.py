"""Blocking work leaves the event loop here and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


async def aside(work: Callable[[], Result]) -> Result:
    """The result of blocking work, done in a thread so that others are not held up."""
    return await asyncio.to_thread(work)
