"""Whether a confidence of 0.8 is right eight times in ten.

Expected calibration error over ten groups of equal width: Guo, Pleiss, Sun, Weinberger, “On Calibration of Modern
Neural Networks”, ICML 2017.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

GROUPS = 10


class Group(BaseModel):
    """The rows whose confidence lies from `low` to `high`: how many, their mean confidence, the share that is right."""

    model_config = ConfigDict(frozen=True)

    low: float
    high: float
    rows: int
    confidence: float
    right: float


class Calibration(BaseModel):
    """The expected calibration error (0 is best) and the groups that have rows."""

    model_config = ConfigDict(frozen=True)

    ece: float
    groups: tuple[Group, ...]


def calibrate(pairs: Sequence[tuple[float, bool]]) -> Calibration:
    """Groups pairs of a confidence (0 to 1) and whether it turned out right."""
    members: list[list[tuple[float, bool]]] = [[] for _ in range(GROUPS)]
    for confidence, right in pairs:
        members[min(int(confidence * GROUPS), GROUPS - 1)].append((confidence, right))
    groups = [_group(number, of) for number, of in enumerate(members) if of]
    gaps = [abs(sum(confidence - right for confidence, right in of)) for of in members]
    return Calibration(ece=round(sum(gaps) / max(len(pairs), 1), 4), groups=tuple(groups))


def _group(number: int, of: Sequence[tuple[float, bool]]) -> Group:
    return Group(
        low=number / GROUPS,
        high=(number + 1) / GROUPS,
        rows=len(of),
        confidence=round(sum(confidence for confidence, _ in of) / len(of), 4),
        right=round(sum(right for _, right in of) / len(of), 4),
    )
