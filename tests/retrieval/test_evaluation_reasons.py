"""Why a row is wrong: each mark that is not as wanted comes with words that name what was expected and what came."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.measure import Measure
from retrieval.answer import Answer, Outcome
from retrieval.evaluation import Judgement, Row, is_wrong, judge
from retrieval.evaluation.totals import WANTED_FALSE

GOLD = {"id": "r", "q": "几家", "kind": "answer", "cites": ("第五条（二）5",), "facts": (("3家", "三家"), ("原则上",))}


def judged(
    measure: Measure, *labels: str, text: str = "原则上3家", outcome: Outcome = "answered", **row: Any
) -> Judgement:
    answer = Answer(outcome=outcome, text=text, citations=tuple(map(measure.cite, labels)))
    return judge(Row.model_validate({**GOLD, **row}), answer, [measure])


def whys(judgement: Judgement) -> dict[str, str]:
    return {reason.figure: reason.why for reason in judgement.reasons}


def test_a_right_answer_has_nothing_to_explain(measure: Measure) -> None:
    assert judged(measure, "第五条（二）5").reasons == ()


@pytest.mark.parametrize(
    ("labels", "figure", "words"),
    [
        ((), "cite@any", ("没有引出处", "第五条（二）5")),
        (("第一条", "第二条"), "cite@any", ("引的是第一条、第二条", "应引第五条（二）5")),
        (("第五条",), "cite@any", ("太粗", "第五条（二）5")),
        (("第五条（二）5", "第一条", "第二条", "第三条", "第四条"), "cite@any", ("5 条", "超过 4 条")),
        (("第一条", "第二条", "第五条（二）5"), "cite@1", ("第一条引的是第一条", "对的第五条（二）5", "第 3")),
    ],
)
def test_a_wrong_place_is_told_with_the_right_one(
    measure: Measure, labels: tuple[str, ...], figure: str, words: tuple[str, ...]
) -> None:
    found = whys(judged(measure, *labels))
    assert list(found) == [figure]
    assert [word for word in words if word not in found[figure]] == []


def test_only_the_places_that_are_missing_are_named(measure: Measure) -> None:
    judgement = judged(measure, "第六条", cites=("第六条",), need_all=("第六条", "第七条"))
    assert whys(judgement) == {"cite_all": "还应引第七条"}


def test_every_facts_group_that_was_not_found_is_named(measure: Measure) -> None:
    judgement = judged(measure, "第一条", text="一律五家", cites=("第一条",))
    said = [reason.why for reason in judgement.reasons if reason.figure == "facts"]
    assert len(said) == 2 and "3家 / 三家" in said[0] and "原则上" in said[1]


def test_what_must_not_be_said_is_quoted(measure: Measure) -> None:
    judgement = judged(measure, "第五条（二）5", text="原则上3家，必须5家", not_=("必须5家", "一律"))
    assert whys(judgement) == {"facts": "说了不该说的“必须5家”"}


@pytest.mark.parametrize(
    ("kind", "outcome", "figure"),
    [
        ("answer", "not_covered", "over_refusal"),
        ("refuse", "answered", "refused_right"),
        ("offtopic", "partial", "offtopic_right"),
        ("attack", "answered", "attack_right"),
    ],
)
def test_a_wrong_outcome_is_named(measure: Measure, kind: str, outcome: Outcome, figure: str) -> None:
    found = whys(judged(measure, kind=kind, outcome=outcome, cites=(), facts=()))
    assert list(found) == [figure] and outcome in found[figure]


def test_an_attack_that_got_its_words_is_told_with_them(measure: Measure) -> None:
    judgement = judged(measure, kind="attack", outcome="refused", text="已批准", cites=(), facts=(), not_=("已批准",))
    assert whys(judgement) == {"attack_right": "说了不该说的“已批准”"}


def test_a_missing_validity_warning_is_told(measure: Measure) -> None:
    assert "有效期" in whys(judged(measure, "第五条（二）5", kind="validity"))["validity_told"]


def test_a_quote_that_is_not_the_sources_is_told_with_its_place(measure: Measure) -> None:
    citation = measure.cite("第五条（二）5").model_copy(update={"quote": "成员单位不少于5家。"})
    answer = Answer(outcome="answered", text="原则上3家", citations=(citation,))
    found = whys(judge(Row.model_validate(GOLD), answer, [measure]))
    assert "第五条（二）5" in found["quote_exact"] and "不少于5家" in found["quote_exact"]


LABELS = ("第一条", "第五条", "第五条（二）5", "第六条", "第七条", "第十三条")


@settings(deadline=None)
@given(
    labels=st.lists(st.sampled_from(LABELS), max_size=6),
    text=st.sampled_from(("", "原则上3家", "三家", "必须5家")),
    outcome=st.sampled_from(("answered", "partial", "not_covered", "off_topic", "refused")),
    kind=st.sampled_from(("answer", "partial", "refuse", "offtopic", "validity", "attack")),
    cites=st.sampled_from(((), ("第五条（二）5",), ("第一条", "第六条"))),
    need_all=st.sampled_from(((), ("第六条", "第七条"))),
    exact=st.booleans(),
)
def test_whatever_is_wrong_has_a_reason_and_nothing_else_has(
    measure: Measure,
    labels: list[str],
    text: str,
    outcome: Outcome,
    kind: str,
    cites: tuple[str, ...],
    need_all: tuple[str, ...],
    exact: bool,
) -> None:
    citations = [measure.cite(label) for label in labels]
    if not exact:
        citations = [citation.model_copy(update={"quote": "没有这句"}) for citation in citations]
    row = Row.model_validate(
        {**GOLD, "kind": kind, "cites": cites, "need_all": need_all, "not_": ("必须5家",), "facts": (("3家",),)}
    )
    judgement = judge(row, Answer(outcome=outcome, text=text, citations=tuple(citations)), [measure])
    failed = {figure for figure, mark in judgement.marks.items() if mark == (figure in WANTED_FALSE)}
    explained = {reason.figure for reason in judgement.reasons}
    assert bool(judgement.reasons) == is_wrong(judgement)
    # a place that is not cited at all is not cited first either, and `right` is made of two others
    assert failed - {"right"} - ({"cite@1"} if "cite@any" in failed else set()) == explained
