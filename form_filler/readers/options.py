"""Lettered options, said by letter or by name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from form_filler.form import Option, OptionsField
from form_filler.outcomes import Reading, Rejected
from form_filler.readers.characters import HAN, plain
from form_filler.readers.context import ReadingContext
from form_filler.readers.vocabulary import vocabulary
from form_filler.readers.wording import accept, refuse, refuse_unfit

_BETWEEN = re.compile(r"[\s、，,;；/|+&和及与跟。.．:：]+")
_CHUNK = re.compile(r"[^、，,;；\n]+")  # 其他's own words may hold 和 and spaces
_WORD = re.compile(r"[^\s、，,;；/|+&和及与跟。.．:：]+")
_LETTERS = re.compile("[A-Za-z]+")
_AFTER_LETTER = re.compile(r"[ .．:：]{0,3}")
_AROUND_OWN = re.compile(r"\A[\s:：_＿—\-（(“\"]+|[\s_＿）)”\".。]+\Z")


@dataclass(frozen=True)
class _Said:
    """One option found in the words, with the words of one's own that came with it."""

    option: Option
    own: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Unknown:
    """Words that are no option of the field."""

    words: str


@dataclass(frozen=True)
class _Clash:
    """A letter right before another option's name: “A化工”."""

    letter: Option
    named: Option


_Found = _Said | _Unknown | _Clash


def read_options(field: OptionsField, words: str, _context: ReadingContext) -> Reading:
    """At most `field.limit` letters in the order given, each once; an option with own words as `Q:…`."""
    if refusal := refuse_unfit(field, words):
        return refusal
    said: dict[str, _Said] = {}
    for one in _scan(field, plain(words)):
        if not isinstance(one, _Said):
            return _refuse(field, words, one)
        before = said.get(one.option.id, _Said(one.option))
        said[one.option.id] = replace(before, own=tuple(dict.fromkeys((*before.own, *one.own))))
    return _reading(field, words, tuple(said.values()))


def _reading(field: OptionsField, words: str, said: tuple[_Said, ...]) -> Reading:
    if not said:
        return refuse(field, "options.none", words, options=_listed(field))
    if bare := next((one.option for one in said if one.option.own_words and not one.own), None):
        return refuse(field, "options.own_words", words, letter=bare.id, name=bare.label)
    values = [f"{one.option.id}:{'、'.join(one.own)}" if one.own else one.option.id for one in said]
    if len(values) > field.limit:
        return refuse(field, "too_many", words, limit=field.limit, number=len(values), shown="、".join(values))
    return accept(values, words, "、".join(values))


def _refuse(field: OptionsField, words: str, found: _Unknown | _Clash) -> Rejected:
    if isinstance(found, _Clash):
        letter, named = found.letter, found.named
        return refuse(
            field, "options.clash", words, letter=letter.id, means=letter.label, named=named.label, other=named.id
        )
    if len(found.words) == 1 and _LETTERS.match(found.words):
        letters = "、".join(option.id for option in field.options)
        return refuse(field, "options.no_letter", words, letter=found.words.upper(), letters=letters)
    return refuse(field, "options.unknown", words, unknown=found.words[:20], options=_listed(field))


def _listed(field: OptionsField) -> str:
    return "  ".join(f"{option.id} {option.label}" for option in field.options)


def _scan(field: OptionsField, words: str) -> list[_Found]:
    """All that is found, left to right: names, letters, own words, unknown words."""
    fillers = sorted((*vocabulary("option_fillers"), field.label, *field.aliases), key=len, reverse=True)
    found: list[_Found] = []
    here = 0
    while here < len(words):
        if between := _BETWEEN.match(words, here):
            here = between.end()
            continue
        here, new = _next(field.options, words, here, fillers)
        last = found[-1] if found else None
        if len(new) == 1 and isinstance(new[0], _Unknown) and isinstance(last, _Said) and last.own:
            found[-1] = replace(last, own=(*last.own, new[0].words))
        else:
            found.extend(new)
    return found


def _next(options: tuple[Option, ...], words: str, here: int, fillers: list[str]) -> tuple[int, list[_Found]]:
    """What stands at `here`, and where it ends."""
    if named := _named(options, words, here):
        option, end = named
        return _with_own_words(option, words, end)
    if letters := _LETTERS.match(words, here):
        return _lettered(options, words, letters)
    if filler := next((one for one in fillers if words.startswith(one, here)), ""):
        return here + len(filler), []
    word = _WORD.match(words, here)
    if not word:
        return len(words), [_Unknown(words[here:])]
    return word.end(), [_part_of_a_name(options, word.group(), fillers)]


def _named(options: tuple[Option, ...], words: str, here: int) -> tuple[Option, int] | None:
    """The option with the longest name or alias that stands at `here`, and where the name ends."""
    best: tuple[Option, int] | None = None
    for option in options:
        for name in (option.label, *option.aliases):
            end = here + len(name)
            if words[here:end].casefold() == name.casefold() and name and end > (best[1] if best else here):
                best = option, end
    return best


def _lettered(options: tuple[Option, ...], words: str, letters: re.Match[str]) -> tuple[int, list[_Found]]:
    run, end = letters.group().upper(), letters.end()
    by_letter = {option.id: option for option in options}
    if len(run) > 1 and re.match(f"[{HAN}0-9]", words[end : end + 1]):
        return _WORD.match(words, letters.start()).end(), [_Unknown(run)]  # type: ignore[union-attr]  # starts a word
    if len(run) > 1 or run not in by_letter:
        return end, [_Said(by_letter[one]) if one in by_letter else _Unknown(one) for one in run]
    option = by_letter[run]
    after = _AFTER_LETTER.match(words, end)
    named = _named(options, words, after.end() if after else end)
    if named and named[0] != option and not option.own_words:
        return named[1], [_Clash(option, named[0])]
    return _with_own_words(option, words, named[1] if named and named[0] == option else end)


def _with_own_words(option: Option, words: str, end: int) -> tuple[int, list[_Found]]:
    """The option, taking the words up to the next separator along where it carries words of its own."""
    chunk = _CHUNK.match(words, end) if option.own_words else None
    if not chunk:
        return end, [_Said(option)]
    own = _AROUND_OWN.sub("", chunk.group())
    return chunk.end(), [_Said(option, (own,) if own else ())]


def _part_of_a_name(options: tuple[Option, ...], word: str, fillers: list[str]) -> _Found:
    """The only option whose name contains `word`, else unknown."""
    core = next((word.removesuffix(one) for one in fillers if word.endswith(one) and word != one), word)
    holders = [option for option in options if len(core) > 1 and core in option.label]
    return _Said(holders[0]) if len(holders) == 1 else _Unknown(word)
