"""A model's words beside what they rest on, taken apart so that they can be judged (pure)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property

from knowledge.passage import squeeze
from retrieval.clauses import Clause, clauses_of, spoken_of
from retrieval.grounding import Numeral, numerals
from retrieval.phrasing_rules import WordingRules

_SENTENCE = re.compile(r"[^。！？!?\n]*\w[^。！？!?\n]*[。！？!?\n]*[”’」』》）)\"']*")
_PART = re.compile(r"[^，。；：！？,;:!?\n]+")


@dataclass(frozen=True)
class Wording:
    """A model's `text`, to be judged by the sentences that it says it rests on, and the `headings` above them."""

    text: str
    grounds: tuple[str, ...]
    rules: WordingRules
    headings: tuple[str, ...] = ()

    @cached_property
    def ground(self) -> str:
        """All that it may draw on."""
        return "\n".join((*self.headings, *self.grounds))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences one by one."""
        return sentences_of(self.text)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of the grounds."""
        return clauses_of((*self.grounds, *self.headings), left_aside(self.rules))

    @cached_property
    def spoken_of(self) -> tuple[tuple[Clause, tuple[Clause, ...]], ...]:
        """Its own clauses, each with those of the grounds that it is made of; whole sentences of a ground left out."""
        ours = {bare(sentence) for sentence in self.grounds}
        said = clauses_of(
            [sentence for sentence in self.sentences if bare(sentence) not in ours], left_aside(self.rules)
        )
        return tuple((clause, spoken_of(clause, self.clauses, self.rules.least_of_clause)) for clause in said)


@cache
def left_aside(rules: WordingRules) -> frozenset[str]:
    """The words that bind, forbid, deny or connect: clauses are told apart by the others."""
    words = {word for group in rules.unheard for word in (*group.words, *group.given)}
    words |= {word for group in rules.kept_of_clause for word in group}
    words |= {word for word in rules.connectives if len(word) > 1}
    return frozenset(words | set(rules.negations + rules.modals))


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a text with their marks."""
    return tuple(match.group() for match in _SENTENCE.finditer(text))


def head_of(sentence: str) -> str:
    """What stands before the first mark of a sentence."""
    return next((squeeze(part) for part in parts_of(sentence.strip())), "")


def parts_of(text: str) -> tuple[str, ...]:
    """What stands between the marks of a text."""
    return tuple(_PART.findall(nfkc(text)))


def amounts(text: str) -> frozenset[Numeral]:
    """The numbers with units; labels of places are no amounts."""
    return frozenset(numeral for numeral in numerals(text) if numeral[2] and not numeral[0])


def nfkc(text: str) -> str:
    """The text in its plain form: full-width letters and digits are the usual ones."""
    return unicodedata.normalize("NFKC", text)


def bare(text: str) -> str:
    """The characters alone, so that no mark between them hides a word."""
    return re.sub(r"[\W_]+", "", nfkc(text))
