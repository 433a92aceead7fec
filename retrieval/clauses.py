"""Which clauses of the source a clause speaks of: by the words they share, the binding ones left aside (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.grounding import GAP, without_numbers
from retrieval.lexical import bigrams

_CLAUSE = re.compile(r"[^，。；：！？,;:!?\n]+")


@dataclass(frozen=True)
class Clause:
    """One clause: its words, the pairs of characters it is known by (numbers are none), and what it stands in."""

    text: str
    pairs: frozenset[str]
    scope: str


def clauses_of(scopes: Iterable[str], left_aside: Collection[str]) -> tuple[Clause, ...]:
    """The clauses of some texts, each with the text it stands in.

    Args:
        scopes: the texts.
        left_aside: words that a clause is not known by.
    """
    aside = re.compile("|".join(re.escape(word) for word in sorted(left_aside, key=len, reverse=True)) or "(?!)")
    return tuple(
        Clause(text, _pairs(aside.sub(GAP, without_numbers(text))), scope)
        for scope in scopes
        for text in _CLAUSE.findall(unicodedata.normalize("NFKC", scope))
    )


def spoken_of(said: Clause, clauses: Sequence[Clause], least: float) -> tuple[Clause, ...]:
    """The clauses that `said` is made of, the likest first.

    Each next one brings at least the share `least` of its pairs that none before it had. Those that bring the same
    count together, the shorter first: it may be any of them. A clause of binding words alone is looked for as it is.
    """
    if not said.pairs:
        return tuple(clause for clause in clauses if said.text.strip() in clause.text)
    left, made_of = set(said.pairs), list[Clause]()
    while left:
        shared = [len(left & clause.pairs) for clause in clauses]
        most = max(shared, default=0)
        if most == 0 or most < least * len(said.pairs):
            break
        next_ones = [clause for clause, count in zip(clauses, shared, strict=True) if count == most]
        made_of += sorted(next_ones, key=lambda clause: len(clause.pairs))
        left -= next_ones[0].pairs
    return tuple(made_of)


def likest(said: Clause, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Those of the clauses that share the most pairs with `said`."""
    most = max((len(said.pairs & clause.pairs) for clause in clauses), default=0)
    return tuple(clause for clause in clauses if len(said.pairs & clause.pairs) == most)


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(bigrams(text))
