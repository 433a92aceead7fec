"""What comes through of a language model's words, and how long a real small one takes.

    python -m benchmarks.model [--each N]                  scripted models against every outcome
    python -m benchmarks.model --local FOLDER [--each N]   a real small model on the bank's own questions

Prints a table and one line of JSON. `--each` bounds the questions of each outcome, or those that the real model is
asked. FOLDER keeps its weights (240 MB).
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.local_model import NAME, ROOM, local_model
from benchmarks.model_scripts import KINDS, ScriptOfModel
from benchmarks.works import doubtful_work, light_catalogue, work_about, work_on
from knowledge.loading import INSTALLED, load_general, load_measure, measure_folders
from knowledge.measure import Measure
from retrieval.answer import Work
from retrieval.catalogue import Catalogue
from retrieval.models.langchain import LangchainModel
from retrieval.phrasing import Phrasing, may_be_phrased

FLOODED = 2  # questions of each outcome that a flood is tried on
USED = ("obeyed", "chosen", "through")
PATIENCE = 60.0  # seconds for a reply of the real model


def works_of(catalogue: Catalogue, measure: Measure, each: int) -> dict[str, list[Work]]:
    """Answers of each outcome as they stand before a model is asked, at most `each`."""
    works: dict[str, list[Work]] = {}
    for kind in ("answer", "partial", "ambiguous", "silent"):
        standards = [one.standard for one in measure.questions if one.kind == kind]
        chosen = standards[:: max(1, len(standards) // each)][:each]
        works[kind] = [work_about(catalogue, standard) for standard in chosen]
        if kind == "answer":
            works["unsure"] = [work_about(catalogue, standard, 0.2) for standard in chosen]
    texts = [passage.text for passage in measure.passages if len(passage.text) > 20]
    works["doubtful"] = [doubtful_work(catalogue, f"请问{text[4:40]}是怎么写的") for text in texts[:each]]
    for item in load_general():
        if len(works.setdefault(item.kind, [])) < each:
            works[item.kind].append(work_on(catalogue, None, item))
    return works


def tried(kind: str, works: list[Work]) -> Counter[str]:
    """How often a kind of model is used, harmlessly (`obeyed`) or not (`through`), and why it is not."""
    counts: Counter[str] = Counter()
    for work in works[:FLOODED] if kind.startswith("floods") else works:
        script = ScriptOfModel(kind)
        attempt = Phrasing(script).attempt(work)
        chosen = kind == "chooses_another" and attempt.work.found[:1] != work.found[:1]
        counts[attempt.refused or ("obeyed" if script.obeyed else "chosen" if chosen else "through")] += 1
    return counts


def scripted(catalogue: Catalogue, measure: Measure, each: int) -> dict[str, Any]:
    """The figures of all kinds; prints the table."""
    works = works_of(catalogue, measure, each)
    table = Table("model", *works, "why the others were not used", caption="used/tried")
    total: Counter[str] = Counter()
    for kind in KINDS:
        counts = {outcome: tried(kind, of) for outcome, of in works.items()}
        of_kind = sum(counts.values(), Counter[str]())
        table.add_row(kind, *map(_cell, counts.values()), _reasons(of_kind))
        total.update(of_kind)
    Console(width=200).print(table)
    return {
        "benchmark": "model",
        "tried": total.total(),
        "not_asked": total["not_for_a_model"],
        "used": total["obeyed"] + total["chosen"],
        "through": total["through"],
    }


def _cell(counts: Counter[str]) -> str:
    return f"{sum(counts[word] for word in USED)}/{counts.total()}"


def _reasons(counts: Counter[str]) -> str:
    """The reasons, the most frequent first; that a model was not asked says nothing of it."""
    names = [name for name, _count in counts.most_common() if name not in (*USED, "not_for_a_model")]
    return ", ".join(names[:3])


class Timed:
    """A model, with when its last reply began to come."""

    def __init__(self, model: LangchainModel) -> None:
        self._model = model
        self.first_ms = 0.0

    def stream(self, system: str, user: str) -> Iterator[str]:
        """The pieces as they come.

        Raises:
            ModelError: as the model.
        """
        begun, self.first_ms = time.perf_counter(), 0.0
        for piece in self._model.stream(system, user):
            self.first_ms = self.first_ms or (time.perf_counter() - begun) * 1000
            yield piece


def local(catalogue: Catalogue, measure: Measure, each: int, folder: Path) -> dict[str, Any]:
    """The figures of the real small model."""
    works = [work_about(catalogue, one.standard) for one in measure.questions]
    works = [work for work in works if may_be_phrased(work)]
    works = works[:: max(1, len(works) // each)][:each]
    reasons: Counter[str] = Counter()
    whole: list[float] = []
    first: list[float] = []
    with local_model(folder) as url:
        timed = Timed(LangchainModel(NAME, url, "", PATIENCE))
        phrasing = Phrasing(timed, room=ROOM, clock=lambda: 0.0)
        phrasing(works[0])  # LangChain is imported, the rules are in the model's cache
        for work in works:
            begun = time.perf_counter()
            reasons[phrasing.attempt(work).refused or "used"] += 1
            whole.append((time.perf_counter() - begun) * 1000)
            first.append(timed.first_ms)
    return {
        "benchmark": "model",
        "model": NAME,
        "asked": len(works),
        "used_share": round(reasons["used"] / len(works), 3),
        **_percentiles("ms", whole),
        **_percentiles("first_piece_ms", first),
        "reasons": dict(reasons.most_common()),
    }


def _percentiles(name: str, times: list[float]) -> Mapping[str, float]:
    ordered = sorted(times)
    return {f"{name}_p{share}": round(ordered[int((len(ordered) - 1) * share / 100)], 1) for share in (50, 95)}


def main() -> None:
    """Tries what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=0, metavar="N")
    parser.add_argument("--local", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    logging.disable(logging.WARNING)  # the failures here are played
    measure = load_measure(next(iter(measure_folders(INSTALLED).values())))
    catalogue = light_catalogue([measure], load_general())
    if given.local:
        print(json.dumps(local(catalogue, measure, given.each or 40, given.local), ensure_ascii=False))
    else:
        print(json.dumps(scripted(catalogue, measure, given.each or 8), ensure_ascii=False))


if __name__ == "__main__":
    main()
