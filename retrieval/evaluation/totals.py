"""Figures over many judgements."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from knowledge.questions import MOST_CITES
from retrieval.evaluation.calibration import Calibration, calibrate
from retrieval.evaluation.judgement import Judgement

WANTED_FALSE = ("over_refusal",)
# the mark that says whether a row is right, by what the row has: the first of them that applies
VERDICTS = ("right", "refused_right", "offtopic_right", "attack_right", "validity_told", *WANTED_FALSE)
HITS = tuple(f"hit@{k}" for k in range(1, MOST_CITES + 1))
TIMES = ("ms_p50", "ms_p95", "ms_p99")
# in the order in which they are read
FIGURES = (
    *("rows", "right", "cite@1", "cite@any", "cite_all", "facts", *HITS, "mrr", "over_refusal", "refused_right"),
    *("offtopic_right", "attack_right", "validity_told", "quote_exact", "ece", *TIMES),
)


def figures(judgements: Iterable[Judgement]) -> dict[str, float]:
    """The share of marks that are true, by figure."""
    marks: dict[str, list[bool]] = defaultdict(list)
    for judgement in judgements:
        for figure, mark in judgement.marks.items():
            marks[figure].append(mark)
    return {figure: round(sum(values) / len(values), 4) for figure, values in marks.items()}


def hits(judgements: Iterable[Judgement]) -> dict[str, float]:
    """Over rows with a place to cite: hit@k, and the mean of 1/rank of the first right citation (0 where none is)."""
    ranks = [one.rank for one in judgements if "cite@any" in one.marks]
    if not ranks:
        return {}
    found = {
        figure: round(sum(rank is not None and rank <= k for rank in ranks) / len(ranks), 4)
        for k, figure in enumerate(HITS, 1)
    }
    return {**found, "mrr": round(sum(1 / rank for rank in ranks if rank) / len(ranks), 4)}


def times(judgements: Iterable[Judgement]) -> dict[str, float]:
    """Milliseconds an answer."""
    taken = sorted(judgement.ms for judgement in judgements)
    return {name: round(percentile(taken, int(name[4:])), 1) for name in TIMES} if taken else {}


def percentile(ordered: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the least value that `share` per cent do not exceed."""
    return ordered[max(math.ceil(share / 100 * len(ordered)), 1) - 1]


def calibration_of(judgements: Iterable[Judgement]) -> Calibration:
    """Confidence against what the rows turned out to be."""
    pairs = [(one.confidence, verdict(one)) for one in judgements]
    return calibrate([(confidence, right) for confidence, right in pairs if right is not None])


def summary(judgements: Sequence[Judgement]) -> dict[str, float]:
    """All figures of a run in the order in which they are read."""
    found: dict[str, float] = {"rows": len(judgements), **figures(judgements), **hits(judgements), **times(judgements)}
    if judgements:
        found["ece"] = calibration_of(judgements).ece
    return _ordered(found)


def by_group(judgements: Sequence[Judgement], group: str) -> dict[str, dict[str, float]]:
    """Figures of the rows that share their `kind`, `style` or `lang`."""
    names = dict.fromkeys(str(getattr(judgement, group)) for judgement in judgements)
    members = {name: [one for one in judgements if getattr(one, group) == name] for name in names}
    return {name: _ordered({"rows": len(of), **figures(of), **hits(of)}) for name, of in members.items()}


def counts(judgements: Sequence[Judgement]) -> dict[str, int]:
    """How many rows each figure rests on."""
    found: dict[str, int] = defaultdict(int)
    for judgement in judgements:
        for figure in judgement.marks:
            found[figure] += 1
    placed = dict.fromkeys((*HITS, "mrr"), found["cite@any"])
    judged = sum(verdict(one) is not None for one in judgements)
    return {**found, **placed, **dict.fromkeys(TIMES, len(judgements)), "ece": judged}


def is_wrong(judgement: Judgement) -> bool:
    """Whether any mark is not as wanted."""
    return any(mark == (figure in WANTED_FALSE) for figure, mark in judgement.marks.items())


def verdict(judgement: Judgement) -> bool | None:
    """Whether the row is right as its kind asks for; None where nothing was to be judged."""
    for figure in VERDICTS:
        if figure in judgement.marks:
            return judgement.marks[figure] != (figure in WANTED_FALSE)
    return None


def _ordered(found: dict[str, float]) -> dict[str, float]:
    return {figure: found[figure] for figure in FIGURES if figure in found}
