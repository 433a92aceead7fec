"""The real source -> passages."""

from __future__ import annotations

import pytest

from knowledge.measure import Measure
from knowledge.parsing.official_text import Section, clean, parse
from knowledge.passage import squeeze

_HAN = "一二三四五六七八九十"


def _items(head: str, count: int) -> list[str]:
    return [f"{head}（{_HAN[place]}）" for place in range(count)]


ARTICLES = [
    *(f"第{number}条" for number in (*_HAN, "十一", "十二", "十三")),
    *_items("第五条", 3),
    *(f"第五条（二）{number}" for number in range(1, 6)),
    *_items("第六条", 3),
    *_items("第七条", 3),
    *_items("第八条", 4),
    *_items("第九条", 5),
]
ATTACHMENTS = [
    "附件2 封面",
    *(f"附件2 填表说明{number}" for number in _HAN[:5]),
    "附件2 申请备案表",
    "附件2 一、技术创新目标",
    "附件2 二、科研团队情况",
    "附件2 三、创新平台",
    "附件2 四、成员单位",
    "附件2 五、合作基础",
    "附件2 六、承诺书",
    "附件2 牵头单位审核意见",
    "附件3 封面",
    "附件3 引言",
    *(f"附件3 {number}" for number in _HAN[:8]),
    "附件3 注",
    *(f"附件4 {number}" for number in _HAN[:4]),
    *(f"附件5 {number}" for number in _HAN[:4]),
    *_items("附件5 一", 4),
    *(f"附件5 一（三）{number}" for number in (1, 2, 3)),
    *(f"附件5 一（四）{number}" for number in (1, 2)),
    *_items("附件5 二", 4),
    *_items("附件5 四", 3),
]


def test_the_source_has_exactly_these_85_places(measure: Measure) -> None:
    labels = [passage.label for passage in measure.passages]
    assert len(labels) == 85
    assert sorted(labels) == sorted([*ARTICLES, *ATTACHMENTS])


def test_no_residue_of_conversion_is_left(measure: Measure) -> None:
    everything = "".join(passage.whole + passage.text + passage.context for passage in measure.passages)
    assert "bookmark" not in everything
    assert "\f" not in everything
    assert "\t" not in everything


def test_every_own_wording_stands_in_the_source(measure: Measure) -> None:
    assert [passage.label for passage in measure.passages if not measure.has(passage.text)] == []


def test_every_whole_wording_is_one_piece_of_the_source_but_where_the_bookmark_stands(measure: Measure) -> None:
    broken = [passage.label for passage in measure.passages if not measure.has(passage.whole)]
    assert broken == ["附件5 一"]
    cleaned = squeeze(clean(measure.source_text))
    assert all(squeeze(passage.whole) in cleaned for passage in measure.passages)


def test_a_citation_of_a_broken_place_quotes_what_does_stand_in_the_source(measure: Measure) -> None:
    assert measure.has(measure.cite("附件5 一").quote)


@pytest.mark.parametrize(
    ("label", "begins", "ends"),
    [
        ("第五条（二）5", "5.成员单位", "不少于3家。"),
        ("第六条（一）", "(1) 采取自愿申请方式", "提交备案材料；"),
        ("第十三条", "第十三条 本办法自", "有效期两年。"),
        ("附件2 填表说明三", "三、", "各类创新平台。"),
        ("附件5 一（三）2", "2.承担企业委托研发项目情况", "项目完成情况。"),
    ],
)
def test_a_place_has_its_own_words(measure: Measure, label: str, begins: str, ends: str) -> None:
    text = measure.by_label[label].text
    assert text.startswith(begins)
    assert text.endswith(ends)


def test_a_coarse_place_holds_all_finer_ones_whole(measure: Measure) -> None:
    whole = measure.by_label["第五条"].whole
    assert all(measure.by_label[f"第五条（二）{number}"].text in whole for number in range(1, 6))
    assert "第六条" not in whole


def test_a_finer_place_knows_the_headings_above_it(measure: Measure) -> None:
    context = measure.by_label["第五条（二）5"].context
    assert [part for part in ("组建条件与备案程序", "第五条", "（二）成员单位") if part not in context] == []


def test_the_passages_stand_in_the_order_of_the_source(measure: Measure) -> None:
    cleaned = squeeze(clean(measure.source_text))
    places = [cleaned.index(squeeze(passage.text)) for passage in measure.passages]
    assert places == sorted(places)


def test_windows_line_ends_and_page_breaks_change_nothing() -> None:
    text = "附件1\n第一条 甲。\n（一）乙；\n1.丙。\n第二条 丁。\n"
    plain = parse(text)
    assert [passage.label for passage in plain] == ["第一条", "第一条（一）", "第一条（一）1", "第二条"]
    assert parse(text.replace("\n", "\r\n")) == plain
    assert parse(text.replace("第二条", "\f第二条")) == plain


def test_items_printed_with_arabic_numbers_are_labelled_in_chinese() -> None:
    passages = parse("第一条 甲：\n(1) 乙；\n(12) 丙。\n")
    assert [passage.label for passage in passages] == ["第一条", "第一条（一）", "第一条（十二）"]


def test_a_line_without_a_number_belongs_to_the_place_above_it() -> None:
    (article,) = parse("第一条 甲。\n乙。\n")
    assert article.text == "第一条 甲。\n乙。"


def test_an_attachment_without_sections_is_split_by_its_own_numbers() -> None:
    passages = parse("附件4\n清单\n一、甲\n（一）乙\n1.丙\n二、丁\n")
    assert [passage.label for passage in passages] == ["附件4 一", "附件4 一（一）", "附件4 一（一）1", "附件4 二"]


def test_a_section_begins_where_its_words_do() -> None:
    sections = (Section("附件2", "说明", numbered="附件2 说明"), Section("附件2", "表", "附件2 表"))
    passages = parse("附件2\n说明\n一、甲\n二、乙\n表头\n一、丙\n", sections)
    assert [passage.label for passage in passages] == ["附件2 说明一", "附件2 说明二", "附件2 表"]
    assert passages[-1].text == "表头\n一、丙"
