"""Merging rankings: a weighted sum of scores (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """An entry with its fused score."""

    id: str
    score: float


def fuse(sides: Sequence[Mapping[str, float]], weights: Sequence[float], allowed: Set[str]) -> list[Candidate]:
    """Every allowed id that any side found, best first; a side that misses an id counts its own lowest score."""
    floors = [min(side.values(), default=0.0) for side in sides]
    ids = allowed & set().union(*sides)
    scored = [
        Candidate(
            id_,
            sum(weight * side.get(id_, floor) for side, weight, floor in zip(sides, weights, floors, strict=True)),
        )
        for id_ in ids
    ]
    return sorted(scored, key=lambda candidate: (-candidate.score, candidate.id))
