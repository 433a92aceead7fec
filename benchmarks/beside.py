"""Ours and the usual pipeline of the field on the same questions, one after the other on one core.

    python -m benchmarks.beside [--questions FILE]

Prints one line of JSON: `ours` and `usual`, each with the seconds until it can answer in an empty home (encoder and
index), hit@1 and hit@4 by citation over the rows that name a place, milliseconds an answer, and how many characters
of the source are shown for one question: a page that holds the right place somewhere is easy to hit. `right` is
ours alone; chunks are no answers.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.conditions import forget_settings, on_one_core
from benchmarks.pace import paced

if TYPE_CHECKING:
    from retrieval.evaluation import Row


def hit_shares(ranks: Sequence[int | None], most: int) -> dict[str, float]:
    """The share of ranks that are 1, and that are at most `most`."""
    within = {f"hit@{k}": sum(rank is not None and rank <= k for rank in ranks) for k in (1, most)}
    return {name: round(number / max(len(ranks), 1), 4) for name, number in within.items()}


def ours(rows: Sequence[Row], home: Path) -> dict[str, float]:
    """Measures the answers of this project as it is installed."""
    from benchmarks.latency import milliseconds
    from bot.answering import build_answerer
    from bot.settings import Settings
    from knowledge.questions import MOST_CITES
    from retrieval.evaluation import figures, judge

    begun = time.perf_counter()
    answerer = build_answerer(Settings(_env_file=None, home=home))
    answerer.answer(rows[0].q)
    ready = time.perf_counter() - begun
    times = milliseconds(answerer.answer, [row.q for row in rows], "beside: ours")
    asked = _with_cites(rows)
    answers = [answerer.answer(row.q) for row in paced(asked, "beside: ours, judging")]
    judged = [judge(row, answer, answerer.measures()) for row, answer in zip(asked, answers, strict=True)]
    shown = [sum(len(citation.quote) for citation in answer.citations) for answer in answers]
    return {
        "ready_s": round(ready, 2),
        **hit_shares([one.rank for one in judged], MOST_CITES),
        "right": figures(judged).get("right", 0.0),
        "shown_characters": _mean(shown),
        **times,
    }


def usual(rows: Sequence[Row], folder: Path) -> dict[str, float]:
    """Measures the usual pipeline."""
    from benchmarks.latency import milliseconds
    from benchmarks.usual import TOP, UntunedEmbeddings, UsualPipeline, rank, split
    from knowledge.loading import INSTALLED, load_measure, measure_folders

    split("")  # its package imports all that it could count tokens with, torch too: not the pipeline's time
    begun = time.perf_counter()
    measures = [load_measure(one) for one in measure_folders(INSTALLED).values()]
    pipeline = UsualPipeline(measures, UntunedEmbeddings(), folder)
    pipeline.search(rows[0].q)
    ready = time.perf_counter() - begun
    times = milliseconds(pipeline.search, [row.q for row in rows], "beside: usual")
    asked = _with_cites(rows)
    found = [pipeline.search(row.q) for row in paced(asked, "beside: usual, judging")]
    ranks = [rank([labels for _, labels in one], row.cites) for row, one in zip(asked, found, strict=True)]
    return {
        "ready_s": round(ready, 2),
        **hit_shares(ranks, TOP),
        "shown_characters": _mean([sum(len(text) for text, _ in one) for one in found]),
        "chunks": pipeline.chunks,
        **times,
    }


def main() -> None:
    """Measures both and prints."""
    on_one_core()
    forget_settings()
    from benchmarks import asked

    rows = asked.rows(__doc__)
    with tempfile.TemporaryDirectory() as home:
        mine = ours(rows, Path(home))
    with tempfile.TemporaryDirectory() as folder:
        theirs = usual(rows, Path(folder))
    counted = {"questions": len(rows), "with_cites": len(_with_cites(rows))}
    print(json.dumps({"benchmark": "beside", **counted, "ours": mine, "usual": theirs}))


def _with_cites(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.cites]


def _mean(numbers: Sequence[int]) -> float:
    return round(sum(numbers) / max(len(numbers), 1))


if __name__ == "__main__":
    main()
