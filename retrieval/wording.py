"""Whether a model's wording of an answer may be shown (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.passage import squeeze
from retrieval.grounding import faithful
from retrieval.lexical import bigrams

_MARKUP = re.compile(r"<[^>]*>|</|<!|&#?\w+;|```|\]\(|!\[|^\s*\|", re.MULTILINE)
_PLAIN_CONTROLS = "\n"


class Limits(BaseModel):
    """How far a wording may be from the answer it rewords: lengths in characters, shares of 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    longest_question: int
    shortest_share: float
    longest_share: float
    longest_more: int
    least_overlap: float


class WordingRules(BaseModel):
    """What `prompts/reword.yaml` asks of a wording."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limits: Limits
    kept: tuple[str, ...]
    unheard: tuple[str, ...]
    claims: tuple[str, ...]


@cache
def wording_rules() -> WordingRules:
    """The rules as they stand in the data."""
    path = Path(__file__).parent / "prompts" / "reword.yaml"
    return WordingRules.model_validate(yaml.safe_load(path.read_text("utf-8")))


@dataclass(frozen=True)
class Proposal:
    """A model's `wording` for `answer`, to be judged by `answer` and the `quotes` it rests on."""

    wording: str
    answer: str
    quotes: tuple[str, ...]
    rules: WordingRules

    @property
    def material(self) -> str:
        """All that the wording may draw on."""
        return "\n".join((self.answer, *self.quotes))


def fit(proposal: Proposal) -> bool:
    """True when every check holds."""
    return all(check(proposal) for check in CHECKS)


def longest(answer: str, rules: WordingRules) -> int:
    """How many characters a wording of `answer` may have."""
    return int(len(answer) * rules.limits.longest_share) + rules.limits.longest_more


def is_of_sane_length(proposal: Proposal) -> bool:
    """Neither a stub nor a novel."""
    length, answer = len(proposal.wording.strip()), proposal.answer
    return max(1, len(answer) * proposal.rules.limits.shortest_share) <= length <= longest(answer, proposal.rules)


def is_plain_text(proposal: Proposal) -> bool:
    """No markup, no control or format characters."""
    odd = any(
        unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") and char not in _PLAIN_CONTROLS
        for char in proposal.wording
    )
    return not odd and not _MARKUP.search(unicodedata.normalize("NFKC", proposal.wording))


def keeps_what_binds(proposal: Proposal) -> bool:
    """原则上 stays 原则上."""
    return all(word in proposal.wording for word in proposal.rules.kept if word in proposal.answer)


def brings_nothing_binding(proposal: Proposal) -> bool:
    """No 必须, no 保证 that the material does not hold."""
    return not any(word in _bare(proposal.wording) for word in proposal.rules.unheard if word not in proposal.material)


def claims_no_action(proposal: Proposal) -> bool:
    """Says of nothing that it was done or decided: only the program knows."""
    said, known = _bare(proposal.wording), _bare(proposal.material)
    return not any(match.group() not in known for claim in proposal.rules.claims for match in re.finditer(claim, said))


def is_faithful(proposal: Proposal) -> bool:
    """No number, article, link or foreign word of its own."""
    return faithful(proposal.wording, proposal.material)


def is_about_the_same(proposal: Proposal) -> bool:
    """Most of its words are those of the material."""
    said = bigrams(proposal.wording)
    known = set(bigrams(proposal.material))
    return bool(said) and sum(pair in known for pair in said) >= proposal.rules.limits.least_overlap * len(said)


CHECKS: tuple[Callable[[Proposal], bool], ...] = (
    is_of_sane_length,
    is_plain_text,
    keeps_what_binds,
    brings_nothing_binding,
    claims_no_action,
    is_faithful,
    is_about_the_same,
)


def _bare(text: str) -> str:
    """The characters alone, so that no mark between them hides a word."""
    return re.sub(r"[\W_]+", "", squeeze(unicodedata.normalize("NFKC", text)))
