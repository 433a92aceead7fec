"""The Telegram channel end to end: unchanged python-telegram-bot against a Bot API server, the real assistant behind."""

from __future__ import annotations

import io
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from docx import Document

from bot.app import App
from bot.channels.telegram.splitting import units
from bot.messages import Incoming
from knowledge.passage import squeeze
from tests.e2e.bot_api_server import BOT_ID, TOKEN, USERNAME, BotApiServer, Json
from tests.e2e.telegram_bot import QUICK, Held, assemble, serving

QUESTION = "成员单位最少要几家？"
NAME = "内蒙古自治区示例新材料创新联合体"
GROUP = -1001
SOURCE = "📖 看原文"

_people = count(100)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    app = assemble(tmp_path_factory.mktemp("home"))
    yield app
    app.store.close()


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer().running() as server:
        yield server


@pytest.fixture
def person() -> int:
    return next(_people)


def labels(message: Json) -> list[str]:
    """The labels of the buttons under a message."""
    return [button["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", ()) for button in row]


def open_form(server: BotApiServer, person: int) -> Json:
    """Starts the form and declines; the message with the first question."""
    server.message("/apply", person)
    consent = server.wait_for_text("同意", person)
    server.press(consent, "不同意", person=person)
    return server.wait_for_text("（1/", person)


def conversation(person: int) -> str:
    return f"tg:{BOT_ID}:{person}:{person}"


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


def test_the_check_is_walked_by_buttons_and_cancelled_by_command(
    app: App, server: BotApiServer, person: int
) -> None:
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
        for number in range(2, 40):
            server.message("跳过", person)
            seen = server.wait_for(
                lambda number=number: next(  # type: ignore[misc]  # the lambda's type is Json | None
                    (
                        one
                        for one in server.sent(person)
                        if f"（{number + 1}/" in one["text"] or "请核对" in one["text"]
                    ),
                    None,
                )
            )
            if "请核对" in seen["text"]:
                break
        server.press(server.wait_for(lambda: _with_label(server, person, "确认")), "确认", person=person)
        sent = server.wait_for(lambda: next((one for one in server.sent(person) if "document" in one), None), 60)
    assert sent["document"]["file_name"] == "内蒙古自治区创新联合体备案申请登记表.docx"
    read = Document(io.BytesIO(bytes.fromhex(sent["content"])))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    assert any(NAME in text for text in [*cells, *(one.text for one in read.paragraphs)])


def _with_label(server: BotApiServer, person: int, label: str) -> Json | None:
    return next((one for one in server.sent(person) if any(label in text for text in labels(one))), None)


def test_an_update_delivered_twice_is_applied_once(app: App, server: BotApiServer, person: int) -> None:
    with serving(app, server):
        open_form(server, person)
        update = server.message(NAME, person)
        server.again(update)
        server.wait_for_text("（2/", person)
        server.wait_until_quiet()
        server.again(update)
        server.message("这是什么意思", person)
        server.wait_for_text("封面", person)
        server.wait_until_quiet()
    history = app.assistant.view(conversation(person)).history
    assert [one.said for one in history].count(NAME) == 1
    assert len([one for one in server.sent(person) if "记下了：创新联合体名称" in one["text"]]) == 1


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


def test_too_many_requests_wait_for_that_chat_only(app: App, server: BotApiServer, person: int) -> None:
    other = next(_people)
    with serving(app, server):
        server.fail("sendMessage", 429, "Too Many Requests: retry after 2", retry_after=2)
        server.message(QUESTION, person)
        flooded = server.wait_for(lambda: next((one for one in server.called("sendMessage") if one.error), None))
        server.message(QUESTION, other)
        server.wait_for_text("不少于3家", other)
        assert not server.sent(person)
        server.wait_for_text("不少于3家", person)
    tries = [one for one in server.called("sendMessage") if one.params["chat_id"] == person]
    assert tries[1].at - flooded.at >= 1.9
    assert len(tries) == 2


def test_a_person_who_blocks_the_bot_gets_the_answers_after_coming_back(
    app: App, server: BotApiServer, person: int
) -> None:
    other = next(_people)
    with serving(app, server):
        server.block(person)
        server.message(QUESTION, person)
        server.wait_for(lambda: [one for one in server.called("sendMessage") if one.error == 403])
        server.message(QUESTION, other)
        server.wait_for_text("不少于3家", other)
        server.wait_until_quiet()
        assert len([one for one in server.called("sendMessage") if one.error == 403]) == 1
        server.unblock(person)
        server.message("/help", person)
        server.wait_for_text("申报助手", person)
    assert "不少于3家" in server.sent(person)[0]["text"]
    assert not [one for one in app.assistant.pending("telegram") if one.conversation == conversation(person)]


def test_refused_buttons_are_left_out_and_the_options_stand_in_the_text(
    app: App, server: BotApiServer, person: int
) -> None:
    with serving(app, server):
        server.fail("sendMessage", 400, "Bad Request: BUTTON_DATA_INVALID")
        server.message("/apply", person)
        consent = server.wait_for_text("开始之前说明一下", person)
    assert "reply_markup" not in consent
    assert "1. 同意\n2. 不同意，不问身份证号" in consent["text"]


def test_a_server_in_trouble_gets_the_answer_later(app: App, server: BotApiServer, person: int) -> None:
    with serving(app, server):
        server.fail("getUpdates", 502, "Bad Gateway", times=2)
        server.fail("sendMessage", 502, "Bad Gateway", times=2)
        server.message(QUESTION, person)
        server.wait_for_text("不少于3家", person)
    assert len(server.sent(person)) == 1


def test_what_could_not_be_sent_is_sent_after_a_restart_and_in_order(
    app: App, server: BotApiServer, person: int
) -> None:
    for number, text in enumerate((QUESTION, "帮助")):
        incoming = Incoming(channel="telegram", conversation=conversation(person), message=f"m{number}", text=text)
        app.assistant.reply(incoming)
    with serving(app, server):
        server.wait_for_text("申报助手", person)
    assert "不少于3家" in server.sent(person)[0]["text"]
    assert not [one for one in app.assistant.pending("telegram") if one.conversation == conversation(person)]


def test_answers_of_another_bot_stay_pending(app: App, server: BotApiServer, person: int) -> None:
    foreign = f"tg:1:{person}:{person}"
    app.assistant.reply(Incoming(channel="telegram", conversation=foreign, message="m", text=QUESTION))
    with serving(app, server):
        server.message(QUESTION, next(_people))
        server.wait_until_quiet()
    assert not server.sent(person)
    assert [one for one in app.assistant.pending("telegram") if one.conversation == foreign]


def test_a_long_answer_comes_in_pieces_with_the_buttons_under_the_last(
    app: App, server: BotApiServer, person: int
) -> None:
    rows = [f"王{number}珍 45 教授 系主任 材料学 示例大学第{number}研究所😀" for number in range(100, 200)]
    with serving(app, server):
        open_form(server, person)
        server.message("修改科研团队情况", person)
        server.wait_for_text("一人一行", person)
        server.message("\n".join(rows[:50]), person)
        server.wait_for_text("研究所", person)
        server.message("\n".join(rows[50:]), person)
        server.wait_for_text("第199研究所", person)
        server.wait_until_quiet()
    long = server.sent(person)
    assert all(units(one["text"]) <= 4096 for one in long)
    said = app.assistant.view(conversation(person)).history[-1].outgoing.replies
    whole = squeeze("".join(one["text"] for one in long))
    assert all(squeeze(reply.text) in whole for reply in said)
    assert max(units(reply.text) for reply in said) > 4096
    assert "预览" in labels(long[-1])


def test_a_table_file_is_read_and_not_kept(app: App, server: BotApiServer, person: int) -> None:
    table = "姓名,年龄,职称,职务,从事专业,工作单位\n王五,45,教授,系主任,材料学,示例大学\n"
    with serving(app, server):
        open_form(server, person)
        server.message("修改科研团队情况", person)
        server.wait_for_text("一人一行", person)
        server.document("团队.csv", table.encode(), person)
        server.wait_for_text("王五", person)
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


def test_a_group_is_answered_only_when_the_bot_is_addressed(app: App, server: BotApiServer, person: int) -> None:
    with serving(app, server):
        server.message(QUESTION, person, GROUP)
        server.message(f"/check@another_bot {QUESTION}", person, GROUP)
        asked = server.message(f"@{USERNAME} {QUESTION}", person, GROUP)
        answer = server.wait_for_text("不少于3家", GROUP)
        server.message("申报要交哪些材料？", person, GROUP, reply_to_message=answer)
        server.wait_for(lambda: len(server.sent(GROUP)) == 2)
        server.press(answer, SOURCE, person=next(_people))
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


def test_typing_is_shown_while_an_answer_takes_long_and_others_do_not_wait(
    app: App, server: BotApiServer, person: int
) -> None:
    other = next(_people)
    held = Held(app.assistant, word="材料")
    with serving(held.within(app), server):
        server.message("备案要交哪些材料？", person)
        server.wait_for(lambda: server.called("sendChatAction"))
        server.message(QUESTION, other)
        server.wait_for_text("不少于3家", other)
        assert not server.sent(person)
        held.go.set()
        server.wait_for(lambda: server.sent(person))
    assert {one.params["chat_id"] for one in server.called("sendChatAction")} == {person}


def test_a_message_that_was_not_applied_stays_with_telegram(app: App, server: BotApiServer, person: int) -> None:
    held = Held(app.assistant, word="最少")
    with serving(held.within(app), server, replace(QUICK, grace=0.1)):
        update = server.message(QUESTION, person)
        assert held.began.wait(10)
        threading.Timer(1.0, held.go.set).start()  # the thread ends after the channel has given up on it
    assert not server.acknowledged(update)
    with serving(app, server):
        server.wait_for_text("不少于3家", person)
        server.wait_for(lambda: server.acknowledged(update))
        server.wait_until_quiet()
    assert len(server.sent(person)) == 1


def test_a_store_that_is_down_for_a_moment_loses_nothing(app: App, server: BotApiServer, person: int) -> None:
    held = Held(app.assistant, failures=3)
    with serving(held.within(app), server):
        server.message(QUESTION, person)
        server.wait_for_text("暂时无法保存", person)
        server.wait_for_text("不少于3家", person)
        server.wait_until_quiet()
    assert len(server.sent(person)) == 2


def test_no_log_holds_the_token(app: App, server: BotApiServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(app, server):
        server.fail("sendMessage", 400, "Bad Request: nothing works", times=2)
        server.document("团队.csv", b"", next(_people))
        server.message(QUESTION, next(_people))
        server.wait_until_quiet()
    with serving(app, server, token="1:WRONG-token"):
        server.wait_for(lambda: [one for one in server.calls if one.error == 401])
        time.sleep(0.2)
    assert "SHENBAO_TELEGRAM_TOKEN" in caplog.text
    for record in caplog.records:
        shown = record.getMessage() + (logging.Formatter().formatException(record.exc_info) if record.exc_info else "")
        assert TOKEN.partition(":")[2] not in shown
        assert "WRONG-token" not in shown


def test_the_command_serves_until_it_is_told_to_stop(server: BotApiServer, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "SHENBAO_HOME": str(tmp_path),
        "SHENBAO_EMBEDDER": "hashing",
        "SHENBAO_TELEGRAM_TOKEN": TOKEN,
        "SHENBAO_TELEGRAM_BASE_URL": server.base_url,
    }
    command = [sys.executable, "-c", "from bot.main import run; run()", "telegram"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            update = server.message(QUESTION)
            server.wait_for_text("不少于3家", seconds=60)
            process.send_signal(signal.SIGTERM)
            out, errors = process.communicate(timeout=10)
        finally:
            process.kill()
    assert process.returncode == 0
    assert server.acknowledged(update)
    assert TOKEN.encode() not in out + errors
    assert b"Traceback" not in errors


def test_the_command_names_the_setting_when_the_token_is_refused(server: BotApiServer, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "SHENBAO_HOME": str(tmp_path),
        "SHENBAO_EMBEDDER": "hashing",
        "SHENBAO_TELEGRAM_TOKEN": "1:WRONG-token",
        "SHENBAO_TELEGRAM_BASE_URL": server.base_url,
    }
    command = [sys.executable, "-c", "from bot.main import run; run()", "telegram"]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "SHENBAO_TELEGRAM_TOKEN" in done.stderr.decode()
    assert "WRONG-token" not in done.stderr.decode()
