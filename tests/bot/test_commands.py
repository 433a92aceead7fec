"""The command line: what it prints, its exit codes, and that what a person can mend is one Chinese line."""

from __future__ import annotations

import json
import os
import socket
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.bot.shell import Shell
from tests.form_filler.eligibility_samples import sample
from tests.form_filler.registration import LEAD, complete

COMMANDS = (
    "ask", "chat", "serve", "telegram", "check", "draft", "index", "eval", "measure", "measure list", "measure show",
    "measure check",
)  # fmt: skip


def _printed(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "".join("".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).split())


class TestHelp:
    @pytest.mark.parametrize("command", ["", *COMMANDS])
    def test_every_command_says_in_chinese_what_it_and_its_options_do(self, shell: Shell, command: str) -> None:
        ran = shell.run(*command.split(), "--help")
        assert ran.code == 0 and not ran.err
        described = [line for line in ran.out.splitlines() if "--" in line and "--help" not in line]
        for line in (*described, ran.out):
            assert any("一" <= letter <= "鿿" for letter in line), line

    def test_no_command_shows_the_help(self, shell: Shell) -> None:
        ran = shell.run()
        assert ran.code == 2 and "申报助手" in ran.out + ran.err

    @pytest.mark.parametrize(
        ("arguments", "part"),
        [
            (["fly"], "没有命令“fly”"),
            (["measure", "fly"], "没有命令“fly”"),
            (["ask", "--fly"], "没有选项 --fly"),
            (["check"], "还缺 FACTS"),
            (["draft", "x.json"], "还缺 --out"),
            (["serve", "--port", "x"], "--port 的值不对"),
            (["serve", "--port", "70000"], "--port 的值不对"),
            (["chat", "--conversation"], "还缺 --conversation"),
            (["check", "a", "b"], "多给了“b”"),
        ],
    )
    def test_a_wrong_command_line_is_one_sentence(self, shell: Shell, arguments: list[str], part: str) -> None:
        ran = shell.run(*arguments)
        assert (ran.code, ran.is_one_chinese_line) == (2, True), ran
        assert part in ran.err and "--help" in ran.err


class TestSettings:
    @pytest.mark.parametrize(
        ("name", "value"),
        [("port", "x"), ("port", "70000"), ("today", "2024年"), ("model_timeout", "-1"), ("model_timeout", "soon")],
    )
    def test_a_setting_that_is_wrong_is_named(self, shell: Shell, name: str, value: str) -> None:
        shell.set(**{name: value})
        ran = shell.run("measure", "list")
        assert (ran.code, ran.is_one_chinese_line) == (2, True), ran
        assert f"SHENBAO_{name.upper()}" in ran.err and value in ran.err

    def test_a_database_that_names_none_is_named(self, shell: Shell) -> None:
        shell.set(database_url="nonsense")
        ran = shell.run("chat", "--jsonl")
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and "SHENBAO_DATABASE_URL" in ran.err

    def test_telegram_without_a_token_says_which_setting(self, shell: Shell) -> None:
        ran = shell.run("telegram")
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and "SHENBAO_TELEGRAM_TOKEN" in ran.err


class TestAsk:
    def test_an_answer_for_people_has_its_place_and_words(self, shell: Shell) -> None:
        ran = shell.run("ask", "成员单位最少要几家？")
        assert ran.code == 0 and "第五条（二）5" in ran.out and "成员单位原则上不少于3家" in ran.out

    def test_an_answer_for_programs_is_one_object(self, shell: Shell) -> None:
        ran = shell.run("ask", "成员单位最少要几家？", "--json")
        (answer,) = ran.lines
        assert set(answer) == {
            "outcome",
            "text",
            "citations",
            "notices",
            "suggestions",
            "confidence",
            "elapsed_ms",
        }
        assert answer["outcome"] == "answered"
        assert set(answer["citations"][0]) == {"measure", "document", "label", "quote"}

    def test_many_questions_are_answered_in_order_under_their_ids(self, shell: Shell) -> None:
        asked = [
            {"id": 7, "q": "成员单位最少要几家？"},
            {"id": "b", "q": "今天天气怎么样？"},
            {"id": None, "q": ""},
            {"id": ["x"], "q": "半个\ud800字\0" + "问" * 5000, "more": 1},
        ]
        ran = shell.run("ask", "--jsonl", given="\n\n".join(map(json.dumps, asked)))
        assert ran.code == 0, ran.err
        assert [line["id"] for line in ran.lines] == [7, "b", None, ["x"]]
        assert [line["outcome"] for line in ran.lines][:2] == ["answered", "off_topic"]

    def test_markup_in_a_question_is_only_words(self, shell: Shell) -> None:
        assert shell.run("ask", "[/red][bold]成员单位最少要几家？").code == 0

    @pytest.mark.parametrize("arguments", [["ask"], ["ask", ""], ["ask", "  "]])
    def test_no_question_is_said(self, shell: Shell, arguments: list[str]) -> None:
        ran = shell.run(*arguments)
        assert (ran.code, ran.is_one_chinese_line) == (2, True)

    @pytest.mark.parametrize("line", ["{", '{"id": 1, "q": 2}'])
    def test_a_line_that_is_no_question_is_named_by_its_number(self, shell: Shell, line: str) -> None:
        ran = shell.run("ask", "--jsonl", given='{"id": 1, "q": "你好"}\n' + line)
        assert ran.code == 2 and len(ran.lines) == 1
        assert "第 2 行" in ran.err and "Traceback" not in ran.err and ran.err.count("\n") == 1


class TestCheck:
    @pytest.mark.parametrize(
        ("but", "code", "verdict"),
        [
            ({}, 0, "eligible"),
            ({"lead_kind": "branch"}, 1, "not_eligible"),
            ({"lead_kind": None}, 3, "needs_clarification"),
        ],
    )
    def test_the_exit_code_is_the_verdict(self, shell: Shell, but: dict[str, Any], code: int, verdict: str) -> None:
        facts = {key: value for key, value in {**sample(), **but}.items() if value is not None or key == "revoked_on"}
        ran = shell.run("check", shell.file("facts.json", facts), "--json")
        assert (ran.code, ran.lines[0]["verdict"]) == (code, verdict)
        assert {"id", "status", "question", "explanation", "citation", "remedy"} <= set(ran.lines[0]["checks"][0])

    def test_people_read_each_condition_with_its_clause(self, shell: Shell) -> None:
        ran = shell.run("check", shell.file("facts.json", {**sample(), "lead_kind": "branch"}))
        assert ran.code == 1 and "第五条（一）" in ran.out and "下一步" in ran.out

    @pytest.mark.parametrize(
        ("content", "part"),
        [
            ("{", "第 1 行"),
            ("", "空"),
            ('{"member_total": "四"}', "member_total"),
            ('{"lead_kind": "club"}', "lead_kind"),
            ('{"leed_kind": "branch"}', "leed_kind"),
            ("[]", "facts.json"),
            (b"\xff\xfe\xff", "facts.json"),
            ("[" * 100_000, "嵌套太深"),
        ],
    )
    def test_a_file_that_is_no_facts_is_named_with_the_place(self, shell: Shell, content: object, part: str) -> None:
        ran = shell.run("check", shell.file("facts.json", content))
        assert (ran.code, ran.is_one_chinese_line) == (2, True), ran
        assert part in ran.err and "facts.json" in ran.err

    @pytest.mark.parametrize("name", ["gone.json", "."])
    def test_a_file_that_cannot_be_read_is_named(self, shell: Shell, name: str) -> None:
        ran = shell.run("check", shell.folder / name)
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and str(shell.folder) in ran.err


class TestDraft:
    def test_good_data_become_the_official_form(self, shell: Shell) -> None:
        out = shell.folder / "new" / "登记表.docx"
        ran = shell.run("draft", shell.file("data.json", complete()), "-o", out)
        assert ran.code == 0 and str(out) in ran.out and not ran.err
        printed = _printed(out)
        for part in (LEAD, "15020219800101001X", "91150200MA0DEMA09N", "永磁电机", "C3232"):
            assert part in printed

    def test_data_with_gaps_become_a_draft_that_names_them(self, shell: Shell) -> None:
        data = {key: value for key, value in complete().items() if key != "cooperation"}
        ran = shell.run("draft", shell.file("data.json", data), "-o", shell.folder / "x.docx")
        assert ran.code == 0 and "合作基础" in ran.out

    def test_everything_that_is_wrong_is_named_at_once(self, shell: Shell) -> None:
        data = complete() | {"member_total": 1, "filing_date": "2099-01-01", "colour": "red"}
        data["members"][1]["uscc"] = "12150000MB0DEMA290"
        out = shell.folder / "x.docx"
        ran = shell.run("draft", shell.file("data.json", data), "-o", out)
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and not out.exists()
        for place in ("data.json", "filing_date", "enterprise_count", "colour", "members.1.uscc"):
            assert place in ran.err

    @pytest.mark.parametrize("content", ["[]", "7", '"x"', "{", "null"])
    def test_a_file_that_is_no_form_data_is_refused(self, shell: Shell, content: str) -> None:
        ran = shell.run("draft", shell.file("data.json", content), "-o", shell.folder / "x.docx")
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and "data.json" in ran.err

    def test_an_unknown_form_is_said_with_the_known_ones(self, shell: Shell) -> None:
        ran = shell.run("draft", shell.file("data.json", {}), "-o", shell.folder / "x.docx", "--form", "visa")
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and "visa" in ran.err and "registration" in ran.err

    @pytest.mark.parametrize("place", ["data.json/x.docx", "folder.docx"])
    def test_a_place_that_cannot_be_written_is_named(self, shell: Shell, place: str) -> None:
        (shell.folder / "folder.docx").mkdir()
        ran = shell.run("draft", shell.file("data.json", complete()), "-o", shell.folder / place)
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and place in ran.err
        assert sorted(path.name for path in shell.folder.iterdir()) == ["data.json", "folder.docx"]

    def test_a_pdf_without_libreoffice_leaves_the_docx_and_says_so(self, shell: Shell) -> None:
        out = shell.folder / "x.docx"
        ran = shell.run("draft", shell.file("data.json", complete()), "-o", out, "--pdf")
        assert ran.code == 0 and out.exists() and "LibreOffice" in ran.err


class TestKnowledge:
    def test_the_index_says_how_much_it_holds(self, shell: Shell) -> None:
        ran = shell.run("index")
        assert ran.code == 0 and "索引已就绪" in ran.out

    def test_measures_are_listed_shown_and_checked(self, shell: Shell) -> None:
        slug = "nmg-innovation-consortium"
        assert slug in shell.run("measure", "list").out
        shown = shell.run("measure", "show", slug)
        assert "内蒙古自治区创新联合体备案管理办法" in shown.out and "第五条（二）5" in shown.out
        checked = shell.run("measure", "check")
        assert checked.code == 0 and "没有发现问题" in checked.out

    def test_an_unknown_measure_is_said_with_the_known_ones(self, shell: Shell) -> None:
        ran = shell.run("measure", "show", "gone")
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and "nmg-innovation-consortium" in ran.err

    def test_a_folder_that_is_no_measure_is_refused(self, shell: Shell) -> None:
        ran = shell.run("measure", "check", shell.folder)
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and "measure.yaml" in ran.err

    def test_an_own_question_file_is_judged(self, shell: Shell) -> None:
        rows = (
            {
                "id": "1",
                "q": "成员单位最少要几家？",
                "kind": "answer",
                "cites": ["第五条（二）5"],
                "facts": [["原则上"]],
            },
            {"id": "2", "q": "今天天气怎么样？", "kind": "offtopic"},
        )
        path = shell.file("own.jsonl", "\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
        (figures,) = shell.run("eval", path, "--json").lines
        assert (figures["rows"], figures["right"], figures["wrong"]) == (2, 1.0, [])

    @pytest.mark.parametrize("content", ["{", '{"id": "1"}', "7", b"\xff"])
    def test_a_question_file_that_is_none_is_refused(self, shell: Shell, content: object) -> None:
        ran = shell.run("eval", shell.file("own.jsonl", content))
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and "own.jsonl" in ran.err


class TestServing:
    def test_a_taken_port_is_said_before_anything_is_built(self, shell: Shell) -> None:
        with closing(socket.socket()) as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            ran = shell.run("serve", "--port", str(port))
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and str(port) in ran.err and "--port" in ran.err

    def test_an_address_that_is_not_this_machines_is_said(self, shell: Shell) -> None:
        ran = shell.run("serve", "--host", "192.0.2.1", "--port", "0")
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and "192.0.2.1" in ran.err


class TestHome:
    def test_a_home_that_is_a_file_is_named(self, shell: Shell) -> None:
        shell.set(home=str(shell.file("home", "x")))
        for command in (["chat", "--jsonl"], ["ask", "x"], ["index"], ["serve", "--port", "0"]):
            ran = shell.run(*command)
            assert (ran.code, ran.is_one_chinese_line) == (2, True), (command, ran)
            assert str(shell.folder / "home") in ran.err and "SHENBAO_HOME" in ran.err

    @pytest.mark.parametrize("place", ["/proc/nobody/home", "/sys/kernel"])
    def test_a_home_that_cannot_be_made_or_written_is_named(self, shell: Shell, place: str) -> None:
        shell.set(home=place)
        ran = shell.run("chat", "--jsonl")
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and place in ran.err

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
    def test_a_home_without_the_right_to_write_is_named(self, shell: Shell, home: Path) -> None:
        home.chmod(0o500)
        ran = shell.run("chat", "--jsonl")
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and str(home) in ran.err

    def test_a_damaged_database_is_named_and_left_alone(self, shell: Shell, home: Path) -> None:
        (home / "shenbao.db").write_bytes(b"garbage" * 1000)
        ran = shell.run("chat", "--jsonl", given='{"conversation": "a", "message": "1", "text": "你好"}')
        assert (ran.code, ran.is_one_chinese_line) == (2, True) and "shenbao.db" in ran.err and "备份" in ran.err
        assert (home / "shenbao.db").read_bytes() == b"garbage" * 1000
