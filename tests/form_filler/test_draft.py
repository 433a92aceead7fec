"""The draft says exactly what was typed, shows what is missing, and is written whole or not at all."""

from __future__ import annotations

import hashlib
import re
import time
import zipfile
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from form_filler.archive import packed, written_whole
from form_filler.draft import render, template_variables
from form_filler.errors import DraftMismatchError, TemplateError, UnprintableTextError
from form_filler.form import put, read_form
from form_filler.readback import printed_text, read_registration
from scripts.build_registration_template import build
from tests.form_filler.drafted import (
    HOSTILE,
    TEMPLATE,
    bare,
    document_xml,
    drafted,
    grassland,
    storage,
    strings,
)
from tests.form_filler.registration import FOLDER, TODAY, registration

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1)
LINES = st.lists(ANY_TEXT, min_size=1, max_size=4).map("\n".join)
SIGNS = st.lists(st.sampled_from([*"{}%#_&<>\\;/'\"\t\n rp中", "{{r x}}", "{_{", "%_}", "&#123;", "<w:t>"])).map(
    "".join
)


def text_of(path: Path) -> str:
    return bare(printed_text(path))


def changed_template(folder: Path, old: str, new: str) -> Path:
    changed = folder / "changed.docx"
    with zipfile.ZipFile(TEMPLATE) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                assert old.encode() in part
                part = part.replace(old.encode(), new.encode())
            target.writestr(name, part)
    return changed


@pytest.mark.parametrize("values", [storage(), grassland()], ids=["storage", "grassland"])
def test_what_was_typed_reads_back(values: dict[str, Any], tmp_path: Path) -> None:
    draft = drafted(values, tmp_path)
    expected = {path: value for path, value in values.items() if value != []}
    assert read_registration(draft.path) == expected
    assert [gap.path for gap in draft.gaps] == []


@pytest.mark.parametrize("values", [storage(), grassland()], ids=["storage", "grassland"])
def test_every_stored_string_stands_in_the_document(values: dict[str, Any], tmp_path: Path) -> None:
    xml = document_xml(drafted(values, tmp_path).path)
    printed = bare(re.sub(r"<[^>]+>", "", xml))
    for text in strings(values):
        shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert bare(shown) in printed or re.fullmatch(r"\d{4}-\d\d-\d\d", text), text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=ANY_TEXT, goals=LINES, role=LINES, own=ANY_TEXT, signs=SIGNS)
def test_any_text_survives(tmp_path: Path, name: str, goals: str, role: str, own: str, signs: str) -> None:
    values = {
        "consortium_name": name,
        "innovation_goals": goals,
        "other_fields": [signs],
        "primary_fields": ["C", f"Q:储{own}"],
        "team": [{"name": name, "specialty": signs + "电"}],
        "members": [{"name": f"单位{name}厂", "uscc": "91150105MA0QK7R52C", "role": role}],
        "cooperation": signs + "合作" + goals,
    }
    drafted(values, tmp_path)  # raises when it does not read back


def test_line_breaks_of_any_system_are_line_breaks(tmp_path: Path) -> None:
    draft = drafted({"cooperation": "一\r\n二\r三\n四"}, tmp_path)
    assert read_registration(draft.path)["cooperation"] == "一\n二\n三\n四"


def test_equal_values_give_equal_bytes(tmp_path: Path) -> None:
    first = drafted(storage(), tmp_path, "a.docx").path.read_bytes()
    time.sleep(2.1)  # zip times have a grain of two seconds
    later = render(registration(), storage(), TEMPLATE, tmp_path / "b.docx", today=date(2024, 7, 1)).path
    assert hashlib.sha256(first).digest() == hashlib.sha256(later.read_bytes()).digest()


def test_the_file_tells_nothing_about_who_made_it(tmp_path: Path) -> None:
    path = drafted(storage(), tmp_path).path
    properties = Document(str(path)).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.title == registration().title
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name or "app.xml" in name]
        assert all(b"python" not in archive.read(name).lower() for name in archive.namelist())


def test_dates_are_shown_in_chinese_and_periods_as_stored(tmp_path: Path) -> None:
    printed = text_of(drafted(storage(), tmp_path).path)
    assert "协议生效时间2024年5月20日" in printed
    assert "填报日期：2024年5月31日" in printed
    assert "2019-06" in printed


def test_the_filing_date_is_today_unless_given(tmp_path: Path) -> None:
    draft = drafted({"lead_unit": "某厂"}, tmp_path)
    assert read_registration(draft.path)["filing_date"] == TODAY.isoformat()
    assert "filing_date" not in [gap.path for gap in draft.gaps]


def test_the_cover_repeats_name_lead_and_contact(tmp_path: Path) -> None:
    printed = text_of(drafted(storage(), tmp_path).path).split("填表说明")[0]
    for text in ("内蒙古自治区低温储能创新联合体", "内蒙古青峦储能科技有限公司", "林若溪", "0472-5551234"):
        assert text in printed


def test_chosen_options_are_ticked_and_listed_in_their_order(tmp_path: Path) -> None:
    printed = text_of(drafted(storage(), tmp_path).path)
    assert re.findall("☑([A-Z])", printed) == ["C", "O", "Q"]
    assert "".join(re.findall("[☐☑]([A-Z])", printed)) == "ABCDEFGHIJKLMNOQ"
    assert "☑Q其他储能、氢能" in printed
    assert "所选：O、Q:储能、氢能、C" in printed


def test_with_no_option_chosen_the_official_blank_stays(tmp_path: Path) -> None:
    printed = text_of(drafted({}, tmp_path).path)
    assert "☐Q其他__________" in printed
    assert "☑" not in printed and "所选" not in printed


def test_missing_places_are_marked_and_listed(tmp_path: Path) -> None:
    values = put(put(storage(), "contact.phone", None), "legal_representative.phone", "  ")
    del values["team"][1]["age"]
    draft = drafted(values, tmp_path)
    assert [(gap.path, gap.label) for gap in draft.gaps] == [
        ("legal_representative.phone", "法人代表联系电话"),
        ("contact.phone", "联系人联系电话"),
        ("team[1].age", "年龄"),
    ]
    xml = document_xml(draft.path)
    assert re.search(r'<w:highlight w:val="lightGray"/></w:rPr><w:t[^>]*>【待填：联系电话】', xml)
    assert xml.count("【待填】") == 1
    read = read_registration(draft.path)
    assert "phone" not in read["contact"] and "age" not in read["team"][1]


def test_an_identity_number_may_be_written_by_hand(tmp_path: Path) -> None:
    draft = drafted(put(storage(), "contact.id_number", None), tmp_path)
    assert [gap.path for gap in draft.by_hand] == ["contact.id_number"]
    assert draft.gaps == ()
    assert "〔可手写〕" in document_xml(draft.path)
    assert "id_number" not in read_registration(draft.path)["contact"]


def test_optional_places_stay_empty_without_a_mark(tmp_path: Path) -> None:
    values = {**storage(), "primary_fields": [], "other_fields": []}
    draft = drafted(values, tmp_path)
    assert draft.gaps == () and "待填" not in text_of(draft.path)


def test_an_empty_form_lists_every_required_field(tmp_path: Path) -> None:
    draft = drafted({}, tmp_path)
    required = [field.path for field in registration().fields if not field.optional]
    assert [gap.path for gap in draft.gaps] == [path for path in required if path != "filing_date"]
    assert read_registration(draft.path) == {"filing_date": TODAY.isoformat()}


def test_an_empty_form_has_the_rows_of_the_official_one(tmp_path: Path) -> None:
    tables = Document(str(drafted({}, tmp_path).path)).tables
    team, platforms, members = (next(t for t in tables if t.cell(0, 0).text.startswith(start)) for start in "二三四")
    assert (len(team.rows), len(platforms.rows), len(members.rows)) == (2 + 10, 2 + 5, 2 + 8)
    assert [row.cells[0].text for row in members.rows[2:]] == ["1\n（牵头单位）", "2", "3", "4", "5", "", "", ""]


def test_many_rows_are_all_printed_and_numbered_on(tmp_path: Path) -> None:
    tables = Document(str(drafted(grassland(), tmp_path).path)).tables
    members = next(table for table in tables if table.cell(0, 0).text.startswith("四"))
    assert [row.cells[0].text for row in members.rows[3:]] == [str(number) for number in range(2, 13)]
    assert members.rows[13].cells[1].text == "成员单位11\n统一社会信用代码：91150105MA0QK7R52C"


def test_pledge_opinion_seals_and_signatures_stay_blank(tmp_path: Path) -> None:
    printed = text_of(drafted(storage(), tmp_path).path)
    assert printed.endswith("（公章）法定代表人（授权人）签章：年月日牵头单位审核意见牵头单位（盖章）：年月日")


def test_the_head_of_each_page_says_what_is_left_to_people_and_the_notices(tmp_path: Path) -> None:
    notice = "本办法已于2025年4月30日到期 {{x}}"
    out = tmp_path / "登记表.docx"
    render(registration(), storage(), TEMPLATE, out, today=TODAY, notices=(notice,))
    head = Document(str(out)).sections[0].header.paragraphs[0].text
    assert "签字" in head and head.endswith(notice)


def test_the_draft_has_the_official_words_in_their_order(tmp_path: Path) -> None:
    source = next((FOLDER / "source").glob("*.txt")).read_text("utf-8")
    official = source[source.index("\n附件2\n") : source.index("\n附件3\n")]
    printed = re.sub(r"[☐☑]|【待填[^】]*】|〔可手写〕", "", text_of(drafted({}, tmp_path).path))
    place = 0
    for line in filter(None, map(bare, official.splitlines())):
        if line != "年月日":  # dates of the head are marked or filled
            place = printed.index(line, place) + (0 if line.isdecimal() else len(line))


def test_the_template_asks_for_the_fields_of_the_form() -> None:
    assert template_variables(TEMPLATE) == {path.split(".")[0] for path in registration().paths()}


def test_the_template_is_what_the_script_builds() -> None:
    assert build() == TEMPLATE.read_bytes()


def test_a_template_that_prints_something_else_is_refused_by_field(tmp_path: Path) -> None:
    swapped = changed_template(tmp_path, "{{r contact.phone }}", "{{r contact.name }}")
    out = tmp_path / "drafts" / "登记表.docx"
    out.parent.mkdir()
    with pytest.raises(DraftMismatchError, match="联系人联系电话") as caught:
        render(registration(), storage(), swapped, out, today=TODAY)
    assert caught.value.field == "contact.phone"
    assert list(out.parent.iterdir()) == []


@pytest.mark.parametrize(
    "asked", ["{{r contact.fax }}", "{{r fax }}", "{{ ''.__class__.__mro__ }}", "{{ contact.items( }}"]
)
def test_a_template_that_asks_for_more_than_the_form_has_is_refused(asked: str, tmp_path: Path) -> None:
    evil = changed_template(tmp_path, "{{r contact.phone }}", asked)
    with pytest.raises(TemplateError, match="对不上"):
        render(registration(), storage(), evil, tmp_path / "登记表.docx", today=TODAY)
    assert not (tmp_path / "登记表.docx").exists()


def test_a_template_without_the_labels_is_refused(tmp_path: Path) -> None:
    Document().save(str(tmp_path / "blank.docx"))
    with pytest.raises(TemplateError, match="对不上"):
        render(registration(), storage(), tmp_path / "blank.docx", tmp_path / "登记表.docx", today=TODAY)
    assert not (tmp_path / "登记表.docx").exists()


@pytest.mark.parametrize("old", ["", "<w:body>"])
def test_a_template_that_is_no_docx_is_refused(old: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(changed_template(tmp_path, old, "<").read_bytes() if old else b"not a zip")
    with pytest.raises(TemplateError, match="broken"):
        render(registration(), storage(), broken, tmp_path / "登记表.docx", today=TODAY)


@pytest.mark.parametrize("letter", ["\ud800", "\x00", "\x0b", "\uffff"])
def test_a_character_no_document_can_hold_is_refused_by_field(letter: str, tmp_path: Path) -> None:
    values = storage()
    values["team"][1]["specialty"] = f"材料{letter}"
    with pytest.raises(UnprintableTextError, match=f"U\\+{ord(letter):04X}（第3个字）") as caught:
        drafted(values, tmp_path)
    assert caught.value.field == "team[1].specialty"
    assert list(tmp_path.iterdir()) == []


def test_a_failed_draft_leaves_the_earlier_one(tmp_path: Path) -> None:
    path = drafted(storage(), tmp_path).path
    before = path.read_bytes()
    with pytest.raises(KeyboardInterrupt), written_whole(path) as temporary:
        temporary.write_bytes(b"half")
        raise KeyboardInterrupt
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_packing_forgets_times_and_order(tmp_path: Path) -> None:
    archives = []
    for names, year in ((("b", "a", "[Content_Types].xml"), 1999), (("a", "[Content_Types].xml", "b"), 2024)):
        path = tmp_path / f"{year}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), name * 100)
        archives.append(packed(path.read_bytes()))
    assert all(first == second for first, second in pairwise(archives))


def test_a_form_without_a_reader_of_its_own_is_checked_by_its_words(tmp_path: Path) -> None:
    form = read_form(
        {
            "id": "pledge",
            "title": "承诺",
            "document": "附件9",
            "cites": ["附件9"],
            "template": "pledge.docx",
            "fields": [
                {"path": "unit", "kind": "organisation", "label": "单位", "question": "？", "cites": ["附件9"]},
                {"path": "text", "kind": "text", "label": "内容", "question": "？", "cites": ["附件9"]},
            ],
        }
    )
    document = Document()
    document.add_paragraph("单位：{{r unit }}")
    document.add_paragraph("内容：{{r text }}")
    document.save(str(tmp_path / "pledge.docx"))
    values = {"unit": HOSTILE, "text": f"一\n{HOSTILE}"}
    out = render(form, values, tmp_path / "pledge.docx", tmp_path / "out.docx", today=TODAY).path
    assert f"单位：{HOSTILE}\n内容：一\n{HOSTILE}" in printed_text(out)

    document.paragraphs[1].text = "内容：{{r unit }}"
    document.save(str(tmp_path / "pledge.docx"))
    with pytest.raises(DraftMismatchError, match="内容"):
        render(form, {**values, "text": "别的"}, tmp_path / "pledge.docx", out, today=TODAY)
