"""Which of several lettered topics a person says are there: “ABCDE”, “都有”, “缺F”, “除了争议解决都写了”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from form_filler.eligibility.choosing import Hit, compact, hits, without
from form_filler.eligibility.questions import Option
from form_filler.eligibility.wording import word_list
from form_filler.readers.characters import CHINESE_DIGITS

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST_ANSWER = 200
_COUNT = re.compile("(?<![第0-9])[0-9]+(?=[项个条])")  # 缺2项 does not say which
_ORDINAL = re.compile("第([一二三四五六七八九])")
_RANGE = re.compile(r"([a-z]|[0-9])[-~～—到至]([a-z]|[0-9])")


def topics_meant(topics: Sequence[Option], said: str) -> tuple[str, ...] | None:
    """The ids of the topics said to be there, in the order of `topics`; None when that is not clear."""
    words = compact(said)[:_LONGEST_ANSWER]
    ids = [topic.id for topic in topics]
    parts = re.split(r"[,、;]+", words)
    if all(part in ids for part in parts):
        return _in_order(topics, set(parts))
    words = _RANGE.sub(_spelt_out, _COUNT.sub("", _ORDINAL.sub(_in_figures, words)))
    marks = [Option(id=mark, label=mark, words=word_list(mark)) for mark in ("all", "none", "lacking", "has")]
    found = hits([*topics, *marks], words)
    rest = without(words, found)
    if any(mark in words for mark in word_list("asking")) or any(mark in rest for mark in word_list("negations")):
        return None
    named = [hit for hit in found if hit.option in ids] + list(_lettered(ids, rest))
    said_marks = {hit.option: hit.place for hit in sorted(found, key=lambda hit: -hit.place) if hit.option not in ids}
    if any(word in rest for word in word_list("has")):
        said_marks.setdefault("has", 0)
    return _in_order(topics, _present(set(ids), named, said_marks))


def _present(every: set[str], named: list[Hit], marks: dict[str, int]) -> set[str] | None:
    if "lacking" not in marks:
        here = {hit.option for hit in named}
        if "none" in marks:
            return None if here or "all" in marks else set()
        return every if "all" in marks and not here else here or None
    before = {hit.option for hit in named if hit.place < marks["lacking"]}
    after = {hit.option for hit in named if hit.place > marks["lacking"]}
    if before and after:
        return before if before | after == every and not before & after else None
    if before and ("has" in marks or "all" in marks):
        return None  # “ABC有，D没有”: where the missing ones begin is not clear
    return every - (before or after) if before or after else None


def _lettered(ids: Sequence[str], words: str) -> Iterator[Hit]:
    for run in re.finditer(r"[a-z]+|[0-9]+", words):
        places = [_LETTERS.find(mark) if mark.isalpha() else int(mark) - 1 for mark in run.group()]
        if all(0 <= place < len(ids) for place in places):
            for place in places:
                yield Hit(ids[place], run.start(), run.group())


def _in_figures(match: re.Match[str]) -> str:
    return match.group().translate(CHINESE_DIGITS)


def _spelt_out(match: re.Match[str]) -> str:
    first, last = ord(match[1]), ord(match[2])
    return "".join(map(chr, range(first, last + 1))) if match[1].isalpha() == match[2].isalpha() else match.group()


def _in_order(topics: Sequence[Option], present: set[str] | None) -> tuple[str, ...] | None:
    return None if present is None else tuple(topic.id for topic in topics if topic.id in present)
