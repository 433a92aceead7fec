"""The store: a message is claimed with what follows from it, all or nothing, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text

from bot.assistant import Assistant
from bot.errors import StoreUnavailableError, UsageError
from bot.messages import Incoming, Outgoing, Reply
from bot.session import Checking, Idle, Session
from bot.store.database import ConflictError, Database
from bot.store.tables import Table
from tests.bot.talking import Person, Skills, assistant_over

POSTGRES = "SHENBAO_TEST_POSTGRES_URL"
ASKED = Session(doing=Checking(question="lead_kind"))
POSTGRES_URL = os.environ.get(POSTGRES, "")  # read before the settings of this machine are taken away


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'shenbao.db'}"
    if not POSTGRES_URL:
        pytest.skip(f"{POSTGRES} is not set")
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    with closing(Database(POSTGRES_URL, "test")) as store:
        Table.metadata.drop_all(store.engine)
    return POSTGRES_URL


@pytest.fixture
def store(url: str) -> Iterator[Database]:
    with closing(Database(url, "test")) as opened:
        yield opened


def answer(message: str = "m1", conversation: str = "u1", said: str = "好") -> Outgoing:
    return Outgoing(conversation=conversation, message=message, replies=(Reply(text=said),))


class TestSaving:
    def test_a_new_conversation_is_idle(self, store: Database) -> None:
        loaded = store.load("u1")
        assert (loaded.session, loaded.version) == (Session(), 0)
        assert store.answered("u1", "m1") is None and store.ready()

    def test_what_was_saved_comes_back_in_another_process(self, store: Database, url: str) -> None:
        store.save(store.load("u1"), ASKED, "test", "自查", answer(), push=False)
        with closing(Database(url, "test")) as other:
            assert other.load("u1").session == ASKED
            assert other.answered("u1", "m1") == answer()
            assert [exchange.said for exchange in other.history("u1")] == ["自查"]

    def test_a_message_is_claimed_once(self, store: Database) -> None:
        store.save(store.load("u1"), ASKED, "test", "一", answer(), push=True)
        with pytest.raises(ConflictError):
            store.save(store.load("u1"), Session(), "test", "二", answer(said="别的"), push=True)
        assert store.load("u1").session == ASKED and store.answered("u1", "m1") == answer()
        assert len(store.pending("test")) == 1

    def test_the_same_message_id_of_two_conversations_is_two_messages(self, store: Database) -> None:
        store.save(store.load("u1"), ASKED, "test", "一", answer(), push=False)
        store.save(store.load("u2"), Session(), "test", "一", answer(conversation="u2"), push=False)
        assert store.load("u1").session == ASKED and store.load("u2").session == Session()

    def test_who_loaded_before_another_saved_must_load_again(self, store: Database) -> None:
        store.save(store.load("u1"), Session(), "test", "一", answer(), push=False)
        mine, theirs = store.load("u1"), store.load("u1")
        store.save(theirs, ASKED, "test", "二", answer("m2"), push=False)
        with pytest.raises(ConflictError):
            store.save(mine, Session(), "test", "三", answer("m3"), push=True)
        assert store.load("u1").session == ASKED and store.answered("u1", "m3") is None and not store.pending("test")

    def test_two_first_messages_at_once_are_a_conflict(self, store: Database) -> None:
        mine, theirs = store.load("u1"), store.load("u1")
        store.save(theirs, ASKED, "test", "一", answer(), push=False)
        with pytest.raises(ConflictError):
            store.save(mine, Session(), "test", "二", answer("m2"), push=False)

    def test_a_note_stands_in_transcript_and_outbox_and_claims_nothing(self, store: Database) -> None:
        store.note(store.load("u1"), "test", "一", answer(said="出了意外"), push=True)
        assert store.answered("u1", "m1") is None
        assert [one.outgoing.replies[0].text for one in store.history("u1")] == ["出了意外"]
        assert [one.message for one in store.pending("test")] == ["m1"]
        store.save(store.load("u1"), ASKED, "test", "一", answer(), push=False)
        assert store.answered("u1", "m1") == answer()

    def test_history_is_in_order_and_can_be_cut(self, store: Database) -> None:
        for number in range(5):
            store.save(store.load("u1"), Session(), "test", f"第{number}句", answer(f"m{number}"), push=False)
        assert [one.said for one in store.history("u1", last=3)] == ["第2句", "第3句", "第4句"]

    def test_what_was_delivered_is_not_pending(self, store: Database) -> None:
        for number in range(3):
            store.save(store.load("u1"), Session(), "push", "一", answer(f"m{number}"), push=True)
        first, second, third = store.pending("push")
        assert first.id < second.id < third.id and not store.pending("other")
        store.delivered(second.id)
        assert [one.message for one in store.pending("push")] == ["m0", "m2"]


class TestOneConversation:
    def test_a_repeated_message_gets_the_same_answer_and_changes_nothing(self, store: Database, skills: Skills) -> None:
        who = Person(assistant_over(store, skills), "u1").fill_up_to("lead_unit")
        first = who.say("上一步", message="twice").last
        assert who.say("上一步", message="twice").last == first
        assert who.say("别的话", message="twice").last == first
        assert who.say(choice="preview").current == "agreement_effective_date"

    def test_twenty_copies_at_once_change_it_once(self, store: Database, skills: Skills) -> None:
        assistant = assistant_over(store, skills)
        who = Person(assistant, "u1").fill_up_to("lead_unit")
        incoming = Incoming(channel="test", conversation="u1", message="many", text="上一步")
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: assistant.reply(incoming), range(20)))
        assert all(one == answers[0] for one in answers)
        assert who.say(choice="preview").current == "agreement_effective_date"

    def test_twenty_messages_at_once_are_all_taken(self, store: Database, skills: Skills) -> None:
        assistant = assistant_over(store, skills)
        who = Person(assistant, "u1").fill_up_to("team")
        self._send_rows([assistant], 20)
        assert len(who.say(choice="preview").value("team")) == 20

    def test_two_processes_on_one_store_lose_nothing(self, store: Database, url: str, skills: Skills) -> None:
        with closing(Database(url, "test")) as second:
            assistants = [assistant_over(store, skills), assistant_over(second, skills)]
            who = Person(assistants[0], "u1").fill_up_to("team")
            self._send_rows(assistants, 16)
            assert len(who.say(choice="preview").value("team")) == 16
            assert len(store.history("u1")) == len({one.outgoing.message for one in store.history("u1")})

    def _send_rows(self, assistants: Sequence[Assistant], number: int) -> None:
        barrier = threading.Barrier(number)

        def send(place: int) -> None:
            barrier.wait()
            name = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"[place]
            row = f"王{name}，45，教授，系主任，材料学，示例大学"
            incoming = Incoming(channel="test", conversation="u1", message=f"r{place}", text=row)
            assistants[place % len(assistants)].reply(incoming)

        with ThreadPoolExecutor(number) as pool:
            list(pool.map(send, range(number)))

    def test_conversations_beside_each_other_do_not_mix(self, store: Database, skills: Skills) -> None:
        assistant = assistant_over(store, skills)

        def talk(place: int) -> tuple[int, object]:
            who = Person(assistant, f"u{place}")
            who.choose("start:registration").choose("agree").say(f"内蒙古自治区第{place}号材料创新联合体")
            return place, who.value("consortium_name")

        with ThreadPoolExecutor(8) as pool:
            for place, name in pool.map(talk, range(16)):
                assert name == f"内蒙古自治区第{place}号材料创新联合体"

    def test_locks_of_conversations_that_are_over_are_let_go(self, store: Database, skills: Skills) -> None:
        assistant = assistant_over(store, skills)
        for place in range(50):
            Person(assistant, f"u{place}").choose("help")
        assert len(assistant._locks) <= 1


class TestIds:
    @pytest.mark.parametrize("odd", ["", "x" * 5000, "含\0空", "含\ud800半个", "emoji😀", "a'b\"; DROP TABLE", "\n"])
    def test_ids_come_back_as_they_were_sent_and_are_known_again(
        self, store: Database, skills: Skills, odd: str
    ) -> None:
        assistant = assistant_over(store, skills)
        incoming = Incoming(channel="test", conversation=odd, message=odd, choice="help")
        first = assistant.reply(incoming)
        assert (first.conversation, first.message) == (odd, odd)
        assert assistant.reply(incoming) == first
        assert sum(len(store.history(one)) for one in _conversations(store)) == 1

    def test_long_ids_with_one_beginning_are_two_conversations(self, store: Database, skills: Skills) -> None:
        assistant = assistant_over(store, skills)
        one, other = "u" * 300 + "1", "u" * 300 + "2"
        Person(assistant, one).choose("start:registration")
        assert Person(assistant, other).choose("help").last != Person(assistant, one).choose("help").last
        assert len(_conversations(store)) == 2

    def test_odd_characters_in_words_and_choices_can_be_stored(self, store: Database, skills: Skills) -> None:
        who = Person(assistant_over(store, skills), "u1").fill_up_to("innovation_goals")
        for odd in ("半个\ud83d字", "空\0字", "\x0b\x1b[31m", "\u202e反"):
            who.say(odd)
            assert who.current == "innovation_goals" and who.errors
        who.choose("\ud800\0")
        assert who.current == "innovation_goals"

    def test_an_identity_number_is_not_kept_in_the_transcript(self, store: Database, skills: Skills) -> None:
        who = Person(assistant_over(store, skills), "u1").fill_up_to("contact.name")
        assert not [one.said for one in store.history("u1") if "15020219800101001X" in one.said]
        assert who.value("legal_representative.id_number") == "15020219800101001X"


def _conversations(store: Database) -> list[str]:
    with store.engine.connect() as connection:
        return list(connection.scalars(text("select id from conversations")))


class TestTrouble:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return tmp_path / "shenbao.db"

    @pytest.fixture
    def quick(self, file: Path) -> Iterator[Database]:
        with closing(Database(f"sqlite:///{file}", file, busy_ms=50)) as opened:
            yield opened

    def test_a_locked_database_says_so_and_the_message_can_be_sent_again(
        self, quick: Database, file: Path, skills: Skills
    ) -> None:
        who = Person(assistant_over(quick, skills), "u1").fill_up_to("lead_unit")
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(StoreUnavailableError, match=r"暂时读写不了.*locked.*请稍后重发"):
                who.say("上一步", message="back")
            other.execute("ROLLBACK")
        assert who.say("上一步", message="back").current == "agreement_effective_date"

    def test_a_full_disk_says_so_and_nothing_is_lost_when_there_is_room_again(
        self, quick: Database, skills: Skills
    ) -> None:
        who = Person(assistant_over(quick, skills), "u1").fill_up_to("innovation_goals")
        values = who.values
        self._pragma(quick, "max_page_count = 1")  # SQLite then takes no page more than it has
        with pytest.raises(StoreUnavailableError, match="full"):
            for place in range(200):
                who.say("问" * 500, message=f"x{place}")
        self._pragma(quick, "max_page_count = 1000000")
        assert who.say(choice="preview", message="again").values.items() >= values.items()

    def test_a_database_that_cannot_be_written_says_so(self, quick: Database, skills: Skills) -> None:
        who = Person(assistant_over(quick, skills), "u1").choose("help")
        self._pragma(quick, "query_only = ON")
        with pytest.raises(StoreUnavailableError, match="readonly"):
            who.choose("help")

    def _pragma(self, store: Database, setting: str) -> None:
        @event.listens_for(store.engine, "checkout")
        def apply(connection: sqlite3.Connection, *_: object) -> None:
            connection.execute(f"PRAGMA {setting}")

    @pytest.mark.parametrize(
        "content", [b"not a database at all" * 100, b"\0" * 4096, b"SQLite format 3\0" + b"x" * 5000]
    )
    def test_a_damaged_file_is_named_with_what_to_do(self, file: Path, content: bytes) -> None:
        file.write_bytes(content)
        with pytest.raises(StoreUnavailableError) as refusal:
            Database(f"sqlite:///{file}", file)
        assert str(file) in str(refusal.value) and "备份" in str(refusal.value) and "\n" not in str(refusal.value)
        assert file.read_bytes() == content  # it is left for whoever can save it

    def test_a_place_that_is_no_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(StoreUnavailableError, match=str(tmp_path)):
            Database(f"sqlite:///{tmp_path}", tmp_path)

    @pytest.mark.parametrize(
        "url", ["nonsense", "://", "sqlit:///x", "mysql://u:secret@h/d", "oracle+nothing://u:secret@h/d"]
    )
    def test_a_url_that_names_no_database_is_refused_without_its_password(self, url: str) -> None:
        with pytest.raises(UsageError) as refusal:
            Database(url, "x")
        assert "SHENBAO_DATABASE_URL" in str(refusal.value) and "secret" not in str(refusal.value)

    def test_a_session_that_cannot_be_read_is_answered_kindly_and_left_alone(
        self, quick: Database, skills: Skills, make_garbage: Callable[[Database, str], None]
    ) -> None:
        make_garbage(quick, "u1")
        who = Person(assistant_over(quick, skills), "u1").say("成员单位最少要几家？")
        assert "抱歉" in who.text and not who.is_filling
        assert quick.history("u1") == ()

    @pytest.fixture
    def make_garbage(self) -> Callable[[Database, str], None]:
        def make(store: Database, conversation: str) -> None:
            store.save(store.load(conversation), Session(doing=Idle()), "test", "一", answer(), push=False)
            with store.engine.begin() as connection:
                connection.execute(text("delete from exchanges"))
                connection.execute(text("""update conversations set session = '{"doing": 7}'"""))

        return make
