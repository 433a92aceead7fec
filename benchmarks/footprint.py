"""Start-up times, and the memory of `shenbao serve` after 50 questions.

    python -m benchmarks.footprint

Prints one line of JSON: seconds, and MB of resident memory.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

QUESTIONS = ("成员单位最少要几家？", "备案要交哪些材料？", "高校能不能牵头？", "能拿多少补贴？", "今天天气怎么样？")


def seconds(command: list[str], home: str) -> float:
    """How long a command takes."""
    begun = time.perf_counter()
    subprocess.run(command, env={**os.environ, "SHENBAO_HOME": home}, check=True, stdout=subprocess.DEVNULL)
    return round(time.perf_counter() - begun, 2)


def resident(pid: int) -> int:
    """Resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) // 1024 if found else 0


def serve(home: str) -> dict[str, float]:
    """Starts the server, asks it 50 questions, and weighs it."""
    begun = time.perf_counter()
    command = [sys.executable, "-u", "-m", "bot.main", "serve", "--port", "0"]
    environment = {**os.environ, "SHENBAO_HOME": home}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = re.search(r"http://[\d.:]+", server.stdout.readline())
            assert url, "the server did not start"
            up = time.perf_counter() - begun
            for number in range(50):
                body = json.dumps({"q": QUESTIONS[number % len(QUESTIONS)]}).encode()
                request = urllib.request.Request(f"{url.group()}/api/ask", body, {"Content-Type": "application/json"})
                urllib.request.urlopen(request, timeout=30).read()
            memory = resident(server.pid)
        finally:
            server.terminate()
    return {"serve_start_s": round(up, 2), "serve_rss_mb": memory}


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as home:
        ask = [sys.executable, "-m", "bot.main", "ask", QUESTIONS[0], "--json"]
        figures: dict[str, float] = {
            "import_bot_s": seconds([sys.executable, "-c", "import bot"], home),
            "help_s": seconds([sys.executable, "-m", "bot.main", "--help"], home),
            "first_ask_with_index_s": seconds(ask, home),
            "ask_s": seconds(ask, home),
            **serve(home),
        }
    print(json.dumps({"benchmark": "footprint", **figures}))


if __name__ == "__main__":
    main()
