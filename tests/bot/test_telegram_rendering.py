"""How Telegram shows replies and reads updates: pure functions, python-telegram-bot's own types."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.channels.telegram.address import Address
from bot.channels.telegram.buttons import MOST_BYTES, choice_data, is_hashed, is_source, source_data
from bot.channels.telegram.channel import base_file_url
from bot.channels.telegram.hearing import Me, Pressed, Unmeant, Unreadable, Upload, Words, hear
from bot.channels.telegram.pressing import Press, chosen, cited
from bot.channels.telegram.rendering import Document, Text, hint, quotes, render, without_buttons
from bot.channels.telegram.splitting import MOST_UNITS, split, units
from bot.messages import Choice, Outgoing, Reply
from bot.sentences import sentences
from bot.store.database import Exchange
from knowledge.passage import Citation

ME = Me(4242, "shenbao_test_bot")
GROUP = -1001
CLAUSE = Citation(measure="m", document="附件1", label="第五条（二）5", quote="成员单位原则上不少于3家。")
SKIP = (Choice(id="skip", label="跳过"), Choice(id="back", label="上一步"))


def shown(reply: Reply, link: str = "") -> Text:
    """The only message of a short reply."""
    (part,) = render(reply, link)
    assert isinstance(part, Text)
    return part


def exchange(*replies: Reply) -> Exchange:
    """One message and its answer, as the store gives them."""
    return Exchange("…", Outgoing(conversation="c", message="m", replies=replies), datetime.now(UTC))


def under(reply: Reply, data: str) -> Press:
    """A press of a button under a reply."""
    part = shown(reply)
    beside = frozenset(one.data for row in part.rows for one in row if not is_source(one.data))
    return Press(data, beside, f"{part.text}\n")


class TestSplitting:
    @given(st.text(alphabet=st.sampled_from("a字。\n ，😀𠮷\u200d"), max_size=300), st.integers(2, 40))
    def test_the_pieces_are_the_text_and_each_fits(self, text: str, limit: int) -> None:
        pieces = split(text, limit)
        assert "".join(pieces) == text
        assert all(0 < units(piece) <= limit for piece in pieces)

    @given(st.text(max_size=200))
    def test_lengths_are_those_of_utf_16(self, text: str) -> None:
        assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2

    def test_a_paragraph_ends_before_a_sentence_is_cut(self) -> None:
        assert split("甲乙丙。\n\n丁戊己。庚辛", 10) == ("甲乙丙。\n\n", "丁戊己。庚辛")

    def test_a_sentence_ends_before_words_are_cut(self) -> None:
        assert split("甲乙丙丁。戊己庚辛壬", 8) == ("甲乙丙丁。", "戊己庚辛壬")

    def test_a_surrogate_pair_is_never_cut(self) -> None:
        assert split("😀" * 3, 3) == ("😀", "😀", "😀")

    def test_what_fits_stays_whole(self) -> None:
        assert split("字" * MOST_UNITS) == ("字" * MOST_UNITS,)


class TestRendering:
    def test_the_citation_stands_in_words_on_a_line_of_its_own_and_the_source_behind_a_button(self) -> None:
        part = shown(Reply(text="不少于3家。", citations=(CLAUSE, CLAUSE), notices=("办法已到期。",)))
        assert part.text == "不少于3家。\n\n⚠ 办法已到期。\n\n依据：第五条（二）5"
        assert [button.label for row in part.rows for button in row] == ["📖 看原文"]

    def test_suggestions_are_a_list_of_questions(self) -> None:
        part = shown(Reply(text="答。", suggestions=("甲？", "乙？")))
        assert part.text == "答。\n\n您可能还想问：\n· 甲？\n· 乙？"

    def test_choices_are_buttons_that_carry_their_ids(self) -> None:
        part = shown(Reply(text="问？", choices=SKIP))
        assert [[(one.label, one.data) for one in row] for row in part.rows] == [[("跳过", "skip"), ("上一步", "back")]]

    def test_a_label_too_long_for_a_button_stands_whole_in_the_text(self) -> None:
        long = "内蒙古自治区示例新材料与稀土永磁电机创新联合体（筹）"
        part = shown(Reply(text="问？", choices=(Choice(id="a", label=long), *SKIP)))
        assert f"1. {long}\n2. 跳过" in part.text
        assert part.rows[0][0].label.startswith("1. 内蒙古")
        assert len(part.rows[0][0].label) <= 20

    def test_options_already_in_the_text_are_not_listed_again(self) -> None:
        long = "内蒙古自治区示例新材料与稀土永磁电机创新联合体（筹）"
        part = shown(Reply(text=f"问？\n1. {long}", choices=(Choice(id="a", label=long),)))
        assert part.text.count(long) == 1

    def test_more_options_than_telegram_takes_are_numbered_in_the_text(self) -> None:
        many = tuple(Choice(id=str(number), label=f"选项{number}") for number in range(150))
        part = shown(Reply(text="问？", choices=many, citations=(CLAUSE,)))
        assert sum(map(len, part.rows)) <= 100
        assert max(map(len, part.rows)) <= 8
        assert "150. 选项149" in part.text

    def test_the_buttons_hang_under_the_last_piece_and_files_follow(self) -> None:
        parts = render(Reply(text="字。" * 3000, choices=SKIP, files=("/x/登记表.docx",)))
        assert [type(part) for part in parts] == [Text, Text, Document]
        assert [bool(part.rows) for part in parts if isinstance(part, Text)] == [False, True]

    def test_choices_without_words_still_have_a_text_to_hang_under(self) -> None:
        assert shown(Reply(text="", choices=SKIP)).text

    def test_in_a_group_choices_and_files_are_left_to_the_private_chat(self) -> None:
        part = shown(Reply(text="答。", choices=SKIP, citations=(CLAUSE,), files=("/x/登记表.docx",)), ME.link)
        assert [one.url or one.data for row in part.rows for one in row] == [
            "https://t.me/shenbao_test_bot",
            source_data(Reply(text="", citations=(CLAUSE,))),
        ]

    def test_quotes_are_verbatim_under_their_labels(self) -> None:
        assert [one.text for one in quotes((CLAUSE, CLAUSE))] == ["第五条（二）5：\n成员单位原则上不少于3家。"]

    def test_options_stand_in_the_text_when_buttons_are_refused(self) -> None:
        plain = without_buttons(shown(Reply(text="问？", choices=SKIP)))
        assert plain == Text("问？\n1. 跳过\n2. 上一步")

    @pytest.mark.parametrize("text", ["*粗* _斜_ [链接](http://x) `码`", "<b>&amp;</b>", "{{7*7}} {% raw %} ]]>", "\\"])
    def test_markup_is_shown_literally(self, text: str) -> None:
        assert shown(Reply(text=text)).text == text

    @given(st.text(max_size=40), st.text(max_size=40))
    def test_whatever_is_said_can_be_sent(self, text: str, label: str) -> None:
        for part in render(Reply(text=text, choices=(Choice(id=label, label=label),))):
            assert isinstance(part, Text)
            assert part.text.strip()
            assert units(part.text) <= MOST_UNITS
            assert part.text.encode("utf-8")
            assert all(one.label.strip() and one.label.encode("utf-8") for row in part.rows for one in row)

    def test_every_hint_can_be_said(self) -> None:
        names = [key.rpartition(".")[2] for key in sentences().keys() if key.startswith("telegram.hints.")]  # noqa: SIM118
        assert len(names) > 10
        for name in names:
            assert "{" not in hint(name, file="x.pdf", megabytes=20).text


class TestButtons:
    @given(st.text(max_size=80))
    def test_data_fits_and_tells_choices_from_sources(self, choice_id: str) -> None:
        data = choice_data(choice_id)
        assert 0 < len(data.encode("utf-8")) <= MOST_BYTES
        assert not is_source(data)
        assert data == choice_id or is_hashed(data)

    def test_a_long_id_comes_back_through_the_history(self) -> None:
        long = Choice(id="内蒙古自治区" * 8, label="长")
        reply = Reply(text="问？", choices=(long, *SKIP))
        press = under(reply, choice_data(long.id))
        assert is_hashed(press.data)
        assert chosen(press, (exchange(reply),)) == long.id
        assert chosen(press, (exchange(Reply(text="别的")),)) is None

    def test_a_button_under_an_earlier_question_no_longer_holds(self) -> None:
        first, second = Reply(text="一？", choices=SKIP), Reply(text="二？", choices=SKIP)
        assert chosen(under(first, "skip"), (exchange(first),)) == "skip"
        assert chosen(under(first, "skip"), (exchange(first), exchange(second))) is None
        assert chosen(under(second, "skip"), (exchange(first), exchange(second))) == "skip"

    def test_a_button_holds_again_when_its_question_is_asked_again(self) -> None:
        question = Reply(text="一？", choices=SKIP, citations=(CLAUSE,))
        answer = exchange(Reply(text="答。"), question)
        assert chosen(under(question, "skip"), (exchange(question), exchange(Reply(text="没听懂")), answer)) == "skip"

    def test_the_button_under_the_last_piece_of_a_long_question_holds(self) -> None:
        question = Reply(text="".join(f"第{number}项？" for number in range(2000)), choices=SKIP)
        last = render(question)[-1]
        assert isinstance(last, Text)
        assert chosen(Press("skip", frozenset(("skip", "back")), last.text), (exchange(question),)) == "skip"

    @pytest.mark.parametrize("choice_id", ["start:registration", "resume", "preview", "handoff"])
    def test_what_means_the_same_at_any_time_always_holds(self, choice_id: str) -> None:
        old = Reply(text="一？", choices=(Choice(id=choice_id, label="…"),))
        assert chosen(under(old, choice_id), (exchange(old), exchange(Reply(text="二？", choices=SKIP)))) == choice_id

    def test_the_source_of_an_old_answer_is_found(self) -> None:
        answer = Reply(text="答。", citations=(CLAUSE,))
        history = (exchange(answer), exchange(Reply(text="二？", choices=SKIP)))
        assert cited(Press(source_data(answer)), history) == (CLAUSE,)
        assert cited(Press("src:0"), history) == ()


class TestHearing:
    def test_commands_are_choices(self) -> None:
        said = {text: heard(text) for text in ("/start", "/help", "/apply", "/check", "/cancel", "/start apply")}
        assert {text: one.choice for text, one in said.items() if isinstance(one, Words)} == {
            "/start": "help",
            "/help": "help",
            "/apply": "start:registration",
            "/check": "start:eligibility",
            "/cancel": "cancel",
            "/start apply": "start:registration",
        }

    def test_words_are_taken_as_they_are(self) -> None:
        one = heard("  /nowhere 5 < 6 & _x_ ")
        assert isinstance(one, Words)
        assert one.text == "  /nowhere 5 < 6 & _x_ "

    @pytest.mark.parametrize(
        "text", ["成员单位最少几家？", "/apply@another_bot", "@someone 在吗", "mail@shenbao_test_bots"]
    )
    def test_a_group_that_speaks_to_others_is_not_heard(self, text: str) -> None:
        assert heard(text, chat=GROUP) == Unmeant()

    def test_a_mention_is_taken_out_of_the_question(self) -> None:
        one = heard("@Shenbao_Test_Bot 成员单位最少几家？", chat=GROUP)
        assert isinstance(one, Words)
        assert one.text == "成员单位最少几家？"

    def test_an_answer_to_the_bot_is_heard_in_a_group(self) -> None:
        before = message("答。", chat=GROUP)
        before["from"] = {"id": ME.id, "is_bot": True, "first_name": "x"}
        one = heard("那高校呢？", chat=GROUP, reply_to_message=before)
        assert isinstance(one, Words)
        assert one.place.group

    @pytest.mark.parametrize("text", ["/apply", "/check", "@shenbao_test_bot 继续填表", "/cancel"])
    def test_forms_are_left_to_the_private_chat(self, text: str) -> None:
        one = heard(text, chat=GROUP)
        assert isinstance(one, Unreadable)
        assert one.hint == "group"

    def test_a_table_file_is_an_upload_by_its_suffix(self) -> None:
        one = heard("", document={"file_id": "f", "file_unique_id": "f", "file_name": "../团队.XLSX"})
        assert isinstance(one, Upload)
        assert one.suffix == ".xlsx"

    def test_what_telegram_reports_of_a_chat_is_not_answered(self) -> None:
        assert heard("", new_chat_title="新名") == Unmeant()

    def test_other_bots_are_not_answered(self) -> None:
        said = {**message("你好"), "from": {"id": 9, "is_bot": True, "first_name": "x"}}
        assert update({"message": said}) == Unmeant()

    def test_a_choice_pressed_in_a_group_is_left_to_the_private_chat_and_answered(self) -> None:
        one = pressed("start:registration", GROUP)
        assert isinstance(one, Unreadable)
        assert (one.hint, one.callback) == ("group", "q1")

    def test_a_press_under_a_message_too_old_to_be_shown_is_heard(self) -> None:
        query = {"id": "q1", "from": user(7), "chat_instance": "1", "data": "skip"}
        old = {"message_id": 5, "date": 0, "chat": {"id": 7, "type": "private"}}
        one = update({"callback_query": {**query, "message": old}})
        assert isinstance(one, Pressed)
        assert one.press == Press("skip")


class TestAddress:
    @pytest.mark.parametrize("address", [Address(1, 7, 7), Address(1, 7, -1001)])
    def test_an_address_comes_back_from_its_conversation(self, address: Address) -> None:
        assert Address.of(address.conversation) == address

    @pytest.mark.parametrize("conversation", ["web:1", "tg:1:2", "tg:a:b:c", "tg:1:2:3:4", ""])
    def test_other_conversations_have_none(self, conversation: str) -> None:
        assert Address.of(conversation) is None

    def test_answers_in_a_group_belong_under_their_question(self) -> None:
        assert Address(1, 7, GROUP).answers("message:12") == 12
        assert Address(1, 7, GROUP).answers("callback:12") is None
        assert Address(1, 7, 7).answers("message:12") is None


@pytest.mark.parametrize(
    ("base", "files"),
    [
        ("https://api.telegram.org/bot", "https://api.telegram.org/file/bot"),
        ("http://127.0.0.1:81/tg/bot", "http://127.0.0.1:81/tg/file/bot"),
        ("http://127.0.0.1:81/bot{token}/test", "http://127.0.0.1:81/file/bot{token}/test"),
        ("http://127.0.0.1:81/", "http://127.0.0.1:81/"),
    ],
)
def test_files_are_beside_the_methods(base: str, files: str) -> None:
    assert base_file_url(base) == files


def user(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": "甲"}


def message(text: str, chat: int = 7, **more: Any) -> dict[str, Any]:
    kind = "private" if chat > 0 else "supergroup"
    content = {"message_id": 5, "date": 0, "chat": {"id": chat, "type": kind}, "from": user(7), **more}
    return {**content, "text": text} if text else content


def update(content: dict[str, Any]) -> object:
    read = Update.de_json({"update_id": 1, **content})
    assert read is not None
    return hear(read, ME)


def heard(text: str, chat: int = 7, **more: Any) -> object:
    return update({"message": message(text, chat, **more)})


def pressed(data: str, chat: int) -> object:
    query = {"id": "q1", "from": user(7), "chat_instance": "1", "data": data}
    return update({"callback_query": {**query, "message": message("问？", chat)}})
