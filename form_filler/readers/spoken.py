"""Taking a value out of the sentence it was said in: “牵头的是…公司” -> “…公司”."""

from __future__ import annotations

import re

from form_filler.form import Common
from form_filler.readers.vocabulary import vocabulary

_COURTESY = re.compile(r"(?:[\s。．.！!～~，,；;]|谢谢您|谢谢你|谢谢|吧|啊|哈|哦|呀)+\Z")
_OUTER_QUOTES = {"“": "”", '"': '"', "「": "」", "『": "』", "‘": "’", "'": "'"}
_LONGEST_COURTESY = 20


def value_in(field: Common, words: str) -> str:
    """The part of `words` that is the value: without lead-in, courtesy and quotation marks; linear in its length."""
    return without_quotes(without_courtesy(after_lead_in(words.strip(), (field.label, *field.aliases))))


def after_lead_in(words: str, names: tuple[str, ...] = ()) -> str:
    """What follows the subject and verb `words` begin with, or `words` as they are when they begin with none.

    Args:
        words: a sentence or a bare value.
        names: what the field is called.
    """
    subjects = sorted((*vocabulary("lead_in_subjects"), *filter(None, names)), key=len, reverse=True)
    here = _skip(words, 0)
    start = here
    while subject := _first_that_starts(words, here, subjects):
        end = here + len(subject)
        here = _skip(words, end)
        if here > end and not _verb_at(words, here) and not _first_that_starts(words, here, subjects):
            return words[here:].strip() or words
    verb = _verb_at(words, here)
    rest = words[here + len(verb) :].lstrip(" \t\u3000:：")
    if not verb or (here == start and len(rest) < 2):
        return words
    return rest.strip() or words


def without_courtesy(words: str) -> str:
    """`words` without closing full stops, 谢谢 and 吧."""
    head, tail = words[:-_LONGEST_COURTESY], words[-_LONGEST_COURTESY:]
    return (head + _COURTESY.sub("", tail)).strip() or words


def without_quotes(words: str) -> str:
    """`words` without a pair of quotation marks around the whole of them."""
    if len(words) > 2 and _OUTER_QUOTES.get(words[0]) == words[-1] and words[0] not in words[1:-1]:
        return words[1:-1].strip()
    return words


def _skip(words: str, here: int) -> int:
    while here < len(words) and (words[here].isspace() or words[here] in "，,"):
        here += 1
    return here


def _first_that_starts(words: str, here: int, candidates: list[str]) -> str:
    return next((one for one in candidates if words[here : here + len(one)].casefold() == one.casefold()), "")


def _verb_at(words: str, here: int) -> str:
    return next((verb for verb in vocabulary("lead_in_verbs") if words.startswith(verb, here)), "")
