"""What all kinds of condition share: cases that the facts can come to, and the words their sentences may use."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from form_filler.eligibility.facts import EligibilityFacts
from form_filler.eligibility.wording import listed, say
from form_filler.form import Frozen

Truth = Literal["met", "not_met", "unknown"]


def _known_fact(name: str) -> str:
    if name not in EligibilityFacts.model_fields:
        raise ValueError(say("rules.unknown_fact", name=name, known=listed(tuple(EligibilityFacts.model_fields))))
    return name


FactName = Annotated[str, AfterValidator(_known_fact)]


class Clause(Frozen):
    """A place of the source and its verbatim words."""

    label: str
    quote: str


@dataclass(frozen=True)
class Finding:
    """The case a condition found, the words its sentences need, and its clause where that differs by case."""

    case: str
    words: Mapping[str, str] = field(default_factory=dict)
    clause: Clause | None = None


@dataclass(frozen=True)
class Told:
    """The facts and the day they are looked at."""

    facts: EligibilityFacts
    when: date


class Condition(Frozen):
    """What all kinds share: `cases` with the truth each amounts to, and the `words` their sentences may use.

    `presumed` cases hold only as long as nobody says otherwise.
    """

    cases: ClassVar[Mapping[str, Truth]]
    words: ClassVar[tuple[str, ...]] = ()
    presumed: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def find(self, told: Told) -> Finding:
        """The case the facts come to."""
