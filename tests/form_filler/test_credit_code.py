"""GB 32100-2015."""

from __future__ import annotations

import pytest

from form_filler.credit_code import division_of, fault_of, kind_of


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91110000600037341L", ""),
        ("91110000600037341", "length"),
        ("9111000060003734OL", "characters"),
        ("911A0000600037341L", "division"),
        ("91110000600037341X", "check_character"),
    ],
)
def test_each_rule_has_its_own_fault(code: str, fault: str) -> None:
    assert fault_of(code) == fault


@pytest.mark.parametrize(
    ("places", "kind"),
    [
        ("91", "enterprise"),
        ("92", "sole_trader"),
        ("93", "farmers_cooperative"),
        ("12", "public_institution"),
        ("52", "private_non_enterprise"),
        ("Y1", "other"),
    ],
)
def test_places_1_and_2_tell_the_kind(places: str, kind: str) -> None:
    assert kind_of(f"{places}150000600037341L") == kind


def test_places_3_to_8_tell_the_division() -> None:
    assert division_of("91150200600037341L") == "150200"
