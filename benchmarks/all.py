"""Every benchmark, ours beside the usual pipeline of the field: `make bench`.

    python -m benchmarks.all [--questions FILE] [--only NAME …] [--longest SECONDS] [--out FILE] [--plot PNG]

Each runs in a process of its own that is killed when its time is up; the others go on. Prints one table and keeps
all figures as JSON (`build/benchmarks/results.json`). The exit code is 1 when one failed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks import asked
from benchmarks.conditions import environment
from benchmarks.deadline import ROOT, TimeIsUpError, within
from benchmarks.report import sentences, table_of

OUT = ROOT / "build" / "benchmarks" / "results.json"
# seconds that each may take on a slow machine
LONGEST = {"footprint": 600, "latency": 600, "turns": 300, "beside": 1200, "index_build": 3600}
WITH_QUESTIONS = ("latency", "beside")
PACKAGES = ("shenbao", "langchain-chroma", "langchain-text-splitters", "chromadb")

Result = dict[str, Any]


def run(name: str, questions: Path, seconds: float) -> Result:
    """The figures of one benchmark, or `failed` with the reason."""
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    if name in WITH_QUESTIONS:
        command += ["--questions", str(questions.resolve())]
    begun = time.perf_counter()
    try:
        with within(seconds, command, environment(), stdout=subprocess.PIPE, with_its_own=True) as process:
            printed, _ = process.communicate()
    except TimeIsUpError:
        return {"benchmark": name, "failed": sentences().say("table.late", seconds=f"{seconds:g}")}
    if process.returncode:
        return {"benchmark": name, "failed": sentences().say("table.exit", code=process.returncode)}
    result: Result = json.loads(printed.strip().splitlines()[-1])
    return {**result, "took_s": round(time.perf_counter() - begun, 1)}


def machine() -> dict[str, object]:
    """What the figures were measured on and with."""
    versions: dict[str, str] = {}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = ""
    return {
        "date": datetime.now(UTC).replace(microsecond=0).isoformat(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "versions": versions,
    }


def keep(path: Path, questions: Path, results: Sequence[Result]) -> None:
    """Writes all figures."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {**machine(), "questions": questions.name, "results": results}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_option(parser)
    parser.add_argument("--only", nargs="+", choices=LONGEST, default=list(LONGEST), metavar="NAME")
    parser.add_argument("--longest", type=float, help="seconds that each may take, in the place of its own limit")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FILE")
    parser.add_argument("--plot", type=Path, metavar="PNG")
    return parser.parse_args()


def main() -> None:
    """Runs them, prints the table, keeps the figures, draws them where that is wanted."""
    given = options()
    asked.read(given.questions)  # a bad file is told before anything runs
    results: list[Result] = []
    for number, name in enumerate(given.only, 1):
        seconds = given.longest or LONGEST[name]
        print(f"[{number}/{len(given.only)}] {name}: at most {seconds:g} s", file=sys.stderr, flush=True)
        results.append(run(name, given.questions, seconds))
        keep(given.out, given.questions, results)
    Console().print(table_of(results))
    print(given.out)
    if given.plot:
        from benchmarks.plot import draw

        draw(results, given.plot)
        print(given.plot)
    if any("failed" in result for result in results):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
