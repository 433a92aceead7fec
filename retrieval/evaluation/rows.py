"""A file of labelled questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from knowledge.faults import located
from knowledge.passage import Label
from retrieval.errors import RetrievalError
from retrieval.sentences import sentences

Kind = Literal["answer", "partial", "refuse", "offtopic", "validity", "attack"]


class Row(BaseModel):
    """One labelled question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    q: str
    kind: Kind
    cites: tuple[str, ...] = ()
    need_all: tuple[str, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    # strings whose presence makes a reply wrong
    not_: tuple[str, ...] = ()
    lang: str = "zh"
    style: str = ""
    note: str = ""

    @field_validator("cites", "need_all")
    @classmethod
    def _are_labels(cls, labels: tuple[str, ...]) -> tuple[str, ...]:
        for label in labels:
            Label.parse(label)
        return labels


def read_rows(path: Path) -> list[Row]:
    """Reads JSON Lines of labelled questions.

    Raises:
        RetrievalError: the file cannot be read, holds no row, or a line is not one; names the line.
    """
    lines = read_text(path).split("\n")  # splitlines() also splits at marks that JSON allows in strings
    rows: list[Row] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            rows.append(_row(line))
        except (ValueError, RecursionError) as error:
            reason = _why(error)
            raise RetrievalError(sentences().say("eval.bad_row", file=path, line=number, reason=reason)) from None
    if not rows:
        raise RetrievalError(sentences().say("eval.no_rows", file=path))
    return rows


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        RetrievalError: it is missing, a folder, or not UTF-8.
    """
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        reason = sentences().say("eval.missing")
    except IsADirectoryError:
        reason = sentences().say("eval.folder")
    except UnicodeDecodeError:
        reason = sentences().say("eval.not_utf8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
    raise RetrievalError(sentences().say("eval.unreadable", file=path, reason=reason))


def _row(line: str) -> Row:
    data = json.loads(line)
    if not isinstance(data, dict):
        raise ValueError(sentences().say("eval.not_an_object"))
    data["not_"] = data.pop("not", ())
    return Row.model_validate(data)


def _why(error: Exception) -> str:
    match error:
        case ValidationError():
            return located(error)
        case json.JSONDecodeError():
            return sentences().say("eval.not_json", column=error.colno)
        case RecursionError():
            return sentences().say("eval.too_deep")
    return str(error)
