"""`shenbao chat --jsonl`: one answer a line whatever comes in, and a process that is killed goes on where it was."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.commands.chat import answer_line
from bot.store.database import Database
from tests.bot.shell import Shell
from tests.bot.talking import Skills, assistant_over
from tests.form_filler.talking import ANSWERS


def _line(message: str, **said: object) -> str:
    return json.dumps({"conversation": "u1", "message": message, **said})


class TestLines:
    @pytest.fixture
    def app(self, house: App, skills: Skills, tmp_path: Path) -> Iterator[App]:
        file = tmp_path / "shenbao.db"
        with closing(Database(f"sqlite:///{file}", file, busy_ms=50)) as store:
            yield replace(house, store=store, assistant=assistant_over(store, skills))

    def test_an_answer_has_the_fields_of_the_protocol(self, app: App) -> None:
        answer = answer_line(app, _line("m1", text="成员单位最少要几家？"), 1)
        assert set(answer) == {"conversation", "message", "replies", "form", "ticket"}
        assert set(answer["replies"][0]) == {"text", "choices", "citations", "files"}
        assert set(answer["replies"][0]["citations"][0]) == {"measure", "document", "label", "quote"}
        assert (answer["form"], answer["ticket"]) == (None, None)

    def test_an_open_form_is_told_with_every_answer(self, app: App) -> None:
        answer_line(app, _line("m1", choice="start:registration"), 1)
        form = answer_line(app, _line("m2", choice="agree"), 2)["form"]
        assert set(form) == {"id", "current", "missing", "errors", "values"}
        assert (form["id"], form["current"], form["values"]) == ("registration", "consortium_name", {})
        assert "consortium_name" in form["missing"] and "other_fields" not in form["missing"]

    @pytest.mark.parametrize(
        ("line", "part"),
        [
            ("不是 JSON", "第 7 行"),
            ("{", "不是 JSON"),
            ("[]", "不是 JSON 对象"),
            ("null", "不是 JSON 对象"),
            ("{}", "conversation、message"),
            ('{"conversation": "a"}', "message"),
            ('{"conversation": {}, "message": []}', "conversation、message"),
            ('{"conversation": "a", "message": "1", "text": 7.5, "choice": ["x"], "file": {}}', "choice、file"),
            ('{"conversation": "a", "message": true}', "message"),
            ("[" * 100_000, "嵌套太深"),
            ('{"conversation": "a", "message": "1", "text": ' + "9" * 5000 + "}", "第 7 行"),
        ],
    )
    def test_a_line_that_is_no_message_is_said_so_in_chinese(self, app: App, line: str, part: str) -> None:
        answer = answer_line(app, line, 7)
        assert set(answer) == {"error", "replies"} and answer["replies"] == []
        assert part in answer["error"] and "第 7 行" in answer["error"] and "\n" not in answer["error"]

    def test_numbers_as_ids_are_taken_as_text(self, app: App) -> None:
        answer = answer_line(app, '{"conversation": 5, "message": 6, "choice": "help", "more": NaN}', 1)
        assert (answer["conversation"], answer["message"]) == ("5", "6")

    @pytest.mark.parametrize(
        "text", ["", " ", "\n", "字" * 100_000, "\0\x01\x1b[2J", "\ud800", "\u202e反", "😀", "{x}", "[/red]", "%s"]
    )
    def test_odd_words_are_answered_outside_a_form_and_inside(self, app: App, text: str) -> None:
        assert answer_line(app, _line("q", text=text), 1)["replies"][0]["text"].strip()
        answer_line(app, _line("s", choice="start:registration"), 1)
        before = answer_line(app, _line("a", choice="agree"), 1)["form"]
        after = answer_line(app, _line("x", text=text), 1)
        assert after["form"]["current"] == before["current"] and after["form"]["values"] == before["values"]
        assert all(reply["text"].strip() for reply in after["replies"])

    @pytest.mark.parametrize(
        "choice", ["", "gone", "start:", "start:visa", "start:registration:new:x", "字" * 9999, "\0"]
    )
    def test_unknown_choices_change_nothing(self, app: App, choice: str) -> None:
        for number, known in enumerate(("start:registration", "agree")):
            before = answer_line(app, _line(str(number), choice=known), 1)["form"]
        if choice == "start:registration:new:x":  # a choice of its own: begins anew
            return
        after = answer_line(app, _line("x", choice=choice), 1)
        assert after["form"]["values"] == before["values"] and after["form"]["current"] == before["current"]

    @pytest.mark.parametrize("file", ["/nonexistent", "/", "", "a\0b", "\ud800.xlsx", "x" * 5000])
    def test_files_that_cannot_be_read_are_said_so(self, app: App, file: str) -> None:
        for number, known in enumerate(("start:registration", "agree")):
            before = answer_line(app, _line(str(number), choice=known), 1)["form"]
        after = answer_line(app, _line("x", file=file), 1)
        assert after["form"]["values"] == before["values"] and after["replies"][0]["text"]

    def test_a_locked_store_is_an_error_line_and_the_message_works_later(self, app: App, tmp_path: Path) -> None:
        answer_line(app, _line("s", choice="start:registration"), 1)
        with closing(sqlite3.connect(tmp_path / "shenbao.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            answer = answer_line(app, _line("a", choice="agree"), 2)
            other.execute("ROLLBACK")
        assert (answer["conversation"], answer["message"]) == ("u1", "a")
        assert "请稍后重发" in answer["error"] and answer["error"] == answer["replies"][0]["text"]
        assert answer_line(app, _line("a", choice="agree"), 3)["form"]["current"] == "consortium_name"


def test_every_line_is_answered_in_order_whatever_it_is(shell: Shell) -> None:
    given = [
        _line("m1", choice="start:registration"),
        "这不是 JSON",
        _line("m2", text="同意"),
        _line("半个\ud800", text="控制\x01字符"),
        '{"conversation": "\\ud83d\\ude00", "message": "\\ud83d", "text": "\\udc00"}',
        _line("m3", text="字" * 100_000),
        _line("m2", text="同意"),
    ]
    ran = shell.run("chat", "--jsonl", given="\n".join(given).encode() + b"\n\n\xff\xfe\n")
    assert ran.code == 0 and not ran.err
    answers = ran.lines
    assert [one.get("message") for one in answers] == ["m1", None, "m2", "半个\ud800", "\ud83d", "m3", "m2", None]
    assert answers[4]["conversation"] == "😀"
    assert answers[6] == answers[2] and answers[2]["form"]["current"] == "consortium_name"


class Process:
    """`shenbao chat --jsonl` in a process of its own, which can be killed."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._started: subprocess.Popen[str] | None = None

    def send(self, message: str, **said: str) -> None:
        stdin = self._running().stdin
        assert stdin
        stdin.write(_line(message, **said) + "\n")
        stdin.flush()

    def hear(self) -> Any:
        stdout = self._running().stdout
        assert stdout
        return json.loads(stdout.readline())

    def kill(self) -> None:
        process = self._running()
        process.send_signal(signal.SIGKILL)
        self._end(process)

    def close(self) -> None:
        process = self._running()
        assert process.stdin
        process.stdin.close()
        self._end(process)

    def _end(self, process: subprocess.Popen[str]) -> None:
        process.wait(20)
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()
        self._started = None

    def _running(self) -> subprocess.Popen[str]:
        if self._started is None:
            settings = {"SHENBAO_HOME": str(self._home), "SHENBAO_TODAY": "2024-06-03", "PATH": "/nonexistent"}
            self._started = subprocess.Popen(
                [sys.executable, "-m", "bot.main", "chat", "--jsonl"],
                env={**os.environ, **settings},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        return self._started


def test_killed_three_times_the_form_goes_on_and_every_message_counts_once(home: Path) -> None:
    process = Process(home)
    said = [("choice", "start:registration"), ("choice", "agree")]
    said += [("text", words) for words in list(ANSWERS.values())[:10]]
    said.insert(8, ("text", "上一步"))  # would show if it counted twice
    said.insert(9, said[7])
    answer: Any = None
    for number, (kind, words) in enumerate(said):
        process.send(f"m{number}", **{kind: words})
        if number in (3, 8):  # killed at work: nobody knows whether it was saved
            process.kill()
            process.send(f"m{number}", **{kind: words})
        answer = process.hear()
        if number == 6:  # killed after the answer: the same message gets the same answer
            process.kill()
            process.send(f"m{number}", **{kind: words})
            assert process.hear() == answer
    process.close()
    assert answer["form"]["current"] == "industry"
    assert answer["form"]["values"]["contact"] == {
        "name": "李四",
        "id_number": "150202198506060020",
        "phone": "0472-5550000",
    }
    assert answer["form"]["values"]["legal_representative"]["phone"] == "13800000001"
