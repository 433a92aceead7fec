"""Talking through Telegram: unchanged python-telegram-bot, a Bot API server, the real assistant behind."""

from __future__ import annotations

import io

import pytest
from docx import Document

from bot.app import App
from bot.channels.telegram.splitting import units
from bot.messages import Incoming
from knowledge.passage import squeeze
from tests.e2e.bot_api_server import BOT_ID, USERNAME, BotApiServer, Json
from tests.e2e.telegram_bot import NAME, QUESTION, conversation, labels, open_form, serving

GROUP = -1001
SOURCE = "📖 看原文"


def test_a_question_is_answered_with_the_clause_in_words_and_its_original_on_a_button(
    app: App, server: BotApiServer, person: int
) -> None:
    with serving(app, server):
        server.message(QUESTION, person)
        answer = server.wait_for_text("不少于3家", person)
        assert "\n依据：第五条（二）5" in answer["text"]
        assert "⚠ " in answer["text"]
        assert "您可能还想问：\n· " in answer["text"]
        assert labels(answer)[-1] == SOURCE
        server.press(answer, SOURCE, person=person)
        original = server.wait_for_text("第五条（二）5：\n", person)
    quotes = [one.quote for one in app.assistant.view(conversation(person)).history[0].outgoing.replies[0].citations]
    assert quotes
    assert all(squeeze(quote) in squeeze(original["text"]) for quote in quotes)
    assert len(server.called("answerCallbackQuery")) == 1


def test_the_menu_names_the_commands(app: App, server: BotApiServer) -> None:
    with serving(app, server):
        server.wait_for(lambda: server.menu)
    assert [one["command"] for one in server.menu] == ["start", "apply", "check", "help", "cancel"]


def test_start_welcomes_and_its_buttons_begin_the_form(app: App, server: BotApiServer, person: int) -> None:
    with serving(app, server):
        server.message("/start", person)
        welcome = server.wait_for_text("申报助手", person)
        server.press(welcome, "开始填表", person=person)
        consent = server.wait_for_text("开始之前说明一下", person)
        assert labels(consent)[:2] == ["同意", "不同意，不问身份证号"]
        server.press(consent, "不同意", person=person)
        first = server.wait_for_text("（1/", person)
    assert {"跳过", "上一步", "预览"} <= set(labels(first))


def test_identity_numbers_are_never_asked_in_telegram(app: App, server: BotApiServer, person: int) -> None:
    with serving(app, server):
        server.message("/apply", person)
        server.press(server.wait_for_text("同意", person), "同意", person=person)
        asked = server.wait_for_text("（1/", person)
        for number in range(2, 9):
            server.press(asked, "跳过", person=person)
            asked = server.wait_for_text(f"（{number}/", person)
        assert not [one for one in server.sent(person)[1:] if "身份证号是多少" in one["text"]]


def test_the_check_is_walked_by_buttons_and_cancelled_by_command(app: App, server: BotApiServer, person: int) -> None:
    with serving(app, server):
        server.message("/check", person)
        question = server.wait_for_text("注册的吗", person)
        server.press(question, "是，在区内注册", person=person)
        server.wait_for(lambda: len([one for one in server.sent(person) if "取消" in labels(one)]) == 2)
        server.message("/cancel", person)
        server.wait_for_text("自查先停在这里", person)


def test_confirming_sends_the_draft_as_a_document_with_its_own_name(
    app: App, server: BotApiServer, person: int
) -> None:
    with serving(app, server):
        open_form(server, person)
        server.message(NAME, person)
        server.wait_for_text("（2/", person)
        for number in range(3, 40):
            server.message("跳过", person)
            if "请核对" in _next_question(server, person, number)["text"]:
                break
        server.press(server.wait_for(lambda: _with_label(server, person, "确认")), "确认", person=person)
        sent = server.wait_for(lambda: next((one for one in server.sent(person) if "document" in one), None), 60)
    assert sent["document"]["file_name"] == "内蒙古自治区创新联合体备案申请登记表.docx"
    read = Document(io.BytesIO(bytes.fromhex(sent["content"])))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    assert any(NAME in text for text in [*cells, *(one.text for one in read.paragraphs)])


def _next_question(server: BotApiServer, person: int, number: int) -> Json:
    """The question of that number, or the review."""
    starts = (f"（{number}/", "各项都问完了，请核对")
    return server.wait_for(
        lambda: next((one for one in server.sent(person) if one.get("text", "").startswith(starts)), None)
    )


def _with_label(server: BotApiServer, person: int, label: str) -> Json | None:
    return next((one for one in server.sent(person) if any(label in text for text in labels(one))), None)


def test_a_second_tap_on_skip_does_not_skip_the_next_question(app: App, server: BotApiServer, person: int) -> None:
    with serving(app, server):
        first = open_form(server, person)
        server.press(first, "跳过", person=person)
        server.press(first, "跳过", person=person)
        server.wait_for_text("这个按钮已经失效", person)
        server.wait_until_quiet()
    form = app.assistant.reply(Incoming(channel="test", conversation=conversation(person), message="x", text="?")).form
    assert form is not None
    assert form.current == "filing_date"
    assert len(server.called("answerCallbackQuery")) == 3


def test_a_button_nobody_offered_changes_nothing(app: App, server: BotApiServer, person: int) -> None:
    with serving(app, server):
        first = open_form(server, person)
        server.press(first, data="#0123456789abcdef", person=person)
        server.wait_for_text("这个按钮已经失效", person)
        server.press(first, data="src:0123456789abcdef", person=person)
        server.wait_for_text("原文现在找不到了", person)


def test_a_long_answer_comes_in_pieces_with_the_buttons_under_the_last(
    app: App, server: BotApiServer, person: int
) -> None:
    rows = [f"王五 45 教授 系主任 材料学与工程 示例大学第{number}研究所" for number in range(100, 240)]
    with serving(app, server):
        open_form(server, person)
        server.message("修改科研团队情况", person)
        server.wait_for_text("一人一行", person)
        server.message("\n".join(rows[:70]), person)
        server.wait_for_text("研究所", person)
        server.message("\n".join(rows[70:]), person)
        server.wait_for_text("第239研究所", person)
        server.wait_until_quiet()
    long = server.sent(person)
    assert all(units(one["text"]) <= 4096 for one in long)
    said = app.assistant.view(conversation(person)).history[-1].outgoing.replies
    whole = squeeze("".join(one["text"] for one in long))
    assert all(squeeze(reply.text) in whole for reply in said)
    assert max(units(reply.text) for reply in said) > 4096
    assert "预览" in labels(long[-1])


def test_a_table_file_is_read_and_not_kept(app: App, server: BotApiServer, person: int) -> None:
    table = "姓名,年龄,职称,职务,从事专业,工作单位\n赵六,45,教授,系主任,材料学,示例大学\n"
    with serving(app, server):
        open_form(server, person)
        server.message("修改科研团队情况", person)
        server.wait_for_text("一人一行", person)
        server.document("团队.csv", table.encode(), person)
        server.wait_for_text("赵六", person)
    assert not list(app.settings.uploads_folder.iterdir())


@pytest.mark.parametrize(
    ("name", "size", "told"),
    [
        ("团队.exe", 10, "“团队.exe”不是能读的类型"),
        ("团队.xlsx", 21 * 1024 * 1024, "超过 20 MB"),
        ("", 10, "不是能读的类型"),
    ],
)
def test_a_file_that_cannot_be_read_is_declined_kindly(
    app: App, server: BotApiServer, person: int, name: str, size: int, told: str
) -> None:
    with serving(app, server):
        server.document(name, b"x", person, size)
        server.wait_for_text(told, person)
    assert not server.called("getFile")


def test_a_file_that_cannot_be_fetched_is_asked_for_again(app: App, server: BotApiServer, person: int) -> None:
    with serving(app, server):
        server.fail("getFile", 400, "Bad Request: file is too big")
        server.document("团队.csv", b"x", person)
        server.wait_for_text("请再发一次", person)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"photo": [{"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9}]}, "收到图片了"),
        ({"voice": {"file_id": "a", "file_unique_id": "a", "duration": 2}}, "收到语音了"),
        ({"location": {"latitude": 40.8, "longitude": 111.7}}, "收到位置了"),
        ({"video": {"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9, "duration": 2}}, "收到了"),
        (
            {
                "sticker": {
                    "file_id": "a",
                    "file_unique_id": "a",
                    "type": "regular",
                    "width": 9,
                    "height": 9,
                    "is_animated": False,
                    "is_video": False,
                }
            },
            "收到了",
        ),
    ],
)
def test_what_is_not_words_is_answered_kindly_and_the_form_stays(
    app: App, server: BotApiServer, person: int, content: Json, told: str
) -> None:
    with serving(app, server):
        open_form(server, person)
        server.message(person=person, **content)
        server.wait_for_text(told, person)
        server.message(NAME, person)
        server.wait_for_text("（2/", person)


def test_an_edited_message_changes_nothing_and_says_so(app: App, server: BotApiServer, person: int) -> None:
    with serving(app, server):
        open_form(server, person)
        server.edit(NAME, person)
        server.wait_for_text("请发一条新消息", person)
    assert all(one.said != NAME for one in app.assistant.view(conversation(person)).history)


def test_a_group_is_answered_only_when_the_bot_is_addressed(
    app: App, server: BotApiServer, person: int, other: int
) -> None:
    with serving(app, server):
        server.message(QUESTION, person, GROUP)
        server.message(f"/check@another_bot {QUESTION}", person, GROUP)
        asked = server.message(f"@{USERNAME} {QUESTION}", person, GROUP)
        answer = server.wait_for_text("不少于3家", GROUP)
        server.message("申报要交哪些材料？", person, GROUP, reply_to_message=answer)
        server.wait_for(lambda: len(server.sent(GROUP)) == 2)
        server.press(answer, SOURCE, person=other)
        server.wait_for_text("第五条（二）5：\n", GROUP)
    assert answer["reply_to_message"]["message_id"] == asked["message"]["message_id"]
    assert labels(answer) == ["到私聊里办理", SOURCE]
    said = [one.said for one in app.assistant.view(f"tg:{BOT_ID}:{person}:{GROUP}").history]
    assert said == [QUESTION, "申报要交哪些材料？"]


@pytest.mark.parametrize("text", ["/apply", f"/apply@{USERNAME}", f"@{USERNAME} 我要填表", f"@{USERNAME} 资格自查"])
def test_the_form_never_starts_in_a_group(app: App, server: BotApiServer, person: int, text: str) -> None:
    with serving(app, server):
        server.message(text, person, GROUP)
        told = server.wait_for_text("私聊", GROUP)
    assert told["reply_markup"]["inline_keyboard"][0][0]["url"] == f"https://t.me/{USERNAME}"
    assert not app.assistant.view(f"tg:{BOT_ID}:{person}:{GROUP}").history
