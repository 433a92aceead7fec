"""How long a warm question takes, on one core.

    python -m benchmarks.latency [QUESTIONS.jsonl]

Rows need `q`; without a file, every standard question of the bank is asked. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path


def questions(file: Path | None) -> list[str]:
    """The questions of a file, or the bank's own."""
    if file:
        return [str(json.loads(line)["q"]) for line in file.read_text("utf-8").splitlines() if line.strip()]
    from knowledge.loading import INSTALLED, load_measure, measure_folders

    return [
        question.standard
        for folder in measure_folders(INSTALLED).values()
        for question in load_measure(folder).questions
    ]


def main() -> None:
    """Asks every question twice and prints the percentiles of the second round in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    asked = questions(parser.parse_args().file)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    from bot.app import build_answerer
    from bot.settings import Settings

    with tempfile.TemporaryDirectory() as home:
        answerer = build_answerer(Settings(home=Path(home)))
        times: list[float] = []
        for measured in (False, True):
            for question in asked:
                begun = time.perf_counter()
                answerer.answer(question)
                if measured:
                    times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    at = {f"ms_p{share}": round(times[int((len(times) - 1) * share / 100)], 1) for share in (50, 95, 99)}
    print(json.dumps({"benchmark": "latency", "questions": len(asked), **at}))


if __name__ == "__main__":
    main()
