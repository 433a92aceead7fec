"""Eligibility self-check: conditions over facts, four-valued, each with its clause."""

from form_filler.eligibility.engine import CheckReport, EligibilityReport, evaluate
from form_filler.eligibility.facts import EligibilityFacts, read_facts
from form_filler.eligibility.facts_problem import FactsProblem
from form_filler.eligibility.from_form import facts_from_form
from form_filler.eligibility.guide import GuideQuestion, answer, next_question
from form_filler.eligibility.rules import Check, Rules, read_rules

__all__ = [
    "Check",
    "CheckReport",
    "EligibilityFacts",
    "EligibilityReport",
    "FactsProblem",
    "GuideQuestion",
    "Rules",
    "answer",
    "evaluate",
    "facts_from_form",
    "next_question",
    "read_facts",
    "read_rules",
]
