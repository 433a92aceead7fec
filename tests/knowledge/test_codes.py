"""Look-up of GB/T 4754-2017 and GB/T 13745-2009."""

from __future__ import annotations

import pytest

from knowledge.codes.standard import Entry, Standard, by_code, exact, find


@pytest.mark.parametrize("code", ["C3232", "c3232", "3232", " 3232 "])
def test_an_industry_is_found_with_or_without_its_section_letter(code: str) -> None:
    assert by_code("gb4754", code) == Entry("C3232", "稀土金属冶炼", "小类")


@pytest.mark.parametrize("code", ["430.4010", "4304010", "430．4010"])
def test_a_discipline_is_found_with_or_without_its_point(code: str) -> None:
    assert by_code("gb13745", code) == Entry("430.4010", "黑色金属及其合金", "三级学科")


@pytest.mark.parametrize(("code", "level"), [("A", "门类"), ("A03", "大类"), ("A031", "中类"), ("A0311", "小类")])
def test_every_level_of_the_industries_is_there(code: str, level: str) -> None:
    entry = by_code("gb4754", code)
    assert entry is not None
    assert entry.level == level


@pytest.mark.parametrize(
    ("standard", "code"),
    [("gb4754", "A3232"), ("gb4754", "9999"), ("gb4754", "Z01"), ("gb13745", "999"), ("gb13745", "43"), ("gb4754", "")],
)
def test_a_code_the_standard_lacks_is_not_found(standard: Standard, code: str) -> None:
    assert by_code(standard, code) is None


def test_a_name_stands_alone_when_it_is_borne_once() -> None:
    assert [entry.code for entry in find("gb4754", "牛的饲养")] == ["A0311"]
    assert [entry.code for entry in find("gb13745", "材料科学")] == ["430"]


def test_marks_in_a_name_do_not_matter() -> None:
    assert [entry.code for entry in exact("gb13745", "畜牧兽医科学")] == ["230"]
    assert exact("gb13745", "畜牧、兽医科学") == exact("gb13745", "畜牧，兽医 科学")


def test_a_name_borne_at_several_levels_gives_all_of_them() -> None:
    assert [entry.code for entry in find("gb4754", "其他农业", limit=1)] == ["A019", "A0190"]


def test_part_of_a_name_finds_the_names_that_contain_it_first() -> None:
    found = find("gb4754", "稀土")
    assert len(found) == 8
    assert found[0].code == "C3232"
    assert all("稀土" in entry.name for entry in found[:5])


@pytest.mark.parametrize(("words", "code"), [("养牛", "A0311"), ("稀土冶炼", "C3232"), ("羊绒", "A0314")])
def test_words_near_to_a_name_find_it(words: str, code: str) -> None:
    assert code in {entry.code for entry in find("gb4754", words)}


def test_remarks_are_searched_too() -> None:
    assert by_code("gb13745", "110.1410") in find("gb13745", "符号逻辑学")


def test_no_more_than_the_limit_are_given() -> None:
    assert len(find("gb13745", "材料", limit=3)) == 3


@pytest.mark.parametrize("words", ["火星移民业", "你好", "xyz", "", "业", "今天天气"])
def test_words_of_no_standard_find_nothing(words: str) -> None:
    assert find("gb4754", words) == ()
