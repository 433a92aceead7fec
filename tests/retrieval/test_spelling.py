"""Words by their sound: homophones of a measure's terms, and messages in pinyin."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.measure import Measure
from retrieval.normalise import normalise
from retrieval.spelling import Speller, loose, spelling

TERMS = ("备案", "创新联合体", "联合体", "蒙科聚", "牵头单位", "成员单位", "登记表", "诚信黑名单", "科技厅")
LINES = (
    "怎么备案",
    "备案要提交哪些材料",
    "备案流程",
    "备案流程怎么走",
    "高校可以牵头吗",
    "高校可以当成员吗",
    "什么是创新联合体",
    "创新联合体是什么",
    "牵头单位要什么条件",
    "成员单位要几家",
)
HAN = re.compile(r"[㐀-鿿]")
PINYIN = re.compile(r"[a-z]{4}")


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(TERMS, lambda: LINES)


@pytest.fixture(scope="module")
def real(measure: Measure) -> Speller:
    """Knows the terms of the installed measure and the wordings of its bank."""
    lines = [normalise(line) for item in measure.questions for line in (item.standard, *item.similar)]
    return Speller(measure.terms, lambda: lines)


class TestHomophones:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("备按", "备案"),
            ("蒙科居是什么", "蒙科聚是什么"),
            ("创新连合体怎么备按", "创新联合体怎么备案"),
            ("登计表去哪里下载", "登记表去哪里下载"),
            ("成圆单位", "成员单位"),
        ],
    )
    def test_what_sounds_like_a_term_becomes_it(self, speller: Speller, typed: str, meant: str) -> None:
        assert speller.correct(typed) == meant

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("城信黑民单", "诚信黑名单"),  # n and ng
            ("先进的乾头单位", "先进的牵头单位"),
            ("陈元单位", "成员单位"),
            ("猛科聚", "蒙科聚"),
            ("门科聚", "蒙科聚"),
            ("创新年合体", "创新联合体"),  # n and l
        ],
    )
    def test_long_terms_are_known_by_a_loose_sound_too(self, speller: Speller, typed: str, meant: str) -> None:
        assert speller.correct(typed) == meant

    def test_short_terms_are_not(self, speller: Speller) -> None:
        assert loose("被昂") == loose("备案")
        assert speller.correct("被昂") == "被昂"

    def test_the_longest_term_wins(self, speller: Speller) -> None:
        assert speller.correct("创新连合体") == "创新联合体"
        assert speller.correct("连合体") == "联合体"

    @pytest.mark.parametrize("right", ["备案", "创新联合体", "成员单位和牵头单位", "登记表怎么填"])
    def test_what_is_spelt_right_stays(self, speller: Speller, right: str) -> None:
        assert speller.correct(right) == right

    def test_nothing_is_made_across_a_term_that_is_right(self) -> None:
        speller = Speller(["备案", "暗全"], lambda: ())
        assert spelling("案全") == spelling("暗全")
        assert speller.correct("备案全部材料") == "备案全部材料"
        assert speller.correct("按全部材料") == "暗全部材料"

    def test_nothing_is_made_across_marks(self, speller: Speller) -> None:
        assert speller.correct("备，按") == "备，按"
        assert speller.correct("备 按") == "备 按"

    def test_without_terms_nothing_is_respelt(self) -> None:
        assert Speller((), lambda: LINES).correct("备按") == "备按"


class TestPinyin:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("beian", "备案"),
            ("zenme beian", "怎么备案"),
            ("zenmebeian", "怎么备案"),
            ("beian liucheng", "备案流程"),
            ("gaoxiao keyi qiantou ma", "高校可以牵头吗"),
            ("chuangxin lianheti shi shenme?", "创新联合体是什么?"),
        ],
    )
    def test_a_whole_message_becomes_characters(self, speller: Speller, typed: str, meant: str) -> None:
        assert speller.correct(typed) == meant

    @pytest.mark.parametrize(
        ("typed", "meant"), [("beian需要什么材料", "备案需要什么材料"), ("材料和liucheng", "材料和流程")]
    )
    def test_a_word_among_characters_becomes_characters(self, speller: Speller, typed: str, meant: str) -> None:
        assert speller.correct(typed) == meant

    @pytest.mark.parametrize(
        "typed",
        [
            "how many members does a consortium need",
            "who can lead",
            "beian please",
            "which university leads",
            "xyz qwrt",
            "word版本",
            "excel表格",
        ],
    )
    def test_what_is_no_pinyin_stays(self, speller: Speller, typed: str) -> None:
        assert speller.correct(typed) == typed

    @pytest.mark.parametrize(
        "typed", ["ai", "q", "ai平台", "填q其他", "选a还是b", "it企业", "gao校", "an", "x", "3d打印"]
    )
    def test_short_letters_are_names_and_options(self, speller: Speller, typed: str) -> None:
        assert speller.correct(typed) == typed

    def test_the_lines_are_read_once_and_only_for_pinyin(self) -> None:
        read: list[int] = []

        def lines() -> tuple[str, ...]:
            read.append(1)
            return LINES

        speller = Speller(TERMS, lines)
        speller.correct("怎么备按")
        speller.correct("q其他")
        assert read == []
        assert (speller.correct("beian"), speller.correct("liucheng")) == ("备案", "流程")
        assert read == [1]

    def test_of_words_that_sound_alike_the_commoner_one_is_meant(self) -> None:
        common = Speller((), lambda: ("公示公示公示", "工时工时"))
        assert common.correct("gongshi") == "公示"
        assert Speller((), lambda: ("公示公示", "工时工时工时")).correct("gongshi") == "工时"

    def test_without_lines_pinyin_stays(self) -> None:
        assert Speller(TERMS, lambda: ()).correct("beian") == "beian"


class TestRealTerms:
    def test_no_term_is_turned_into_another(self, real: Speller, measure: Measure) -> None:
        assert [term for term in measure.terms if real.correct(term) != term] == []

    def test_official_wording_is_not_respelt(self, real: Speller, measure: Measure) -> None:
        wrong = {
            passage.label: real.correct(normalise(passage.text))
            for passage in measure.passages
            if real.correct(normalise(passage.text)) != normalise(passage.text)
        }
        assert wrong == {}


class TestSound:
    def test_tones_do_not_count(self) -> None:
        assert spelling("备案") == spelling("背暗") == ("bei", "an")

    @pytest.mark.parametrize(
        ("one", "other"), [("知", "资"), ("春", "村"), ("生", "森"), ("两", "娘"), ("英", "因"), ("张", "脏")]
    )
    def test_what_many_do_not_tell_apart_is_loosely_the_same(self, one: str, other: str) -> None:
        assert spelling(one) != spelling(other)
        assert loose(one) == loose(other)

    @given(st.text())
    def test_every_character_has_one(self, text: str) -> None:
        assert len(spelling(text)) == len(loose(text)) == len(text)


_ANY = st.text(st.characters(exclude_categories=()))
_ALIKE = st.text(st.sampled_from("备案按被安创新联合体连蒙科聚居beianlhqg ,?，。1\0\ud800😀"))


@given(_ANY | _ALIKE)
def test_nothing_raises_and_nothing_grows_out_of_bounds(text: str) -> None:
    speller = Speller(TERMS, lambda: LINES)
    assert len(speller.correct(text)) <= len(text)


@given(_ANY)
def test_text_without_characters_or_pinyin_is_unchanged(text: str) -> None:
    if not HAN.search(text) and not PINYIN.search(text):
        assert Speller(TERMS, lambda: LINES).correct(text) == text


@given(_ALIKE)
def test_what_was_corrected_is_right(text: str) -> None:
    speller = Speller(TERMS, lambda: LINES)
    once = speller.correct(text)
    assert speller.correct(once) == once


@pytest.mark.parametrize("typed", ["被安排去开会", "末班车", "琢磨半天", "北岸"])
def test_ordinary_words_that_only_sound_alike_without_their_tones_stay(speller: Speller, typed: str) -> None:
    assert speller.correct(typed) == typed
