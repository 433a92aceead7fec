"""What every benchmark is run under: one core where that is said, a home of its own, no settings of this machine."""

from __future__ import annotations

import os
from pathlib import Path

PREFIX = "SHENBAO_"
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def on_one_core() -> None:
    """Keeps this process to one core, its threads too; call it before anything heavy is imported."""
    for name in ONE_THREAD:
        os.environ[name] = "1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def environment(home: str | Path = "") -> dict[str, str]:
    """This environment without the settings that somebody works with; `home` becomes `SHENBAO_HOME`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return {**kept, f"{PREFIX}HOME": str(home)} if home else kept


def forget_settings() -> None:
    """Takes the settings that somebody works with out of this process."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
