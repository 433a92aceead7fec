"""A language model may smooth an answer, never change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.measure import Measure
from retrieval.answer import Answer, Answerer, Outcome, Work
from retrieval.catalogue import Catalogue, documents_of, entries_of, fitted_weights
from retrieval.embedders.hashing import HashingEmbedder
from retrieval.errors import ModelError, ModelTimeoutError
from retrieval.indexes.memory import MemoryIndex
from retrieval.models.scripted import ScriptedModel
from retrieval.reword import Reword, prompt
from tests.retrieval.test_breaker import Clock

CURATED = "成员单位原则上不少于3家。"
GOOD = "按办法，成员单位原则上不少于3家。"


@pytest.fixture(scope="module")
def catalogue(measure: Measure) -> Catalogue:
    entries = entries_of([measure], ())
    index = MemoryIndex(HashingEmbedder())
    index.fill(documents_of(entries), lambda _done, _total: None)
    return Catalogue(entries, index, fitted_weights())


@pytest.fixture
def work(catalogue: Catalogue, measure: Measure) -> Work:
    answer = Answer(outcome="answered", text=CURATED, citations=(measure.cite("第五条（二）5"),), confidence=0.9)
    return Work("成员单位最少几家", date(2024, 6, 1), catalogue, answer=answer, measure=measure)


def test_a_wording_that_holds_is_taken_and_named_as_the_models(work: Work) -> None:
    done = Reword(ScriptedModel(["按办法，", "成员单位", "原则上不少于3家。\n"]))(work)
    assert done.answer.text == GOOD
    assert done.answer.citations == work.answer.citations
    assert done.answer.outcome == "answered"
    assert any("语言模型" in notice for notice in done.answer.notices)


@pytest.mark.parametrize(
    "reply",
    [
        ["成员单位原则上不少于5家。"],
        ["成员单位原则上不少于3家，见第九条。"],
        ["成员单位不少于3家。"],
        ["成员单位原则上不少于3家。您的申请已提交。"],
        ["成员单位原则上不少于3家。备案已批准。"],
        ["<b>成员单位原则上不少于3家。</b>"],
        ["成员单位原则上不少于3家。详见 https://example.com"],
        [],
        ["", " \n"],
        ["成员单位原则上不少于3家。" * 100],
        ["我的规矩是：只用“答复”和“原文”里已有的意思。"],
    ],
)
def test_a_wording_that_does_not_hold_leaves_the_answer_as_it_was(work: Work, reply: list[str]) -> None:
    assert Reword(ScriptedModel(reply))(work) == work


@pytest.mark.parametrize("error", [ModelError("坏了"), ModelTimeoutError("太慢")])
def test_a_model_that_fails_leaves_the_answer_as_it_was(work: Work, error: Exception) -> None:
    assert Reword(ScriptedModel(error))(work) == work


@pytest.mark.parametrize("outcome", ["not_covered", "off_topic", "refused"])
def test_what_is_not_an_answer_is_not_shown_to_the_model(work: Work, outcome: Outcome) -> None:
    model = ScriptedModel([GOOD])
    unanswered = replace(work, answer=work.answer.model_copy(update={"outcome": outcome}))
    assert Reword(model)(unanswered) == unanswered
    assert model.asked == []


def test_a_partial_answer_may_be_reworded(work: Work) -> None:
    partial = replace(work, answer=work.answer.model_copy(update={"outcome": "partial"}))
    assert Reword(ScriptedModel([GOOD]))(partial).answer.text == GOOD


def test_the_model_gets_question_answer_and_quotes_without_personal_data(work: Work) -> None:
    model = ScriptedModel([GOOD])
    secrets = ("150102199003071234", "13800138000", "91150100MA0N000000", "zhang@example.com")
    Reword(model)(replace(work, question="成员单位几家？" + "，".join(secrets)))
    ((system, user),) = model.asked
    assert [secret for secret in secrets if secret in system + user or secret.lower() in user] == []
    assert "成员单位几家" in user
    assert CURATED in user
    assert work.answer.citations[0].quote in user


def test_braces_in_a_question_are_only_text(work: Work) -> None:
    model = ScriptedModel([GOOD])
    Reword(model)(replace(work, question="{answer} {0} {question.__class__} 几家"))
    assert "{answer} {0} {question.__class__} 几家" in model.asked[0][1]


def test_a_long_question_is_cut(work: Work) -> None:
    model = ScriptedModel([GOOD])
    Reword(model)(replace(work, question="几家" * 1000))
    assert len(model.asked[0][1]) < 800


def test_an_endless_reply_is_not_read_to_its_end(work: Work) -> None:
    read: list[int] = []

    class Endless:
        def stream(self, _system: str, _user: str):  # type: ignore[no-untyped-def]  # a generator without an end
            while True:
                read.append(1)
                yield "成员单位"

    assert Reword(Endless())(work) == work
    assert len(read) < 100


def test_after_three_failures_in_a_row_the_model_is_left_alone_for_a_minute(work: Work) -> None:
    clock, model = Clock(), ScriptedModel(ModelError("坏了"))
    reword = Reword(model, clock)
    for _ in range(5):
        assert reword(work) == work
    assert len(model.asked) == 3
    clock.now += 60
    reword(work)
    assert len(model.asked) == 4


def test_a_refused_wording_is_no_failure_of_the_model(work: Work) -> None:
    model = ScriptedModel(["成员单位不少于9家。"])
    reword = Reword(model, Clock())
    for _ in range(5):
        reword(work)
    assert len(model.asked) == 5


def test_a_failure_is_logged_in_one_line_without_the_question(work: Work, caplog: pytest.LogCaptureFixture) -> None:
    Reword(ScriptedModel(ModelError("连不上")))(replace(work, question="我叫张三，几家？"))
    assert [record.getMessage() for record in caplog.records] == ["连不上"]


def test_the_answerer_warns_of_validity_after_the_wording(catalogue: Catalogue) -> None:
    def after_the_end() -> date:
        return date(2026, 1, 1)

    plain = Answerer(lambda: catalogue, after_the_end, fitted_weights())
    asked = "什么是创新联合体？"
    curated = plain.answer(asked)
    reworded = Answerer(
        lambda: catalogue, after_the_end, fitted_weights(), Reword(ScriptedModel([f"按办法，{curated.text}"]))
    )
    answer = reworded.answer(asked)
    assert answer.text == f"按办法，{curated.text}"
    assert answer.citations == curated.citations
    assert answer.notices[: len(curated.notices)] == curated.notices
    assert len(answer.notices) == len(curated.notices) + 1


def test_the_prompt_is_there_with_its_three_places() -> None:
    system, user = prompt()
    assert "原则上" in system
    assert user.format(question="甲", answer="乙", quotes="丙").count("\n") >= 6
    assert all(place in user for place in ("{question}", "{answer}", "{quotes}"))
