"""Names of people, organisations and consortia."""

from __future__ import annotations

import pytest

from form_filler.reading import read
from tests.form_filler import sample_fields as fields
from tests.form_filler.said import choices, refusal, value

CONTEXT = fields.CONTEXT


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("张三", "张三"),
        ("我叫张三", "张三"),
        ("法人是赵志刚", "赵志刚"),
        ("联系人：乌云其木格", "乌云其木格"),
        ("联系人 张三", "张三"),
        ("我们法定代表人叫王晓东。", "王晓东"),
        ("阿拉坦•其其格", "阿拉坦·其其格"),
        ("那仁花", "那仁花"),
        ("张三，电话13847200001", "张三"),
        ("张三先生", "张三"),
        ("John Smith", "John Smith"),
        ("𠮷田", "𠮷田"),
    ],
)
def test_a_persons_name_is_taken_out_of_the_sentence(words: str, name: str) -> None:
    assert value(fields.person(), words) == name


@pytest.mark.parametrize(
    "words",
    [
        "李",
        "张3",
        "张三、李四",
        "王先生",
        "内蒙古北疆稀土科技有限公司",
        "这个怎么填",
        "我想先看看政策",
        "不知道",
        "<b>",
    ],
)
def test_what_is_no_name_is_refused(words: str) -> None:
    assert words in refusal(fields.person(), words)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("内蒙古塞北畜牧科学研究所（有限合伙）", "内蒙古塞北畜牧科学研究所（有限合伙）"),
        ("牵头的是内蒙古塞北畜牧科技有限公司", "内蒙古塞北畜牧科技有限公司"),
        ("我们公司叫内蒙古北疆稀土科技有限公司", "内蒙古北疆稀土科技有限公司"),
        ("牵头单位：华为技术有限公司", "华为技术有限公司"),
        ("内蒙古北疆稀土科技有限公司牵头", "内蒙古北疆稀土科技有限公司"),
        ("牵头的是内蒙古塞北畜牧有限公司，我们一共4个单位", "内蒙古塞北畜牧有限公司"),
        ("内蒙古大学和林格尔校区", "内蒙古大学和林格尔校区"),
    ],
)
def test_an_organisations_name_is_taken_out_of_the_sentence(words: str, name: str) -> None:
    assert value(fields.organisation(), words) == name


@pytest.mark.parametrize("words", ["甲公司、乙公司", "内蒙古大学和包头钢铁公司", fields.USCC, "什么是牵头单位？"])
def test_what_is_not_one_organisation_is_refused(words: str) -> None:
    refusal(fields.organisation(), words)


def test_a_consortium_name_of_the_official_shape_is_taken() -> None:
    assert (
        value(fields.consortium(), "名字叫内蒙古自治区稀土永磁材料创新联合体") == "内蒙古自治区稀土永磁材料创新联合体"
    )


@pytest.mark.parametrize(
    "words", ["稀土", "稀土创新联合体", "内蒙古稀土联合体", "自治区稀土创新", "就叫稀土创新联合体吧"]
)
def test_a_short_consortium_name_is_offered_completed_without_doubling(words: str) -> None:
    offered = choices(read(fields.consortium(), words, CONTEXT))
    assert offered["complete"] == "内蒙古自治区稀土创新联合体"
    assert offered["keep"] == words.removeprefix("就叫").removesuffix("吧")
