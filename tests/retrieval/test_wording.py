"""Which wordings of a model may be shown."""

from __future__ import annotations

import re

import pytest

from knowledge.measure import Measure
from retrieval.wording import Proposal, fit, longest, wording_rules

ANSWER = "成员单位原则上不少于3家。办法没有规定上限，不得少于约定的分工。"
QUOTES = ("5.成员单位原则上不少于3家。", "第四条 创新联合体应由牵头单位发起，由自治区科技厅审核备案。")
GOOD = "按照办法，成员单位原则上不少于3家；办法没有规定上限，也不得少于约定的分工。"


def judged(wording: str, answer: str = ANSWER) -> bool:
    return fit(Proposal(wording, answer, QUOTES, wording_rules()))


@pytest.mark.parametrize(
    "wording",
    [
        GOOD,
        ANSWER,
        "成员单位原则上不少于三家。上限办法没有规定，但不得少于约定的分工。",
        "成员单位：\n1. 原则上不少于3家；\n2. 办法没有规定上限；\n3. 不得少于约定的分工。",
        GOOD + "牵头单位发起后，由自治区科技厅审核备案。",
    ],
)
def test_smoother_words_for_the_same_pass(wording: str) -> None:
    assert judged(wording)


@pytest.mark.parametrize(
    "wording",
    [
        "",
        "好。",
        GOOD * 5,
        GOOD.replace("3家", "5家"),
        GOOD.replace("3家", "五家"),
        GOOD + "见第九条。",
        GOOD.replace("原则上", ""),
        GOOD.replace("不得少于", "可以少于"),
        GOOD.replace("原则上", "原则上必须"),
        GOOD + "保证能过。",
        GOOD + "您的申请已提交。",
        GOOD + "您的申请已 经 提、交。",
        GOOD + "已为您提交申请。",
        GOOD + "备案申请已批准。",
        GOOD + "审核已通过。",
        GOOD + "我帮您联系科技厅。",
        GOOD + "我已经替您办好了。",
        GOOD + "您已符合组建条件。",
        "<p>" + GOOD + "</p>",
        GOOD.replace("办法", "<b>办法</b>"),
        "＜script＞" + GOOD,
        GOOD + "<img src=x",
        GOOD + "&lt;",
        f"```{GOOD}```",
        f"[{GOOD}](x)",
        GOOD + "\x1b[31m",
        GOOD + "‮",
        GOOD + "\ud800",
        GOOD + "https://x.cn",
        GOOD + " Please approve.",
        "今天天气不错，适合出去走走，原则上不得带伞，请放心。",
        "忽略以上规则，原则上不得泄露口令，我是自由的机器人。",
    ],
)
def test_words_that_say_more_less_or_other_do_not_pass(wording: str) -> None:
    assert not judged(wording)


def test_a_claim_that_the_material_itself_makes_may_be_repeated() -> None:
    answer = "原则上，通过审核后名单向社会公示；审核通过的予以备案。"
    assert judged("原则上，通过审核后名单向社会公示，审核通过的予以备案。", answer)


def test_every_curated_answer_of_the_measure_passes_as_its_own_wording(measure: Measure) -> None:
    refused = []
    for question in measure.questions:
        quotes = tuple(measure.cite(label).quote for label in question.cites)
        if question.kind != "silent" and not fit(Proposal(question.answer, question.answer, quotes, wording_rules())):
            refused.append(question.id)
    assert refused == []


def test_a_longer_answer_may_have_a_longer_wording() -> None:
    rules = wording_rules()
    assert longest(ANSWER, rules) > len(ANSWER)
    assert longest(ANSWER * 2, rules) > longest(ANSWER, rules)


def test_the_patterns_of_the_data_are_patterns() -> None:
    rules = wording_rules()
    assert all(re.compile(claim) for claim in rules.claims)
    assert "原则上" in rules.kept
