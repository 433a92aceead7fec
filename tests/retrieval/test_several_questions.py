"""A message that asks several things is answered thing by thing, each with its place."""

from __future__ import annotations

import pytest

from knowledge.measure import Measure
from knowledge.passage import Citation
from retrieval.answer import Answerer, shared_out

COUNT = ("成员单位最少几家", "成员单位最少要几家？", "第五条（二）5")
WHERE = ("备案材料在哪个平台提交", "备案材料在哪个平台提交？", "第六条（一）")
WHO = ("本办法由谁负责解释", "本办法由谁负责解释？", "第十二条")
SINCE = ("办法从什么时候起施行", "办法从什么时候起施行，有效期多久？", "第十三条")


def labels(answerer: Answerer, question: str) -> list[str]:
    return [citation.label for citation in answerer.answer(question).citations]


@pytest.mark.parametrize("asked", [(COUNT, WHO), (WHERE, COUNT), (WHO, WHERE, COUNT)])
@pytest.mark.parametrize("form", ["{}？", "{}？\n", "{number}. {} ", "（{number}）{}；", "{number}、{}\n"])
def test_each_is_answered_in_its_turn(
    answerer: Answerer, measure: Measure, asked: tuple[tuple[str, str, str], ...], form: str
) -> None:
    message = "".join(form.format(words, number=number) for number, (words, _, _) in enumerate(asked, 1))
    answer = answerer.answer(message)
    assert answer.outcome == "answered"
    assert answer.text.startswith(f"您问了{len(asked)}件事")
    places = [
        answer.text.index(f"{number}、{standard}") for number, (_, standard, _) in zip("一二三", asked, strict=False)
    ]
    assert places == sorted(places)
    for _, standard, label in asked:
        (item,) = (one for one in measure.questions if one.standard == standard)
        assert item.answer in answer.text
        assert label in [citation.label for citation in answer.citations]


def test_there_are_at_most_four_citations_and_each_answer_has_its_first(answerer: Answerer) -> None:
    message = f"{COUNT[0]}？备案要提交哪些材料？{WHO[0]}？"
    cited = labels(answerer, message)
    assert len(cited) == len(set(cited)) == 4
    assert {COUNT[2], "第七条（一）", WHO[2]} <= set(cited)


def test_every_quote_stands_at_its_place(answerer: Answerer, measure: Measure) -> None:
    for citation in answerer.answer(f"{COUNT[0]}？{WHERE[0]}？").citations:
        assert measure.has(citation.quote)
        assert citation == measure.cite(citation.label)


def test_the_same_thing_asked_twice_is_one_thing(answerer: Answerer) -> None:
    assert answerer.answer(f"{COUNT[0]}？成员单位至少要几家？").text == answerer.answer(COUNT[0]).text


@pytest.mark.parametrize("besides", ["你好！", "谢谢。", "我们在包头。", "今天天气怎么样？"])
def test_what_is_no_question_about_the_measure_is_not_numbered(answerer: Answerer, besides: str) -> None:
    answer = answerer.answer(f"{besides}{COUNT[0]}？")
    assert answer.text.startswith("成员单位原则上不少于3家")
    assert answer.citations[0].label == COUNT[2]


def test_outcomes_that_differ_make_a_partial_answer(answerer: Answerer) -> None:
    answer = answerer.answer(f"{COUNT[0]}？审核通过后的名单公示几天？")
    assert answer.outcome == "partial"
    assert {COUNT[2], "第六条（二）"} <= {citation.label for citation in answer.citations}


def test_the_confidence_is_that_of_the_least_sure(answerer: Answerer) -> None:
    alone = [answerer.answer(f"{one[0]}？").confidence for one in (COUNT, WHO)]
    assert answerer.answer(f"{COUNT[0]}？{WHO[0]}？").confidence == min(alone)


def test_more_questions_than_are_answered_are_not_passed_over_in_silence(answerer: Answerer) -> None:
    answer = answerer.answer("？".join(one[0] for one in (COUNT, WHERE, WHO, SINCE)) + "？")
    assert "您问了3件事" not in answer.text
    assert SINCE[1] in answer.text or any(word in answer.text for word in ("其余", "剩下", "再问", "前3", "前三"))


class TestSharedOut:
    def test_the_first_of_each_comes_before_the_second_of_any(self) -> None:
        assert [one.label for one in shared_out([cites("a1", "a2", "a3"), cites("b1", "b2")])] == [
            "a1",
            "b1",
            "a2",
            "b2",
        ]

    def test_one_place_is_cited_once(self) -> None:
        assert [one.label for one in shared_out([cites("a", "b"), cites("a", "c")])] == ["a", "b", "c"]

    def test_the_same_label_of_two_measures_is_two_places(self) -> None:
        other = [one.model_copy(update={"measure": "other"}) for one in cites("a")]
        assert len(shared_out([cites("a"), other])) == 2

    def test_of_nothing_there_is_nothing(self) -> None:
        assert shared_out([]) == shared_out([(), ()]) == ()


def cites(*labels_: str) -> list[Citation]:
    return [Citation(measure="m", document="附件1", label=label, quote="…") for label in labels_]
