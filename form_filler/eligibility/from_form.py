"""What the values of the registration form already tell the eligibility check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from form_filler.credit_code import fault_of, kind_of
from form_filler.eligibility.wording import word_list
from form_filler.readers.characters import plain

_LEVELS = ("national", "regional", "city")


def facts_from_form(values: Mapping[str, Any]) -> dict[str, Any]:
    """The facts, as JSON, that a registration form's values tell for certain; what they leave open stays out.

    Args:
        values: the form's values, in the schema of the registration form; the first of `members` is the lead unit.
    """
    lead = _text(values.get("lead_unit"))
    rows = _rows(values.get("members"))
    members = [_member(row) for row in rows[1:] if _text(row.get("name")) not in ("", lead)]
    platforms = [_platform(row) for row in _rows(values.get("platforms")) if lead and _text(row.get("host")) == lead]
    uscc = _text(rows[0].get("uscc")) if rows and lead and _text(rows[0].get("name")) == lead else ""
    total = values.get("member_total")
    facts = {
        "lead_unit": lead,
        "lead_uscc": uscc,
        "lead_platforms": platforms,
        "members": members,
        "member_total": total if type(total) is int else None,
    }
    return {name: value for name, value in facts.items() if value not in ("", [], None)}


def _member(row: Mapping[str, Any]) -> dict[str, str]:
    code = _text(row.get("uscc")).upper()
    # A public institution may be a university, an institute or neither; only an enterprise's code is plain.
    kind = {"kind": "enterprise"} if not fault_of(code) and kind_of(code) == "enterprise" else {}
    return {"name": _text(row.get("name")), **kind}


def _platform(row: Mapping[str, Any]) -> dict[str, str]:
    words = _text(row.get("name")) + _text(row.get("category"))
    told = [level for level in _LEVELS if any(word in words for word in word_list(f"level_{level}"))]
    level = {"level": told[0]} if len(told) == 1 else {}
    return {"name": _text(row.get("name")), **level}


def _rows(value: object) -> Sequence[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, Sequence) else []


def _text(value: object) -> str:
    return plain(value) if isinstance(value, str) else ""
