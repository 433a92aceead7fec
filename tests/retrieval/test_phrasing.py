"""A language model may phrase an answer, never change what it says or rests on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.works import doubtful_work, work_on
from knowledge.measure import Measure
from knowledge.questions import Question
from retrieval.answer import Answerer, Outcome, Work
from retrieval.catalogue import Catalogue, fitted_weights
from retrieval.errors import ModelError, ModelTimeoutError
from retrieval.grounding import grounded
from retrieval.models.budget import Budget
from retrieval.models.scripted import ScriptedModel
from retrieval.phrasing import Phrasing
from retrieval.phrasing_rules import phrasing_rules, prompt
from tests.retrieval.test_breaker import Clock

LEAST = Question(
    id="least",
    standard="成员单位最少要几家？",
    kind="answer",
    answer="成员单位原则上不少于3家。",
    cites=("第五条（二）5",),
)
EXPLAINS = Question(
    id="explains",
    standard="办法由谁解释？",
    kind="answer",
    answer="本办法由自治区科技厅负责解释。",
    cites=("第十二条",),
)
SILENT = Question(id="money", standard="给多少钱？", kind="silent", answer="办法没有写。", cites=("第八条",))
SAID = "办法写的是成员单位原则上不少于3家。"
GOOD = f"[Q1]\n{SAID}[Q1]\n[完]"


@pytest.fixture
def work(bank: Catalogue, measure: Measure) -> Work:
    return work_on(bank, measure, LEAST, EXPLAINS)


@pytest.fixture
def unsure(bank: Catalogue, measure: Measure) -> Work:
    """Nearly as likely to be about the second question."""
    return work_on(bank, measure, LEAST, EXPLAINS, confidence=0.3)


def token(measure: Measure, label: str) -> str:
    return f"[P{list(measure.by_label).index(label) + 1}]"


def phrased(work: Work, *said: str) -> Work:
    return Phrasing(ScriptedModel(said))(work)


def test_words_that_hold_are_taken_and_named_as_the_models(work: Work) -> None:
    done = phrased(work, "[Q1]\n办法写的是", "成员单位原则上", "不少于3家。[Q1]\n", "[完]")
    assert done.answer.text == SAID
    assert done.answer.citations == work.answer.citations
    assert (done.answer.outcome, done.answer.confidence) == ("answered", work.answer.confidence)
    assert [notice for notice in done.answer.notices if "语言模型" in notice and "原文" in notice]


def test_a_place_that_a_sentence_rests_on_is_cited_after_the_answers_own(work: Work, measure: Measure) -> None:
    done = phrased(work, f"成员单位原则上不少于3家。[Q1]\n本办法由自治区科技厅负责解释。{token(measure, '第十二条')}")
    assert [citation.label for citation in done.answer.citations] == ["第五条（二）5", "第十二条"]
    assert done.answer.citations[1] == measure.cite("第十二条")


def test_a_place_that_is_shown_already_is_not_cited_again(bank: Catalogue, measure: Measure) -> None:
    item = LEAST.model_copy(update={"cites": ("第五条（二）",)})
    done = phrased(work_on(bank, measure, item), f"成员单位原则上不少于3家。{token(measure, '第五条（二）5')}")
    assert done.answer.text == "成员单位原则上不少于3家。"
    assert [citation.label for citation in done.answer.citations] == ["第五条（二）"]


def test_more_places_than_can_be_shown_leave_the_answer_as_it_was(work: Work, measure: Measure) -> None:
    places = ("第五条（二）1", "第五条（二）3", "第九条（五）", "第十二条")
    said = "\n".join(measure.by_label[label].text + token(measure, label) for label in places)
    attempt = Phrasing(ScriptedModel([f"成员单位原则上不少于3家。[Q1]\n{said}"])).attempt(work)
    assert (attempt.refused, attempt.work) == ("too_many_places", work)


@pytest.mark.parametrize("error", [ModelError("坏了"), ModelTimeoutError("太慢")])
def test_a_model_that_fails_leaves_the_answer_as_it_was(work: Work, error: Exception) -> None:
    assert Phrasing(ScriptedModel(error))(work) == work


@pytest.mark.parametrize("error", [ModelError("断了"), ModelTimeoutError("太慢")])
def test_a_reply_that_breaks_off_is_not_used_though_its_first_half_holds(work: Work, error: Exception) -> None:
    class Broken:
        def stream(self, _system: str, _user: str) -> Iterator[str]:
            yield f"[Q1]\n{SAID}[Q1]\n"
            raise error

    assert Phrasing(Broken())(work) == work


@pytest.mark.parametrize("outcome", ["not_covered", "off_topic", "refused"])
def test_what_is_not_an_answer_is_not_shown_to_the_model(work: Work, outcome: Outcome) -> None:
    model = ScriptedModel([GOOD])
    unanswered = replace(work, answer=work.answer.model_copy(update={"outcome": outcome}))
    assert Phrasing(model)(unanswered) == unanswered
    assert model.asked == []


def test_a_known_silence_is_neither_phrased_nor_offered(bank: Catalogue, measure: Measure) -> None:
    model = ScriptedModel([GOOD])
    silent = work_on(bank, measure, SILENT, LEAST)
    assert Phrasing(model)(silent) == silent
    assert model.asked == []
    Phrasing(model)(work_on(bank, measure, LEAST, SILENT))
    assert SILENT.standard not in model.asked[0][1]


def test_several_questions_english_and_rulings_keep_their_own_form(work: Work) -> None:
    model = ScriptedModel([GOOD])
    phrasing = Phrasing(model)
    ruled = work.answer.model_copy(update={"notices": ("按2024年的答复。",)})
    for other in (
        replace(work, also=work.found[1:]),
        replace(work, question="How many members are needed at the least?"),
        replace(work, answer=ruled),
    ):
        assert phrasing(other) == other
    assert model.asked == []


def test_an_unsure_answer_may_be_another_of_those_offered(unsure: Work, measure: Measure) -> None:
    done = phrased(unsure, "[Q2]\n办法由自治区科技厅负责解释。[Q2]\n[完]")
    assert done.answer.text == "办法由自治区科技厅负责解释。"
    assert done.answer.citations == (measure.cite("第十二条"),)
    assert done.found[0] == unsure.found[1]
    assert done.answer.confidence == pytest.approx(0.15)
    assert done.answer.suggestions == (LEAST.standard,)


def test_a_sure_answer_may_not(work: Work) -> None:
    attempt = Phrasing(ScriptedModel(["[Q2]\n本办法由自治区科技厅负责解释。[Q2]"])).attempt(work)
    assert (attempt.refused, attempt.work) == ("bad_choice", work)


def test_another_answer_whose_words_do_not_hold_leaves_the_first(unsure: Work) -> None:
    assert phrased(unsure, "[Q2]\n本办法由国务院负责解释。[Q2]") == unsure


def test_the_chosen_reading_is_the_one_that_is_named(bank: Catalogue, measure: Measure) -> None:
    standard = next(one.standard for one in measure.questions if one.kind == "answer" and not one.ambiguity)

    def choose(_work: Work) -> Work:
        chosen = Phrasing(ScriptedModel(["[Q2]\n办法由自治区科技厅负责解释。[Q2]"]))
        return chosen(work_on(bank, measure, LEAST, EXPLAINS, confidence=0.2))

    answer = Answerer(lambda: bank, lambda: date(2024, 6, 1), fitted_weights(), choose).answer(standard)
    assert EXPLAINS.standard in answer.text
    assert answer.text.index(EXPLAINS.standard) < answer.text.index("负责解释")


def test_a_question_that_no_entry_is_near_to_may_get_the_sources_own_words(bank: Catalogue, measure: Measure) -> None:
    work = doubtful_work(bank, "办法到底归谁负责解释呀")
    done = phrased(work, f"本办法由自治区科技厅负责解释。{token(measure, '第十二条')}\n[完]")
    assert done.answer.outcome == "partial"
    assert 0 < done.answer.confidence < 0.3
    assert [citation.label for citation in done.answer.citations] == ["第十二条"]
    assert "没有现成的答复" in done.answer.text
    assert "本办法由自治区科技厅负责解释。" in done.answer.text
    assert any("语言模型" in notice for notice in done.answer.notices)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("[无]", "declined"),
        ("成员单位原则上不少于3家。{least}", "is_about_something_else"),
        ("本办法由自治区科技厅负责解释。[Q1]", "unknown_token"),
        ("本办法由自治区科技厅负责解释。", "no_token"),
        ("本办法由自治区科技厅负责解释。{least}", "is_put_together_from_its_clauses"),
        ("本办法由自治区科技厅负责解释。{explains}\n本办法由自治区科技厅负责解释。{explains}", "says_something_twice"),
    ],
)
def test_without_a_curated_answer_the_source_has_to_have_it(
    bank: Catalogue, measure: Measure, said: str, reason: str
) -> None:
    work = doubtful_work(bank, "办法到底归谁负责解释呀")
    model = ScriptedModel([said.format(least=token(measure, "第五条（二）5"), explains=token(measure, "第十二条"))])
    attempt = Phrasing(model).attempt(work)
    assert (attempt.refused, attempt.work) == (reason, work)


def test_what_nothing_in_the_source_is_near_to_is_not_asked(bank: Catalogue) -> None:
    work = doubtful_work(bank, "今天天气")
    nothing_near = replace(work, answer=work.answer.model_copy(update={"citations": ()}))
    model = ScriptedModel([GOOD])
    assert Phrasing(model)(nothing_near) == nothing_near
    assert model.asked == []


def test_the_model_gets_question_source_and_answers_without_personal_data(work: Work) -> None:
    model = ScriptedModel([GOOD])
    secrets = ("150102199003071234", "13800138000", "91150100MA0N000000", "zhang@example.com", "巴特尔", "wx_77889900")
    said = "我叫巴特尔，微信号wx_77889900，" + "，".join(secrets[:4]) + "，成员单位几家？"
    Phrasing(model)(replace(work, question=said))
    ((system, user),) = model.asked
    assert [secret for secret in secrets if secret in (system + user).replace(" ", "")] == []
    assert "成员单位几家" in user
    assert "[Q1] 问：成员单位最少要几家？答：成员单位原则上不少于3家。" in user
    assert "本办法由自治区科技厅负责解释。" in user


def test_the_model_gets_nothing_but_prompt_source_answers_and_question(work: Work, measure: Measure) -> None:
    model = ScriptedModel([GOOD])
    Phrasing(model)(replace(work, earlier="上一问", question="成员几家"))
    system, user = model.asked[0]
    left = user
    known = [line for passage in measure.passages for line in (passage.text, passage.context, passage.document)]
    known += [measure.document_title(document.name) for document in measure.documents]
    known += [LEAST.standard, LEAST.answer, EXPLAINS.standard, EXPLAINS.answer, "成员几家", *prompt()[1].split()]
    for text in sorted((" ".join(line.split()) for line in known if line), key=len, reverse=True):
        left = left.replace(text, "")
    assert not [char for char in left if char not in "[]PQ0123456789#: \n问答：提你写原文复"]
    assert system == prompt()[0]


def test_braces_in_a_question_are_only_text(work: Work) -> None:
    model = ScriptedModel([GOOD])
    Phrasing(model)(replace(work, question="{entries} {0} {question.__class__} 几家"))
    assert "{entries} {0} {question.__class__} 几家" in model.asked[0][1]


def test_a_long_question_is_cut(work: Work) -> None:
    models = ScriptedModel([GOOD]), ScriptedModel([GOOD])
    Phrasing(models[0])(replace(work, question="几家"))
    Phrasing(models[1])(replace(work, question="几家" * 1000))
    assert len(models[1].asked[0][1]) - len(models[0].asked[0][1]) < phrasing_rules().material.longest_question


def test_with_little_room_the_request_is_short(work: Work) -> None:
    model = ScriptedModel([GOOD])
    assert Phrasing(model, room=300)(work).answer.text == SAID
    assert len(model.asked[0][1]) < 450


def test_after_three_failures_in_a_row_the_model_is_left_alone_for_a_minute(work: Work) -> None:
    clock, model = Clock(), ScriptedModel(ModelError("坏了"))
    phrasing = Phrasing(model, clock=clock)
    for _ in range(5):
        assert phrasing(work) == work
    assert len(model.asked) == 3
    assert phrasing.attempt(work).refused == "breaker_open"
    clock.now += 60
    phrasing(work)
    assert len(model.asked) == 4


def test_refused_words_are_no_failure_of_the_model(work: Work) -> None:
    model = ScriptedModel(["成员单位不少于9家。[Q1]"])
    phrasing = Phrasing(model, clock=Clock())
    for _ in range(5):
        phrasing(work)
    assert len(model.asked) == 5


def test_what_is_sent_and_received_is_counted(work: Work, tmp_path: Path) -> None:
    budget = Budget(tmp_path / "usage.json", lambda: date(2024, 6, 1), calls=2)
    model = ScriptedModel([GOOD])
    phrasing = Phrasing(model, budget)
    assert phrasing(work).answer.text == SAID
    assert budget.spent().calls == 1
    assert budget.spent().characters == sum(map(len, model.asked[0])) + len(GOOD)


def test_when_the_budget_is_spent_the_answer_comes_without_the_model(work: Work, tmp_path: Path) -> None:
    budget = Budget(tmp_path / "usage.json", lambda: date(2024, 6, 1), calls=1)
    model = ScriptedModel([GOOD])
    phrasing = Phrasing(model, budget)
    phrasing(work)
    attempt = phrasing.attempt(work)
    assert (attempt.refused, attempt.work) == ("budget_spent", work)
    assert len(model.asked) == 1


def test_no_budget_is_spent_while_the_breaker_is_open(work: Work, tmp_path: Path) -> None:
    budget = Budget(tmp_path / "usage.json", lambda: date(2024, 6, 1), calls=9)
    phrasing = Phrasing(ScriptedModel(ModelError("坏了")), budget, clock=Clock())
    for _ in range(5):
        phrasing(work)
    assert budget.spent().calls == 3


def test_a_failure_is_logged_in_one_line_without_the_question(work: Work, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Phrasing(ScriptedModel(ModelError("连不上")))(replace(work, question="我叫张三，几家？"))
    assert "连不上" in [record.getMessage() for record in caplog.records]
    assert "张三" not in caplog.text


def test_the_answerer_warns_of_validity_after_the_phrasing(bank: Catalogue, measure: Measure) -> None:
    item = next(one for one in measure.questions if one.kind == "answer" and not one.ambiguity)

    def after_the_end() -> date:
        return date(2026, 1, 1)

    curated = Answerer(lambda: bank, after_the_end, fitted_weights()).answer(item.standard)
    said = f"{' '.join(item.answer.split())}[Q1]"
    answer = Answerer(lambda: bank, after_the_end, fitted_weights(), Phrasing(ScriptedModel([said]))).answer(
        item.standard
    )
    assert answer.citations == curated.citations
    assert answer.notices[: len(curated.notices)] == curated.notices
    assert len(answer.notices) == len(curated.notices) + 1
    assert grounded(answer.citations, [measure])


def test_the_prompt_is_there_with_its_places_and_its_protocol() -> None:
    system, user = prompt()
    rules = phrasing_rules().reply
    assert all(place in user for place in ("{passages}", "{entries}", "{question}"))
    assert all(word in system for word in ("原则上", "不得", rules.nothing, rules.end))
