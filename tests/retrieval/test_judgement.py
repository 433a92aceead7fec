"""Which words of a model may be shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.works import work_on
from knowledge.measure import Measure
from knowledge.questions import Question
from retrieval.answer import Answer, Work
from retrieval.catalogue import Catalogue
from retrieval.judgement import CHECKS, WHOLE_CHECKS, fault_of, fault_of_whole, says_nothing_twice
from retrieval.models.scripted import ScriptedModel
from retrieval.phrasing import Phrasing
from retrieval.phrasing_rules import phrasing_rules
from retrieval.wording import Wording, sentences_of

RULES = phrasing_rules().wording
GROUNDS = (
    "5.成员单位原则上不少于3家。",
    "牵头单位应建有自治区级及以上平台，可自行起草协议。",
    "承担任务期间，不得自行解散；有变更的，应及时报备。",
    "名单向社会公示，使用R&D平台，写明“科技兴蒙”行动。",
)


def fault(text: str, grounds: tuple[str, ...] = GROUNDS, headings: tuple[str, ...] = ()) -> str:
    return fault_of(Wording(text, grounds, RULES, headings))


@pytest.mark.parametrize(
    "text",
    [
        *GROUNDS[1:],
        "成员单位原则上不少于3家。",
        "成员单位原则上不少于三家。",
        "成员单位原则上至少3家。",
        "办法写的是成员单位原则上不少于3家。",
        "牵头单位可自行起草协议。",
        "承担任务期间不得自行解散。",
        "有变更的应及时报备。",
        "名单向社会公示，并写明“科技兴蒙”行动。",
        "使用R&D平台。",
    ],
)
def test_the_same_in_other_words_passes(text: str) -> None:
    assert fault(text) == ""


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("。", "is_of_sane_length"),
        ("成员单位原则上不少于3家，" * 30, "is_of_sane_length"),
        ("<b>成员单位</b>原则上不少于3家。", "is_plain_chinese"),
        ("＜script＞成员单位原则上不少于3家。", "is_plain_chinese"),
        ("**成员单位**原则上不少于3家。", "is_plain_chinese"),
        ("[成员单位](x)原则上不少于3家。", "is_plain_chinese"),
        ("成员单位\x1b[31m原则上不少于3家。", "is_plain_chinese"),
        ("成员单位‮原则上不少于3家。", "is_plain_chinese"),
        ("成员\u200b单位原则上不少于3家。", "is_plain_chinese"),
        ("成员单位\ud800原则上不少于3家。", "is_plain_chinese"),
        ("成员单位原则上不少于3家😀。", "is_plain_chinese"),
        ("成员单位原则上不少于3家です。", "is_plain_chinese"),
        ("成员单位原则上不少于3家 at least。", "is_plain_chinese"),
        ("见&lt;成员单位。", "is_plain_chinese"),
        ("成员单位“原则上不得少于三家”。", "quotes_word_for_word"),
        ("成员单位“原则上不少于3家。", "quotes_word_for_word"),
        ("成员单位见《细则》。", "quotes_word_for_word"),
        ("成员单位原则上不少于5家。", "is_faithful"),
        ("成员单位原则上不少于五家。", "is_faithful"),
        ("成员单位原则上不少于3年。", "is_faithful"),
        ("（九）成员单位原则上不少于3家。", "is_faithful"),
        ("第五条：成员单位原则上不少于3家。", "is_faithful"),
        ("成员单位原则上不少于3家，2023年5月1日。", "is_faithful"),
        ("您的申请已提交，名单向社会公示。", "claims_no_action"),
        ("名单已 公、示。", "claims_no_action"),
        ("我帮您起草协议。", "claims_no_action"),
        ("可以。牵头单位建有平台。", "begins_with_no_verdict"),
        ("不行，牵头单位建有平台。", "begins_with_no_verdict"),
        ("成员单位有3家？", "asks_nothing"),
        ("牵头单位应建有盟市级及以上平台。", "is_put_together_from_its_clauses"),
        ("牵头单位请放心起草协议。", "is_put_together_from_its_clauses"),
        ("承担任务期间后，不得自行解散。", "is_put_together_from_its_clauses"),
        ("名单不向社会公示。", "is_put_together_from_its_clauses"),
        ("承担任务期间自行解散，有变更的应及时报备。", "keeps_what_binds"),
        ("成员单位不少于3家。", "keeps_what_binds"),
        ("成员单位原则上3家。", "keeps_what_binds"),
        ("牵头单位应建有自治区级平台。", "keeps_what_binds"),
        ("牵头单位应自行起草协议。", "may_and_must_as_its_clause"),
        ("牵头单位原则上不少于3家。", "is_put_together_from_its_clauses"),
    ],
)
def test_words_that_say_more_less_or_other_fail_at_the_check_for_it(text: str, check: str) -> None:
    assert fault(text) == check


@pytest.mark.parametrize("word", ["必须", "一律", "保证", "无需", "免费", "一定会", "不超过"])
def test_a_binding_word_that_its_clause_does_not_have_fails_even_if_another_has_it(word: str) -> None:
    elsewhere = f"另一处写{word}盖章。"
    assert fault(f"牵头单位{word}建有自治区级及以上平台。", (*GROUNDS, elsewhere)) != ""


def test_a_word_for_what_one_clause_says_is_none_for_another() -> None:
    grounds = ("分工限200字。", "协议可自行起草。")
    assert fault("分工最多200字。", grounds) == ""
    assert fault("协议最多可自行起草。", grounds) == "binds_no_more_than_its_clause"


def test_a_denial_is_neither_left_out_nor_taken_from_another_place() -> None:
    grounds = ("名单不公开而向社会公示。", "个人不可以牵头。")
    assert fault("名单不公开而向社会公示，个人不可以牵头。", grounds) == ""
    assert fault("名单不向社会公示。", grounds) == "negates_as_its_clause"
    assert fault("个人可以牵头。", grounds) == "negates_as_its_clause"


def test_what_is_said_of_one_is_not_said_of_another() -> None:
    grounds = ("成员单位提交材料。", "牵头单位盖章。")
    assert fault("成员单位提交材料，牵头单位盖章。", grounds) == ""
    assert fault("牵头单位提交材料。", grounds) == "names_who_is_meant"


def test_a_number_goes_with_its_clause() -> None:
    grounds = ("目标限500字，分工限200字。",)
    assert fault("目标限500字。", grounds) == ""
    assert fault("目标限200字。", grounds) == "takes_amounts_from_its_clause"


def test_what_stands_above_a_passage_may_be_named() -> None:
    grounds, heading = ("应具备较强的研发团队。",), "（二）成员单位"
    assert fault("成员单位应具备较强的研发团队。", grounds) != ""
    assert fault("成员单位应具备较强的研发团队。", grounds, (heading,)) == ""


def test_a_claim_that_the_ground_itself_makes_may_be_repeated() -> None:
    ground = "审核已通过的，予以备案。"
    assert fault(ground, (ground,)) == ""


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("原则上不少于3家。", ""),
        ("原则上不少于3家，封面不得改动。", ""),
        ("3家。", "is_as_long_as_the_answer"),
        ("原则上不少于3家。" * 40, "is_as_long_as_the_answer"),
        ("成员单位不少于3家。", "keeps_what_softens"),
        ("原则上不得少。", "keeps_the_figures"),
    ],
)
def test_the_whole_keeps_what_the_answer_says_in_short(text: str, check: str) -> None:
    answer = Answer(outcome="answered", text="成员单位原则上不少于3家。登记表印了5个序号。")
    assert fault_of_whole(text, answer, RULES) == check


def test_what_is_not_written_stays_said_where_only_a_part_is_answered() -> None:
    answer = Answer(outcome="partial", text="每年年底报送。办法没有写哪一天。")
    assert fault_of_whole("每年年底报送。", answer, RULES) == "keeps_the_silence"
    assert fault_of_whole("每年年底报送，没有写哪一天。", answer, RULES) == ""
    assert fault_of_whole("每年年底报送。", answer.model_copy(update={"outcome": "answered"}), RULES) == ""


def test_nothing_is_said_twice() -> None:
    assert says_nothing_twice("甲有平台。乙有平台。")
    assert not says_nothing_twice("甲有平台。乙有平台。甲有，平台！")


def test_every_check_has_a_case_that_fails_at_it() -> None:
    text = Path(__file__).read_text("utf-8")
    assert [check.__name__ for check in (*CHECKS, *WHOLE_CHECKS) if f'"{check.__name__}"' not in text] == []


def test_every_curated_answer_passes_as_its_own_wording(measure: Measure) -> None:
    refused = {}
    for question in measure.questions:
        grounds = sentences_of(" ".join(question.answer.split()))
        for sentence in grounds if question.kind != "silent" else ():
            found = fault(sentence, grounds)
            if found not in ("", "is_of_sane_length", "quotes_word_for_word"):  # a quote may run over two sentences
                refused[sentence] = found
    assert refused == {}


def test_the_patterns_of_the_data_are_patterns() -> None:
    assert all(re.compile(pattern) for pattern in (*RULES.claims, RULES.parties))


def cases(kind: str) -> list[Any]:
    data = yaml.safe_load((Path(__file__).parent / "phrasings.yaml").read_text("utf-8"))
    return [
        pytest.param(case, reply, id=f"{case['asked']} {reply[0]}") for case in data for reply in case.get(kind, ())
    ]


def attempted(bank: Catalogue, measure: Measure, case: dict[str, Any], reply: list[str]) -> tuple[Work, str]:
    """The answer to a case after a model gave this reply, and why it was not used."""
    tokens = {passage.label: f"[P{number}]" for number, passage in enumerate(measure.passages, 1)}
    said = "\n".join(re.sub("〔(.*?)〕", lambda match: tokens.get(match[1], "[Q1]"), line) for line in reply)
    item = Question(id="x", standard=case["asked"], kind=case["kind"], answer=case["answer"], cites=case["cites"])
    attempt = Phrasing(ScriptedModel([said])).attempt(work_on(bank, measure, item))
    return attempt.work, attempt.refused


@pytest.mark.parametrize(("case", "reply"), cases("fit"))
def test_a_reply_that_says_the_same_is_used(
    bank: Catalogue, measure: Measure, case: dict[str, Any], reply: list[str]
) -> None:
    work, refused = attempted(bank, measure, case, reply)
    assert refused == ""
    assert work.answer.text == "".join(line.partition("〔")[0] for line in reply)


@pytest.mark.parametrize(("case", "reply"), cases("unfit"))
def test_a_reply_that_says_something_else_is_not(
    bank: Catalogue, measure: Measure, case: dict[str, Any], reply: list[str]
) -> None:
    work, refused = attempted(bank, measure, case, reply)
    assert refused != ""
    assert work.answer.text == case["answer"]


@pytest.mark.parametrize(("case", "reply"), cases("lost"))
def test_a_good_reply_that_the_checks_are_too_strict_for_costs_only_its_wording(
    bank: Catalogue, measure: Measure, case: dict[str, Any], reply: list[str]
) -> None:
    work, refused = attempted(bank, measure, case, reply)
    assert not refused or work.answer.text == case["answer"]


@pytest.mark.parametrize(("case", "reply"), cases("slips"))
def test_a_reply_that_slips_through_still_shows_the_clauses_of_the_answer(
    bank: Catalogue, measure: Measure, case: dict[str, Any], reply: list[str]
) -> None:
    work, _refused = attempted(bank, measure, case, reply)
    assert [citation.label for citation in work.answer.citations][: len(case["cites"])] == case["cites"]
