"""What `make bench` makes of its results: the table, the shares, the picture."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from benchmarks import all as everything
from benchmarks.asked import DEFAULT, read
from benchmarks.beside import hit_shares
from benchmarks.latency import milliseconds
from benchmarks.report import table_of

BESIDE: dict[str, Any] = {
    "benchmark": "beside",
    "questions": 100,
    "with_cites": 76,
    "ours": {"hit@1": 0.85, "hit@4": 0.97, "right": 0.92, "ms_p50": 41.0, "ms_p95": 150.5, "ms_p99": 300.0},
    "usual": {"hit@1": 0.48, "hit@4": 0.88, "chunks": 13, "ms_p50": 42.0, "ms_p95": 120.0, "ms_p99": 130.0},
    "took_s": 60.0,
}


def printed(*results: dict[str, Any]) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=160).print(table_of(results))
    return out.getvalue().splitlines()


def test_a_figure_of_both_stands_on_one_line() -> None:
    lines = printed(BESIDE)
    (first,) = [line for line in lines if "0.85" in line]
    assert "0.48" in first and "第一条就引对" in first
    (alone,) = [line for line in lines if "0.92" in line]
    assert alone.count("0.") == 1
    assert not any("took_s" in line or "beside" in line for line in lines)  # each figure has words


def test_every_figure_of_every_benchmark_has_words() -> None:
    results: list[dict[str, Any]] = [
        {"benchmark": "footprint", "import_bot_s": 0, "help_s": 0, "first_ask_with_index_s": 0, "ask_s": 0},
        {"benchmark": "footprint", "serve_start_s": 0, "serve_idle_mb": 0, "serve_asked_mb": 0},
        {"benchmark": "latency", "questions": 0, "ms_p50": 0, "ms_p95": 0, "ms_p99": 0},
        {"benchmark": "turns", "turns": 0, "turns_per_second": 0, "ms_p50": 0},
        {"benchmark": "index_build", "shipped_s": 0, "nothing_s": 0, "documents": 0, "not_shipped": 0},
    ]
    assert not any(result["benchmark"] in line for result in results for line in printed(result))


def test_a_benchmark_that_failed_is_named_with_the_reason() -> None:
    (line,) = [line for line in printed({"benchmark": "turns", "failed": "中途出错"}) if "turns" in line]
    assert "没有测成" in line and "中途出错" in line


def test_hits_are_shares_of_all_ranks() -> None:
    assert hit_shares([1, 3, None, 5], 4) == {"hit@1": 0.25, "hit@4": 0.5}
    assert hit_shares([], 4) == {"hit@1": 0.0, "hit@4": 0.0}


def test_what_is_timed_was_not_asked_in_the_same_words_before() -> None:
    asked: list[str] = []
    found = milliseconds(asked.append, ["甲", "乙"])
    assert asked[2:] == ["甲", "乙"] and not {"甲", "乙"} & set(asked[:2])
    assert set(found) == {"ms_p50", "ms_p95", "ms_p99"}


def test_the_questions_at_hand_are_rows_and_others_are_refused(tmp_path: Path) -> None:
    assert len(read(DEFAULT)) >= 50
    with pytest.raises(SystemExit, match="没有这个文件"):
        read(tmp_path / "gone.jsonl")


@pytest.mark.parametrize(
    ("program", "seconds", "word"),
    [("import time; time.sleep(600)", 0.3, "0.3 秒内"), ("raise SystemExit(3)", 60, "退出码 3")],
)
def test_one_that_hangs_or_fails_is_a_result_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, seconds: float, word: str
) -> None:
    fake = tmp_path / "python"
    fake.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{program}"\n', "utf-8")
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    result = everything.run("turns", DEFAULT, seconds)
    assert result["benchmark"] == "turns" and word in result["failed"]


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="make dev installs it")
    from benchmarks.plot import draw

    draw([{"benchmark": "turns"}, BESIDE], tmp_path / "new" / "benchmark.png")
    assert (tmp_path / "new" / "benchmark.png").read_bytes().startswith(b"\x89PNG")


def test_without_a_comparison_there_is_nothing_to_draw(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="make dev installs it")
    from benchmarks.plot import draw

    with pytest.raises(SystemExit, match="beside"):
        draw([], tmp_path / "x.png")
