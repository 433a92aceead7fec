"""Each cross-field rule of the registration form: when it speaks and when it keeps silent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_filler.form import put
from form_filler.review import Finding, check_value, gaps, repeated_rows, review
from tests.form_filler.registration import INSTITUTE, LEAD, MOTOR, TODAY, UNIVERSITY, complete, registration

Values = dict[str, Any]
Change = Callable[[Values], Values]


def found(values: Values, today: date = TODAY) -> dict[str, Finding]:
    return {finding.id: finding for finding in review(registration(), values, today)}


def setting(path: str, value: Any) -> Change:
    return lambda values: put(values, path, value)


def cell(rows: str, place: int, column: str, value: Any) -> Change:
    def change(values: Values) -> Values:
        changed = [dict(row) for row in values[rows]]
        changed[place][column] = value
        return {**values, rows: changed}

    return change


def without_row(rows: str, place: int) -> Change:
    return lambda values: {**values, rows: [row for number, row in enumerate(values[rows]) if number != place]}


def several(*changes: Change) -> Change:
    def change(values: Values) -> Values:
        for one in changes:
            values = one(values)
        return values

    return change


SPEAKS: list[tuple[str, Change, str]] = [
    ("consortium_name_shape", setting("consortium_name", "示例联盟"), "“示例联盟”"),
    ("filing_date_old", setting("filing_date", "2024-05-03"), "2024年5月3日"),
    ("agreement_date_missing", setting("agreement_effective_date", None), "协议生效时间"),
    ("agreement_after_filing", setting("agreement_effective_date", "2024-06-04"), "2024年6月4日"),
    ("same_phone", setting("contact.phone", "13800000001"), "张三"),
    ("same_id_number", setting("contact.id_number", "15020219800101001X"), "李四"),
    ("counts_exceed_total", setting("enterprise_count", 3), "5 家"),
    ("too_few_members", setting("member_total", 2), "2 家"),
    ("too_few_members", several(without_row("members", 3), without_row("members", 2)), "2 家"),
    ("member_rows_differ", without_row("members", 3), "3 家"),
    ("member_rows_differ", setting("members", []), "0 家"),
    ("first_member_not_lead", setting("lead_unit", UNIVERSITY), LEAD),
    ("member_twice", cell("members", 3, "uscc", "91150200MA0DEMA09N"), "第 4 行"),
    ("member_twice", cell("members", 3, "name", INSTITUTE), "第 3 行"),
    ("member_cells_blank", cell("members", 2, "role", ""), "第 3 行"),
    ("enterprises_against_codes", setting("enterprise_count", 1), "有 2 家"),
    ("enterprises_against_codes", cell("members", 2, "uscc", "91150000MA0DEMA845"), "有 3 家"),
    ("enterprises_against_codes", cell("members", 3, "uscc", "92150200MA0DEMA5XN"), "有 1 家"),
    ("institutions_against_codes", setting("institute_count", 0), "第 2、3 行"),
    ("lead_not_enterprise", cell("members", 0, "uscc", "93150200MA0DEMA68K"), "93150200MA0DEMA68K"),
    ("lead_not_enterprise", cell("members", 0, "uscc", "12150000MB0DEMA29M"), LEAD),
    ("lead_region_unknown", cell("members", 0, "uscc", "91110000MA0DEMA417"), "110000"),
    ("platform_rows_differ", setting("national_platform_count", 1), "3 个"),
    ("lead_without_platform", cell("platforms", 1, "host", MOTOR), LEAD),
    ("lead_without_platform", setting("platforms", None), LEAD),
    ("platform_host_not_member", cell("platforms", 0, "host", "外地大学"), "外地大学"),
    ("platform_cells_blank", cell("platforms", 1, "category", None), "平台类别"),
    ("team_employer_not_member", cell("team", 1, "employer", "外地大学"), "第 2 行"),
    ("team_cells_blank", cell("team", 0, "age", None), "年龄"),
]

SILENT: list[tuple[str, Change]] = [
    ("consortium_name_shape", setting("consortium_name", None)),
    ("filing_date_old", setting("filing_date", "2024-05-04")),
    ("agreement_after_filing", setting("agreement_effective_date", "2024-06-03")),
    ("same_phone", several(setting("contact.phone", "13800000001"), setting("contact.name", "张三"))),
    ("same_id_number", several(setting("contact.id_number", None), setting("legal_representative.id_number", None))),
    ("counts_exceed_total", setting("institute_count", 0)),
    ("counts_exceed_total", setting("member_total", None)),
    ("too_few_members", several(setting("member_total", 3), without_row("members", 3))),
    ("too_few_members", several(setting("member_total", None), setting("members", None))),
    ("member_rows_differ", setting("members", None)),
    ("first_member_not_lead", cell("members", 0, "name", "包头市示例新材料有限公司 ")),
    ("member_twice", cell("members", 3, "uscc", "")),
    ("member_cells_blank", setting("members", [])),
    ("enterprises_against_codes", without_row("members", 3)),
    ("enterprises_against_codes", cell("members", 3, "uscc", "")),
    ("institutions_against_codes", cell("members", 2, "uscc", "52150000MJ0DEMA795")),
    ("lead_not_enterprise", cell("members", 0, "uscc", "")),
    ("lead_region_unknown", cell("members", 3, "uscc", "91110000MA0DEMA417")),
    ("platform_rows_differ", setting("national_platform_count", None)),
    ("lead_without_platform", setting("lead_unit", None)),
    ("platform_host_not_member", setting("members", None)),
    ("team_employer_not_member", cell("team", 0, "employer", "")),
    ("team_cells_blank", several(cell("team", 0, "title", None), cell("team", 0, "position", None))),
]


def test_nothing_stands_out_in_a_draft_that_is_right() -> None:
    assert review(registration(), complete(), TODAY) == ()


@pytest.mark.parametrize(("rule", "change", "words"), SPEAKS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_rule_speaks(rule: str, change: Change, words: str) -> None:
    finding = found(change(complete())).get(rule)
    assert finding is not None
    assert words in finding.message
    assert "{" not in finding.message
    assert finding.cites


@pytest.mark.parametrize(("rule", "change"), SILENT, ids=lambda value: value if isinstance(value, str) else "")
def test_a_rule_keeps_silent(rule: str, change: Change) -> None:
    assert rule not in found(change(complete()))


def test_every_rule_of_the_form_is_shown_to_speak() -> None:
    assert {rule for rule, _, _ in SPEAKS} == {rule.id for rule in registration().warnings}


def test_fewer_than_three_members_is_a_matter_of_principle_never_a_refusal() -> None:
    finding = found(put(complete(), "member_total", 2))["too_few_members"]
    assert finding.cites == ("第五条（二）5",)
    assert "原则上不少于3家" in finding.message
    assert "不影响生成草稿" in finding.message


def test_a_code_of_another_division_asks_to_verify_and_judges_nothing() -> None:
    values = cell("members", 0, "uscc", "91110000MA0DEMA417")(complete())
    finding = found(values)["lead_region_unknown"]
    assert "请核实" in finding.message
    assert "不能判断" in finding.message
    assert finding.cites == ("第五条（一）",)
    assert "lead_not_enterprise" not in found(values)


def test_a_shared_phone_is_mentioned_without_the_number() -> None:
    finding = found(put(complete(), "contact.phone", "13800000001"))["same_phone"]
    assert "13800000001" not in finding.message


def test_full_width_brackets_do_not_make_another_unit() -> None:
    values = cell("members", 3, "name", "示例电机（呼和浩特）有限公司")(complete())
    assert "team_employer_not_member" not in found(cell("team", 0, "employer", "示例电机(呼和浩特)有限公司")(values))


def test_a_unit_outside_is_named_once_with_all_its_rows() -> None:
    values = several(cell("team", 0, "employer", "外地大学"), cell("team", 1, "employer", "外地大学"))(complete())
    message = found(values)["team_employer_not_member"].message
    assert "第 1、2 行" in message
    assert message.count("外地大学") == 1


def test_many_blank_cells_are_summed_up() -> None:
    values = put(complete(), "team", [{"name": f"甲{place}"} for place in range(20)])
    assert "等 60 处" in found(values)["team_cells_blank"].message


def test_an_empty_draft_is_reviewed_calmly() -> None:
    assert set(found({})) == {"agreement_date_missing"}


def test_the_gaps_of_an_empty_draft_are_its_required_fields() -> None:
    empty = gaps(registration(), {})
    optional = {"primary_fields", "other_fields"}
    assert [gap.path for gap in empty] == [path for path in registration().paths() if path not in optional]
    assert [gap.path for gap in empty if gap.by_hand] == ["legal_representative.id_number", "contact.id_number"]


def test_a_complete_draft_has_no_gaps() -> None:
    assert gaps(registration(), complete()) == ()


@pytest.mark.parametrize(("path", "value"), [("team", []), ("cooperation", "  "), ("contact.phone", None)])
def test_a_blank_required_field_is_a_gap(path: str, value: Any) -> None:
    (gap,) = gaps(registration(), put(complete(), path, value))
    assert (gap.path, gap.label, gap.by_hand) == (path, registration().field(path).label, False)


def test_zero_is_no_gap() -> None:
    assert gaps(registration(), put(complete(), "institute_count", 0)) == ()


@given(st.integers(1, 30), *[st.integers(0, 30)] * 3)
def test_counts_are_refused_exactly_when_they_exceed_the_total(total: int, first: int, second: int, third: int) -> None:
    values: Values = {"member_total": total, "enterprise_count": first, "university_count": second}
    refused = check_value(registration(), values, "institute_count", third)
    assert (refused is not None) == (first + second + third > total)


def test_a_refused_count_quotes_what_was_given_and_the_way_out() -> None:
    refusal = check_value(registration(), complete(), "enterprise_count", 3)
    assert refusal is not None
    assert all(words in refusal for words in ("企业数量", "填 3", "5 家", "4 家", "修改成员总数"))


def test_a_count_without_a_total_is_not_refused() -> None:
    assert check_value(registration(), {}, "enterprise_count", 3) is None


def test_a_smaller_total_is_accepted_and_reviewed() -> None:
    assert check_value(registration(), complete(), "member_total", 3) is None


def test_a_unit_that_stands_there_is_refused_once_more() -> None:
    refusal = check_value(registration(), complete(), "members", {"name": "新名字", "uscc": "91150100MA0DEMA17C"})
    assert refusal is not None
    assert "第 4 行" in refusal and "第 5 行" in refusal


def test_another_unit_is_welcome_beside_rows_that_repeat_already() -> None:
    values = cell("members", 3, "name", LEAD)(complete())
    assert check_value(registration(), values, "members", {"name": "新公司"}) is None


def test_all_rows_at_once_are_refused_when_one_repeats() -> None:
    rows = complete()["members"]
    assert check_value(registration(), {}, "members", rows) is None
    assert check_value(registration(), {}, "members", [*rows, rows[1]]) is not None


def test_every_repeating_row_is_named_by_its_place() -> None:
    rows = complete()["members"]
    assert [place for place, _ in repeated_rows(registration(), "members", [*rows, rows[1], rows[0]])] == [4, 5]


def test_two_people_of_one_name_may_stand_in_the_team() -> None:
    rows = complete()["team"]
    assert check_value(registration(), {}, "team", [*rows, rows[0]]) is None
