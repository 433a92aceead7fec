"""Citations that do not resolve and wordings that say more than their material."""

from __future__ import annotations

import pytest

from knowledge.measure import Measure
from knowledge.passage import Citation
from retrieval.grounding import GAP, faithful, grounded, with_digits, without_numbers

MATERIAL = (
    "成员单位原则上不少于3家，三年内不得牵头组建。\n"
    "5.本办法自2023年5月1日起施行，有效期两年。\n"
    "第十五条 见附件2，限200字。使用 R&D 平台。"
)


def test_every_own_citation_of_the_measure_is_grounded(measure: Measure) -> None:
    assert all(grounded([measure.cite(label)], [measure]) for label in measure.by_label)


def test_no_citation_at_all_is_grounded(measure: Measure) -> None:
    assert grounded([], [measure])


@pytest.mark.parametrize(
    "change",
    [
        {"measure": "another"},
        {"label": "第三十条"},
        {"label": ""},
        {"quote": "成员单位原则上不少于5家。"},
        {"quote": "本办法由自治区科技厅负责解释。"},
        {"quote": ""},
        {"quote": " \n"},
    ],
)
def test_a_citation_that_does_not_resolve_is_not_grounded(measure: Measure, change: dict[str, str]) -> None:
    good = measure.cite("第五条（二）5")
    assert grounded([good], [measure])
    assert not grounded([good, good.model_copy(update=change)], [measure])


def test_nothing_is_grounded_without_measures(measure: Measure) -> None:
    assert not grounded([measure.cite("第一条")], [])


def test_a_part_of_the_place_may_be_quoted(measure: Measure) -> None:
    citation = Citation(measure=measure.slug, document="附件1", label="第十三条", quote="有效期 两年")
    assert grounded([citation], [measure])


@pytest.mark.parametrize(
    "wording",
    [
        "成员单位原则上不少于3家。",
        "成员单位原则上不少于三家。",
        "成员单位原则上不少于 3 家。",
        "成员单位原则上不少于３家。",
        "一般来说，统一按这个办。",
        "自2023年5月1日起，有效期两年，见第十五条和附件2。",
        "限200字，用R&D平台。",
    ],
)
def test_a_wording_of_the_same_facts_is_faithful(wording: str) -> None:
    assert faithful(wording, MATERIAL)


@pytest.mark.parametrize("link", ["example.com", "www.example", "https://example", "mail@example"])
def test_a_link_made_of_known_words_is_not_faithful(link: str) -> None:
    assert faithful("见 example", "www https example com mail")
    assert not faithful(f"见 {link}", "www https example com mail")


@pytest.mark.parametrize(
    "wording",
    [
        "",
        "  \n",
        "成员单位不少于5家。",
        "成员单位不少于五家。",
        "只需一家。",
        "成员单位不少于13家。",
        "三家以上，3年内。5家也行。",
        "自2023年5月3日起施行。",
        "自2024年5月1日起施行。",
        "见第五条。",
        "见第二十条。",
        "见第十五条（九）。",
        "（九）不少于3家",
        "1. 不少于3家\n2、有效期两年",
        "自2023年1月5日起施行。",
        "5月2日起施行。",
        "二〇二三年五月一日起施行。",
        "半年后施行。",
        "俩单位。",
        "3个月内。",
        "3所高校。",
        "见附件5。",
        "限20字。",
        "至少5。",
        "不少于3，也可以5。",
        "约50%的单位。",
        "壹佰元。",
        "详见 https://example.org/x。",
        "详见www.nmg.gov.cn。",
        "发到a@b.cn。",
        "look at the platform",
        "拨打０４７１６２８１２３４。",
    ],
)
def test_a_wording_that_brings_in_something_is_not_faithful(wording: str) -> None:
    assert not faithful(wording, MATERIAL)


def test_points_of_a_list_keep_their_numbers() -> None:
    assert faithful("包括1.牵头单位；2.核心层单位", "参与单位 1.牵头单位 2.核心层单位")
    assert not faithful("包括2.牵头单位；1.核心层单位", "参与单位 1.牵头单位 2.核心层单位")


def test_a_fine_label_stands_whole() -> None:
    assert faithful("见第五条（二）5。", "第五条（二）5写明，第六条（三）另有规定")
    assert faithful("见第五条（二）。", "第五条（二）5写明，第六条（三）另有规定")
    assert not faithful("见第五条（三）。", "第五条（二）5写明，第六条（三）另有规定")
    assert not faithful("见第六条（三）5。", "第五条（二）5写明，第六条（三）另有规定")


@pytest.mark.parametrize(
    ("text", "written"),
    [("三年内", "3年内"), ("第十五条", "第15条"), ("03个月", "3个月"), ("统一、一般", "统一、一般"), ("两家", "2家")],
)
def test_numbers_are_compared_in_one_writing(text: str, written: str) -> None:
    assert with_digits(text) == written


def test_a_text_without_its_numbers_has_marks_in_their_place() -> None:
    assert without_numbers("限500字，三年内，统一") == f"限{GAP},{GAP}内,统一"
