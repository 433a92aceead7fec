"""Words in, value out: reads what a person said for a field of any kind but rows."""

from __future__ import annotations

from form_filler.form import (
    CodeField,
    CreditCodeField,
    DateField,
    IntegerField,
    NameField,
    OptionsField,
    PeriodField,
    PhoneField,
    ResidentIdField,
    StringsField,
    TextField,
)
from form_filler.outcomes import Reading
from form_filler.readers.codes import read_code
from form_filler.readers.context import ReadingContext
from form_filler.readers.credit_code import read_credit_code
from form_filler.readers.dates import read_date, read_period
from form_filler.readers.names import read_consortium, read_organisation, read_person
from form_filler.readers.numbers import read_integer
from form_filler.readers.options import read_options
from form_filler.readers.phone import read_phone
from form_filler.readers.resident_id import read_resident_id
from form_filler.readers.text import read_strings, read_text
from form_filler.readers.wording import refuse

__all__ = ["Readable", "ReadingContext", "read"]

Readable = (
    TextField
    | NameField
    | DateField
    | ResidentIdField
    | PhoneField
    | CreditCodeField
    | CodeField
    | OptionsField
    | StringsField
    | IntegerField
    | PeriodField
)

_LONGEST_ANSWER = 1000  # characters; only free text may be longer


def read(field: Readable, words: str, context: ReadingContext) -> Reading:
    """The value that `words` give `field`, why they give none, or the values to choose from.

    Pure. Skipping, going back and “没有” for an optional field are the caller's to recognise.

    Args:
        field: any field but one of rows.
        words: what was typed, as it came.
        context: the day it is read on and the form's values so far.
    """
    if not isinstance(field, TextField):
        if not words.strip():
            return refuse(field, "empty", words)
        if len(words) > _LONGEST_ANSWER:
            return refuse(field, "too_long", words, length=len(words), limit=_LONGEST_ANSWER)
    return _read(field, words, context)


def _read(field: Readable, words: str, context: ReadingContext) -> Reading:
    match field:
        case TextField():
            return read_text(field, words, context)
        case NameField(kind="person"):
            return read_person(field, words, context)
        case NameField(kind="organisation"):
            return read_organisation(field, words, context)
        case NameField():
            return read_consortium(field, words, context)
        case DateField():
            return read_date(field, words, context)
        case PeriodField():
            return read_period(field, words, context)
        case IntegerField():
            return read_integer(field, words, context)
        case ResidentIdField():
            return read_resident_id(field, words, context)
        case PhoneField():
            return read_phone(field, words, context)
        case CreditCodeField():
            return read_credit_code(field, words, context)
        case CodeField():
            return read_code(field, words, context)
        case OptionsField():
            return read_options(field, words, context)
        case StringsField():
            return read_strings(field, words, context)
