"""Checks that a wording binds, forbids and denies as the clauses do that it speaks of (pure). True where they hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from retrieval.clauses import Clause, likest
from retrieval.grounding import with_digits
from retrieval.phrasing_rules import WordingRules
from retrieval.wording import Wording, amounts, bare, nfkc

_LONGEST_FREE = 8
_DIGITS = "0123456789"


def is_put_together_from_its_clauses(wording: Wording) -> bool:
    """Every clause consists of pieces of the few it is made of, of numbers and of connecting words.

    Two characters that stand side by side are the smallest piece: 三年内 gives no 三年后.
    """
    known = bare(wording.ground)
    given = [group for group in wording.rules.unheard if any(word in known for word in group.given)]
    free = wording.rules.connectives | {word for group in given for word in group.words}
    return not any(
        own_characters(bare(with_digits(said.text)), "\n".join(bare(with_digits(clause.text)) for clause in ours), free)
        for said, ours in wording.spoken_of
    )


def own_characters(said: str, known: str, free: Collection[str]) -> int:
    """How many characters are left when as many as possible are digits, `free` words, or pieces of `known`."""
    least = [0] * (len(said) + 1)  # the least number of characters left among the first n
    for end in range(1, len(said) + 1):
        least[end] = least[end - 1] + 1
        for begin in range(end - 1, -1, -1):
            piece = said[begin:end]
            held = len(piece) > 1 and piece in known
            if held or piece in free or piece in _DIGITS:
                least[end] = min(least[end], least[begin])
            elif len(piece) > _LONGEST_FREE:  # what is longer is not held either
                break
    return least[-1]


def binds_no_more_than_its_clause(wording: Wording) -> bool:
    """必须 is no word for what one clause says may be done, whether another clause has it or none."""
    for said, ours in wording.spoken_of:
        words, known = bare(said.text), bare("，".join(clause.text for clause in ours))
        for question in wording.rules.questions:
            words = words.replace(question, "")
        for group in wording.rules.unheard:
            if any(word in words and not any(one in known for one in (word, *group.given)) for word in group.words):
                return False
    return True


def negates_as_its_clause(wording: Wording) -> bool:
    """不, 未, 无 stand before the same character as in the clause, and are not left out where it has them."""
    return _brings_no(wording, wording.rules.negations) and not any(
        ours and _is_denied_more(said, ours, wording.rules) for said, ours in wording.spoken_of
    )


def may_and_must_as_its_clause(wording: Wording) -> bool:
    """可, 能, 应, 须 stand before the same character as in the clause."""
    return _brings_no(wording, wording.rules.modals)


def takes_amounts_from_its_clause(wording: Wording) -> bool:
    """5家 of one clause is no amount for what another clause says of 3家."""
    return all(
        amounts(said.text) <= frozenset().union(*(amounts(clause.text) for clause in ours))
        for said, ours in wording.spoken_of
    )


def keeps_what_binds(wording: Wording) -> bool:
    """Who speaks of a clause keeps its 原则上, 不得, 不少于, 优先."""
    for said, _ours in wording.spoken_of:
        sentence, bound = nfkc(said.scope), _bound(said, wording)
        for group in wording.rules.kept_of_clause:
            if not any(word in sentence for word in group) and any(word in bound for word in group):
                return False
    return True


def names_who_is_meant(wording: Wording) -> bool:
    """What is said of the 成员单位 stands where the ground speaks of the 成员单位."""
    for said, ours in wording.spoken_of:
        named = _parties("，".join(clause.text for clause in likest(said, ours)), wording.rules)
        around = "，".join((*wording.headings, *(clause.scope for clause in ours)))
        if _parties(said.text, wording.rules) - (named or _parties(around, wording.rules)):
            return False
    return True


def _parties(text: str, rules: WordingRules) -> set[str]:
    return set(re.findall(rules.parties, bare(text)))


def _brings_no(wording: Wording, chars: str) -> bool:
    """True when each of the characters stands before one that it stands before in the clauses spoken of."""
    return not any(
        _bound_pairs(said.text, chars, wording.rules)
        - set[str]().union(*(_bound_pairs(clause.text, chars, wording.rules) for clause in ours))
        for said, ours in wording.spoken_of
    )


def _bound_pairs(text: str, chars: str, rules: WordingRules, besides: Iterable[str] = ()) -> set[str]:
    """Each of the characters with the one after it, those of some words left out."""
    said = bare(text)
    for word in (*rules.questions, *rules.plain_negations, *besides):
        said = said.replace(word, "")
    return {said[place : place + 2] for place, char in enumerate(said[:-1]) if char in chars}


def _is_denied_more(said: Clause, ours: tuple[Clause, ...], rules: WordingRules) -> bool:
    """True when every clause that is likest to `said` denies more often, and `said` has most of its words.

    不少于 and the like are looked after by `keeps_what_binds`: 至少 says the same.
    """
    bound = [word for group in rules.kept_of_clause for word in group]
    denied = len(_bound_pairs(said.text, rules.negations, rules, bound))
    return all(
        denied < len(_bound_pairs(clause.text, rules.negations, rules, bound))
        and len(said.pairs & clause.pairs) >= rules.touched * len(clause.pairs)
        for clause in likest(said, ours)
    )


def _bound(said: Clause, wording: Wording) -> str:
    """The clauses that `said` repeats for the most part, and those that it takes an amount from."""
    taken = amounts(said.text)
    return "，".join(
        clause.text
        for clause in wording.clauses
        if taken & amounts(clause.text)
        or (clause.pairs and len(said.pairs & clause.pairs) >= wording.rules.touched * len(clause.pairs))
    )
