"""The whole way to a model and back over HTTP: the answer comes in time, and as it was where anything is wrong."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.works import work_on
from knowledge.measure import Measure
from knowledge.questions import Question
from retrieval.answer import Work
from retrieval.catalogue import Catalogue
from retrieval.models.budget import Budget
from retrieval.models.langchain import LangchainModel
from retrieval.phrasing import Phrasing
from tests.retrieval.fake_model_server import Endpoint, serving

TIMEOUT = 1.0
LEAST = Question(
    id="least",
    standard="成员单位最少要几家？",
    kind="answer",
    answer="成员单位原则上不少于3家。",
    cites=("第五条（二）5",),
)
SAID = "办法写的是成员单位原则上不少于3家。"
PIECES = ("[Q", "1]\n办法写的是成员单位", "原则上不少于3家。", "[Q1]\n", "[完]")


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """LangChain takes seconds to import, which no test should count."""
    with serving() as endpoint:
        list(LangchainModel("any", endpoint.url, "k", 30.0).stream("s", "u"))


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving() as running:
        running.pieces = PIECES
        yield running


@pytest.fixture
def work(bank: Catalogue, measure: Measure) -> Work:
    return work_on(bank, measure, LEAST)


def phrasing(endpoint: Endpoint, budget: Budget | None = None) -> Phrasing:
    return Phrasing(LangchainModel("any", endpoint.url, "k", TIMEOUT), budget)


def test_words_that_hold_are_taken(endpoint: Endpoint, work: Work) -> None:
    assert phrasing(endpoint)(work).answer.text == SAID


@pytest.mark.parametrize(
    "manner",
    [
        "hanging",
        "dripping",
        "endless_pieces",
        "half",
        "cut",
        "too_long",
        "flood",
        "flood_of_nonsense",
        "html",
        "json",
        "unauthorised",
        "too_many",
        "failing",
        "redirecting",
    ],
)
def test_whatever_the_endpoint_does_the_answer_stands_and_comes_in_time(
    endpoint: Endpoint, work: Work, manner: str
) -> None:
    endpoint.manner = manner
    begun = time.monotonic()
    attempt = phrasing(endpoint).attempt(work)
    assert time.monotonic() - begun < TIMEOUT + 1.5
    assert attempt.work == work
    assert attempt.refused in ("model_failed", "no_token", "too_long")


@pytest.mark.parametrize(
    "pieces",
    [
        ("{'answer': '成员单位原则上不少于3家。[Q1]'}",),
        ("# 答复\n", "**成员单位**原则上不少于3家。[Q1]"),
        ("<p>成员单位原则上不少于3家。</p>[Q1]",),
        ("At least three members.[Q1]",),
        ("成员单位原则上不少于3家。[Q1]\n您的申请已提交。[Q1]",),
    ],
)
def test_another_form_or_a_claim_of_an_action_leaves_the_answer(
    endpoint: Endpoint, work: Work, pieces: tuple[str, ...]
) -> None:
    endpoint.pieces = pieces
    assert phrasing(endpoint)(work) == work


def test_after_three_failures_nothing_is_sent_any_more(endpoint: Endpoint, work: Work) -> None:
    endpoint.manner = "failing"
    broken = phrasing(endpoint)
    for _ in range(5):
        assert broken(work) == work
    assert len(endpoint.requests) == 3


def test_what_leaves_has_no_personal_data_in_any_writing(endpoint: Endpoint, work: Work) -> None:
    secrets = {
        "150102199003071234": ("150102199003071234", "１５０１０２１９９００３０７１２３４", "150102-19900307-1234"),
        "13800138000": ("138 0013 8000", "一三八零零一三八零零零", "+86-13800138000"),
        "zhang@example.com": ("zhang@example.com", "zhang (at) example.com"),
        "张三丰": ("我叫张三丰", "我是张三丰", "联系人：张三丰", "法定代表人张三丰", "本人张三丰"),
        "欧阳锋": ("欧阳锋经理", "我姓欧阳锋"),
    }
    asking = phrasing(endpoint)
    for writings in secrets.values():
        for writing in writings:
            asking(replace(work, question=f"{writing}，成员单位几家？"))
    sent = json.dumps(endpoint.requests, ensure_ascii=False)
    assert len(endpoint.requests) == sum(map(len, secrets.values()))
    assert [piece for piece in ("1990", "0307", "8000", "零零一", "zhang", "三丰", "阳锋") if piece in sent] == []


def test_the_budget_of_the_day_holds_for_two_processes_worth_of_models(
    endpoint: Endpoint, work: Work, tmp_path: Path
) -> None:
    def today() -> date:
        return date(2024, 6, 1)

    for _ in range(2):
        counted = phrasing(endpoint, Budget(tmp_path / "usage.json", today, calls=3))
        for _ in range(2):
            counted(work)
    assert len(endpoint.requests) == 3
