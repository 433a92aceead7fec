"""How good the answers are: figures over labelled questions, why rows are wrong, and runs set against each other."""

from retrieval.evaluation.calibration import Calibration, calibrate
from retrieval.evaluation.comparison import Comparison, compare, sign_test
from retrieval.evaluation.judgement import Judgement, evaluate, judge
from retrieval.evaluation.reasons import Reason
from retrieval.evaluation.rows import Row, read_rows
from retrieval.evaluation.run import Run, read_run, write_run
from retrieval.evaluation.totals import (
    FIGURES,
    by_group,
    calibration_of,
    counts,
    figures,
    hits,
    is_wrong,
    percentile,
    summary,
    verdict,
)

__all__ = [
    "FIGURES",
    "Calibration",
    "Comparison",
    "Judgement",
    "Reason",
    "Row",
    "Run",
    "by_group",
    "calibrate",
    "calibration_of",
    "compare",
    "counts",
    "evaluate",
    "figures",
    "hits",
    "is_wrong",
    "judge",
    "percentile",
    "read_rows",
    "read_run",
    "sign_test",
    "summary",
    "verdict",
    "write_run",
]
