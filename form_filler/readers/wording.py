"""What is said about words that cannot be taken as they are."""

from __future__ import annotations

from pathlib import Path

from form_filler.form import Common
from form_filler.outcomes import Accepted, Rejected
from form_filler.readers.characters import code_point, half_width, hide_resident_numbers, unfit
from knowledge.texts import package_texts

_LONGEST_QUOTE = 40


def say(key: str, **values: object) -> str:
    """The sentence `reading.<key>`.

    Raises:
        KeyError: there is no such sentence, or a name in it has no value.
    """
    return package_texts(Path(__file__).parent.parent).say(f"reading.{key}", **values)


def quoted(words: str) -> str:
    """`words` as they may be said back: short, one line, nothing invisible, resident numbers masked."""
    beginning = words[: _LONGEST_QUOTE * 5]
    flat = half_width(beginning)
    hidden = hide_resident_numbers(flat)
    shown = "".join(f"[{code_point(one)}]" if unfit(one) else one for one in (beginning if hidden == flat else hidden))
    line = " ".join(shown.split())
    return line if len(line) <= _LONGEST_QUOTE else line[:_LONGEST_QUOTE] + "…"


def refuse(field: Common, key: str, words: str, **values: object) -> Rejected:
    """A refusal that quotes `words`; the sentence may use {label}, {given}, {example} and the further `values`."""
    kind = getattr(field, "kind", "text")
    example = field.example or say(f"example.{kind}")
    masked = {name: hide_resident_numbers(one) if isinstance(one, str) else one for name, one in values.items()}
    return Rejected(say(key, **{"label": field.label, "given": quoted(words), "example": example, **masked}))


def accept(value: object, words: str, shown: str = "") -> Accepted:
    """The value, with a note when it is not letter for letter what was typed.

    Args:
        value: what is stored.
        words: what was typed.
        shown: how the value is said back; by default as `str` has it.
    """
    shown = shown or str(value)
    return Accepted(value, "" if shown == words.strip() else say("noted", shown=shown))


def refuse_unfit(field: Common, words: str) -> Rejected | None:
    """A refusal naming the first character of `words` that cannot stand in a document, or None."""
    character = unfit(words)
    if not character:
        return None
    place = words.index(character) + 1
    return refuse(field, "unfit_character", words, character=code_point(character), place=place)
