"""One evaluation with what it was made under, kept as a file."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from knowledge.faults import located
from retrieval.errors import RetrievalError
from retrieval.evaluation.judgement import Judgement
from retrieval.evaluation.rows import read_text
from retrieval.sentences import sentences


class Run(BaseModel):
    """Judgements and their circumstances.

    `bank` holds a fingerprint by the name of what it is of; `settings` what else answers depend on; `interrupted`
    is true when not all rows of `file` were asked.
    """

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = 1
    date: datetime
    file: str
    bank: dict[str, str]
    encoder: str
    settings: dict[str, JsonValue]
    interrupted: bool
    figures: dict[str, float]
    judgements: tuple[Judgement, ...]


def read_run(path: Path) -> Run:
    """A run that was kept.

    Raises:
        RetrievalError: the file cannot be read or holds no run.
    """
    text = read_text(path)
    try:
        return Run.model_validate_json(text)
    except ValidationError as error:
        no_json = error.errors()[0]["type"] == "json_invalid"
        reason = sentences().say("eval.no_json") if no_json else located(error)
        raise RetrievalError(sentences().say("eval.bad_run", file=path, reason=reason)) from None


def write_run(path: Path, run: Run) -> None:
    """Keeps a run; a file of that name is replaced only by a whole one.

    Raises:
        OSError: it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(run.model_dump_json(indent=1) + "\n", "utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
