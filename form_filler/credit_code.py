"""Unified social credit codes (GB 32100-2015): check and what a code tells."""

from __future__ import annotations

from typing import Literal

from stdnum.cn import uscc

PLACES = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015, 4: no I, O, S, V, Z

Kind = Literal[
    "enterprise",
    "sole_trader",
    "farmers_cooperative",
    "government",
    "public_institution",
    "social_organisation",
    "private_non_enterprise",
    "foundation",
    "other",
]
Fault = Literal["", "length", "characters", "division", "check_character"]

_KINDS: tuple[tuple[str, Kind], ...] = (
    ("91", "enterprise"),
    ("92", "sole_trader"),
    ("93", "farmers_cooperative"),
    ("11", "government"),
    ("12", "public_institution"),
    ("51", "social_organisation"),
    ("52", "private_non_enterprise"),
    ("53", "foundation"),
)


def fault_of(code: str) -> Fault:
    """The first rule of GB 32100-2015 that `code` (upper-case, no spaces) breaks, or ""."""
    if len(code) != PLACES:
        return "length"
    if any(character not in ALPHABET for character in code):
        return "characters"
    if not code[2:8].isdigit():
        return "division"
    return "" if code[-1] == uscc.calc_check_digit(code[:-1]) else "check_character"


def kind_of(code: str) -> Kind:
    """What kind of body bears `code`, by places 1–2; 91 covers branches of companies too."""
    return next((kind for prefix, kind in _KINDS if code.startswith(prefix)), "other")


def division_of(code: str) -> str:
    """Places 3–8 of `code`: the division it was registered in, six digits (15xxxx: 内蒙古).

    100000 stands for the national authority; a body that moved keeps the division it was first registered in.
    """
    return code[2:8]
