"""Reads a unified social credit code (GB 32100-2015)."""

from __future__ import annotations

import re

from form_filler.credit_code import ALPHABET, PLACES, fault_of
from form_filler.form import CreditCodeField
from form_filler.outcomes import Reading
from form_filler.readers.characters import plain
from form_filler.readers.context import ReadingContext
from form_filler.readers.wording import accept, refuse

_RUN = re.compile("[0-9A-Z]+")
_SHORTEST_RUN = 8
_LOOK_ALIKES = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}


def read_credit_code(field: CreditCodeField, words: str, _context: ReadingContext) -> Reading:
    """The 18 places in capitals; a refusal says whether length, a character or the check character is wrong."""
    said = re.sub(r"[\s\-‐‑–—]", "", plain(words)).upper()
    runs = _RUN.findall(said)
    long_runs = list(dict.fromkeys(run for run in runs if len(run) >= _SHORTEST_RUN)) or runs
    if len(long_runs) != 1:
        return refuse(field, "credit_code.several" if long_runs else "credit_code.none", words, places=PLACES)
    code = long_runs[0]
    fault = fault_of(code)
    if not fault:
        return accept(code, words)
    wrong = next((character for character in code if character not in ALPHABET), "")
    hint = _LOOK_ALIKES.get(wrong, "")
    place = code.index(wrong) + 1 if wrong else 0
    return refuse(
        field, f"credit_code.{fault}", words, length=len(code), places=PLACES, wrong=wrong, place=place, hint=hint
    )
