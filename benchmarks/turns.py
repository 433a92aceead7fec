"""How many turns a second `shenbao chat --jsonl` makes while a form is filled.

    python -m benchmarks.turns [--forms 10]

Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

SAID = (
    "开始填表", "同意", "内蒙古自治区示例材料创新联合体", "2024-06-03", "2024-05-20", "包头市示例新材料有限公司",
    "张三", "跳过", "13800000001", "同法人", "C3232", "430", "C、O", "没有", "0", "1", "3", "1", "1", "1",
    "攻克一项关键技术。", "李四，45，教授，系主任，材料学，示例大学", "完成", "没有", "跳过",
    "2021年起合作。", "预览", "确认",
)  # fmt: skip


def main() -> None:
    """Fills forms one after the other through the line protocol and counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forms", type=int, default=10)
    forms = parser.parse_args().forms
    times: list[float] = []
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "SHENBAO_HOME": home, "SHENBAO_TODAY": "2024-06-03", "PATH": "/nonexistent"}
        command = [sys.executable, "-m", "bot.main", "chat", "--jsonl"]
        with subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as chat:
            assert chat.stdin is not None and chat.stdout is not None
            for form in range(forms + 1):  # the first one warms up
                for number, said in enumerate(SAID):
                    begun = time.perf_counter()
                    line = {"conversation": f"b{form}", "message": str(number), "text": said}
                    chat.stdin.write(json.dumps(line, ensure_ascii=False) + "\n")
                    chat.stdin.flush()
                    answer = json.loads(chat.stdout.readline())
                    if form:
                        times.append(time.perf_counter() - begun)
                if not answer["replies"][0]["files"]:
                    raise SystemExit(f"the form was not finished: {answer}")
            chat.stdin.close()
    times.sort()
    figures = {"turns_per_second": round(len(times) / sum(times), 1), "ms_p50": round(times[len(times) // 2] * 1000, 1)}
    print(json.dumps({"benchmark": "turns", "turns": len(times), **figures}))


if __name__ == "__main__":
    main()
