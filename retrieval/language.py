"""Which language a message is in (pure)."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["zh", "en"]

_HAN = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[A-Za-z]{2,}")
# words that no pinyin is, and hardly any English sentence is without
_LIST = (
    "the is are was do does did can could may must should what which who how when where why we our you your i my me "
    "an of for to in on and or with if any need this that there it not from by be have has please as at so no"
)
FUNCTION_WORDS = frozenset(_LIST.split())
_PINYIN_TOO = {"you", "an", "can", "me"}
_ENGLISH = re.compile(rf"\b(?:{'|'.join(word for word in FUNCTION_WORDS - _PINYIN_TOO if len(word) > 1)})\b", re.I)
_CHARACTERS_A_WORD = 2  # a Chinese character says about half an English word


def language_of(text: str) -> Language:
    """English when most of it is English words; everything else is answered in Chinese."""
    chinese = len(_HAN.findall(text))
    if len(_ENGLISH.findall(text)) < (2 if chinese else 1):  # one may be part of an address or a name
        return "zh"
    return "en" if len(_WORD.findall(text)) * _CHARACTERS_A_WORD > chinese else "zh"
