"""Which offered answer a person's words mean. Words that could mean two of them mean none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from form_filler.eligibility.questions import Option
from form_filler.eligibility.wording import word_list
from form_filler.readers.characters import plain

_LONGEST_ANSWER = 40  # longer ones are stories, not answers
_SHORT_ANSWER = 4  # in longer ones 是 and 有 are mostly not the answer, unless they begin it
_GENERIC = ("yes", "no", "unknown", "never", "all", "none")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Hit:
    """A word of an option, found at `place`."""

    option: str
    place: int
    word: str


def choose(options: Sequence[Option], said: str) -> str | None:
    """The id of the one option meant by its id, label, place (`2`, `B`) or words, or None."""
    words = compact(said)
    for number, option in enumerate(options):
        if words in (option.id, compact(option.label), str(number + 1), _LETTERS[number]):
            return option.id
    if not words or len(words) > _LONGEST_ANSWER:
        return None
    meant = {hit.option for hit in hits(options, words)}
    if "unknown" in meant:
        return "unknown"
    if len(meant) != 1 or _asks_back(words) or _negated(options, words):
        return None
    return meant.pop()


def hits(options: Sequence[Option], words: str) -> tuple[Hit, ...]:
    """The options whose words stand in `words`; a longer word hides those inside it.

    Args:
        options: what may be meant.
        words: compacted words.
    """
    return tuple(_hits(options, words))


def without(words: str, found: Iterable[Hit]) -> str:
    """`words` with what was found in them blanked out."""
    for hit in found:
        words = words[: hit.place] + " " * len(hit.word) + words[hit.place + len(hit.word) :]
    return words


def compact(said: str) -> str:
    """Words as they are compared: half-width, lower case, without white space and punctuation at the ends."""
    return re.sub(r"\s+", "", plain(said)).casefold().strip("。.,，!！~、;；:：“”\"'()（）")


def _negated(options: Sequence[Option], words: str) -> bool:
    rest = without(words, hits(options, words))
    return any(negation in rest for negation in word_list("negations"))


def _asks_back(words: str) -> bool:
    return any(mark in words for mark in word_list("asking"))


def _hits(options: Sequence[Option], words: str) -> Iterator[Hit]:
    taken = [False] * len(words)
    vocabulary = _vocabulary(options)
    for word in sorted(vocabulary, key=len, reverse=True):
        for match in re.finditer(re.escape(word), words):
            here = slice(match.start(), match.end())
            if any(taken[here]) or not _counts(word, match.start(), words):
                continue
            taken[here] = [True] * len(word)
            for option_id in vocabulary[word]:
                yield Hit(option_id, match.start(), word)


def _counts(word: str, place: int, words: str) -> bool:
    return len(word) > 1 or place == 0 or len(words) <= _SHORT_ANSWER


def _vocabulary(options: Sequence[Option]) -> dict[str, tuple[str, ...]]:
    vocabulary: dict[str, tuple[str, ...]] = {}
    for option in options:
        generic = word_list(option.id) if option.id in _GENERIC else ()
        for word in dict.fromkeys(map(compact, (*option.words, *generic))):
            vocabulary[word] = (*vocabulary.get(word, ()), option.id)
    return vocabulary
