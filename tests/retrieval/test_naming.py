"""Places of the source that a message names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.measure import Measure
from knowledge.passage import Label
from retrieval.naming import lies_in, named_in
from retrieval.normalise import normalise

_ARTICLES = {f"第{number}条" for number in (*"一二三四五六七八九十", "十一", "十二", "十三")}


def names(text: str, measure: Measure) -> set[str]:
    return {str(label).strip() for label in named_in(normalise(text), measure)}


class TestNumbers:
    @pytest.mark.parametrize(
        "text",
        [
            "第五条怎么说",
            "第5条怎么说",
            "第 5 条怎么说",
            "第５条怎么说",
            "What does Article 5 say?",
            "ARTICLE 5",
            "第五条（二）5是什么",
        ],
    )
    def test_an_article_however_it_is_written(self, measure: Measure, text: str) -> None:
        assert names(text, measure) == {"第五条"}

    @pytest.mark.parametrize(
        ("text", "label"),
        [("第10条", "第十条"), ("第12条", "第十二条"), ("第13条", "第十三条"), ("第20条", "第二十条")],
    )
    def test_two_digits(self, measure: Measure, text: str, label: str) -> None:
        assert names(text, measure) == {label}

    @pytest.mark.parametrize("text", ["附件3要写什么", "附件 3", "附件三", "Annex 3", "attachment 3", "see Appendix 3"])
    def test_an_attachment_however_it_is_written(self, measure: Measure, text: str) -> None:
        assert names(text, measure) == {"附件3"}

    def test_several_places(self, measure: Measure) -> None:
        assert names("第七条和附件4、附件5", measure) == {"第七条", "附件4", "附件5"}

    @pytest.mark.parametrize(
        "text", ["", "成员单位最少几家", "第几条", "哪个附件", "附件里", "a particle 5", "五条", "条件"]
    )
    def test_what_names_no_place(self, measure: Measure, text: str) -> None:
        assert named_in(text, measure) == ()

    @pytest.mark.parametrize("text", ["附件十十", "附件十一一", "附件零", "第十十条", "附件十十一", "附件99", "第〇条"])
    def test_nonsense_for_a_number_is_no_place_of_the_measure(self, measure: Measure, text: str) -> None:
        places = named_in(text, measure)
        assert [passage.label for passage in measure.passages if lies_in(passage.label, places)] == []

    @pytest.mark.parametrize("text", ["见附件二五十字以内", "附件三十份"])
    def test_another_number_after_the_place_does_no_harm(self, measure: Measure, text: str) -> None:
        assert all(label.steps for label in named_in(text, measure))


class TestCalled:
    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("登记表第四部分怎么填", "附件2"),
            ("協議範本裡要写什么", "附件3"),
            ("模板里有没有违约责任", "附件3"),
            ("年度总结写什么", "附件5"),
            ("要交哪些扫描件", "附件4"),
            ("Is there a template?", "附件3"),
            ("What goes into the annual report?", "附件5"),
        ],
    )
    def test_a_document_by_what_people_call_it(self, measure: Measure, text: str, label: str) -> None:
        assert label in names(text, measure)

    @pytest.mark.parametrize("text", ["正文里怎么写的", "附件1写了什么", "附件一写了什么", "Annex 1"])
    def test_the_main_document_means_its_articles(self, measure: Measure, text: str) -> None:
        assert names(text, measure) == _ARTICLES

    def test_the_main_document_beside_another(self, measure: Measure) -> None:
        assert names("正文和模板不一样", measure) == {"附件3", *_ARTICLES}

    def test_what_a_measure_does_not_call_its_own_is_no_place(self, measure: Measure) -> None:
        unnamed = measure.model_copy(update={"documents": ()})
        assert named_in("登记表和模板", unnamed) == ()


class TestLiesIn:
    @pytest.mark.parametrize(
        ("label", "place", "wanted"),
        [
            ("第五条", "第五条", True),
            ("第五条（二）5", "第五条", True),
            ("第五条", "第五条（二）", False),
            ("第十五条", "第五条", False),
            ("附件2 填表说明三", "附件3 一", False),
        ],
    )
    def test_a_place_holds_itself_and_what_is_under_it(self, label: str, place: str, wanted: bool) -> None:
        assert lies_in(label, [Label.parse(place)]) == wanted

    def test_a_document_holds_all_of_its_parts(self, measure: Measure) -> None:
        places = named_in("附件2", measure)
        held = {passage.document for passage in measure.passages if lies_in(passage.label, places)}
        assert held == {"附件2"}

    def test_in_no_place_lies_nothing(self) -> None:
        assert not lies_in("第五条", ())


@given(st.text(st.sampled_from("第条附件零一二三十百0129 ()article annex模板\ud800²٣")))
def test_nothing_raises(measure: Measure, text: str) -> None:
    for words in (text, normalise(text)):
        assert all(label.steps for label in named_in(words, measure))
