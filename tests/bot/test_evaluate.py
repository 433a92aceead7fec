"""`shenbao eval` as it is run: figures, reasons, runs that are kept and compared, Ctrl-C."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.answer import Answer
from tests.bot.shell import Ran, Shell

ROWS: list[dict[str, Any]] = [
    {"id": "a", "q": "成员单位最少要几家？", "kind": "answer", "cites": ["第五条（二）5"], "facts": [["原则上"]]},
    {
        "id": "b",
        "q": "成员单位最少要几家？",
        "kind": "answer",
        "cites": ["第一条"],
        "style": "terse",
        "not": ["原则上"],
    },
    {"id": "c", "q": "今天天气怎么样？", "kind": "offtopic", "style": "terse", "lang": "en"},
]


@pytest.fixture(scope="module")
def hashing_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for the encoder without a model, whose index the first test builds."""
    return tmp_path_factory.mktemp("hashing")


@pytest.fixture
def shell(hashing_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    made = Shell(monkeypatch, hashing_home, tmp_path)
    made.set(embedder="hashing")
    return made


def asked(shell: Shell, *rows: dict[str, Any]) -> Path:
    return shell.file("rows.jsonl", "\n".join(json.dumps(row, ensure_ascii=False) for row in rows))


def refused(ran: Ran, *words: str) -> bool:
    return (ran.code, ran.is_one_chinese_line) == (2, True) and all(word in ran.err for word in words)


def test_people_read_figures_by_group_and_what_was_wrong_and_why(shell: Shell) -> None:
    ran = shell.run("eval", asked(shell, *ROWS))
    assert (ran.code, ran.err.strip()) == (0, "")
    for part in ("总体", "按题型", "按说法", "按语言", "把握", "mrr", "ms_p99", "cite@1", "有不对之处的题：1 / 3"):
        assert part in ran.out
    assert "b [answer/terse/zh] 成员单位最少要几家？" in ran.out
    assert "应引第一条" in ran.out and "说了不该说的“原则上”" in ran.out


def test_machines_read_one_object(shell: Shell) -> None:
    (found,) = shell.run("eval", asked(shell, *ROWS), "--json").lines
    assert (found["rows"], found["of"], found["interrupted"]) == (3, 3, False)
    assert (found["right"], found["cite@1"], found["hit@4"], found["mrr"], found["offtopic_right"]) == (0.5,) * 4 + (1,)
    assert (found["by_kind"]["answer"]["right"], found["by_style"]["terse"]["rows"]) == (0.5, 2)
    assert set(found["by_lang"]) == {"zh", "en"}
    assert found["ms_p50"] <= found["ms_p95"] <= found["ms_p99"]
    assert sum(group["rows"] for group in found["calibration"]["groups"]) == 3
    assert found["calibration"]["ece"] == found["ece"]
    (wrong,) = found["wrong"]
    assert {"id", "question", "kind", "style", "outcome", "labels", "marks"} <= set(wrong)
    assert [reason["figure"] for reason in wrong["reasons"]] == ["cite@any", "facts"]
    assert (found["encoder"], found["settings"]["today"]) == ("hashing-256", "2024-06-03")


def test_a_kept_run_is_compared_figure_by_figure_and_row_by_row(shell: Shell) -> None:
    run = shell.folder / "new" / "run.json"
    kept = shell.run("eval", asked(shell, *ROWS), "--save", run)
    assert kept.code == 0 and str(run) in kept.out and run.is_file()
    mended = [ROWS[0], {**ROWS[1], "cites": ["第五条（二）"], "not": []}, {**ROWS[2], "kind": "answer"}]
    (found,) = shell.run("eval", asked(shell, *mended), "--against", run, "--json").lines
    against = found["against"]
    assert against["figures"]["right"] == {"before": 0.5, "after": 1.0, "difference": 0.5}
    assert (against["became_right"], against["became_wrong"]) == (["b"], ["c"])
    assert against["right"] == {"better": 1, "worse": 0, "p": 1.0}
    ran = shell.run("eval", asked(shell, *mended), "--against", run)
    for part in ("与旧结果相比", "+0.5", "变对的 1 题", "变错的 1 题", "p = 1"):
        assert part in ran.out


def test_a_run_holds_its_date_bank_encoder_and_settings_but_no_secret(shell: Shell) -> None:
    shell.set(telegram_token="123:secret", model_api_key="secret")
    run = shell.folder / "run.json"
    shell.run("eval", asked(shell, *ROWS), "--save", run, "--json")
    kept = json.loads(run.read_text("utf-8"))
    assert {"date", "bank", "encoder", "settings", "figures", "judgements", "interrupted"} <= set(kept)
    assert set(kept["bank"]) == {"nmg-innovation-consortium", "general"} and all(kept["bank"].values())
    assert "secret" not in run.read_text("utf-8") and str(shell.folder) not in run.read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("", "一道题也没有"),
        ("\n \n", "一道题也没有"),
        ("{", "第 1 行"),
        ("[]", "不是 JSON 对象"),
        ('{"id": "a", "q": "x", "kind": "anwser"}', "offtopic"),
        (b"\xff", "UTF-8"),
    ],
)
def test_a_question_file_that_is_none_is_refused(shell: Shell, content: object, word: str) -> None:
    assert refused(shell.run("eval", shell.file("rows.jsonl", content)), "rows.jsonl", word)


@pytest.mark.parametrize(("name", "word"), [("gone.jsonl", "没有这个文件"), (".", "文件夹")])
def test_a_question_file_that_cannot_be_read_is_refused(shell: Shell, name: str, word: str) -> None:
    assert refused(shell.run("eval", shell.folder / name), word)


def test_bad_runs_and_places_are_refused_before_anything_is_asked(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.answering.build_answerer", lambda *_: pytest.fail("asked"))
    rows = asked(shell, *ROWS)
    assert refused(shell.run("eval", rows, "--against", "gone.json"), "gone.json", "没有这个文件")
    assert refused(shell.run("eval", rows, "--against", shell.file("old.json", "{}")), "old.json", "--save")
    assert refused(shell.run("eval", rows, "--save", shell.folder), str(shell.folder))
    assert refused(shell.run("eval", rows, "--save", rows / "run.json"), "run.json")


class StoppedByHand:
    """Answers twice; the third time the person presses Ctrl-C."""

    def __init__(self, times: int) -> None:
        self._left = times

    def answer(self, _question: str) -> Answer:
        if not self._left:
            raise KeyboardInterrupt
        self._left -= 1
        return Answer(outcome="off_topic", text="…")

    def measures(self) -> tuple[()]:
        return ()


def test_ctrl_c_prints_and_keeps_what_was_asked_so_far(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.answering.build_answerer", lambda *_: StoppedByHand(2))
    run = shell.folder / "run.json"
    ran = shell.run("eval", asked(shell, *ROWS), "--save", run)
    assert ran.code == 130 and "问完了 2 题，共 3 题" in ran.out and "over_refusal" in ran.out
    assert json.loads(run.read_text("utf-8"))["interrupted"] is True


@pytest.mark.parametrize(("answered", "rows"), [(0, 0), (1, 1)])
def test_ctrl_c_leaves_machines_one_object(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, answered: int, rows: int
) -> None:
    monkeypatch.setattr("bot.answering.build_answerer", lambda *_: StoppedByHand(answered))
    ran = shell.run("eval", asked(shell, *ROWS), "--json")
    (found,) = ran.lines
    assert (ran.code, found["rows"], found["of"], found["interrupted"]) == (130, rows, 3, True)
