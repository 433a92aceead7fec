"""Characters: which may stand in a document, which are width variants of plain ones, which hide a resident's number."""

from __future__ import annotations

import re
import unicodedata

# Bidi_Control of UAX #9: they reorder what is shown and stay invisible themselves.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_WIDTH_VARIANTS = ("<wide>", "<narrow>", "<compat>", "<font>", "<noBreak>")
HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CHINESE_DIGITS = str.maketrans("〇零○一幺二两三四五六七八九", "00011223456789")
# Resident numbers start with one of these (GB/T 2260; 81–83: residence permits for Hong Kong, Macao and Taiwan).
_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_ID_LIKE = re.compile(
    r"(?<![0-9])([1-8][0-9](?:[ -]?[0-9]){4})[ -]?"
    r"((?:19|20)[0-9]{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12][0-9]|3[01]))((?:[ -]?[0-9]){3}[ -]?[0-9Xx])"
    r"|(?<![0-9])([1-8][0-9]{5})([0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))([0-9]{3})(?![0-9A-Za-z])"
)


def half_width(words: str) -> str:
    """`words` with full-width and compatibility forms made plain (NFKC).

    Superscripts, circled digits and fractions stay: `3²` must not become 32. Chinese characters stay as typed.
    """
    if words.isascii():
        return words
    return "".join(
        unicodedata.normalize("NFKC", character)
        if unicodedata.decomposition(character).startswith(_WIDTH_VARIANTS)
        else character
        for character in words
    )


def visible(words: str) -> str:
    """`words` without the invisible format characters that copying from a web page brings along."""
    if words.isascii():
        return words
    return "".join(character for character in words if unicodedata.category(character) != "Cf")


def plain(words: str) -> str:
    """`words` half-width, without invisible characters and outer white space: for figures and codes."""
    return visible(half_width(words)).strip()


def unfit(text: str) -> str:
    """The first character of `text` that cannot stand in a document, or "".

    Refused: control characters but line break and tab, lone surrogates, noncharacters, bidi controls, tag characters.
    """
    return next((character for character in text if _is_unfit(character)), "")


def code_point(character: str) -> str:
    """How a character is named to a person who cannot see it, e.g. `U+202E`."""
    return f"U+{ord(character):04X}"


def hide_resident_numbers(words: str) -> str:
    """`words` with anything that looks like a resident's number shown as `150*************1X`."""
    return _ID_LIKE.sub(_hide, words)


def has_province(number: str) -> bool:
    """Whether a resident's number begins with the code of a province."""
    return _PROVINCE.match(number) is not None


def _hide(match: re.Match[str]) -> str:
    found = match.group()
    if not has_province(found):
        return found
    return found[:3] + "*" * (len(found) - 5) + found[-2:]


def _is_unfit(character: str) -> bool:
    if character in "\n\t":
        return False
    point = ord(character)
    if character in _BIDI or 0xE0000 <= point <= 0xE007F or (point & 0xFFFE) == 0xFFFE or 0xFDD0 <= point <= 0xFDEF:
        return True
    return unicodedata.category(character) in ("Cc", "Cs")
