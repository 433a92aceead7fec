"""A form filled by hand, in whatever program, reads by its labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from form_filler.errors import UnreadableFormError
from form_filler.readback import read_registration

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def by_hand(folder: Path, *rows: tuple[str, ...]) -> Path:
    document = Document()
    for row in rows:
        table = document.add_table(1, len(row))
        for cell, text in zip(table.rows[0].cells, row, strict=True):
            cell.text = text
    document.save(str(folder / "filled.docx"))
    return folder / "filled.docx"


def test_labels_are_found_whatever_their_spaces_and_colons(tmp_path: Path) -> None:
    path = by_hand(
        tmp_path,
        ("联   系  人：", "林若溪"),
        ("联 系 电 话", "0472-5551234"),
        ("填 报 日 期：", " 2024 年 5 月 3 日 "),
        ("创新联合体\n协议生效时间", "年    月    日"),
        ("法人代表", "苏赫", "身份证号", "150105197603140021", "联系电话：", "13904700001"),
        ("成员总数（个）", "3", "企业数量（个）", "两家"),
        ("行业类别", "代码：C3841", "名称：锂离子电池制造"),
        ("国标学科", "480", "能源科学技术"),
    )
    assert read_registration(path) == {
        "contact": {"name": "林若溪", "phone": "0472-5551234"},
        "filing_date": "2024-05-03",
        "legal_representative": {"name": "苏赫", "id_number": "150105197603140021", "phone": "13904700001"},
        "member_total": 3,
        "enterprise_count": "两家",
        "industry": {"code": "C3841", "name": "锂离子电池制造"},
        "discipline": {"code": "480", "name": "能源科学技术"},
    }


def test_ticks_of_many_kinds_count(tmp_path: Path) -> None:
    options = "（选填，最多填写三项）\n√A.新能源  B.化工  ☑C.新材料\n☐O.冶金建材   ✓Q其他 储能__"
    path = by_hand(tmp_path, ("技术领域", "主要技术领域", options))
    assert read_registration(path) == {"primary_fields": ["A", "C", "Q:储能"]}


def test_rows_are_read_under_their_column_names(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(4, 3)
    rows = (
        ("序号", "成员单位名称\n及统一社会信用代码", "在行业（或学科）中的地位，在创新联合体内分工（限200字）"),
        ("1\n（牵头单位）", "青峦公司 91150105MA0QK7R52C", "牵头"),
        ("2", "某大学\n统一社会信用代码：12150000460033187E", ""),
        ("3", "", ""),
    )
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(tmp_path / "filled.docx"))
    assert read_registration(tmp_path / "filled.docx") == {
        "members": [
            {"name": "青峦公司", "uscc": "91150105MA0QK7R52C", "role": "牵头"},
            {"name": "某大学", "uscc": "12150000460033187E"},
        ]
    }


def test_a_long_text_is_read_under_its_heading_or_beside_it(tmp_path: Path) -> None:
    path = by_hand(
        tmp_path,
        ("一、技术创新目标（限500字）\n写在标题下面",),
        ("五、创新联合体已具备的合作基础、开展活动和取得的实效",),
        ("六、承诺书里提到的实效",),
    )
    assert read_registration(path) == {"innovation_goals": "写在标题下面", "cooperation": "六、承诺书里提到的实效"}


def test_unaccepted_insertions_count_and_deletions_do_not(tmp_path: Path) -> None:
    path = by_hand(tmp_path, ("创新联合体牵头单位", "青峦"))
    document = Document(str(path))
    run = document.tables[0].cell(0, 1).paragraphs[0].runs[0]
    inserted = run._r.makeelement(f"{{{W}}}ins", {})
    run._r.addprevious(inserted)
    inserted.append(run._r)
    document.save(str(path))
    assert read_registration(path) == {"lead_unit": "青峦"}


def test_another_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFormError, match=r"没有找到.*filled|filled.*没有找到"):
        read_registration(by_hand(tmp_path, ("天气", "晴")))


def test_a_file_that_is_no_docx_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"PK")
    with pytest.raises(UnreadableFormError, match=r"x\.docx"):
        read_registration(tmp_path / "x.docx")
