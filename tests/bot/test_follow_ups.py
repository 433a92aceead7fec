"""A message that leans on the one before it is understood, in its conversation and after a restart."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.session import Session
from bot.store.database import Database
from tests.bot.talking import Person, Skills, assistant_over

Make = Callable[..., Person]

FIRST, THEN = "高校可以当牵头单位吗", "那当成员呢？"
ABOUT_FIRST = "高校或科研院所可以作为牵头单位吗？"
MEMBER = "第五条（二）3"  # universities as members


class TestInAConversation:
    def test_it_is_understood_after_what_was_asked(self, person: Make) -> None:
        who = person().say(FIRST)
        assert "第五条（一）" in who.labels and "不可以牵头" in who.text
        who.say(THEN)
        assert MEMBER in who.labels
        assert "高校" in who.text and "不可以牵头" not in who.text

    def test_alone_it_is_not(self, person: Make) -> None:
        assert MEMBER not in person().say(THEN).labels

    def test_another_persons_question_is_none_of_it(self, person: Make) -> None:
        person().say(FIRST)
        assert MEMBER not in person().say(THEN).labels

    def test_what_stands_by_itself_is_answered_by_itself(self, person: Make) -> None:
        alone = person().say("成员单位最少几家").text
        assert person().say(FIRST).say("成员单位最少几家").text == alone

    @pytest.mark.parametrize("between", ["你好", "今天天气怎么样", "😀", "qwxz zzkk", "转人工"])
    def test_small_talk_between_does_not_make_it_forgotten(self, person: Make, between: str) -> None:
        assert MEMBER in person().say(FIRST).say(between).say(THEN).labels

    def test_the_latest_question_is_what_it_leans_on(self, person: Make) -> None:
        who = person().say(FIRST).say("牵头单位必须在内蒙古注册吗").say("那成员单位呢？")
        assert "第五条（二）1" in who.labels and "区外" in who.text

    def test_in_the_middle_of_a_form_too(self, person: Make) -> None:
        who = person().fill_up_to("lead_unit").say(f"{FIRST}？").say(THEN)
        assert MEMBER in who.labels
        assert who.current == "lead_unit"

    def test_every_follow_up_is_cited_from_the_source(self, person: Make) -> None:
        who = person().say(FIRST)
        for words in ("那呢", "为什么", "第几条", "具体呢", "它呢？", "那企业呢"):
            who.say(words)
            assert who.text and all(label.startswith(("第", "附件")) for label in who.labels)


class TestKept:
    def test_the_topic_is_in_the_session(self, skills: Skills, tmp_path: Path) -> None:
        with closing(Database(f"sqlite:///{tmp_path / 'shenbao.db'}", tmp_path)) as store:
            Person(assistant_over(store, skills), "u1").say(FIRST)
            session = store.load("u1").session
        assert session.topic == ABOUT_FIRST
        assert Session.model_validate_json(session.model_dump_json()) == session

    def test_after_a_restart_it_is_understood_as_before(self, skills: Skills, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path / 'shenbao.db'}"
        with closing(Database(url, tmp_path)) as store:
            Person(assistant_over(store, skills), "u1").say(FIRST, message="first")
        with closing(Database(url, tmp_path)) as store:
            who = Person(assistant_over(store, skills), "u1").say(THEN, message="second")
            assert MEMBER in who.labels and "高校" in who.text
            assert who.say(THEN, message="second").last == who.last

    def test_a_session_from_before_there_were_topics_is_taken_up(self) -> None:
        assert Session.model_validate_json('{"doing": {"kind": "idle"}, "parked": null, "consented": true}').topic == ""

    def test_a_repeated_message_changes_no_topic(self, skills: Skills, tmp_path: Path) -> None:
        with closing(Database(f"sqlite:///{tmp_path / 'shenbao.db'}", tmp_path)) as store:
            who = Person(assistant_over(store, skills), "u1")
            who.say(FIRST, message="1").say("成员单位最少几家", message="2").say(FIRST, message="1")
            assert store.load("u1").session.topic == "成员单位最少要几家？"


class TestSeveralQuestions:
    def test_each_is_answered_with_its_place(self, person: Make) -> None:
        who = person().say("成员单位最少几家？本办法由谁负责解释？")
        assert {"第五条（二）5", "第十二条"} <= who.labels
        assert len(who.labels) <= 4
        assert "不少于3家" in who.text and "自治区科技厅负责解释" in who.text

    def test_a_question_in_english_gets_english_and_then_chinese(self, person: Make) -> None:
        who = person().say("Who interprets the Measure?")
        english, _, chinese = who.text.partition("\n\n中文：")
        assert "Department of Science and Technology" in english
        assert "本办法由自治区科技厅负责解释" in chinese
        assert who.last
        (citation,) = who.last.replies[0].citations
        assert "本办法由自治区科技厅负责解释" in citation.quote
