"""What a model is given: a small measure whole, a larger one in the passages that matter, all under tokens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.works import work_about, work_on
from knowledge.measure import Measure
from knowledge.questions import Question
from retrieval.answer import Work
from retrieval.catalogue import Catalogue
from retrieval.material import Material, gather
from retrieval.phrasing_rules import MaterialRules, phrasing_rules

LEAST = Question(
    id="least", standard="最少几家？", kind="answer", answer="原则上不少于3家。", cites=("第五条（二）5", "第六条")
)
SILENT = Question(id="money", standard="给多少钱？", kind="silent", answer="办法没有写。")
DEFINED = Question(id="what", standard="是什么？", kind="answer", answer="是共同体。", cites=("第三条",))


@pytest.fixture
def work(bank: Catalogue, measure: Measure) -> Work:
    return work_on(bank, measure, LEAST, SILENT, DEFINED)


def rules(**changes: object) -> MaterialRules:
    return phrasing_rules().material.model_copy(update=changes)


def gathered(work: Work, room: int = 0, **changes: object) -> Material:
    material = gather(work, rules(**changes), room)
    assert material is not None
    return material


def test_a_small_measure_is_given_whole_in_its_own_order(work: Work, measure: Measure) -> None:
    assert gathered(work).passages == measure.passages


def test_a_larger_one_is_given_from_the_cited_places_with_all_finer_ones_on(work: Work) -> None:
    labels = [passage.label for passage in gathered(work, whole=1500, passages=7).passages]
    assert labels[:5] == ["第五条（二）5", "第六条", "第六条（一）", "第六条（二）", "第六条（三）"]
    assert labels[5] == "第三条"  # what the next likely answer rests on
    assert len(set(labels)) == 7


def test_what_is_near_the_question_fills_what_is_left(bank: Catalogue, measure: Measure) -> None:
    work = replace(work_on(bank, measure, DEFINED), question=measure.by_label["第十二条"].text)
    material = gathered(work, whole=900, passages=4)
    assert "第十二条" in [passage.label for passage in material.passages]


@pytest.mark.parametrize("room", [150, 400, 1000, 3000])
def test_a_model_with_little_context_gets_no_more_than_it_has_room_for(work: Work, room: int) -> None:
    material = gathered(work, room)
    printed = len(material.print_passages()) + len(material.print_offers())
    assert printed <= room + 2
    assert material.offers[0].standard == LEAST.standard


def test_more_room_than_the_rules_give_changes_nothing(work: Work) -> None:
    assert gathered(work, 10**6) == gathered(work)


def test_the_standing_answer_comes_first_as_it_stands(work: Work) -> None:
    corrected = replace(work, answer=work.answer.model_copy(update={"text": "不是5家。原则上不少于3家。"}))
    assert gathered(corrected).offers[0].answer == "不是5家。原则上不少于3家。"


def test_a_known_silence_is_not_among_the_answers_to_choose_from(work: Work) -> None:
    assert [offer.standard for offer in gathered(work).offers] == [LEAST.standard, DEFINED.standard]


def test_at_most_five_answers_are_given(bank: Catalogue, measure: Measure) -> None:
    asked = next(question for question in measure.questions if question.kind == "answer")
    assert 1 < len(gathered(work_about(bank, asked.standard)).offers) <= 5


def test_each_passage_and_each_answer_has_its_own_token(work: Work) -> None:
    material = gathered(work)
    for number, passage in enumerate(material.passages, 1):
        assert f"[P{number}] {' '.join(passage.text.split())}" in material.print_passages()
        assert material.passage(number) is passage
    assert f"[Q1] 问：{LEAST.standard}答：{LEAST.answer}" in material.print_offers()


@pytest.mark.parametrize("number", [0, -1, 10**6])
def test_a_token_that_was_not_given_is_nothing(work: Work, number: int) -> None:
    assert gathered(work).passage(number) is None
    assert gathered(work).offer(number) is None


def test_labels_are_not_given_but_where_the_source_itself_has_them(work: Work) -> None:
    material = gathered(work)
    assert "第五条（二）5" not in material.print_passages() + material.print_offers()


def test_headings_say_where_a_passage_stands(work: Work, measure: Measure) -> None:
    headings = gathered(work).headings(measure.by_label["第五条（一）"])
    assert headings == (
        "附件1 内蒙古自治区创新联合体备案管理办法（试行）",
        measure.by_label["第五条（一）"].context,
        "（一）牵头单位",
    )


def test_without_a_measure_there_is_no_material(work: Work) -> None:
    assert gather(replace(work, measure=None), rules()) is None
