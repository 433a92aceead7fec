"""Rows out of pasted text, words and files."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_filler.form import RowsField
from form_filler.outcomes import Rejected
from form_filler.tables import RowProblem, Rows, merge_rows, read_rows, read_table_file
from tests.form_filler import sample_fields as fields

CONTEXT = fields.CONTEXT
TEAM, PLATFORMS, MEMBERS = fields.team(), fields.platforms(), fields.members()
HEADING = ("姓名", "年龄", "职称", "职务", "从事专业", "工作单位")
WANG = ("王晓东", "48", "研究员", "首席科学家", "动物遗传育种", "内蒙古塞北畜牧科学研究所")
LI = ("李四", "41", "教授", "院长", "草业科学", "内蒙古农业大学")
WANG_ROW = {
    "name": "王晓东",
    "age": 48,
    "title": "研究员",
    "position": "首席科学家",
    "specialty": "动物遗传育种",
    "employer": "内蒙古塞北畜牧科学研究所",
}
LI_ROW = {
    "name": "李四",
    "age": 41,
    "title": "教授",
    "position": "院长",
    "specialty": "草业科学",
    "employer": "内蒙古农业大学",
}
LEAD = {"name": "内蒙古塞北畜牧有限公司", "uscc": fields.USCC, "role": "行业龙头"}


def lines(*rows: Sequence[str], by: str = "\t") -> str:
    return "\n".join(by.join(row) for row in rows)


def good(field: RowsField, words: str) -> tuple[dict[str, object], ...]:
    rows = read_rows(field, words, CONTEXT)
    assert rows.problems == ()
    return rows.good


# Pasted


@pytest.mark.parametrize("by", ["\t", ",", "，", ";", "；", "、", "  ", "　", " ", " | ", ", "])
def test_rows_are_cut_at_whatever_separates_them(by: str) -> None:
    assert good(TEAM, lines(WANG, LI, by=by)) == (WANG_ROW, LI_ROW)


@pytest.mark.parametrize("by", ["\t", ",", "，", "  ", " "])
def test_a_heading_line_is_no_row(by: str) -> None:
    assert good(TEAM, lines(HEADING, WANG, by=by)) == (WANG_ROW,)


def test_a_heading_may_put_the_columns_in_any_order() -> None:
    assert good(TEAM, lines(HEADING[::-1], WANG[::-1], LI[::-1])) == (WANG_ROW, LI_ROW)


def test_a_markdown_table_is_read() -> None:
    table = [f"| {' | '.join(row)} |" for row in (HEADING, ("---",) * 6, WANG, LI)]
    assert good(TEAM, "\n".join(table)) == (WANG_ROW, LI_ROW)


@pytest.mark.parametrize("numbers", [("1. ", "2. "), ("1、", "2、"), ("（1）", "（2）"), ("1\t", "2\t")])
def test_row_numbers_are_no_values(numbers: tuple[str, str]) -> None:
    words = f"{numbers[0]}{lines(WANG)}\n{numbers[1]}{lines(LI)}"
    assert good(TEAM, words) == (WANG_ROW, LI_ROW)


def test_rows_in_one_line_are_cut_at_semicolons() -> None:
    assert good(TEAM, f"{'、'.join(WANG)}；{'、'.join(LI)}。") == (WANG_ROW, LI_ROW)


def test_a_row_said_in_words_is_read() -> None:
    words = "姓名王晓东，48岁，研究员，首席科学家，动物遗传育种，内蒙古塞北畜牧科学研究所"
    assert good(TEAM, words) == (WANG_ROW,)


def test_a_word_asked_for_by_no_column_is_left_aside() -> None:
    assert good(TEAM, "王晓东，男，48岁，研究员，首席科学家，动物遗传育种，内蒙古塞北畜牧科学研究所") == (WANG_ROW,)


@pytest.mark.parametrize("between", ["，", "\n", "；"])
def test_values_with_their_columns_names_need_no_order(between: str) -> None:
    said = [
        between.join(f"{name}：{value}" for name, value in reversed(list(zip(HEADING, row, strict=True))))
        for row in (WANG, LI)
    ]
    assert good(TEAM, "\n".join(said)) == (WANG_ROW, LI_ROW)


def test_the_separator_may_stand_in_the_free_text_column() -> None:
    words = f"内蒙古塞北畜牧有限公司,{fields.USCC},行业龙头,负责组织，推广"
    assert good(MEMBERS, words) == ({**LEAD, "role": "行业龙头,负责组织，推广"},)


def test_a_surplus_cell_that_may_belong_to_several_columns_is_a_problem() -> None:
    words = "示例重点实验室、稀土金属冶炼、畜牧、兽医科学、新材料、重点实验室、2019年6月、示例公司"
    rows = read_rows(PLATFORMS, words, CONTEXT)
    assert rows.good == ()
    assert "8格" in rows.problems[0].why
    assert "7格" in rows.problems[0].why


def test_a_line_break_inside_a_cell_does_not_cut_the_row() -> None:
    first, second = ("甲公司", fields.USCC, "行业龙头\n负责组织"), ("乙大学", fields.OTHER_USCC, "育种")
    expected = tuple(dict(zip(("name", "uscc", "role"), row, strict=True)) for row in (first, second))
    assert good(MEMBERS, lines(first, second)) == expected
    quoted = lines((*first[:2], f'"{first[2]}"'), second)
    assert good(MEMBERS, quoted) == expected


def test_a_cell_broken_in_the_middle_of_a_row_is_put_together() -> None:
    broken = (*WANG[:4], "动物遗传\n育种", WANG[5])
    assert good(TEAM, lines(broken, LI)) == ({**WANG_ROW, "specialty": "动物遗传\n育种"}, LI_ROW)


def test_two_short_rows_are_not_taken_for_one_broken_row() -> None:
    rows = read_rows(TEAM, lines(WANG[:3], LI[:4]), CONTEXT)
    assert rows.good == ()
    assert [problem.row for problem in rows.problems] == [1, 2]


def test_name_and_code_may_share_a_column() -> None:
    words = lines(
        ("序号", "成员单位名称及统一社会信用代码", "在行业（或学科）中的地位，在创新联合体内分工（限200字）"),
        ("1", f"内蒙古塞北畜牧有限公司 {fields.USCC}", "行业龙头"),
        ("2", "", ""),
    )
    assert good(MEMBERS, words) == (LEAD,)


def test_a_period_in_a_row_keeps_its_precision() -> None:
    row = "示例重点实验室\t稀土金属冶炼\t畜牧、兽医科学\t新材料\t重点实验室\t2019年6月\t示例公司"
    assert good(PLATFORMS, row)[0]["established"] == "2019-06"


def test_text_that_begins_with_a_columns_name_is_kept_whole() -> None:
    row = "平台经济实验室\t行业\t学科\t领域研究\t类别\t2019\t单位"
    found = good(PLATFORMS, row)[0]
    assert (found["name"], found["field"]) == ("平台经济实验室", "领域研究")


# Problems


def test_a_row_with_a_bad_cell_is_told_and_the_good_rows_are_kept() -> None:
    rows = read_rows(TEAM, lines(WANG, (LI[0], "八百", *LI[2:]), LI), CONTEXT)
    assert rows.good == (WANG_ROW, LI_ROW)
    assert [(problem.row, problem.column) for problem in rows.problems] == [(2, "年龄")]
    assert "“八百”" in rows.problems[0].why
    assert "16到100" in rows.problems[0].why


def test_only_columns_that_must_be_filled_are_missed() -> None:
    rows = read_rows(TEAM, lines(("李四", "41", "", "", "草业科学", "内蒙古农业大学"), ("王五", "40", "教授")), CONTEXT)
    assert rows.good == ({key: LI_ROW[key] for key in ("name", "age", "specialty", "employer")},)
    assert [(problem.row, problem.column) for problem in rows.problems] == [(2, "从事专业、工作单位")]


def test_a_role_over_its_limit_is_told_by_how_many() -> None:
    rows = read_rows(MEMBERS, lines(("甲公司", fields.USCC, "字" * 201)), CONTEXT)
    assert "超出1字" in rows.problems[0].why


@pytest.mark.parametrize("words", ["", "\n \n", lines(HEADING)])
def test_text_without_a_row_is_told_what_the_columns_are(words: str) -> None:
    rows = read_rows(TEAM, words, CONTEXT)
    assert rows.good == ()
    assert [problem.row for problem in rows.problems] == [0]
    assert "、".join(HEADING) in rows.problems[0].why


def test_more_rows_than_a_form_ever_has_are_refused() -> None:
    rows = read_rows(TEAM, lines(*[WANG] * 2001), CONTEXT)
    assert rows.good == ()
    assert "2001行" in rows.problems[0].why


_HOSTILE = (
    "1",
    "，",
    "|",
    "|-",
    '"',
    '\n"',
    "\t",
    "、",
    " 1",
    "姓名：",
    "姓名：甲，",
    "1.",
    "甲\t",
    "甲公司，",
    "\u200b",
    "😀",
    ";",
)


@pytest.mark.parametrize("field", [TEAM, PLATFORMS, MEMBERS], ids=lambda field: field.path)
@pytest.mark.parametrize("piece", _HOSTILE)
def test_a_hundred_kilobytes_of_anything_come_to_no_row_and_an_end(field: RowsField, piece: str) -> None:
    assert read_rows(field, piece * (100_000 // len(piece)) + "!", CONTEXT).problems


_CELL = st.text(alphabet="稀土永磁材料动物遗传ABcd07，、（）&<>\"'", min_size=1, max_size=12).filter(
    lambda cell: any(character.isalpha() for character in cell)
)
_NAME = st.text(alphabet="王晓东赵志刚乌云其木格", min_size=2, max_size=6)
_ROW = st.tuples(_NAME, st.integers(16, 100).map(str), _CELL, _CELL, _CELL, _CELL)


@given(st.lists(_ROW, min_size=1, max_size=6), st.booleans())
def test_rows_pasted_from_a_spreadsheet_survive(rows: list[tuple[str, ...]], headed: bool) -> None:
    paths = tuple(column.path for column in TEAM.columns)
    expected = tuple({**dict(zip(paths, row, strict=True)), "age": int(row[1])} for row in rows)
    assert good(TEAM, lines(*([HEADING] if headed else []), *rows)) == expected


# Merging


def test_a_row_with_the_same_key_takes_the_old_ones_place() -> None:
    older = {**WANG_ROW, "age": 47}
    assert merge_rows(TEAM, [older, LI_ROW], [WANG_ROW]) == [WANG_ROW, LI_ROW]


def test_a_row_with_another_key_comes_after_all_others() -> None:
    elsewhere = {**WANG_ROW, "employer": "内蒙古农业大学"}
    assert merge_rows(TEAM, [WANG_ROW, LI_ROW], [elsewhere]) == [WANG_ROW, LI_ROW, elsewhere]


def test_rows_without_a_key_value_replace_nothing() -> None:
    keyless = {"name": "甲公司", "role": "育种"}
    assert merge_rows(MEMBERS, [keyless], [keyless]) == [keyless, keyless]


def test_merging_leaves_the_old_list_alone() -> None:
    old = [WANG_ROW]
    merge_rows(TEAM, old, [LI_ROW])
    assert old == [WANG_ROW]


# Files


def from_file(field: RowsField, path: Path) -> Rows:
    rows = read_table_file(field, path, CONTEXT)
    assert isinstance(rows, Rows), rows
    return rows


def refused(field: RowsField, path: Path) -> str:
    rows = read_table_file(field, path, CONTEXT)
    assert isinstance(rows, Rejected)
    assert path.name in rows.why
    return rows.why


def workbook(path: Path, *rows: Sequence[object], sheet_before: bool = False) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if sheet_before:
        sheet.append(["说明", "本表供填写"])
        sheet = book.create_sheet("数据")
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def test_a_workbook_is_read_below_its_title_and_heading(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "团队.xlsx", ["科研团队情况"], HEADING, [*WANG[:1], 48, *WANG[2:]], [*LI[:1], 41.0, *LI[2:]]
    )
    assert from_file(TEAM, path) == Rows((WANG_ROW, LI_ROW))


def test_the_sheet_with_the_heading_is_the_one_that_is_read(tmp_path: Path) -> None:
    assert from_file(TEAM, workbook(tmp_path / "团队.xlsx", HEADING, WANG, sheet_before=True)).good == (WANG_ROW,)


def test_a_date_cell_is_a_date(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "平台.xlsx", ["甲室", "冶炼", "材料", "新材料", "重点实验室", datetime(2019, 6, 1), "甲公司"]
    )
    assert from_file(PLATFORMS, path).good[0]["established"] == "2019-06-01"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("by", [",", "\t", ";"])
def test_separated_values_are_read_in_the_encodings_spreadsheets_write(tmp_path: Path, encoding: str, by: str) -> None:
    path = tmp_path / "团队.csv"
    path.write_bytes(lines(HEADING, WANG, (*LI[:4], '"草业,生态;""牧草"""', LI[5]), by=by).encode(encoding))
    assert from_file(TEAM, path).good == (WANG_ROW, {**LI_ROW, "specialty": '草业,生态;"牧草"'})


def document(path: Path, *tables: Sequence[Sequence[str]]) -> Path:
    written = docx.Document()
    for rows in tables:
        table = written.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    written.save(str(path))
    return path


def test_the_first_table_of_a_document_whose_heading_fits_is_read(tmp_path: Path) -> None:
    members = (
        ("序号", "成员单位名称\n及统一社会信用代码", "在行业（或学科）中的地位，在创新联合体内分工（限200字）"),
        ("1\n（牵头单位）", f"内蒙古塞北畜牧有限公司\n{fields.USCC}", "行业龙头"),
        ("2", "", ""),
    )
    path = document(tmp_path / "表.docx", [("无关", "表格")], [HEADING, WANG], members)
    assert from_file(MEMBERS, path) == Rows((LEAD,))
    assert from_file(TEAM, path) == Rows((WANG_ROW,))
    assert "工作单位" not in refused(PLATFORMS, path)


def test_a_bad_row_of_a_file_is_told_by_its_number(tmp_path: Path) -> None:
    path = workbook(tmp_path / "团队.xlsx", HEADING, WANG, [LI[0], 8, *LI[2:]])
    rows = from_file(TEAM, path)
    assert rows.good == (WANG_ROW,)
    assert [(problem.row, problem.column) for problem in rows.problems] == [(2, "年龄")]


def test_a_file_of_too_many_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "团队.csv"
    path.write_text(lines(HEADING, *[WANG] * 2001, by=","), "utf-8")
    assert from_file(TEAM, path).problems[0].row == 0


@pytest.mark.parametrize("name", ["表.xls", "表.doc", "表.pdf", "表.xlsm", "表", "表.xlsx.exe"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK")
    assert "xlsx、csv 或 docx" in refused(TEAM, path)


@pytest.mark.parametrize("name", ["表.xlsx", "表.docx"])
def test_a_damaged_file_or_one_of_another_kind_inside_is_refused(tmp_path: Path, name: str) -> None:
    whole = workbook(tmp_path / "好.xlsx", HEADING, WANG).read_bytes()
    other = document(tmp_path / "好.docx", [HEADING, WANG]).read_bytes()
    path = tmp_path / name
    for content in (b"", b"abc", whole[:-200], other if name.endswith("xlsx") else whole):
        path.write_bytes(content)
        assert "打不开" in refused(TEAM, path)


def with_part(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def test_a_file_over_five_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(b"a" * (5 * 1024 * 1024 + 1))
    assert "太大" in refused(TEAM, path)


def test_a_file_that_unpacks_to_more_than_fifty_megabytes_is_refused_unopened(tmp_path: Path) -> None:
    path = with_part(workbook(tmp_path / "表.xlsx", HEADING, WANG), "xl/bomb.xml", b" " * (51 * 1024 * 1024))
    assert path.stat().st_size < 200_000
    assert "太大" in refused(TEAM, path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_with_a_document_type_is_refused(tmp_path: Path, encoding: str) -> None:
    markup = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
    path = with_part(workbook(tmp_path / "表.xlsx", HEADING, WANG), "xl/evil.xml", markup.encode(encoding))
    assert "不允许的内容" in refused(TEAM, path)


def test_a_file_with_an_entry_outside_is_refused(tmp_path: Path) -> None:
    path = with_part(document(tmp_path / "表.docx", [HEADING, WANG]), "../../escape.xml", b"<a/>")
    assert "不允许的内容" in refused(TEAM, path)


def test_an_empty_workbook_holds_no_table(tmp_path: Path) -> None:
    assert "没有找到" in refused(TEAM, workbook(tmp_path / "空.xlsx"))


def test_a_problem_names_row_column_and_reason() -> None:
    problem = read_rows(TEAM, lines((WANG[0], "七", *WANG[2:])), CONTEXT).problems[0]
    assert isinstance(problem, RowProblem)
    assert (problem.row, problem.column) == (1, "年龄")
