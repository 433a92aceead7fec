"""Free text and lists of short texts."""

from __future__ import annotations

import re

from form_filler.counting import count
from form_filler.form import StringsField, TextField
from form_filler.outcomes import Accepted, Reading
from form_filler.readers.context import ReadingContext
from form_filler.readers.spoken import value_in
from form_filler.readers.wording import accept, refuse, refuse_unfit

_SEPARATORS = re.compile(r"[、，,；;\n\t]")
_NUMBERING = re.compile(r"\A\s*(?:[（(]?[0-9一二三四五六七八九十]{1,2}[)）、.．]\s*)")
# 和 as part of a word does not separate: 碳中和, 饱和, 和林格尔.
_AND = re.compile(r"以及|(?<![中饱共混总调缓温柔亲呼平])和(?![平谐林牛声解])")


def read_text(field: TextField, words: str, _context: ReadingContext) -> Reading:
    """What was typed, without outer white space; refused when too long or not fit for a document.

    Line ends become `\\n`. Length is counted in 字 (see `counting.count`) against `field.limit`.
    """
    text = words.replace("\r\n", "\n").replace("\r", "\n").strip()
    if refusal := refuse_unfit(field, text):
        return refusal
    if not text:
        return refuse(field, "empty", words)
    length = count(text)
    if field.limit and length > field.limit:
        return refuse(field, "text.too_long", text, limit=field.limit, length=length, over=length - field.limit)
    return Accepted(text)


def read_strings(field: StringsField, words: str, _context: ReadingContext) -> Reading:
    """At most `field.limit` short texts, in the order given, each once."""
    if refusal := refuse_unfit(field, words):
        return refusal
    parts = _parts(value_in(field, words), field.limit)
    if not parts:
        return refuse(field, "empty", words)
    if len(parts) > field.limit:
        return refuse(field, "too_many", words, limit=field.limit, number=len(parts), shown="、".join(parts))
    return accept(parts, words, "、".join(parts))


def _parts(words: str, limit: int) -> list[str]:
    parts = [_NUMBERING.sub("", part).strip() for part in _SEPARATORS.split(words)]
    parts = list(dict.fromkeys(filter(None, parts)))
    if len(parts) != 1:
        return parts
    split = [part.strip() for part in _AND.split(parts[0])]
    return split if 1 < len(split) <= limit and all(len(part) > 1 for part in split) else parts
