"""Stored values read by the same rules as typed ones: what a JSON file holds for one field (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from form_filler.form import CodeField, OptionsField, ScalarField, StringsField, TextField
from form_filler.outcomes import Accepted, Ambiguous, Reading, Rejected
from form_filler.reading import ReadingContext, read
from knowledge.texts import package_texts

_LARGEST = 10**30  # farther out, every number is out of range, and Python refuses to write it down


def read_stored(field: ScalarField, value: Any, context: ReadingContext) -> Accepted | Rejected:
    """The value as it is to be stored, or the sentence that says which rule it breaks.

    Args:
        field: any field but one of rows.
        value: of the type the form's model asks for, not blank.
        context: the day it is read on and the values read before.
    """
    match field:
        case CodeField():
            return _decided(field, read(field, _code_words(value), context), value)
        case OptionsField():
            return _options(field, value, context)
        case StringsField():
            return _strings(field, value, context)
    words = str(max(-_LARGEST, min(_LARGEST, value))) if isinstance(value, int) else str(value)
    return _decided(field, read(field, words, context), words.strip())


def _decided(field: ScalarField, reading: Reading, given: Any) -> Accepted | Rejected:
    """The reading without a choice: what was given stands when it is one of the choices."""
    if not isinstance(reading, Ambiguous):
        return reading
    if any(choice.value == given for choice in reading.choices):
        return Accepted(given)
    choices = _say("between").join(choice.label for choice in reading.choices)
    return Rejected(_say("ambiguous", label=field.label, choices=choices, why=reading.why))


def _code_words(value: dict[str, Any]) -> str:
    """Code and name in one line, which reads as an entry only when they agree."""
    return " ".join(value[part].strip() for part in ("code", "name") if value.get(part))


def _options(field: OptionsField, stored: Sequence[str], context: ReadingContext) -> Accepted | Rejected:
    own = {option.id for option in field.options if option.own_words}
    chosen: dict[str, str] = {}
    for one in stored:
        letter, mark, words = one.replace("：", ":", 1).partition(":")
        if mark and letter.strip().upper() in own and words.strip():
            reading = _text(field, words, context)
            values = [f"{letter.strip().upper()}:{reading.value}"] if isinstance(reading, Accepted) else []
        else:
            reading = _decided(field, read(field, one, context), [one])
            values = reading.value if isinstance(reading, Accepted) else []
        if isinstance(reading, Rejected):
            return reading
        chosen.update((value.partition(":")[0], value) for value in values)
    return _few_enough(field, list(chosen.values()))


def _strings(field: StringsField, stored: Sequence[str], context: ReadingContext) -> Accepted | Rejected:
    texts: list[str] = []
    for one in stored:
        reading = _text(field, one, context)
        if isinstance(reading, Rejected):
            return reading
        texts.append(reading.value)
    return _few_enough(field, list(dict.fromkeys(texts)))


def _few_enough(field: OptionsField | StringsField, values: list[str]) -> Accepted | Rejected:
    if len(values) <= field.limit:
        return Accepted(values)
    shown = _say("between").join(values)
    return Rejected(_say("too_many", label=field.label, limit=field.limit, number=len(values), shown=shown))


def _text(field: OptionsField | StringsField, words: str, context: ReadingContext) -> Accepted | Rejected:
    """One item as free text, which is never taken apart at its commas."""
    item = TextField(kind="text", path=field.path, label=field.label, question=field.question, cites=field.cites)
    return _decided(item, read(item, words, context), words)


def _say(key: str, **values: object) -> str:
    return package_texts(Path(__file__).parent).say(f"schema.{key}", **values)
