"""Words to values, one kind after the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from form_filler.outcomes import Accepted, Ambiguous, Reading, Rejected
from form_filler.reading import Readable, ReadingContext, read
from tests.form_filler import sample_fields as fields

CONTEXT = fields.CONTEXT
ALL_FIELDS: tuple[Readable, ...] = (
    fields.text(limit=500),
    fields.person(),
    fields.organisation(),
    fields.consortium(),
    fields.day(),
    fields.period(),
    fields.integer(),
    fields.resident_id(),
    fields.phone(),
    fields.credit_code(),
    fields.industry(),
    fields.discipline(),
    fields.options(),
    fields.strings(),
)


def value(field: Readable, words: str, context: ReadingContext = CONTEXT) -> Any:
    reading = read(field, words, context)
    assert isinstance(reading, Accepted), reading
    return reading.value


def refusal(field: Readable, words: str, context: ReadingContext = CONTEXT) -> str:
    reading = read(field, words, context)
    assert isinstance(reading, Rejected), reading
    return reading.why


def choices(reading: Reading) -> dict[str, Any]:
    assert isinstance(reading, Ambiguous), reading
    return {choice.id: choice.value for choice in reading.choices}


def resident_number(first_17: str) -> str:
    return first_17 + ric.calc_check_digit(first_17 + "0")


# Free text


@pytest.mark.parametrize(
    "words", ["A & B", "<技术>", "{{7*7}}", "{% raw %}", "]]>", "😀", "𠮷", "第一行\n第二行\t表", "１２３²", "“引”"]
)
def test_free_text_is_kept_letter_for_letter(words: str) -> None:
    assert read(fields.text(), words, CONTEXT) == Accepted(words)


def test_only_outer_white_space_is_taken_from_free_text() -> None:
    assert value(fields.text(), "  甲 乙\r\n丙 \n") == "甲 乙\n丙"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("甲\x00乙", "U+0000"),
        ("甲\x0b乙", "U+000B"),
        ("甲\ud800乙", "U+D800"),
        ("甲\u202e乙", "U+202E"),
        ("甲\U000e0041乙", "U+E0041"),
        ("甲\uffff乙", "U+FFFF"),
    ],
)
@pytest.mark.parametrize("field", [fields.text(), fields.organisation(), fields.strings(), fields.person()])
def test_a_character_no_document_can_hold_is_refused_by_name(field: Readable, words: str, named: str) -> None:
    why = refusal(field, words)
    assert named in why
    assert "第2个字符" in why
    assert words[1] not in why


def test_text_at_the_limit_is_taken_and_one_more_is_refused_with_the_surplus() -> None:
    field = fields.text(limit=500)
    assert value(field, "字" * 500) == "字" * 500
    why = refusal(field, "字" * 503)
    assert "限500字" in why
    assert "503字" in why
    assert "超出3字" in why


# Names


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
    "words", ["李", "张3", "张三、李四", "王先生", "内蒙古北疆稀土科技有限公司", "这个怎么填", "我想先看看政策", "不知道", "<b>"]
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
    assert value(fields.consortium(), "名字叫内蒙古自治区稀土永磁材料创新联合体") == "内蒙古自治区稀土永磁材料创新联合体"


@pytest.mark.parametrize("words", ["稀土", "稀土创新联合体", "稀土联合体", "内蒙古稀土联合体", "自治区稀土创新", "就叫稀土创新联合体吧"])
def test_a_short_consortium_name_is_offered_completed_without_doubling(words: str) -> None:
    offered = choices(read(fields.consortium(), words, CONTEXT))
    assert offered["complete"] == "内蒙古自治区稀土创新联合体"
    assert offered["keep"] == words.removeprefix("就叫").removesuffix("吧")


# Dates and periods


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("2024-05-20", "2024-05-20"),
        ("2024年5月20日", "2024-05-20"),
        ("2024.5.20", "2024-05-20"),
        ("2024/5/20", "2024-05-20"),
        ("20240520", "2024-05-20"),
        ("２０２４年５月２０日", "2024-05-20"),
        ("2024-05-20 00:00:00", "2024-05-20"),
        ("二〇二四年五月二十日", "2024-05-20"),
        ("二零二四年十二月三十一号", "2024-12-31"),
        ("24年5月20日", "2024-05-20"),
        ("去年十月八号", "2023-10-08"),
        ("今天", "2024-06-15"),
        ("昨天", "2024-06-14"),
        ("前天", "2024-06-13"),
        ("上个月5号", "2024-05-05"),
        ("5月20日", "2024-05-20"),
        ("协议是2024年5月20号生效的", "2024-05-20"),
        ("2024年2月29日", "2024-02-29"),
    ],
)
def test_a_date_is_read_in_many_spellings(words: str, stored: str) -> None:
    assert value(fields.day(), words) == stored


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("2024年5月", "哪一天"),
        ("2024", "月和日"),
        ("2024年13月1日", "月份是13"),
        ("2023-02-30", "没有30日"),
        ("2024年5月0日", "没有0日"),
        ("民国113年5月20日", "公历"),
        ("农历四月初八", "农历"),
        ("45432", "序号"),
        ("20/05/2024", "年-月-日"),
        ("0024-05-20", "24年"),
        ("2024-05-20到2024-06-01", "不止一个"),
        ("不清楚", "不清楚"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(words: str, reason: str) -> None:
    assert reason in refusal(fields.day(), words)


def test_a_date_after_today_is_refused_only_where_the_form_says_so() -> None:
    assert value(fields.day(), "2024-06-16") == "2024-06-16"
    assert value(fields.day(not_future=True), "2024-06-15") == "2024-06-15"
    assert "2024年6月15日" in refusal(fields.day(not_future=True), "明天")


def test_a_date_after_the_other_date_is_refused_once_that_is_filled() -> None:
    field = fields.day(not_after="dates.filing")
    filled = ReadingContext(fields.TODAY, {"dates": {"filing": "2024-05-20"}})
    assert value(field, "2024-05-21") == "2024-05-21"
    assert value(field, "2024-05-20", filled) == "2024-05-20"
    assert "2024-05-20" in refusal(field, "2024-05-21", filled)


_CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
_SPELLINGS = (
    "{0}-{1:02}-{2:02}",
    "{0}年{1}月{2}日",
    "{0}年{1:02}月{2:02}号",
    "{0}.{1}.{2}",
    "{0}/{1}/{2}",
    "{0}{1:02}{2:02}",
    "是{0}年{1}月{2}日签的",
    " {0} 年 {1} 月 {2} 日 ",
)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(_SPELLINGS))
def test_every_date_survives_every_spelling(when: date, spelling: str) -> None:
    assert value(fields.day(), spelling.format(when.year, when.month, when.day)) == when.isoformat()


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{str(tens).translate(_CHINESE)}十")
    return head + (str(ones).translate(_CHINESE) if ones else "")


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_date_survives_chinese_numerals(when: date) -> None:
    words = f"{str(when.year).translate(_CHINESE)}年{_numeral(when.month)}月{_numeral(when.day)}日"
    assert value(fields.day(), words) == when.isoformat()


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("2022", "2022"),
        ("2019-06", "2019-06"),
        ("2019-06-01", "2019-06-01"),
        ("2019年6月", "2019-06"),
        ("2022年", "2022"),
        ("19年6月", "2019-06"),
        ("98年", "1998"),
        ("201906", "2019-06"),
        ("二〇一九年", "2019"),
        ("去年", "2023"),
        ("2024年6月", "2024-06"),
    ],
)
def test_a_period_keeps_the_precision_given(words: str, stored: str) -> None:
    assert value(fields.period(), words) == stored


@pytest.mark.parametrize("words", ["2030年", "2024年7月", "2019年13月", "10年前", "2015年建成，2018年认定", "很久以前"])
def test_what_is_no_past_period_is_refused(words: str) -> None:
    assert words in refusal(fields.period(), words)


# Whole numbers


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("4", 4),
        ("４家", 4),
        ("四个", 4),
        ("十二", 12),
        ("一百二十", 120),
        ("一共4个单位", 4),
        ("两家", 2),
        ("没有", 0),
        ("无", 0),
        ("零", 0),
        ("一个都没有", 0),
        ("1,200", 1200),
        ("4.0", 4),
        ("48岁", 48),
    ],
)
def test_a_whole_number_is_read(words: str, number: int) -> None:
    assert value(fields.integer(), words) == number


@pytest.mark.parametrize(
    "words",
    ["-1", "负三", "很多", "三四家", "大概4个", "3.5", "200000", "3家企业，1所大学", "3²", "1e309", "没有4个", "abc", "9" * 400],
)
def test_what_is_not_one_whole_number_in_range_is_refused(words: str) -> None:
    assert words[:10] in refusal(fields.integer(), words)


def test_a_number_out_of_range_is_told_the_range() -> None:
    assert "16到100" in refusal(fields.integer(16, 100), "15")


@given(st.integers(0, 100000), st.sampled_from(["{}", "{}家", "一共{}个单位", "有 {} 所", "{:,}"]))
def test_every_number_survives_being_said(number: int, spelling: str) -> None:
    assert value(fields.integer(), spelling.format(number)) == number


@given(st.integers(1, 99))
def test_every_small_number_survives_chinese_numerals(number: int) -> None:
    assert value(fields.integer(), f"{_numeral(number)}家") == number


# Resident numbers

GOOD = resident_number("15010219900101001")


@pytest.mark.parametrize(
    "words",
    [
        GOOD,
        f"{GOOD[:6]} {GOOD[6:14]}-{GOOD[14:]}",
        "".join(chr(ord(character) + 0xFEE0) for character in GOOD),
        f"我的身份证号是{GOOD}。",
        f"\u200b{GOOD}\ufeff",
    ],
)
def test_a_resident_number_is_normalised(words: str) -> None:
    assert value(fields.resident_id(), words) == GOOD


def test_an_x_at_the_end_may_be_small_or_full_width() -> None:
    number = next(n for n in (resident_number(f"15010219900101{serial:03}") for serial in range(99)) if n[-1] == "X")
    for last in "xＸｘ":
        assert value(fields.resident_id(), number[:-1] + last) == number


def test_a_number_of_a_county_that_is_in_no_list_is_taken() -> None:
    number = resident_number("15017219680229003")
    assert value(fields.resident_id(), number) == number


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (GOOD[:-1] + str((int(GOOD[-1]) + 1) % 10), "校验码"),
        ("150102900101001", "15位"),
        (GOOD[:-1], "17位"),
        (resident_number("15010220990101001"), "还没到"),
        (resident_number("15010219900230001"), "不存在"),
        (resident_number("99010219900101001"), "行政区划"),
        (resident_number("15010220060616001"), "18周岁"),
        ("A" + GOOD[1:], "字母"),
        (f"{GOOD}和{resident_number('15010219900101002')}", "不止一个"),
    ],
)
def test_the_rule_a_resident_number_breaks_is_named_and_the_number_is_masked(words: str, rule: str) -> None:
    why = refusal(fields.resident_id(), words)
    assert rule in why
    assert not any(words[n : n + 6] in why for n in range(len(words) - 5) if words[n : n + 6].isascii())
    assert "*" in why


def test_a_person_is_of_age_on_the_birthday() -> None:
    number = resident_number("15010220060615001")
    assert value(fields.resident_id(), number) == number


@given(st.text(alphabet="0123456789Xx①²〇一五 -/", min_size=6, max_size=40))
def test_no_refusal_ever_shows_more_of_a_resident_number_than_its_ends(words: str) -> None:
    reading = read(fields.resident_id(), words, CONTEXT)
    if isinstance(reading, Rejected):
        shown = reading.why.split("居民身份证号应为")[0]
        assert not any(words[n : n + 5] in shown for n in range(len(words) - 4) if words[n : n + 5].isdecimal())


def test_a_resident_number_in_the_wrong_field_is_masked_in_the_refusal() -> None:
    for field in ALL_FIELDS[1:]:
        for words in (GOOD, f"{GOOD}呢？"):
            reading = read(field, words, CONTEXT)
            if isinstance(reading, Rejected):
                assert GOOD not in reading.why


# Telephone numbers


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("13847200001", "13847200001"),
        ("+86 138-4720-0001", "13847200001"),
        ("8613847200001", "13847200001"),
        ("一三八四七二〇〇〇〇一", "13847200001"),
        ("幺三八四七二零零零零幺", "13847200001"),
        ("电话是13847200001，随时打", "13847200001"),
        ("tel:13847200001", "13847200001"),
        ("\u202d13847200001\u202c", "13847200001"),
        ("0472-5551234", "0472-5551234"),
        ("04725551234", "0472-5551234"),
        ("（0472）5551234", "0472-5551234"),
        ("０４７２—５５５１２３４", "0472-5551234"),
        ("+86 472 5551234", "0472-5551234"),
        ("0472-5551234-801", "0472-5551234-801"),
        ("0472 5551234转801", "0472-5551234-801"),
        ("010-62345678", "010-62345678"),
        ("02162345678", "021-62345678"),
    ],
)
def test_a_telephone_number_is_normalised(words: str, number: str) -> None:
    assert value(fields.phone(), words) == number


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("12345", "太短"),
        ("1384720000a", "字母"),
        ("5551234", "区号"),
        ("138472000", "11位"),
        ("138472000011", "11位"),
        ("12847200001", "第二位"),
        ("0472-555", "座机"),
        ("400-810-0000", "热线"),
        ("13847200001 0472-5551234", "不止一个"),
        ("没有电话", "没能"),
    ],
)
def test_what_is_no_telephone_number_is_refused_with_the_reason(words: str, reason: str) -> None:
    assert reason in refusal(fields.phone(), words)


# Unified social credit codes


@pytest.mark.parametrize(
    "words",
    [
        "91110000600037341L",
        "91110000600037341l",
        "9111 0000 6000 3734 1L",
        "９１１１００００６０００３７３４１Ｌ",
        "信用代码是91110000600037341L",
    ],
)
def test_a_credit_code_is_normalised(words: str) -> None:
    assert value(fields.credit_code(), words) == fields.USCC


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("9111000060003734", "16位"),
        ("9111000060003734OL", "第17位是“O”"),
        ("911A0000600037341L", "第3到8位"),
        ("91110000600037341X", "校验码"),
        ("没有", "没能"),
    ],
)
def test_the_rule_a_credit_code_breaks_is_named(words: str, reason: str) -> None:
    why = refusal(fields.credit_code(), words)
    assert reason in why
    assert words in why


# Codes of standards


@pytest.mark.parametrize(
    "words", ["C3232", "3232", "稀土金属冶炼", "C3232 稀土金属冶炼", "稀土金属冶炼（C3232）", "行业是稀土金属冶炼", "c3232稀土金属冶炼"]
)
def test_an_industry_is_read_by_code_by_name_or_by_both(words: str) -> None:
    assert value(fields.industry(), words) == {"code": "C3232", "name": "稀土金属冶炼"}


@pytest.mark.parametrize(
    ("words", "code", "name"),
    [
        ("材料科学", "430", "材料科学"),
        ("430 材料科学", "430", "材料科学"),
        ("4304010", "430.4010", "黑色金属及其合金"),
        ("畜牧、兽医科学", "230", "畜牧、兽医科学"),
        ("学科：畜牧兽医科学", "230", "畜牧、兽医科学"),
    ],
)
def test_a_discipline_is_read_by_code_or_name(words: str, code: str, name: str) -> None:
    assert value(fields.discipline(), words) == {"code": code, "name": name}


def test_a_name_at_several_levels_is_offered_with_all_its_codes() -> None:
    reading = read(fields.industry(), "其他农业", CONTEXT)
    assert choices(reading) == {
        "A019": {"code": "A019", "name": "其他农业"},
        "A0190": {"code": "A0190", "name": "其他农业"},
    }
    assert isinstance(reading, Ambiguous)
    assert [choice.label for choice in reading.choices] == ["A019 其他农业", "A0190 其他农业"]


@pytest.mark.parametrize(("words", "code"), [("稀土", "C3232"), ("养牛", "A0311"), ("A3232", "C3232")])
def test_a_near_miss_is_offered_for_choice(words: str, code: str) -> None:
    assert code in choices(read(fields.industry(), words, CONTEXT))


def test_a_code_with_another_ones_name_is_offered_with_both() -> None:
    assert list(choices(read(fields.industry(), "C3232 牛的饲养", CONTEXT))) == ["C3232", "A0311"]


@pytest.mark.parametrize("words", ["C9999", "火星移民业"])
def test_what_no_standard_knows_is_refused(words: str) -> None:
    why = refusal(fields.industry(), words)
    assert "GB/T 4754" in why
    assert words in why


# Lettered options


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        ("C、O", ["C", "O"]),
        ("I F", ["I", "F"]),
        ("c,o", ["C", "O"]),
        ("CO", ["C", "O"]),
        ("Ｃ，Ｏ", ["C", "O"]),
        ("O、C", ["O", "C"]),
        ("C、C", ["C"]),
        ("A.新能源 C.新材料", ["A", "C"]),
        ("新材料和冶金建材", ["C", "O"]),
        ("养殖业、生物技术", ["I", "F"]),
        ("城市发展与智慧管理技术", ["M"]),
        ("我们主要是新材料领域", ["C"]),
        ("装备行业和环保", ["E", "D"]),
        ("其他：储能", ["Q:储能"]),
        ("Q 储能", ["Q:储能"]),
        ("Q:储能", ["Q:储能"]),
        ("C、Q 储能和氢能", ["C", "Q:储能和氢能"]),
        ("Q:储能、氢能", ["Q:储能、氢能"]),
    ],
)
def test_options_are_read_by_letter_or_name_in_the_order_given(words: str, letters: list[str]) -> None:
    assert value(fields.options(), words) == letters


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("P", "没有选项P"),
        ("CP", "没有选项P"),
        ("Q", "写明"),
        ("其他", "写明"),
        ("A、B、C、D", "最多填3项"),
        ("农业", "农业"),
        ("新能源汽车", "汽车"),
        ("A化工", "对不上"),
        ("AI技术", "AI"),
        ("、、", "没能"),
    ],
)
def test_what_is_no_option_is_refused_with_the_reason(words: str, reason: str) -> None:
    assert reason in refusal(fields.options(), words)


@given(st.lists(st.sampled_from("ABCDEFGHIJKLMNO"), min_size=1, max_size=3, unique=True), st.sampled_from("、,; "))
def test_letters_survive_any_separator(letters: list[str], separator: str) -> None:
    assert value(fields.options(), separator.join(letters)) == letters


# Lists of short texts


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("节能电机", ["节能电机"]),
        ("节能电机、储能", ["节能电机", "储能"]),
        ("节能电机；储能", ["节能电机", "储能"]),
        ("1. 节能电机\n2. 储能", ["节能电机", "储能"]),
        ("节能电机和储能材料", ["节能电机", "储能材料"]),
        ("碳中和技术", ["碳中和技术"]),
        ("储能、储能", ["储能"]),
    ],
)
def test_short_texts_are_separated(words: str, stored: list[str]) -> None:
    assert value(fields.strings(), words) == stored


def test_more_short_texts_than_the_form_holds_are_refused() -> None:
    assert "最多填2项" in refusal(fields.strings(), "甲烷、氢能、储能")


# Every kind


@pytest.mark.parametrize("field", ALL_FIELDS, ids=lambda field: field.kind)
@pytest.mark.parametrize("words", ["", "   ", "\n\t", "　"])
def test_nothing_but_white_space_is_refused(field: Readable, words: str) -> None:
    assert field.label in refusal(field, words)


_HOSTILE = ("1", "年1", "1-", "86 ", "，", "是", "我们", "·张", '"', "A.", "和", "(（", "Q:", "２", "\u200b", "公司和", "1,111")


@pytest.mark.parametrize("field", ALL_FIELDS[1:], ids=lambda field: field.kind)
@pytest.mark.parametrize("piece", _HOSTILE)
def test_a_hundred_kilobytes_are_refused_at_once(field: Readable, piece: str) -> None:
    assert refusal(field, piece * (100_000 // len(piece)))


@pytest.mark.parametrize("field", ALL_FIELDS[1:], ids=lambda field: field.kind)
@pytest.mark.parametrize("piece", _HOSTILE)
def test_no_pattern_backtracks_on_the_longest_words_read(field: Readable, piece: str) -> None:
    # A pattern that backtracks would not end within anyone's patience.
    assert read(field, piece * (990 // len(piece)) + "!", CONTEXT)


def test_a_hundred_kilobytes_of_free_text_are_counted() -> None:
    assert "100000字" in refusal(fields.text(limit=500), "字" * 100_000)


@given(st.sampled_from(ALL_FIELDS), st.text(max_size=60))
def test_any_words_come_to_an_outcome_that_can_be_said(field: Readable, words: str) -> None:
    match read(field, words, CONTEXT):
        case Rejected(why=why):
            assert why
            assert why.encode("utf-8")
        case Ambiguous(choices=offered):
            assert offered
        case Accepted(value=stored):
            assert stored not in ("", None)


@pytest.mark.parametrize("field", ALL_FIELDS[4:12], ids=lambda field: field.kind)
@given(words=st.text(max_size=40))
def test_an_accepted_value_reads_as_itself(field: Readable, words: str) -> None:
    reading = read(field, words, CONTEXT)
    if isinstance(reading, Accepted):
        again = reading.value["code"] if isinstance(reading.value, dict) else str(reading.value)
        assert value(field, again) == reading.value


@pytest.mark.parametrize(
    ("field", "words", "note"),
    [
        (fields.day(), "2024-05-20", ""),
        (fields.day(), "2024年5月20日", "2024-05-20"),
        (fields.integer(), "四家", "4"),
        (fields.person(), "我叫张三", "张三"),
        (fields.industry(), "3232", "C3232 稀土金属冶炼"),
    ],
)
def test_what_was_not_taken_letter_for_letter_is_said_back(field: Readable, words: str, note: str) -> None:
    reading = read(field, words, CONTEXT)
    assert isinstance(reading, Accepted)
    assert reading.note.endswith(note)
    assert bool(reading.note) == bool(note)


def test_a_resident_number_is_said_back_masked() -> None:
    reading = read(fields.resident_id(), f"身份证号是{GOOD}", CONTEXT)
    assert isinstance(reading, Accepted)
    assert "*" in reading.note
    assert GOOD[3:16] not in reading.note
