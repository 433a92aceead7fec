"""Nothing is lost or doubled on the way through Telegram: floods, blocks, outages, repeats, restarts."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App
from bot.errors import StoreUnavailableError
from bot.messages import Incoming
from tests.e2e.bot_api_server import TOKEN, BotApiServer
from tests.e2e.telegram_bot import NAME, QUESTION, QUICK, Held, conversation, open_form, serving


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


def test_too_many_requests_wait_for_that_chat_only(app: App, server: BotApiServer, person: int, other: int) -> None:
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
    app: App, server: BotApiServer, person: int, other: int
) -> None:
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


def test_a_person_who_has_blocked_the_bot_is_not_tried_again_and_again(
    app: App, server: BotApiServer, person: int
) -> None:
    with serving(app, server, replace(QUICK, sweep=0.1)):
        server.block(person)
        server.message(QUESTION, person)
        server.wait_for(lambda: [one for one in server.called("sendMessage") if one.error == 403])
        time.sleep(0.5)
        assert len(server.called("sendMessage")) == 1


def test_what_could_not_be_sent_is_tried_again_later(app: App, server: BotApiServer, person: int) -> None:
    with serving(app, server, replace(QUICK, sweep=0.3)):
        server.block(person)
        server.message("/help", person)
        server.wait_for(lambda: [one for one in server.called("sendMessage") if one.error == 403])
        server.unblock(person)
        server.fail("sendMessage", 502, "Bad Gateway", times=len(QUICK.retries) + 1)
        server.message(QUESTION, person)
        server.wait_for_text("不少于3家", person)
    assert len(server.sent(person)) == 2


def test_an_answer_that_broke_off_goes_on_where_it_stopped(app: App, server: BotApiServer, person: int) -> None:
    with serving(app, server, replace(QUICK, sweep=0.3)):
        server.message("/apply", person)
        consent = server.wait_for_text("同意", person)
        server.fail("sendMessage", 502, "Bad Gateway", times=len(QUICK.retries) + 1, after=1)
        server.press(consent, "不同意", person=person)
        server.wait_for_text("（1/", person)
        server.wait_until_quiet()
    assert len([one for one in server.sent(person) if "身份证号不会问" in one["text"]]) == 1


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


def test_answers_of_another_bot_stay_pending(app: App, server: BotApiServer, person: int, other: int) -> None:
    foreign = f"tg:1:{person}:{person}"
    app.assistant.reply(Incoming(channel="telegram", conversation=foreign, message="m", text=QUESTION))
    with serving(app, server):
        server.message(QUESTION, other)
        server.wait_until_quiet()
    assert not server.sent(person)
    assert [one for one in app.assistant.pending("telegram") if one.conversation == foreign]


def test_typing_is_shown_while_an_answer_takes_long_and_others_do_not_wait(
    app: App, server: BotApiServer, person: int, other: int
) -> None:
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


def test_a_stop_waits_for_what_is_in_hand(app: App, server: BotApiServer, person: int) -> None:
    held = Held(app.assistant, word="最少")
    with serving(held.within(app), server):
        update = server.message(QUESTION, person)
        assert held.began.wait(10)
        threading.Timer(0.5, held.go.set).start()
    assert server.acknowledged(update)
    assert "不少于3家" in server.sent(person)[0]["text"]


def test_a_store_that_is_down_for_a_moment_loses_nothing(app: App, server: BotApiServer, person: int) -> None:
    held = Held(app.assistant, failures=[StoreUnavailableError("database is locked")] * 3)
    with serving(held.within(app), server):
        server.message(QUESTION, person)
        server.wait_for_text("暂时无法保存", person)
        server.wait_for_text("不少于3家", person)
        server.wait_until_quiet()
    assert len(server.sent(person)) == 2


def test_a_surprise_is_told_kindly_and_the_next_message_is_answered(
    app: App, server: BotApiServer, person: int
) -> None:
    held = Held(app.assistant, failures=[RuntimeError("secret details")])
    with serving(held.within(app), server):
        server.message("/apply", person)
        told = server.wait_for_text("没有办成", person)
        server.message(QUESTION, person)
        server.wait_for_text("不少于3家", person)
    assert "secret" not in told["text"]


def test_no_log_holds_the_token(app: App, server: BotApiServer, other: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(app, server):
        server.fail("sendMessage", 400, "Bad Request: nothing works", times=2)
        server.document("团队.csv", b"", other)
        server.message(QUESTION, other)
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
