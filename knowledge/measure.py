"""One official measure as data."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.ambiguities import Ambiguity
from knowledge.passage import Citation, Passage, squeeze
from knowledge.questions import Question

ValidityState = Literal["not_yet", "in_force", "expired"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Validity(_Frozen):
    """When a measure is in force: both days included, `until` None for no end."""

    start: date = Field(alias="from")
    until: date | None = None
    in_words: str
    cites: tuple[str, ...]
    quote: str

    def state(self, today: date) -> ValidityState:
        """Whether the measure is in force on `today`."""
        if today < self.start:
            return "not_yet"
        return "expired" if self.until and today > self.until else "in_force"


class Quoted(_Frozen):
    """A name that the source defines or uses, with its words."""

    name: str = Field(alias="term")
    cites: tuple[str, ...]
    quote: str


class Platform(_Frozen):
    """Where applications are submitted, in the source's words."""

    name: str
    cites: tuple[str, ...]
    quote: str


class Document(_Frozen):
    """One part of the source, e.g. 附件2, with its official title and what people call it."""

    name: str
    title: str
    called: tuple[str, ...] = ()


class Measure(BaseModel):
    """One official measure: what it says, how long, and what people ask about it."""

    model_config = ConfigDict(frozen=True)

    slug: str
    title: str
    short_title: str
    issuer: str
    helpdesk: str
    subject: str
    validity: Validity
    platform: Platform | None
    definitions: tuple[Quoted, ...]
    terms: tuple[str, ...]
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...]
    ambiguities: tuple[Ambiguity, ...]
    source_text: str
    folder: Path
    fingerprint: str

    @cached_property
    def by_label(self) -> dict[str, Passage]:
        """Passages by their label."""
        return {passage.label: passage for passage in self.passages}

    @cached_property
    def squeezed(self) -> str:
        """The verbatim source without white space, to check quotes against."""
        return squeeze(self.source_text)

    def cite(self, label: str, quote: str = "") -> Citation:
        """A citation of `label`; without `quote`, its whole wording where that is one piece of the source.

        Raises:
            KeyError: the source has no such label.
        """
        passage = self.by_label[label]
        whole = passage.whole if squeeze(passage.whole) in self.squeezed else passage.text
        return Citation(measure=self.slug, document=passage.document, label=label, quote=quote or whole)

    def ambiguity(self, id: str) -> Ambiguity:
        """The entry `id` of the register of what the source leaves open.

        Raises:
            KeyError: there is no such entry.
        """
        for entry in self.ambiguities:
            if entry.id == id:
                return entry
        raise KeyError(id)

    def has(self, quote: str) -> bool:
        """True when `quote` stands in the source, white space aside."""
        words = squeeze(quote)
        return bool(words) and words in self.squeezed

    def document_title(self, name: str) -> str:
        """The official title of 附件1, 附件2 …; the name itself when the data gives none."""
        return next((document.title for document in self.documents if document.name == name), name)
