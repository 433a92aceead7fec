"""Names that share the telling characters of some words: 养牛 -> 牛的饲养."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log

from rapidfuzz import fuzz

_NEAR = 0.32  # share of the words' weight a name must bear; below it, only a stray character is shared
_PAIR_WEIGHT = 0.5
_RERANKED = 40


class NearNames:
    """An index of names by their characters and pairs of characters, each weighted by how rare it is."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        postings: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            for token in _tokens(name):
                postings[token].append(place)
        self._postings: Mapping[str, list[int]] = postings

    def find(self, words: str, limit: int) -> tuple[str, ...]:
        """At most `limit` names near to `words`, nearest first; ties go to the name most alike as a whole."""
        tokens = _tokens(words)
        total = sum(self._weight(token) for token in tokens) or 1.0
        borne: dict[int, float] = defaultdict(float)
        for token in tokens:
            for place in self._postings.get(token, ()):
                borne[place] += self._weight(token) / total
        near = sorted((place for place in borne if borne[place] >= _NEAR), key=lambda place: (-borne[place], place))
        best = sorted(near[:_RERANKED], key=lambda place: -borne[place] - fuzz.ratio(words, self._names[place]) / 200)
        return tuple(self._names[place] for place in best[:limit])

    def _weight(self, token: str) -> float:
        rarity = log((1 + len(self._names)) / (0.5 + len(self._postings.get(token, ()))))
        return rarity * (_PAIR_WEIGHT if len(token) > 1 else 1.0)


def _tokens(words: str) -> frozenset[str]:
    return frozenset(words) | {words[place : place + 2] for place in range(len(words) - 1)}
