"""Codes and names of GB/T 4754-2017 (industries) and GB/T 13745-2009 (disciplines)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from knowledge.codes.near_names import NearNames

Standard = Literal["gb4754", "gb13745"]

_FOLDER = Path(__file__).parent
_MARKS = re.compile(r"[\s、，,;；·.（）()“”\"'/-]")
_GB4754_CODE = re.compile(r"\A([A-T])([0-9]{2,4})?\Z|\A([0-9]{2,4})\Z")
_GB13745_CODE = re.compile(r"\A([0-9]{3})[.．]?([0-9]{2}(?:[0-9]{2})?)?\Z")
_DISCIPLINE_LEVELS = {"1": "一级学科", "2": "二级学科", "3": "三级学科"}
_SHORTEST_WORD = 2
_LONGEST_WORDS = 60


@dataclass(frozen=True)
class Entry:
    """One line of a standard: its code as printed, its name, and its level (门类 … 小类, 一级学科 … 三级学科)."""

    code: str
    name: str
    level: str


@dataclass(frozen=True)
class _Book:
    """A standard in memory: entries by code in the standard's order, names and remarks without marks."""

    by_code: Mapping[str, Entry]
    by_name: Mapping[str, tuple[Entry, ...]]
    remarks: Mapping[str, str]
    near: NearNames


def by_code(standard: Standard, code: str) -> Entry | None:
    """The entry with this code: `C3232` or `3232`; `430.4010` or `4304010`; None when there is none."""
    wanted = _printed(standard, code.strip().upper())
    return _book(standard).by_code.get(wanted)


def exact(standard: Standard, words: str) -> tuple[Entry, ...]:
    """The entry with this code, or every entry with this very name (marks and spaces aside), broad to fine."""
    if entry := by_code(standard, words):
        return (entry,)
    return _book(standard).by_name.get(_key(words), ())


def find(standard: Standard, words: str, limit: int = 8) -> tuple[Entry, ...]:
    """Entries that `words` may mean, best first.

    An exact code or name stands alone; otherwise names that contain the words, names close to them,
    and remarks that mention them.

    Args:
        standard: which one to look in.
        words: a code, a name or part of one.
        limit: the most entries to give, except that all bearers of an exact name are given.
    """
    if found := exact(standard, words):
        return found
    key = _key(words)[:_LONGEST_WORDS]
    if len(key) < _SHORTEST_WORD:
        return ()
    book = _book(standard)
    containing = sorted(
        (name for name in book.by_name if key in name), key=lambda name: (not name.startswith(key), len(name))
    )
    near = book.near.find(key, limit)
    named = [entry for name in (*containing, *near) for entry in book.by_name[name]]
    noted = [book.by_code[code] for code, remark in book.remarks.items() if key in remark]
    return tuple(dict.fromkeys((*named, *noted)))[:limit]


def _key(words: str) -> str:
    return _MARKS.sub("", words).casefold()


def _printed(standard: Standard, code: str) -> str:
    """`code` as its standard prints it, or "" when it is none."""
    if standard == "gb13745":
        match = _GB13745_CODE.match(code)
        return ".".join(filter(None, match.groups())) if match else ""
    match = _GB4754_CODE.match(code)
    if not match:
        return ""
    return code if match[1] else _section_of().get(match[3], "")


@cache
def _section_of() -> Mapping[str, str]:
    return {entry.code[1:]: entry.code for entry in _book("gb4754").by_code.values()}


@cache
def _book(standard: Standard) -> _Book:
    rows = list(_industries() if standard == "gb4754" else _disciplines())
    by_name: dict[str, tuple[Entry, ...]] = {}
    for entry, _ in rows:
        by_name[_key(entry.name)] = (*by_name.get(_key(entry.name), ()), entry)
    remarks = {entry.code: _key(remark) for entry, remark in rows if remark}
    return _Book({entry.code: entry for entry, _ in rows}, by_name, remarks, NearNames(tuple(by_name)))


def _industries() -> Iterable[tuple[Entry, str]]:
    for row in _lines("gb4754_2017.csv"):
        yield Entry(row["code"], row["name"], row["level"]), row["remark"]


def _disciplines() -> Iterable[tuple[Entry, str]]:
    for row in _lines("gb13745_2009.csv"):
        yield Entry(row["code_dotted"], row["name"], _DISCIPLINE_LEVELS[row["level"]]), row["note"]


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
