"""The measure's rules and the sample facts that the eligibility tests start from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from form_filler.eligibility import EligibilityFacts, Rules, read_facts, read_rules

ROOT = Path(__file__).parents[2]
MEASURE = ROOT / "knowledge" / "measures" / "nmg-innovation-consortium"
CASES = ROOT / "tests" / "cases" / "eligibility"
TODAY = date(2024, 6, 3)


@cache
def rules() -> Rules:
    """The rules of the measure on innovation consortia."""
    return read_rules(yaml.safe_load((MEASURE / "eligibility.yaml").read_text("utf-8")))


def load(path: Path) -> Any:
    """A YAML file as JSON would hold it: dates as text."""
    return json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))


def sample(**changes: object) -> dict[str, Any]:
    """Facts that meet every check, with some of them changed."""
    return {**load(CASES / "sample.yaml"), **changes}


def facts(data: Mapping[str, object]) -> EligibilityFacts:
    """Facts that are known to be readable."""
    read = read_facts(dict(data))
    assert isinstance(read, EligibilityFacts), read
    return read
