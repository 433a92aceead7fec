"""How long a warm question takes, on one core.

    python -m benchmarks.latency [--questions FILE]

Prints one line of JSON: milliseconds.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.conditions import forget_settings, on_one_core
from benchmarks.pace import paced

SHARES = (50, 95, 99)
WARMING = "请问{}"  # another wording, so that no ranking is remembered from the first round


def milliseconds(answer: Callable[[str], object], questions: Sequence[str], name: str = "latency") -> dict[str, float]:
    """Asks every question in other words, then as it is, and gives the percentiles of the second round."""
    from retrieval.evaluation import percentile

    for question in paced(questions, f"{name}: warming up"):
        answer(WARMING.format(question))
    times: list[float] = []
    for question in paced(questions, f"{name}: measuring"):
        begun = time.perf_counter()
        answer(question)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    return {f"ms_p{share}": round(percentile(times, share), 1) for share in SHARES}


def main() -> None:
    """Measures and prints."""
    on_one_core()
    forget_settings()
    from benchmarks import asked
    from bot.answering import build_answerer
    from bot.settings import Settings

    questions = [row.q for row in asked.rows(__doc__)]
    with tempfile.TemporaryDirectory() as home:
        answerer = build_answerer(Settings(_env_file=None, home=Path(home)))
        figures = milliseconds(answerer.answer, questions)
    print(json.dumps({"benchmark": "latency", "questions": len(questions), **figures}))


if __name__ == "__main__":
    main()
