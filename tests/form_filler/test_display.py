"""Values as people see them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_filler.display import is_blank, mask, numbered_table, show, show_date
from form_filler.form import RowsField
from tests.form_filler.registration import complete, registration


def rows_field(path: str) -> RowsField:
    field = registration().field(path)
    assert isinstance(field, RowsField)
    return field


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        ("filing_date", "2024-05-20", "2024年5月20日"),
        ("primary_fields", ["C", "O"], "C 新材料、O 冶金建材"),
        ("primary_fields", ["Q:现代服务"], "Q 其他（现代服务）"),
        ("industry", {"code": "C3232", "name": "稀土金属冶炼"}, "C3232 稀土金属冶炼"),
        ("industry", {"name": "稀土金属冶炼"}, "稀土金属冶炼"),
        ("other_fields", ["永磁电机", "储能"], "永磁电机、储能"),
        ("member_total", 4, "4"),
        ("national_platform_count", 0, "0"),
        ("members", complete()["members"], "4 行"),
        ("members", [], "（未填）"),
        ("contact.name", None, "（未填）"),
        ("cooperation", "甲 & <乙>", "甲 & <乙>"),
    ],
)
def test_a_value_is_shown_as_people_write_it(path: str, value: Any, shown: str) -> None:
    assert show(registration().field(path), value) == shown


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("2022", "2022年"), ("2019-06", "2019年6月"), ("2019-06-01", "2019年6月1日"), ("约2019", "约2019")],
)
def test_a_period_is_shown_to_the_precision_given(stored: str, shown: str) -> None:
    assert show_date(stored) == shown


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        ("contact.id_number", "150202198506060020", "150202********0020"),
        ("contact.id_number", "12345", "*****"),
        ("contact.phone", "13800000001", "138****0001"),
        ("contact.phone", "0472-5551234", "0472-***1234"),
        ("contact.phone", "010-55551234", "010-****1234"),
        ("contact.phone", None, "（未填）"),
        ("contact.name", "李四", "李四"),
        ("industry", {"code": "430", "name": "材料科学"}, "430 材料科学"),
    ],
)
def test_only_personal_numbers_are_masked(path: str, value: Any, shown: str) -> None:
    assert mask(registration().field(path), value) == shown


@given(st.from_regex(r"\A[0-9]{17}[0-9X]\Z"))
def test_the_birthday_never_shows_in_a_masked_number(number: str) -> None:
    shown = mask(registration().field("contact.id_number"), number)
    assert shown[6:14] == "*" * 8
    assert len(shown) == len(number)


def test_rows_are_numbered_under_their_labels() -> None:
    rows = complete()["members"][:2]
    assert numbered_table(rows_field("members"), rows).splitlines() == [
        "成员单位名称｜统一社会信用代码｜在行业（或学科）中的地位，在创新联合体内分工",
        "1. 包头市示例新材料有限公司｜91150200MA0DEMA09N｜牵头单位",
        "2. 示例大学｜12150000MB0DEMA29M｜材料设计",
    ]


def test_a_row_takes_one_line_whatever_stands_in_it() -> None:
    table = numbered_table(rows_field("members"), [{"name": "甲\n乙", "role": "长" * 31}, {}])
    assert table.splitlines()[1:] == [f"1. 甲 乙｜—｜{'长' * 30}…", "2. —｜—｜—"]


def test_no_rows_are_said_to_be_none() -> None:
    assert numbered_table(rows_field("team"), []) == "还没有内容"


@pytest.mark.parametrize("value", [None, "", " \n", [], [""], {}, {"code": None}])
def test_nothing_filled_in_is_blank(value: Any) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, False, "0", ["C"], {"code": "430"}])
def test_zero_and_words_are_not_blank(value: Any) -> None:
    assert not is_blank(value)
