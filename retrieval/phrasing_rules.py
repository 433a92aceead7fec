"""What a language model is shown, and what its words must keep to: the data in `prompts/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

_FOLDER = Path(__file__).parent / "prompts"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MaterialRules(_Frozen):
    """How much is shown, in characters, and in which form."""

    whole: int
    passages: int
    entries: int
    entries_share: float
    longest_question: int
    document: str
    context: str
    passage: str
    entry: str
    no_entry: str


class ReplyRules(_Frozen):
    """The lines with a meaning of their own, and how much is read, in characters."""

    nothing: str
    end: str
    longest: int
    longest_line: int
    most_sentences: int


class ChoiceRules(_Frozen):
    """`below`: the confidence of the best entry under which another one may be chosen."""

    below: float


class DoubtfulRules(_Frozen):
    """An answer without a curated one to rest on."""

    confidence: float
    least_shared: int
    longest: int


class Unheard(_Frozen):
    """`words` that may be said only where the ground has the word itself or one of `given`."""

    words: tuple[str, ...]
    given: tuple[str, ...] = ()


class WordingRules(_Frozen):
    """Lengths in characters, shares of 1, words and patterns."""

    shortest_sentence: int
    longest_sentence: int
    shortest_share: float
    longest_share: float
    longest_more: int
    touched: float
    least_of_clause: float
    longest_unquoted: int
    punctuation: str
    connectives: frozenset[str]
    kept_of_answer: tuple[tuple[str, ...], ...]
    kept_of_partial: tuple[tuple[str, ...], ...]
    kept_of_clause: tuple[tuple[str, ...], ...]
    unheard: tuple[Unheard, ...]
    verdicts: tuple[str, ...]
    negations: str
    modals: str
    questions: tuple[str, ...]
    plain_negations: tuple[str, ...]
    claims: tuple[str, ...]
    parties: str


class PhrasingRules(_Frozen):
    """All of `prompts/phrasing.yaml`."""

    material: MaterialRules
    reply: ReplyRules
    choice: ChoiceRules
    doubtful: DoubtfulRules
    wording: WordingRules


@cache
def phrasing_rules() -> PhrasingRules:
    """The rules as they stand in the data."""
    return PhrasingRules.model_validate(yaml.safe_load((_FOLDER / "phrasing.yaml").read_text("utf-8")))


@cache
def prompt() -> tuple[str, str]:
    """What the model is told once, and the form of each request."""
    system, _, user = (_FOLDER / "phrasing.md").read_text("utf-8").partition("\n---\n")
    return system.strip(), user.strip()
