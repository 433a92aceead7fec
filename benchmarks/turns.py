"""How many turns a second `shenbao chat --jsonl` makes while a form is filled.

    python -m benchmarks.turns [--forms 10]

Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from typing import Any

from benchmarks.conditions import environment
from benchmarks.deadline import within

SAID = (
    "开始填表", "同意", "内蒙古自治区示例材料创新联合体", "2024-06-03", "2024-05-20", "包头市示例新材料有限公司",
    "张三", "跳过", "13800000001", "同法人", "C3232", "430", "C、O", "没有", "0", "1", "3", "1", "1", "1",
    "攻克一项关键技术。", "李四，45，教授，系主任，材料学，示例大学", "完成", "没有", "跳过",
    "2021年起合作。", "预览", "确认",
)  # fmt: skip
LONGEST = 240.0  # seconds for all forms


def said(chat: subprocess.Popen[str], form: int, number: int) -> dict[str, Any]:
    """The answer to one message of one form."""
    assert chat.stdin is not None and chat.stdout is not None
    line = {"conversation": f"b{form}", "message": str(number), "text": SAID[number]}
    chat.stdin.write(json.dumps(line, ensure_ascii=False) + "\n")
    chat.stdin.flush()
    answer: dict[str, Any] = json.loads(chat.stdout.readline() or "{}")
    return answer


def fill(chat: subprocess.Popen[str], form: int) -> list[float]:
    """Fills one form; seconds of each turn."""
    times: list[float] = []
    answer: dict[str, Any] = {}
    for number in range(len(SAID)):
        begun = time.perf_counter()
        answer = said(chat, form, number)
        times.append(time.perf_counter() - begun)
    if not answer.get("replies", [{}])[0].get("files"):
        raise SystemExit(f"the form was not finished: {answer}")
    return times


def main() -> None:
    """Fills forms one after the other through the line protocol and counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forms", type=int, default=10)
    forms = parser.parse_args().forms
    times: list[float] = []
    command = [sys.executable, "-m", "bot.main", "chat", "--jsonl"]
    with tempfile.TemporaryDirectory() as home:
        env = {**environment(home), "SHENBAO_TODAY": "2024-06-03", "PATH": "/nonexistent"}  # no LibreOffice
        with within(LONGEST, command, env, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as chat:
            fill(chat, 0)  # warms up
            for form in range(1, forms + 1):
                print(f"turns: form {form}/{forms}", file=sys.stderr, flush=True)
                times += fill(chat, form)
    times.sort()
    figures = {"turns_per_second": round(len(times) / sum(times), 1), "ms_p50": round(times[len(times) // 2] * 1000, 1)}
    print(json.dumps({"benchmark": "turns", "turns": len(times), **figures}))


if __name__ == "__main__":
    main()
