"""What the assistant keeps of a person between the skills: consent, a form that was left, channels without numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.app import App
from tests.bot.talking import Person

Make = Callable[..., Person]
PRIVATE = ("legal_representative.id_number", "contact.id_number")


class TestConsent:
    def test_who_agreed_is_not_asked_again(self, person: Make) -> None:
        who = person().choose("start:registration").choose("agree").say("取消")
        assert who.choose("start:registration:new").current == "consortium_name"

    @pytest.mark.parametrize("channel", ["test", "telegram"])
    def test_who_declined_is_never_asked_for_identity_numbers(self, person: Make, house: App, channel: str) -> None:
        who = person(channel).choose("start:registration").choose("decline")
        assert house.store.load(who.conversation).session.consented is False
        assert who.say("取消").choose("start:registration:new").fill_up_to(None).current is None
        assert all(who.value(path) is None for path in PRIVATE)

    def test_who_left_before_answering_is_asked_again(self, person: Make, house: App) -> None:
        who = person().choose("start:registration").say("取消")
        assert house.store.load(who.conversation).session.consented is None
        assert who.choose("resume").current == "consent"


class TestChannelsWithoutNumbers:
    @pytest.mark.parametrize("start", ["start:registration", "开始填表"])
    def test_telegram_never_asks_for_identity_numbers(self, person: Make, start: str) -> None:
        who = person("telegram")
        who.choose(start) if ":" in start else who.say(start)
        who.fill_up_to(None)
        assert all(who.value(path) is None for path in PRIVATE)

    def test_nor_when_the_form_is_opened_out_of_the_check(self, person: Make) -> None:
        who = person("telegram").choose("start:eligibility").say("开始填表").fill_up_to(None)
        assert all(who.value(path) is None for path in PRIVATE)

    def test_a_number_sent_all_the_same_is_not_taken(self, person: Make) -> None:
        who = person("telegram").fill_up_to("lead_unit").say("把法人身份证号改成15020219800101001X")
        assert who.value(PRIVATE[0]) is None and "没有保存" in who.text


class TestBetweenSkills:
    def test_what_the_form_tells_is_not_asked_in_the_check(self, person: Make) -> None:
        asked = []
        who = person().fill_up_to(None).say("资格自查")
        for _ in range(20):
            asked.append(who.text)
            if who.offered & {"resume"}:
                break
            who.say("不清楚")
        assert not any("一共有几家成员单位" in text for text in asked)
        assert who.choose("resume").current is None and who.value("member_total") == 4

    def test_the_same_facts_draft_the_same_file(self, person: Make, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nonexistent")
        first = person().fill_up_to(None).choose("confirm").files
        content = first[0].read_bytes()
        second = person().fill_up_to(None).choose("confirm").files
        assert second == first and second[0].read_bytes() == content

    def test_starting_from_the_check_with_a_left_form_offers_to_take_it_up(self, person: Make) -> None:
        who = person().fill_up_to("industry").say("自查").say("开始填表")
        assert {"resume", "start:registration:new"} <= who.offered
        assert who.choose("resume").current == "industry"

    def test_resuming_in_the_check_takes_up_the_left_form(self, person: Make) -> None:
        assert person().fill_up_to("industry").say("自查").say("继续").current == "industry"

    def test_resuming_in_the_check_without_a_form_asks_the_same_question(self, person: Make) -> None:
        who = person().say("自查")
        question = who.last.replies[-1] if who.last else None
        assert who.say("继续").last and who.last and who.last.replies[-1] == question

    def test_every_reply_with_a_fact_cites_words_that_stand_in_the_source(self, person: Make, house: App) -> None:
        (file,) = (house.measure.folder / "source").glob("*.txt")
        source = "".join(file.read_text("utf-8").split())
        who = person()
        for words in ("成员单位最少要几家？", "资格自查", "取消", "开始填表", "同意", "为什么要填这个"):
            who.say(words)
            for reply in who.last.replies if who.last else ():
                for citation in reply.citations:
                    assert "".join(citation.quote.split()) in source
