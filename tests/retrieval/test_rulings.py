"""What a ruling, or the want of one, adds to a curated answer."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge.loading import load_measure
from knowledge.measure import Measure
from knowledge.questions import Question
from retrieval.rulings import Settled, settled
from tests.knowledge.damaged import replace_once
from tests.knowledge.small_measure import small_measure

GIVEN, LAST = date(2026, 3, 1), date(2026, 12, 31)
A_DAY = timedelta(days=1)


@pytest.fixture
def small(tmp_path: Path) -> Measure:
    return load_measure(small_measure(tmp_path))


def asked(measure: Measure, id: str) -> Question:
    return next(item for item in measure.questions if item.id == id)


class TestRuling:
    @pytest.mark.parametrize("today", [GIVEN, LAST])
    def test_it_comes_first_and_the_words_on_the_source_after_it(self, small: Measure, today: date) -> None:
        item = asked(small, "q-name")
        answer = settled(item, small, today)
        assert answer.text.startswith("示例厅2026年3月1日答复：是同一份，签一份即可。\n")
        assert answer.text.endswith(f"《示例办法》原文的写法供对照：{item.answer}")
        assert (answer.outcome, answer.unsettled) == ("answered", False)

    def test_its_notice_says_that_it_is_no_law_and_how_long_it_holds(self, small: Measure) -> None:
        notice = settled(asked(small, "q-name"), small, GIVEN).notice
        assert "示例厅2026年3月1日的答复" in notice and "不是原文的规定" in notice
        assert "用到2026年12月31日为止" in notice

    def test_without_an_end_no_end_is_said(self, tmp_path: Path) -> None:
        folder = small_measure(tmp_path)
        replace_once(folder / "ambiguities.yaml", "    until: 2026-12-31\n", "")
        measure = load_measure(folder)
        answer = settled(asked(measure, "q-name"), measure, date(2099, 1, 1))
        assert answer.outcome == "answered"
        assert "示例厅2026年3月1日的答复" in answer.notice and "为止" not in answer.notice

    def test_its_words_are_said_as_they_are(self, tmp_path: Path) -> None:
        folder = small_measure(tmp_path)
        replace_once(folder / "ambiguities.yaml", "text: 是同一份，签一份即可。", 'text: "签{title}即可 {x}"')
        measure = load_measure(folder)
        assert "答复：签{title}即可 {x}\n" in settled(asked(measure, "q-name"), measure, GIVEN).text

    @pytest.mark.parametrize("today", [GIVEN - A_DAY, LAST + A_DAY])
    def test_one_that_has_not_begun_or_is_over_says_nothing(self, small: Measure, today: date) -> None:
        item = asked(small, "q-name")
        answer = settled(item, small, today)
        assert answer == Settled(
            text=f"{item.answer}\n问清楚之前，稳妥的做法：签一份，题目写组建协议。", unsettled=True
        )


class TestNoRuling:
    def test_the_answer_is_followed_by_what_is_safe_meanwhile(self, small: Measure) -> None:
        item = asked(small, "q-count")
        answer = settled(item, small, GIVEN)
        assert answer.text == f"{item.answer}\n问清楚之前，稳妥的做法：{small.ambiguity('open-count').meanwhile}"
        assert (answer.notice, answer.unsettled, answer.outcome) == ("", True, None)

    def test_what_the_answer_says_already_is_not_said_twice(self, small: Measure) -> None:
        item = asked(small, "q-count-safe")
        assert settled(item, small, GIVEN) == Settled(text=item.answer, unsettled=True)

    def test_only_the_sentence_that_the_answer_lacks_is_added(self, small: Measure) -> None:
        item = asked(small, "q-count-safe")
        item = item.model_copy(update={"answer": item.answer.replace("；多邀请一家也可以", "")})
        assert settled(item, small, GIVEN).text == f"{item.answer}\n问清楚之前，稳妥的做法：多邀请一家也可以。"

    def test_a_question_that_the_source_answers_stays_as_it_is(self, small: Measure) -> None:
        item = asked(small, "q-start")
        assert settled(item, small, GIVEN) == Settled(text=item.answer)

    def test_an_entry_that_is_not_there_is_a_surprise(self, small: Measure) -> None:
        with pytest.raises(KeyError):
            settled(asked(small, "q-count").model_copy(update={"ambiguity": "gone"}), small, GIVEN)


def test_every_open_question_of_the_real_bank_says_once_what_is_safe(measure: Measure) -> None:
    before_any_ruling = date.min
    for entry in measure.ambiguities:
        for item in (item for item in measure.questions if item.ambiguity == entry.id):
            answer = settled(item, measure, before_any_ruling)
            assert answer.unsettled and answer.text.startswith(item.answer)
            assert answer.text.count(entry.meanwhile.split("。")[0]) == 1, item.id
