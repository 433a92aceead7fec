"""Stored values are checked by the rules of typed ones, and the schema says what they are."""

from __future__ import annotations

from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from form_filler.form import put
from form_filler.schema import Validated, form_model, json_schema, validate
from tests.form_filler.registration import TODAY, complete, registration


def validated(data: object) -> Validated:
    return validate(registration(), data, TODAY)


def error_at(data: object, path: str) -> str:
    errors = {error.path: error.why for error in validated(data).errors}
    assert set(errors) == {path}, errors
    return errors[path]


def member(**changes: Any) -> dict[str, Any]:
    rows = complete()["members"]
    return {**complete(), "members": [*rows[:2], {**rows[2], **changes}, rows[3]]}


def test_a_complete_draft_stays_as_it_is() -> None:
    assert validated(complete()) == Validated(complete(), ())


def test_an_empty_draft_is_fine() -> None:
    assert validated({}) == Validated({}, ())


@pytest.mark.parametrize("blank", [None, "", "  ", {}])
def test_blank_values_count_as_not_filled(blank: Any) -> None:
    assert validated({"lead_unit": blank} if not isinstance(blank, dict) else {"contact": blank}) == Validated({}, ())


@pytest.mark.parametrize(
    ("path", "given", "stored"),
    [
        ("industry", {"code": "3232"}, {"code": "C3232", "name": "稀土金属冶炼"}),
        ("industry", {"name": "稀土金属冶炼"}, {"code": "C3232", "name": "稀土金属冶炼"}),
        ("industry", {"code": "3232", "name": "稀土金属冶炼"}, {"code": "C3232", "name": "稀土金属冶炼"}),
        ("discipline", {"code": "4304010"}, {"code": "430.4010", "name": "黑色金属及其合金"}),
        ("filing_date", "2024年6月3日", "2024-06-03"),
        ("legal_representative.id_number", "15020219800101001x", "15020219800101001X"),
        ("contact.phone", "138 0000 0001", "13800000001"),
        ("primary_fields", ["c", "新能源"], ["C", "A"]),
        ("primary_fields", ["Q：乳业、种业 和 A级奶源", "A"], ["Q:乳业、种业 和 A级奶源", "A"]),
        ("primary_fields", [], []),
        ("other_fields", ["风能、太阳能与储能", "碳中和"], ["风能、太阳能与储能", "碳中和"]),
        ("other_fields", [], []),
        ("cooperation", "甲 & <乙>\n{{7*7}}", "甲 & <乙>\n{{7*7}}"),
        ("consortium_name", "示例新材料创新联盟", "示例新材料创新联盟"),
        (
            "members",
            [{"name": "示例大学", "uscc": "12150000mb0dema29m"}],
            [{"name": "示例大学", "uscc": "12150000MB0DEMA29M"}],
        ),
        ("platforms", [{"established": "2019年6月"}], [{"established": "2019-06"}]),
    ],
)
def test_a_value_is_stored_in_its_one_form(path: str, given: Any, stored: Any) -> None:
    result = validated(put({}, path, given))
    assert result == Validated(put({}, path, stored), ())


@pytest.mark.parametrize(
    ("path", "given", "words"),
    [
        ("industry", {"code": "C3232", "name": "稻谷种植"}, "稻谷种植"),
        ("industry", {"code": "C9999"}, "C9999"),
        ("filing_date", "2024-06-04", "2024年6月4日"),
        ("filing_date", "2024-13-01", "13"),
        ("agreement_effective_date", "2024-06-04", "2024"),
        ("legal_representative.id_number", "150202198001010011", "校验码"),
        ("contact.phone", "12345", "12345"),
        ("primary_fields", ["A", "B", "C", "D"], "最多填 3 项"),
        ("primary_fields", ["P"], "P"),
        ("primary_fields", ["Q"], "其他"),
        ("primary_fields", ["Q:"], "其他"),
        ("other_fields", ["甲", "乙", "丙"], "最多填 2 项"),
        ("other_fields", ["甲\u202e"], "U+202E"),
        ("member_total", 0, "0"),
        ("enterprise_count", -1, "-1"),
        pytest.param("enterprise_count", 10**5000, "范围", id="a number of 5000 digits"),
        ("innovation_goals", "稀" * 501, "超出1字"),
        ("lead_unit", "甲公司\x00", "U+0000"),
        ("lead_unit", "甲\ud800公司", "U+D800"),
    ],
)
def test_a_value_that_breaks_a_rule_is_refused_with_it(path: str, given: Any, words: str) -> None:
    data = put({}, path, given)
    assert words in error_at(data, path)
    assert validated(data).values == {}


def test_a_disagreeing_date_is_measured_against_the_other_date() -> None:
    data = {"filing_date": "2024-05-01", "agreement_effective_date": "2024-05-02"}
    assert "2024-05-01" in error_at(data, "agreement_effective_date")


def test_a_count_over_the_total_is_refused() -> None:
    assert "5 家" in error_at(put(complete(), "enterprise_count", 3), "institute_count")


@pytest.mark.parametrize(
    ("path", "given", "words"),
    [
        ("lead_unit", 3, "3"),
        ("lead_unit", True, "true"),
        ("lead_unit", ["甲公司"], "列表"),
        ("member_total", "4", "“4”"),
        ("member_total", 4.5, "4.5"),
        ("member_total", False, "false"),
        ("member_total", float("nan"), "nan"),
        ("industry", "C3232", "C3232"),
        ("industry.code", 3232, "3232"),
        ("primary_fields", "C", "“C”"),
        ("primary_fields.0", None, ""),
        ("members", {"name": "甲公司"}, "对象"),
        ("contact", "李四", "李四"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_name(path: str, given: Any, words: str) -> None:
    data = {"primary_fields": [1]} if path == "primary_fields.0" else put({}, path, given)
    assert words in error_at(data, path)
    assert validated(data).values == {}


def test_a_private_value_is_not_repeated() -> None:
    why = error_at({"contact": {"id_number": 110101197001010000}}, "contact.id_number")
    assert "1101" not in why


@pytest.mark.parametrize("data", [[], "x", 3, None])
def test_data_that_is_no_object_is_refused(data: object) -> None:
    assert "对象" in error_at(data, "")


@pytest.mark.parametrize(
    ("data", "path", "near"),
    [
        ({"lead_unitt": "甲"}, "lead_unitt", "lead_unit"),
        ({"contact": {"phon": "1"}}, "contact.phon", "contact.phone"),
        ({"members": [{}, {"usc": "1"}]}, "members.1.usc", "members.1.uscc"),
        ({"members.foo": 1}, "members.foo", "members"),
        ({"industry": {"cod": "1"}}, "industry.cod", "industry"),
    ],
)
def test_an_unknown_name_is_refused_and_the_nearest_offered(data: dict[str, Any], path: str, near: str) -> None:
    why = error_at(data, path)
    assert path in why and near in why


def test_a_quite_strange_name_is_refused_plainly() -> None:
    assert "没有这一项" in error_at({"@@@@": 1}, "@@@@")


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"uscc": "12150000MB0DEMA37H"}, "members.2.uscc", "12150000MB0DEMA37H"),
        ({"uscc": 12}, "members.2.uscc", "12"),
        ({"role": "稀" * 201}, "members.2.role", "超出1字"),
        ({"uscc": "91150200MA0DEMA09N"}, "members.2", "第 1 行"),
    ],
)
def test_an_error_in_a_row_names_the_row(changes: dict[str, Any], path: str, words: str) -> None:
    why = error_at(member(**changes), path)
    assert "第 3 行" in why and words in why


def test_the_other_cells_of_a_wrong_row_are_kept() -> None:
    row = validated(member(uscc="1")).values["members"][2]
    assert row == {key: value for key, value in complete()["members"][2].items() if key != "uscc"}


@pytest.mark.parametrize("age", [15, 101])
def test_an_age_out_of_range_is_refused(age: int) -> None:
    assert str(age) in error_at({"team": [{"name": "王五", "age": age}]}, "team.0.age")


def test_what_was_accepted_once_is_accepted_again() -> None:
    first = validated({**complete(), "industry": {"code": "3232"}, "primary_fields": ["Q:乳业"]})
    assert validated(first.values) == first


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([field.path for field in registration().fields]), JSON)
def test_no_json_makes_it_fail(path: str, value: Any) -> None:
    result = validated(put({}, path, value))
    assert all(error.why for error in result.errors)
    assert validated(result.values).errors == ()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["name", "uscc", "role", "age", "x"]), JSON, max_size=4) | JSON, max_size=3
    )
)
def test_no_rows_make_it_fail(rows: list[Any]) -> None:
    result = validated({"members": rows, "team": rows})
    assert all(error.path and error.why for error in result.errors)


def test_deeply_nested_values_are_refused_without_being_entered() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    for path in ("lead_unit", "industry", "industry.code", "contact", "team"):
        assert validated(put({}, path, deep)).errors
    assert validated({"members": [{"name": deep}]}).errors


def test_the_model_forbids_unknown_keys_and_keeps_types() -> None:
    model = form_model(registration())
    assert model.model_validate(complete()).model_dump(exclude_none=True) == complete()
    for wrong in ({"x": 1}, {"contact": {"x": 1}}, {"lead_unit": 1}, {"members": [{"x": 1}]}, {"member_total": 0}):
        with pytest.raises(ValidationError):
            model.model_validate(wrong)


def test_the_schema_is_valid_and_takes_a_complete_draft() -> None:
    schema = json_schema(registration())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(complete(), schema)
    jsonschema.validate({**complete(), "primary_fields": ["Q:乳业"]}, schema)


@pytest.mark.parametrize(
    "wrong",
    [
        {"x": 1},
        {"primary_fields": ["P"]},
        {"primary_fields": ["A", "B", "C", "D"]},
        {"member_total": 0},
        {"members": [{"uscc": "I" * 18}]},
        {"team": [{"age": 15}]},
        {"platforms": [{"established": "去年"}]},
        {"contact": {"id_number": "1"}},
    ],
)
def test_the_schema_refuses_what_no_field_can_hold(wrong: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, json_schema(registration()))


def test_the_schema_speaks_the_forms_words() -> None:
    schema = json_schema(registration())
    assert schema["title"] == "内蒙古自治区创新联合体备案申请登记表"
    for field in registration().fields:
        if "." not in field.path:
            entry = schema["properties"][field.path]
            assert entry["title"] == field.label
            assert entry["description"] == field.help
            assert entry["x-cites"] == list(field.cites)
    assert schema["$defs"]["RegistrationFormContact"]["title"] == "联系人"
    assert schema["$defs"]["RegistrationFormContact"]["properties"]["phone"]["x-private"] == "phone"
