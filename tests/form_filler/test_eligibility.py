"""The checks of the measure: the cases that guidance staff write, and what holds for all facts."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from form_filler.eligibility import EligibilityReport, evaluate, read_rules
from form_filler.eligibility.conditions.base import Told
from form_filler.eligibility.engine import Status
from form_filler.eligibility.facts import AgreementTopic, LeadKind, MemberKind, PlatformLevel
from form_filler.eligibility.wording import allowed_values
from tests.form_filler.eligibility_samples import CASES, MEASURE, TODAY, facts, load, rules, sample

CHECKS = (
    "measure_in_force",
    "lead_registered_in_region",
    "lead_is_legal_person_enterprise",
    "lead_has_regional_platform",
    "lead_industry_influence",
    "member_count",
    "members_rd_capability",
    "members_cooperation",
    "agreement_signed_and_sealed",
    "agreement_content",
    "no_recent_revocation",
    "blacklist",
)
BINDING = {
    "lead_registered_in_region",
    "lead_is_legal_person_enterprise",
    "lead_has_regional_platform",
    "agreement_signed_and_sealed",
    "agreement_content",
    "no_recent_revocation",
}
POSSIBLE: dict[str, set[Status]] = {
    **{check: {"met", "not_met", "unknown"} for check in (*BINDING, "members_rd_capability")},
    **{check: {"met", "advisory"} for check in ("measure_in_force", "member_count", "members_cooperation")},
    "lead_industry_influence": {"advisory"},
    "blacklist": {"met", "advisory", "unknown"},
}
LOOKS_AT = {
    "measure_in_force": {"as_of"},
    "lead_registered_in_region": {"lead_registered_in_region", "lead_uscc"},
    "lead_is_legal_person_enterprise": {"lead_kind"},
    "lead_has_regional_platform": {"lead_platforms"},
    "lead_industry_influence": {"lead_industry_influence"},
    "member_count": {"members", "member_total"},
    "members_rd_capability": {"members"},
    "members_cooperation": {"members"},
    "agreement_signed_and_sealed": {"agreement_signed", "agreement_sealed"},
    "agreement_content": {"agreement_topics"},
    "no_recent_revocation": {"revoked_on", "as_of"},
    "blacklist": {"on_blacklist"},
}


def _cases() -> list[dict[str, Any]]:
    paths = [path for path in sorted(CASES.glob("*.yaml")) if path.name != "sample.yaml"]
    return [case for path in paths for case in load(path)]


def _told(case: dict[str, Any]) -> dict[str, Any]:
    if "facts" in case:
        told: dict[str, Any] = case["facts"]
        return told
    told = sample(**case.get("sample_but", {}))
    return {name: value for name, value in told.items() if name not in case.get("sample_without", ())}


def _today(case: dict[str, Any]) -> date:
    return date.fromisoformat(case.get("today", TODAY.isoformat()))


def _report(told: dict[str, Any], today: date = TODAY) -> EligibilityReport:
    return evaluate(rules(), facts(told), today)


def _statuses(report: EligibilityReport) -> dict[str, Status]:
    return {check.id: check.status for check in report.checks}


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    known = {"name", "facts", "sample_but", "sample_without", "today", "verdict", "statuses", "others", "says"}
    assert set(case) <= known | {"remedy", "cites", "notices"}, "案例里有不认识的写法"
    report = _report(_told(case), _today(case))
    by_id = {check.id: check for check in report.checks}
    statuses = case.get("statuses", {})
    if "others" in case:
        statuses = {**dict.fromkeys(by_id, case["others"]), **statuses}
    assert {check: by_id[check].status for check in statuses} == statuses
    assert report.verdict == case["verdict"]
    for check, phrases in case.get("says", {}).items():
        assert [phrase for phrase in phrases if phrase not in by_id[check].explanation] == []
    for check, phrases in case.get("remedy", {}).items():
        assert [phrase for phrase in phrases if phrase not in (by_id[check].remedy or "")] == []
    for check, label in case.get("cites", {}).items():
        assert by_id[check].citation.label == label
    further = report.notices[1:]
    assert bool(further) == bool(case.get("notices", further))
    assert all(any(phrase in notice for notice in further) for phrase in case.get("notices", ()))


def test_the_cases_reach_every_status_of_every_check() -> None:
    reached = {status for case in _cases() for status in _statuses(_report(_told(case), _today(case))).items()}
    assert reached == {(check, status) for check, possible in POSSIBLE.items() for status in possible}


def test_the_cases_reach_every_sentence_of_every_check() -> None:
    told = [Told(facts(_told(case)), facts(_told(case)).as_of or _today(case)) for case in _cases()]
    reached = {(check.id, check.condition.find(one).case) for check in rules().checks for one in told}
    assert reached == {(check.id, case) for check in rules().checks for case in check.explanations}


def test_the_twelve_checks_stand_in_their_order() -> None:
    assert tuple(check.id for check in rules().checks) == CHECKS
    assert {check.id for check in rules().checks if check.weight == "binding"} == BINDING


def test_every_quote_is_the_sources_own() -> None:
    source = re.sub(r"\s+", "", next((MEASURE / "source").glob("*.txt")).read_text("utf-8"))
    clauses = re.findall(
        r'"label": "([^"]+)", "quote": "([^"]+)"', json.dumps(rules().model_dump(mode="json"), ensure_ascii=False)
    )
    assert len(clauses) >= len(CHECKS)
    assert [label for label, quote in clauses if re.sub(r"\s+", "", quote) not in source] == []


def test_the_period_is_the_measures_validity() -> None:
    validity = load(MEASURE / "measure.yaml")["validity"]
    condition = rules().checks[0].condition.model_dump(mode="json")
    assert (condition["first"], condition["last"]) == (validity["from"], validity["until"])


def test_what_is_met_needs_no_remedy_and_everything_else_has_one() -> None:
    for told in ({}, sample(), sample(lead_kind="branch", agreement_topics=[], on_blacklist=True)):
        for check in _report(told).checks:
            assert (check.remedy is None) == (check.status == "met"), check


def test_the_report_is_json_of_the_promised_shape() -> None:
    report = json.loads(_report(sample()).model_dump_json())
    assert list(report) == ["verdict", "checks", "notices"]
    assert list(report["checks"][0]) == ["id", "status", "question", "explanation", "citation", "remedy"]
    assert list(report["checks"][0]["citation"]) == ["label", "quote"]
    assert report["checks"][0]["remedy"] is None


def test_the_report_says_that_it_is_no_official_decision() -> None:
    for told in ({}, sample()):
        assert "不是主管部门的正式决定" in _report(told).notices[0]


@pytest.mark.parametrize(
    ("values", "fact"),
    [(LeadKind, "lead_kind"), (PlatformLevel, "level"), (MemberKind, "kind"), (AgreementTopic, "agreement_topics")],
)
def test_every_allowed_value_has_a_name_to_show(values: object, fact: str) -> None:
    assert tuple(value for value, _ in allowed_values(fact)) == get_args(values)


def test_braces_in_what_people_write_are_left_alone() -> None:
    report = _report(sample(lead_industry_influence="{0} {value} {{7*7}} %s"))
    influence = next(check for check in report.checks if check.id == "lead_industry_influence")
    assert "{0} {value} {{7*7}} %s" in influence.explanation


def test_another_measures_rules_need_no_python() -> None:
    other = read_rules(
        yaml.safe_load(
            """
            checks:
              - id: enough_members
                weight: binding
                question: 成员有5家吗？
                citation: {label: 第九条, quote: 成员不少于5家}
                condition: {kind: at_least, total: member_total, items: members, minimum: 5}
                explanations:
                  met: 有{count}家
                  met_as_told: 有{count}家
                  undecided: 有{count}家
                  short: 只有{count}家，须有{minimum}家
                  unsaid: 没有说
                remedies: {undecided: 增加, short: 增加, unsaid: 请说}
            """
        )
    )
    assert evaluate(other, facts({"member_total": 5}), TODAY).verdict == "eligible"
    report = evaluate(other, facts({"member_total": 4}), TODAY)
    assert (report.verdict, report.checks[0].explanation) == ("not_eligible", "只有4家，须有5家")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("condition", "fact"), "lead_shoe_size"),
        (("condition", "kind"), "sounds_good"),
        (("explanations", "met"), "您的{shoe_size}很好"),
        (("explanations", "sometimes"), "有时"),
        (("weight",), "heavy"),
        (("when_unknown",), "advisory"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(path: tuple[str, ...], value: str) -> None:
    data = load(MEASURE / "eligibility.yaml")
    place = data["checks"][2]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ValidationError):
        read_rules(data)


def test_a_case_without_its_sentence_is_refused() -> None:
    data = load(MEASURE / "eligibility.yaml")
    del data["checks"][2]["remedies"]["unsaid"]
    with pytest.raises(ValidationError, match="unsaid"):
        read_rules(data)


def test_two_checks_of_one_name_are_refused() -> None:
    data = load(MEASURE / "eligibility.yaml")
    with pytest.raises(ValidationError, match="blacklist"):
        read_rules({"checks": [*data["checks"], data["checks"][-1]]})


_booleans = st.sampled_from([True, False, None])
_days = st.dates(date(2018, 1, 1), date(2030, 12, 31)).map(date.isoformat)
_members = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["甲大学", "乙公司", "丙院"]),
        "kind": st.sampled_from(get_args(MemberKind)),
        "has_rd_team": _booleans,
        "has_rd_capability": _booleans,
        "has_cooperation_basis": _booleans,
    },
)
_platforms = st.fixed_dictionaries({}, optional={"level": st.sampled_from(get_args(PlatformLevel))})
_FACTS: dict[str, st.SearchStrategy[object]] = {
    "lead_unit": st.sampled_from(["某公司", "", None]),
    "lead_uscc": st.sampled_from(["91150291MA0NABC127", "91110000100000000R", "91150291MA0NABC128", "x"]),
    "lead_registered_in_region": _booleans,
    "lead_kind": st.sampled_from([*get_args(LeadKind), None]),
    "lead_industry_influence": st.text(st.characters(categories=["L", "N", "P"]), max_size=8),
    "lead_platforms": st.lists(_platforms, max_size=3),
    "members": st.lists(_members, max_size=4),
    "member_total": st.integers(0, 6),
    "agreement_signed": _booleans,
    "agreement_sealed": _booleans,
    "agreement_topics": st.lists(st.sampled_from(get_args(AgreementTopic)), unique=True),
    "revoked_on": _days | st.none(),
    "on_blacklist": _booleans,
    "as_of": _days,
}
_any_facts = st.fixed_dictionaries({}, optional=_FACTS)


@given(_any_facts)
def test_the_verdict_follows_from_the_binding_checks(told: dict[str, Any]) -> None:
    report = _report(told)
    statuses = _statuses(report)
    weighing = {statuses[check] for check in BINDING}
    if statuses["members_rd_capability"] == "not_met":
        weighing.add("not_met")
    expected = (
        "not_eligible" if "not_met" in weighing else "needs_clarification" if "unknown" in weighing else "eligible"
    )
    assert report.verdict == expected
    assert all(status in POSSIBLE[check] for check, status in statuses.items())


@given(_any_facts, st.sampled_from(sorted(_FACTS)), st.data())
def test_a_fact_changes_only_the_checks_that_look_at_it(told: dict[str, Any], fact: str, data: st.DataObject) -> None:
    without = {name: value for name, value in told.items() if name != fact}
    before, after = _statuses(_report(without)), _statuses(_report({**without, fact: data.draw(_FACTS[fact])}))
    for check, looks_at in LOOKS_AT.items():
        presumed = check == "no_recent_revocation" and fact.startswith("lead_") and "revoked_on" not in without
        if fact not in looks_at and not presumed:
            assert before[check] == after[check]
        if fact not in looks_at and before[check] == "not_met":
            assert after[check] == "not_met"


@given(_any_facts)
def test_the_same_facts_give_the_same_report(told: dict[str, Any]) -> None:
    assert _report(told) == _report(json.loads(json.dumps(told)))


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.dates(date(1990, 1, 1), date(2050, 12, 31)))
def test_three_years_pass_once_and_for_good(revoked: date, seen: date) -> None:
    def is_free(day: date) -> bool:
        return (
            _statuses(_report({"revoked_on": revoked.isoformat(), "as_of": day.isoformat()}))["no_recent_revocation"]
            == "met"
        )

    anniversary = (
        date(revoked.year + 3, 3, 1)
        if (revoked.month, revoked.day) == (2, 29)
        else revoked.replace(year=revoked.year + 3)
    )
    assert is_free(seen) == (seen >= anniversary)
