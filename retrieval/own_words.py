"""Checks that a wording brings in nothing of its own (pure). Each is true where it holds."""

from __future__ import annotations

import re
import unicodedata

from knowledge.passage import squeeze
from retrieval.grounding import faithful
from retrieval.wording import Wording, bare, head_of, nfkc

_QUOTED = re.compile(r"“([^”]*)”|‘([^’]*)’|「([^」]*)」|『([^』]*)』|\"([^\"]*)\"|'([^']*)'|《([^》]*)》|〈([^〉]*)〉")
_PAIRS = ("“”", "‘’", "「」", "『』", "《》", "〈〉", "()")
_TITLE = "《〈"
_DIGITS = "0123456789"
_MARKUP = re.compile(r".?[<>\[\]{}|*_#`~\\^&$]+.?", re.DOTALL)


def is_of_sane_length(wording: Wording) -> bool:
    """Neither a stub nor a novel."""
    return wording.rules.shortest_sentence <= len(wording.text) <= wording.rules.longest_sentence


def is_plain_chinese(wording: Wording) -> bool:
    """Chinese characters, digits and usual marks; of anything else only what the ground has, markup with its place."""
    known = set(nfkc(wording.ground) + wording.rules.punctuation)
    said = nfkc(wording.text)
    if not all(_is_usual(char) or (char in known and _is_shown(char)) for char in said):
        return False
    ground = squeeze(nfkc(wording.ground))
    return all(squeeze(match.group()) in ground for match in _MARKUP.finditer(said))


def quotes_word_for_word(wording: Wording) -> bool:
    """What stands in quotation marks stands so in the ground; a word of few characters may be marked freely."""
    said, known = nfkc(wording.text), squeeze(nfkc(wording.ground))
    if any(said.count(first) != said.count(last) for first, last in map(tuple, _PAIRS)):
        return False
    if said.count('"') % 2 or said.count("'") % 2:
        return False
    for match in _QUOTED.finditer(said):
        quoted = squeeze(next(group for group in match.groups() if group is not None))
        if (match.group()[0] in _TITLE or len(quoted) > wording.rules.longest_unquoted) and quoted not in known:
            return False
    return True


def is_faithful(wording: Wording) -> bool:
    """No number, date, article, link or foreign word of its own."""
    return faithful(wording.text, wording.ground)


def claims_no_action(wording: Wording) -> bool:
    """Says of nothing that it was done or decided: only the program knows."""
    said, known = bare(wording.text), bare(wording.ground)
    return not any(match.group() not in known for claim in wording.rules.claims for match in re.finditer(claim, said))


def begins_with_no_verdict(wording: Wording) -> bool:
    """No 可以, no 不行 at the head of a sentence that is not at the head of one of the ground's."""
    ours = {head_of(sentence) for sentence in wording.grounds}
    heads = (head_of(part) for part in wording.sentences)
    return not any(head in wording.rules.verdicts and head not in ours for head in heads)


def asks_nothing(wording: Wording) -> bool:
    """An answer does not ask, unless the ground does."""
    return "?" not in nfkc(wording.text) or "?" in nfkc(wording.ground)


def _is_usual(char: str) -> bool:
    return char in _DIGITS or (
        unicodedata.category(char) == "Lo" and unicodedata.name(char, "").startswith("CJK UNIFIED")
    )


def _is_shown(char: str) -> bool:
    """False for controls, format marks, lone surrogates and any white space but the plain one."""
    return unicodedata.category(char)[0] not in "CZ" or char == " "
