"""Reading facts, and what a half-filled form tells about them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_filler.eligibility import EligibilityFacts, FactsProblem, evaluate, facts_from_form, read_facts
from form_filler.eligibility.facts import Member, Platform
from form_filler.eligibility.wording import field_label
from tests.form_filler.eligibility_samples import TODAY, facts, rules, sample


def _problem(data: object) -> FactsProblem:
    read = read_facts(data)
    assert isinstance(read, FactsProblem), read
    return read


@pytest.mark.parametrize(
    ("data", "place", "phrases"),
    [
        ({"lead_kind": "company"}, "lead_kind", ["“company”", "enterprise_legal_person（独立法人企业）", "branch"]),
        (
            {"members": [{}, {"kind": "firm"}]},
            "members[1].kind",
            ["成员单位第2项的类型", "“firm”", "university（高等学校）"],
        ),
        ({"lead_kinds": "branch"}, "lead_kinds", ["“lead_kinds”", "“lead_kind”（牵头单位类型）"]),
        ({"members": [{"kinds": "x"}]}, "members[0].kinds", ["“kind”"]),
        ({"shoe_size": 1}, "shoe_size", ["“shoe_size”", "lead_unit", "as_of"]),
        ({"agreement_topics": ["goals", "fun"]}, "agreement_topics[1]", ["第2项", "“fun”", "goals（技术创新目标）"]),
        ({"agreement_signed": "是"}, "agreement_signed", ["“是”", "true", "false"]),
        ({"agreement_signed": 1}, "agreement_signed", ["1", "true"]),
        ({"member_total": "4"}, "member_total", ["“4”", "整数"]),
        ({"member_total": -1}, "member_total", ["-1", "0"]),
        ({"member_total": 2.5}, "member_total", ["2.5", "整数"]),
        ({"member_total": True}, "member_total", ["true", "整数"]),
        ({"member_total": 10**5000}, "member_total", ["整数"]),
        ({"as_of": "2023-02-29"}, "as_of", ["“2023-02-29”", "2024-06-02"]),
        ({"as_of": "2024年5月1日"}, "as_of", ["“2024年5月1日”", "年-月-日"]),
        ({"revoked_on": 20210602}, "revoked_on", ["20210602"]),
        ({"lead_unit": 3}, "lead_unit", ["3", "文字"]),
        ({"lead_unit": "a\ud800"}, "lead_unit", ["控制字符"]),
        ({"members": {"name": "x"}}, "members", ["一个对象", "列表"]),
        ({"members": ["甲公司"]}, "members[0]", ["成员单位第1项", "“甲公司”", "对象"]),
        ([], "", ["一个列表", "JSON 对象"]),
        (None, "", ["null", "JSON 对象"]),
        ("x" * 500, "", ["…", "JSON 对象"]),
    ],
)
def test_a_problem_names_the_place_the_value_and_what_is_allowed(data: object, place: str, phrases: list[str]) -> None:
    problem = _problem(data)
    assert problem.place == place
    assert [phrase for phrase in phrases if phrase not in problem.why] == []
    assert len(problem.why) < 500


def test_null_is_unknown_everywhere_but_for_the_revocation() -> None:
    nulls = facts(dict.fromkeys(EligibilityFacts.model_fields))
    statuses = {check.id: check.status for check in evaluate(rules(), nulls, TODAY).checks}
    empty = {check.id: check.status for check in evaluate(rules(), facts({}), TODAY).checks}
    assert statuses == {**empty, "no_recent_revocation": "met"}


def test_facts_survive_as_json() -> None:
    for told in ({}, {"revoked_on": None}, sample()):
        assert facts(facts(told).as_json()) == facts(told)
        assert facts(facts(told).as_json()).said_null("revoked_on") == ("revoked_on" in told)


def test_every_field_has_a_name_to_show() -> None:
    names = [*EligibilityFacts.model_fields, *Member.model_fields, *Platform.model_fields]
    assert [name for name in names if field_label(name) == name] == []


_keys = st.sampled_from([*EligibilityFacts.model_fields, *Member.model_fields]) | st.text(max_size=4)
_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.text(st.characters(), max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3),
    max_leaves=8,
)


@given(_json | st.dictionaries(_keys, _json, max_size=4))
def test_anything_is_read_or_refused_in_one_printable_line(data: object) -> None:
    read = read_facts(data)
    if isinstance(read, FactsProblem):
        assert f"{read.place}{read.why}".isprintable()
        read.why.encode("utf-8")


FORM: dict[str, Any] = {
    "lead_unit": "包头市北辰稀土新材料有限公司",
    "member_total": 4,
    "platforms": [
        {
            "name": "自治区稀土永磁工程技术研究中心",
            "category": "工程（技术）研究中心",
            "host": "包头市北辰稀土新材料有限公司",
        },
        {"name": "稀土材料实验室", "category": "国家重点实验室", "host": "包头市北辰稀土新材料有限公司"},
        {"name": "磁材中心", "category": "技术创新中心", "host": "包头市北辰稀土新材料有限公司"},
        {"name": "自治区磁性材料重点实验室", "category": "重点实验室", "host": "河套理工大学"},
    ],
    "members": [
        {"name": "包头市北辰稀土新材料有限公司", "uscc": "91150291MA0NABC127", "role": "牵头"},
        {"name": "河套理工大学", "uscc": "12150000460012345Q", "role": "研究"},
        {"name": "呼和浩特青城电机制造有限公司", "uscc": "91150100MA0PQR8X72", "role": "应用"},
        {"name": "号码写错的公司", "uscc": "91150100MA0PQR8X73"},
    ],
}


def test_the_form_tells_what_it_tells_for_certain() -> None:
    assert facts_from_form(FORM) == {
        "lead_unit": "包头市北辰稀土新材料有限公司",
        "lead_uscc": "91150291MA0NABC127",
        "member_total": 4,
        "lead_platforms": [
            {"name": "自治区稀土永磁工程技术研究中心", "level": "regional"},
            {"name": "稀土材料实验室", "level": "national"},
            {"name": "磁材中心"},
        ],
        "members": [
            {"name": "河套理工大学"},
            {"name": "呼和浩特青城电机制造有限公司", "kind": "enterprise"},
            {"name": "号码写错的公司"},
        ],
    }


def test_the_first_rows_code_is_the_leads_only_when_it_names_the_lead() -> None:
    told = facts_from_form({**FORM, "lead_unit": "另一家公司"})
    assert "lead_uscc" not in told
    assert "lead_platforms" not in told


def test_a_platform_whose_words_tell_two_levels_has_none() -> None:
    platform = {"name": "内蒙古自治区磁材中心", "category": "市级企业技术中心", "host": FORM["lead_unit"]}
    told = facts_from_form({**FORM, "platforms": [platform]})
    assert told["lead_platforms"] == [{"name": "内蒙古自治区磁材中心"}]


@pytest.mark.parametrize(
    "values", [{}, {"members": []}, {"members": None, "lead_unit": ""}, {"members": FORM["members"][:1]}]
)
def test_an_empty_form_tells_nothing(values: dict[str, Any]) -> None:
    assert facts_from_form(values) == {}


@given(st.dictionaries(st.sampled_from(["lead_unit", "members", "platforms", "member_total"]), _json, max_size=4))
def test_what_a_form_tells_never_decides_against_it(values: dict[str, Any]) -> None:
    read = read_facts(facts_from_form(values))
    if isinstance(read, EligibilityFacts):
        assert evaluate(rules(), read, TODAY).verdict == "needs_clarification"
