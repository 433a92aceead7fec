"""Whether a model's words may be shown: each sentence by what it rests on, then the whole by the answer (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from retrieval import binding, own_words
from retrieval.answer import Answer
from retrieval.grounding import numerals
from retrieval.phrasing_rules import WordingRules
from retrieval.wording import Wording, amounts, bare, sentences_of

Check = Callable[[Wording], bool]


def fault_of(wording: Wording) -> str:
    """The name of the first check that a sentence does not pass; empty when it passes all."""
    return _first_fault(CHECKS, wording)


def fault_of_whole(text: str, answer: Answer, rules: WordingRules) -> str:
    """As `fault_of`, of a whole text that is to stand in the place of the text of `answer`."""
    checks = (*WHOLE_CHECKS, keeps_the_silence) if answer.outcome == "partial" else WHOLE_CHECKS
    return _first_fault(checks, Wording(text, (answer.text,), rules))


def is_as_long_as_the_answer(whole: Wording) -> bool:
    """Neither much shorter nor much longer than the answer in whose place it stands."""
    rules, length = whole.rules, len(whole.ground)
    return length * rules.shortest_share <= len(whole.text) <= length * rules.longest_share + rules.longest_more


def keeps_what_softens(whole: Wording) -> bool:
    """原则上 and 不得 stay."""
    return _keeps(whole, whole.rules.kept_of_answer)


def keeps_the_silence(whole: Wording) -> bool:
    """What is not written stays named so."""
    return _keeps(whole, whole.rules.kept_of_partial)


def keeps_the_figures(whole: Wording) -> bool:
    """Every amount of the answer's first sentence, which is the answer in short, is still there."""
    return amounts("".join(sentences_of(whole.ground)[:1])) <= numerals(whole.text)


def says_nothing_twice(text: str) -> bool:
    """No sentence comes again."""
    return max(Counter(map(bare, sentences_of(text))).values(), default=1) == 1


CHECKS: tuple[Check, ...] = (
    own_words.is_of_sane_length,
    own_words.is_plain_chinese,
    own_words.quotes_word_for_word,
    own_words.is_faithful,
    own_words.claims_no_action,
    own_words.begins_with_no_verdict,
    own_words.asks_nothing,
    binding.is_put_together_from_its_clauses,
    binding.takes_amounts_from_its_clause,
    binding.negates_as_its_clause,
    binding.may_and_must_as_its_clause,
    binding.keeps_what_binds,
    binding.binds_no_more_than_its_clause,
    binding.names_who_is_meant,
)
WHOLE_CHECKS: tuple[Check, ...] = (
    is_as_long_as_the_answer,
    keeps_what_softens,
    keeps_the_figures,
)


def _keeps(whole: Wording, groups: tuple[tuple[str, ...], ...]) -> bool:
    return all(
        any(word in whole.text for word in group) for group in groups if any(word in whole.ground for word in group)
    )


def _first_fault(checks: tuple[Check, ...], wording: Wording) -> str:
    return next((check.__name__ for check in checks if not check(wording)), "")
