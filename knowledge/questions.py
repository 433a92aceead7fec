"""The question bank: what people ask, in many wordings, with the curated answer and its citations."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

MeasureKind = Literal["answer", "partial", "ambiguous", "silent"]
GeneralKind = Literal["off_topic", "refused", "small_talk"]

MOST_CITES = 4


class Translation(BaseModel):
    """A standard question and its answer in another language; the Chinese ones are what counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    standard: str = Field(min_length=1)
    answer: str = Field(min_length=1)


class Question(BaseModel):
    """One standard question of a measure.

    `kind`: `answer` the source answers it; `partial` it answers part; `ambiguous` it says two things or leaves
    it open; `silent` it does not say. `cites` are labels, the most important first. `ambiguity` is the entry of
    the measure's register that the question asks about, empty for none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    standard: str
    similar: tuple[str, ...] = ()
    kind: MeasureKind
    ambiguity: str = ""
    answer: str = Field(min_length=1)
    cites: tuple[str, ...] = Field(default=(), max_length=MOST_CITES)
    note: str = ""
    english: Translation | None = None

    @model_validator(mode="after")
    def _rests_on_the_source(self) -> Question:
        if not self.cites and self.kind != "silent":
            raise PydanticCustomError("no_cites", "an answer without a citation")
        return self


class GeneralQuestion(BaseModel):
    """A message that no measure answers: another subject, small talk, or something improper."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    standard: str
    similar: tuple[str, ...] = ()
    kind: GeneralKind
    answer: str = Field(min_length=1)
    note: str = ""
    english: Translation | None = None
