"""Passages of an official text and the labels that say where they stand.

A label is the source's own numbering: `第五条（二）5`, `附件2 填表说明三`, `附件5 一（三）2`.
"""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

from knowledge.sentences import sentences

_STEP = re.compile(r"（[一二三四五六七八九十]+）|\d+")
_HAN = "一二三四五六七八九十百零"
_ARTICLE = re.compile(rf"第[{_HAN}]+条")
_ATTACHMENT = re.compile(r"(附件\d+) (.+)")


class Label(BaseModel):
    """An address in the source, as steps from coarse to fine: (`第五条`, `（二）`, `5`)."""

    model_config = ConfigDict(frozen=True)

    steps: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Label:
        """Reads a label as printed.

        Raises:
            ValueError: the text is not a label.
        """
        article = _ARTICLE.match(text)
        if article:
            return cls(steps=(article.group(), *_fine(text[article.end() :], text)))
        attachment = _ATTACHMENT.fullmatch(text)
        if not attachment:
            raise ValueError(sentences().say("label.not_one", label=text))
        document, place = attachment.groups()
        numbered = re.match(rf"[{_HAN}]+(?=（|$)", place)
        if numbered:
            return cls(steps=(document, numbered.group(), *_fine(place[numbered.end() :], text)))
        return cls(steps=(document, place))

    def contains(self, other: Label) -> bool:
        """True when `other` is this place or a finer one under it."""
        return other.steps[: len(self.steps)] == self.steps

    def __str__(self) -> str:
        head, *rest = self.steps
        return f"{head} {''.join(rest)}" if head.startswith("附件") else head + "".join(rest)

    def __hash__(self) -> int:
        return hash(self.steps)


def _fine(rest: str, whole: str) -> tuple[str, ...]:
    steps = tuple(_STEP.findall(rest))
    if "".join(steps) != rest:
        raise ValueError(sentences().say("label.unclear", label=whole, rest=rest))
    return steps


class Passage(BaseModel):
    """One labelled place of the source.

    `text` is its own verbatim wording, `context` the headings above it, `whole` the wording with all finer
    places under it (equal to `text` for the finest).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    document: str
    text: str
    whole: str
    context: str = ""


class Citation(BaseModel):
    """Where a statement stands, with the source's own words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    measure: str
    document: str
    label: str
    quote: str


def squeeze(text: str) -> str:
    """The text without white space, as quotes are compared."""
    return re.sub(r"\s+", "", text)
