"""Misspelt questions -> the measure's own terms: homophones (备按, 蒙科居) and whole messages in pinyin.

For matching only: what a person reads is never respelt.
"""

from __future__ import annotations

import math
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

_HAN = re.compile(r"[㐀-鿿]+")
_LETTERS = re.compile(r"[a-z]+")
_SHORTEST_FUZZY = 3  # characters of a term that may be matched by a loose pronunciation
_LONGEST = 4  # characters of a word that pinyin is turned into
_LEAST_LETTERS = 4  # of a word of pinyin among characters: shorter ones are names and options (AI, Q)
# what many speakers, and voice input, do not tell apart
_LOOSE = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"([ae]|i)ng$"), r"\1n"), (re.compile(r"^l"), "n"))


class Speller:
    """Corrects words by their sound.

    Args:
        terms: the words worth correcting to; longer ones win.
        lines: gives wordings whose words pinyin may stand for; asked once, when the first message in pinyin comes.
    """

    def __init__(self, terms: Iterable[str], lines: Callable[[], Iterable[str]]) -> None:
        ordered = sorted(set(terms), key=lambda term: (len(term), term))
        self._exact = {_sound(term): term for term in ordered}
        self._fuzzy = {loose(term): term for term in ordered if len(term) >= _SHORTEST_FUZZY}
        self._lengths = sorted({len(term) for term in ordered}, reverse=True)
        self._right = re.compile("|".join(map(re.escape, reversed(ordered))) or r"(?!)")
        self._lines = lines
        self._words: dict[str, tuple[str, float]] | None = None

    def correct(self, text: str) -> str:
        """The text (normalised) with homophones of terms replaced, and pinyin turned into characters."""
        corrected = _HAN.sub(lambda run: self._respelt(run.group()), text)
        if max(map(len, _LETTERS.findall(corrected)), default=0) < _LEAST_LETTERS:
            return corrected
        if not _HAN.search(corrected):
            return self._from_pinyin(corrected) or corrected
        return _LETTERS.sub(lambda word: self._read(word.group()), corrected)

    def _read(self, word: str) -> str:
        return (len(word) >= _LEAST_LETTERS and self._from_pinyin(word)) or word

    def _respelt(self, run: str) -> str:
        """The run with what sounds like a term made one; terms spelt right stay, and nothing is made across them."""
        done, at = "", 0
        for right in self._right.finditer(run):
            done += self._heard(run[at : right.start()]) + right.group()
            at = right.end()
        return done + self._heard(run[at:])

    def _heard(self, run: str) -> str:
        done, at = "", 0
        while at < len(run):
            windows = (run[at : at + length] for length in self._lengths if at + length <= len(run))
            term = next(filter(None, map(self._term, windows)), run[at])
            done, at = done + term, at + len(term)
        return done

    def _term(self, window: str) -> str:
        return self._exact.get(_sound(window)) or self._fuzzy.get(loose(window)) or ""

    def _from_pinyin(self, text: str) -> str:
        """Characters for a text whose every word is pinyin; empty when one is not, as in English."""
        words = self._pinyin_words()
        pieces = []
        for token in re.split(r"([a-z]+)", text):
            if not _LETTERS.fullmatch(token):
                pieces.append(token.strip())
                continue
            if not (read := _likeliest(token, words)):
                return ""
            pieces.append(read)
        return "".join(pieces)

    def _pinyin_words(self) -> dict[str, tuple[str, float]]:
        """Pinyin run together -> the word it most often is in the lines, with the logarithm of its share."""
        if self._words is None:
            counts = Counter(
                run[start : start + length]
                for line in self._lines()
                for run in _HAN.findall(line)
                for length in range(1, _LONGEST + 1)
                for start in range(len(run) - length + 1)
            )
            total, words = sum(counts.values()), dict[str, tuple[str, float]]()
            for word, count in sorted(counts.items(), key=lambda item: (item[1], item[0])):
                if count > 1 or len(word) == 1:
                    words["".join(spelling(word))] = (word, math.log(count / total))
            self._words = words
        return self._words


def spelling(word: str) -> tuple[str, ...]:
    """The usual reading of each character, without tones."""
    return tuple(map(_syllable, word))


def _sound(word: str) -> tuple[str, ...]:
    """What a word has to share with a term to be taken for it: of short words, which many are alike, the tones, too."""
    return spelling(word) if len(word) >= _SHORTEST_FUZZY else tuple(map(_toned_syllable, word))


def loose(word: str) -> tuple[str, ...]:
    """As `spelling`, with what many do not tell apart made equal: z and zh, n and ng, n and l."""
    return tuple(map(_loose_syllable, word))


@cache
def _syllable(character: str) -> str:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # single readings are enough, and load in no time
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character)[0])


@cache
def _toned_syllable(character: str) -> str:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, lazy_pinyin

    return str(lazy_pinyin(character, style=Style.TONE3)[0])


@cache
def _loose_syllable(character: str) -> str:
    syllable = _syllable(character)
    for pattern, replacement in _LOOSE:
        syllable = pattern.sub(replacement, syllable)
    return syllable


def _likeliest(letters: str, words: dict[str, tuple[str, float]]) -> str:
    """The likeliest division of a run of pinyin into words (Viterbi); empty when there is none."""
    longest = max(map(len, words), default=0)
    best: list[tuple[float, str] | None] = [(0.0, "")] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - longest), end):
            before, word = best[start], words.get(letters[start:end])
            if before is None or word is None:
                continue
            score = before[0] + word[1]
            if best[end] is None or score > best[end][0]:  # type: ignore[index]
                best[end] = (score, before[1] + word[0])
    found = best[-1]
    return found[1] if found else ""
