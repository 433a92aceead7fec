"""The ambiguity register: what a measure leaves open, how each place reads, and how staff settled it."""

from __future__ import annotations

import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from knowledge.questions import MOST_CITES


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reading(_Frozen):
    """One way to read the source, or one of the places that say different things, in the words of `quote`."""

    says: str = Field(min_length=1)
    cites: tuple[str, ...] = Field(min_length=1, max_length=MOST_CITES)
    quote: str


class Ruling(_Frozen):
    """What staff decided: given on `date`, good to the end of `until`, None for no end."""

    date: datetime.date
    office: str = Field(min_length=1)
    text: str = Field(min_length=1)
    until: datetime.date | None = None

    @field_validator("until")
    @classmethod
    def _ends_after_it_begins(cls, until: datetime.date | None, info: ValidationInfo) -> datetime.date | None:
        begins = info.data.get("date")
        if until and begins and until < begins:
            raise PydanticCustomError("ends_before", "ends before it begins", {"begins": begins.isoformat()})
        return until

    def in_force(self, today: datetime.date) -> bool:
        """True from its date to its last day, both included."""
        return self.date <= today and (self.until is None or today <= self.until)


class Ambiguity(_Frozen):
    """One question that the source leaves open.

    `about` is that question. `readings` has more than one entry where the source can be read in several ways, one
    where it is silent about what it refers to. `meanwhile` is what an applicant can safely do until it is settled.
    """

    id: str = Field(min_length=1)
    about: str = Field(min_length=1)
    readings: tuple[Reading, ...] = Field(min_length=1)
    meanwhile: str = Field(min_length=1)
    ruling: Ruling | None = None

    def ruled(self, today: datetime.date) -> Ruling | None:
        """The ruling in force on `today`; None when there is none yet, or none any more."""
        return self.ruling if self.ruling and self.ruling.in_force(today) else None
