"""`shenbao measure show` lists what a measure leaves open, and what staff settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.shell import Shell
from tests.knowledge.small_measure import SLUG, small_measure

OPEN = "open-count：3家里算不算牵头单位？（第一条）"
NAMES = "settled-name：两个名称是不是同一份协议？（第二条）"


@pytest.fixture
def own(shell: Shell, home: Path) -> Shell:
    """The command line with a measure of one's own in its home."""
    small_measure(home / "measures")
    return shell


def shown(shell: Shell, today: str) -> list[str]:
    shell.set(today=today)
    ran = shell.run("measure", "show", SLUG)
    assert ran.code == 0, ran
    lines = [line.strip() for line in ran.out.splitlines()]
    return lines[lines.index("第三条  第三条 本办法自2023年5月1日起施行。") + 1 :]


def test_open_and_settled_questions_are_told_apart(own: Shell) -> None:
    assert shown(own, "2026-03-01") == [
        "原文没有写清楚、还没有答复的（1 处）",
        OPEN,
        "原文没有写清楚、已有答复的（1 处）",
        f"{NAMES}——示例厅2026年3月1日答复",
    ]


@pytest.mark.parametrize("today", ["2026-02-28", "2027-01-01"])
def test_a_ruling_that_is_not_in_force_leaves_the_question_open(own: Shell, today: str) -> None:
    assert shown(own, today) == ["原文没有写清楚、还没有答复的（2 处）", OPEN, NAMES]


def test_a_register_that_contradicts_itself_is_found_by_the_check(own: Shell, home: Path) -> None:
    path = home / "measures" / SLUG / "ambiguities.yaml"
    path.write_text(path.read_text("utf-8").replace("- id: open-count", "- id: open-amount"), "utf-8")
    ran = own.run("measure", "check", path.parent)
    assert (ran.code, ran.is_one_chinese_line) == (2, True) and "open-count" in ran.err
