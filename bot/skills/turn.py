"""What a skill gives back, and what all skills stand on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.messages import Choice, Reply
from bot.sentences import sentences
from bot.session import Session
from knowledge.measure import Measure
from knowledge.passage import Citation


@dataclass(frozen=True)
class Turn:
    """The session after the message, and the replies to it."""

    session: Session
    replies: tuple[Reply, ...]


def cite(measure: Measure, labels: Iterable[str]) -> tuple[Citation, ...]:
    """Citations of labels with their words."""
    return tuple(measure.cite(label) for label in labels)


def offer(*ids: str) -> tuple[Choice, ...]:
    """Choices of the assistant's own, by id."""
    return tuple(Choice(id=id_, label=sentences().say(f"choices.{id_.replace(':', '_')}")) for id_ in ids)
