"""Start-up times, and the memory of `shenbao serve` before and after 50 questions.

    python -m benchmarks.footprint

Prints one line of JSON: seconds (the middle of three runs), and MB of resident memory.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

from benchmarks.conditions import environment
from benchmarks.deadline import within

QUESTIONS = ("成员单位最少要几家？", "备案要交哪些材料？", "高校能不能牵头？", "能拿多少补贴？", "今天天气怎么样？")
ASKED = 50
LONGEST = 120.0  # seconds for one process
SHENBAO = (sys.executable, "-u", "-m", "bot.main")


def seconds(command: tuple[str, ...], home: str) -> float:
    """How long a command takes from start to end."""
    begun = time.perf_counter()
    with within(LONGEST, command, environment(home), stdout=subprocess.DEVNULL) as process:
        if process.wait():
            raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return time.perf_counter() - begun


def middle(name: str, command: tuple[str, ...], home: str, runs: int = 3) -> float:
    """The median of a few runs."""
    print(f"footprint: {name}, {runs} x", file=sys.stderr, flush=True)
    return round(median(seconds(command, home) for _ in range(runs)), 2)


def resident(pid: int) -> int:
    """Resident memory of a process in MB; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) // 1024 if found else 0


def serve(home: str) -> dict[str, float]:
    """Starts the server, asks it questions, and weighs it before and after."""
    print(f"footprint: shenbao serve, {ASKED} questions", file=sys.stderr, flush=True)
    begun = time.perf_counter()
    command = (*SHENBAO, "serve", "--port", "0")
    with within(LONGEST, command, environment(home), stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        url = re.search(r"http://[\d.:]+", server.stdout.readline())
        if not url:
            raise SystemExit("the server did not start")
        urllib.request.urlopen(f"{url.group()}/readyz", timeout=30).read()
        up, idle = time.perf_counter() - begun, resident(server.pid)
        for number in range(ASKED):
            body = json.dumps({"q": QUESTIONS[number % len(QUESTIONS)]}).encode()
            request = urllib.request.Request(f"{url.group()}/api/ask", body, {"Content-Type": "application/json"})
            urllib.request.urlopen(request, timeout=30).read()
        asked = resident(server.pid)
    return {"serve_start_s": round(up, 2), "serve_idle_mb": idle, "serve_asked_mb": asked}


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as home:
        figures: dict[str, float] = {
            "import_bot_s": middle("import bot", (sys.executable, "-c", "import bot"), home),
            "help_s": middle("--help", (*SHENBAO, "--help"), home),
            "first_ask_with_index_s": middle("first ask", (*SHENBAO, "ask", QUESTIONS[0], "--json"), home, runs=1),
            "ask_s": middle("ask", (*SHENBAO, "ask", QUESTIONS[0], "--json"), home),
            **serve(home),
        }
    print(json.dumps({"benchmark": "footprint", **figures}))


if __name__ == "__main__":
    main()
