"""A surprise inside a skill: a kind sentence, nothing changed, the message free to be sent again, no words logged."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.failures import FAILURES, places_of, sentence_of
from bot.skills.apply import Apply
from bot.skills.ask import Ask
from bot.store.database import Database
from form_filler.errors import TemplateError
from knowledge.errors import MeasureFolderError
from retrieval.answer import Answer
from retrieval.errors import IndexMissingError
from tests.bot.talking import TODAY, Person, Skills, assistant_over

SECRET = "15020219800101001X"


@dataclass
class Mood:
    """Whether the skills work today."""

    error: Exception | None = None

    def look(self) -> None:
        if self.error:
            raise self.error


@pytest.fixture
def mood() -> Mood:
    return Mood()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    with closing(Database(f"sqlite:///{tmp_path / 'shenbao.db'}", tmp_path)) as opened:
        yield opened


@pytest.fixture
def moody(skills: Skills, mood: Mood) -> Skills:
    """The real skills, which fail whenever the mood is bad."""

    class MoodyApply(Apply):
        def take(self, *arguments: Any) -> Any:
            mood.look()
            return super().take(*arguments)

    def answer(question: str, earlier: str = "") -> Answer:
        mood.look()
        return skills.ask._answer(question, earlier)

    apply = MoodyApply(skills.apply._measure, skills.forms, lambda: TODAY, skills.apply._render)
    return replace(skills, apply=apply, ask=Ask(answer, skills.ask.nearness))


@pytest.fixture
def who(store: Database, moody: Skills) -> Person:
    return Person(assistant_over(store, moody), "u1")


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (RuntimeError(SECRET), "意外"),
        (KeyError(SECRET), "意外"),
        (RecursionError(SECRET), "意外"),
        (OSError(28, SECRET), "文件"),
        (IndexMissingError(SECRET), "知识库"),
        (MeasureFolderError(Path(SECRET), 1, SECRET), "知识库"),
        (TemplateError(Path(SECRET), SECRET), "表单"),
    ],
)
def test_the_person_reads_a_sentence_and_the_form_stays_as_it_was(
    who: Person, mood: Mood, store: Database, error: Exception, part: str, caplog: pytest.LogCaptureFixture
) -> None:
    who.fill_up_to("legal_representative.id_number")
    before = (who.current, who.values, store.load("u1").session)
    mood.error = error
    with caplog.at_level(logging.ERROR):
        who.say(SECRET, message="again")
    assert part in who.text and "没有改动" in who.text and SECRET not in who.text
    assert (who.current, who.values, store.load("u1").session) == before
    assert type(error).__name__ in caplog.text and "test_failures.py" in caplog.text
    assert SECRET not in caplog.text


def test_the_same_message_works_when_it_is_sent_again(who: Person, mood: Mood) -> None:
    who.fill_up_to("lead_unit")
    mood.error = RuntimeError()
    assert who.say("上一步", message="again").current == "lead_unit"
    mood.error = None
    first = who.say("上一步", message="again").last
    assert who.current == "agreement_effective_date"
    assert who.say("上一步", message="again").last == first  # and then it is claimed


def test_it_stands_in_the_transcript_and_waits_for_delivery_like_any_answer(
    store: Database, moody: Skills, mood: Mood
) -> None:
    who = Person(assistant_over(store, moody), "u1", channel="telegram").choose("help")
    mood.error = RuntimeError()
    who.say("要交哪些材料？", message="q")
    assert [one.outgoing.replies[0].text for one in store.history("u1")][-1] == who.text
    assert store.pending("telegram")[-1].message == "q"
    assert who.last == store.history("u1")[-1].outgoing


def test_a_question_that_fails_in_the_middle_of_a_form_keeps_the_form(who: Person, mood: Mood) -> None:
    who.fill_up_to("member_total")
    mood.error = IndexMissingError("x")
    assert who.say("高校能不能牵头？").current == "member_total" and "shenbao index" in who.text
    mood.error = None
    assert who.say("4").current == "enterprise_count"


def test_the_first_message_of_a_conversation_may_fail(who: Person, mood: Mood) -> None:
    mood.error = RuntimeError()
    assert not who.say("要交哪些材料？", message="m").is_filling
    mood.error = None
    assert "第七条（一）" in who.say("要交哪些材料？", message="m").labels


def test_a_draft_that_cannot_be_written_says_so_and_keeps_everything(store: Database, skills: Skills) -> None:
    def render(_form: str, _values: Any) -> tuple[Path, ...]:
        raise OSError(28, "No space left on device")

    apply = Apply(skills.apply._measure, skills.forms, lambda: TODAY, render)
    who = Person(assistant_over(store, replace(skills, apply=apply)), "u1").fill_up_to(None)
    values = who.values
    who.choose("confirm")
    assert "草稿没有生成" in who.text and not who.files and who.values == values and who.current is None


def test_every_kind_of_error_has_a_sentence_of_its_own_row() -> None:
    kinds = [kind for kind, _ in FAILURES]
    assert kinds[-1] is Exception
    for place, kind in enumerate(kinds):  # no row hides a later one
        assert not any(issubclass(later, kind) for later in kinds[place + 1 :]), kind
        assert sentence_of(kind.__new__(kind))


def test_the_log_names_kinds_and_places_but_no_words() -> None:
    def rise() -> None:
        try:
            int(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error

    with pytest.raises(RuntimeError) as caught:
        rise()
    told = places_of(caught.value)
    assert SECRET not in told and told.count("test_failures.py") == 3
    assert told.index("RuntimeError") < told.index("ValueError")


def test_an_error_that_never_rose_has_no_place() -> None:
    assert places_of(ValueError(SECRET)) == "ValueError at ?"
