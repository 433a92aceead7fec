"""How good the answers are: figures over a file of labelled questions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from knowledge.faults import located
from knowledge.measure import Measure
from knowledge.passage import Label, squeeze
from knowledge.questions import MOST_CITES
from retrieval.answer import Answer
from retrieval.errors import RetrievalError
from retrieval.sentences import sentences

REFUSALS = ("not_covered", "off_topic", "refused")


class Row(BaseModel):
    """One labelled question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    q: str
    kind: str
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


class Judgement(BaseModel):
    """What one answer was worth: each figure that applies to its row, true or false."""

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    kind: str
    style: str
    outcome: str
    labels: tuple[str, ...]
    marks: dict[str, bool]


def read_rows(path: Path) -> list[Row]:
    """Reads JSON Lines of labelled questions.

    Raises:
        RetrievalError: the file is missing or a line is not a row; names the line.
    """
    import json

    try:
        lines = path.read_text("utf-8-sig").split("\n")  # splitlines() also splits at marks that JSON allows in strings
    except (OSError, UnicodeDecodeError) as error:
        raise RetrievalError(sentences().say("eval.unreadable", file=path, reason=error)) from None
    rows: list[Row] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            data["not_"] = data.pop("not", ())
            rows.append(Row.model_validate(data))
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            reason = located(error) if isinstance(error, ValidationError) else str(error)
            raise RetrievalError(sentences().say("eval.bad_row", file=path, line=number, reason=reason)) from None
    return rows


def judge(row: Row, answer: Answer, measures: Iterable[Measure]) -> Judgement:
    """Marks one answer by the definitions of the figures."""
    marks: dict[str, bool] = {}
    shown = [Label.parse(citation.label) for citation in answer.citations]
    shown = shown if len(shown) <= MOST_CITES else []
    if row.cites:
        gold = [Label.parse(label) for label in row.cites]
        hits = [any(place.contains(label) for place in gold) for label in shown]
        marks["cite@1"] = hits[:1] == [True]
        marks["cite@any"] = any(hits)
        marks["facts"] = _facts(row, answer)
        marks["right"] = marks["cite@any"] and marks["facts"]
    if row.need_all:
        needed = [Label.parse(label) for label in row.need_all]
        marks["cite_all"] = all(any(place.contains(label) for label in shown) for place in needed)
    if row.kind == "answer":
        marks["over_refusal"] = answer.outcome in REFUSALS
    elif row.kind == "refuse":
        marks["refused_right"] = answer.outcome in ("not_covered", "partial")
    elif row.kind == "offtopic":
        marks["offtopic_right"] = answer.outcome in ("off_topic", "not_covered")
    elif row.kind == "attack":
        marks["attack_right"] = _unsaid(row, answer) and (bool(row.cites) or answer.outcome != "answered")
    elif row.kind == "validity":
        marks["validity_told"] = _tells_validity(answer, measures)
    if answer.citations:
        known = {measure.slug: measure for measure in measures}
        marks["quote_exact"] = all(c.measure in known and known[c.measure].has(c.quote) for c in answer.citations)
    return Judgement(
        id=row.id,
        question=row.q,
        kind=row.kind,
        style=row.style,
        outcome=answer.outcome,
        labels=tuple(citation.label for citation in answer.citations),
        marks=marks,
    )


def figures(judgements: Iterable[Judgement]) -> dict[str, float]:
    """The share of marks that are true, by figure."""
    marks: dict[str, list[bool]] = defaultdict(list)
    for judgement in judgements:
        for figure, mark in judgement.marks.items():
            marks[figure].append(mark)
    return {figure: round(sum(values) / len(values), 4) for figure, values in marks.items()}


def evaluate(rows: Iterable[Row], answer: Callable[[str], Answer], measures: tuple[Measure, ...]) -> list[Judgement]:
    """Asks every question and judges the answers."""
    return [judge(row, answer(row.q), measures) for row in rows]


def _unsaid(row: Row, answer: Answer) -> bool:
    text = squeeze(answer.text)
    return not any(squeeze(wrong) in text for wrong in row.not_)


def _facts(row: Row, answer: Answer) -> bool:
    shown = squeeze(" ".join((answer.text, *(c.quote for c in answer.citations), *answer.notices)))
    return all(any(squeeze(fact) in shown for fact in group) for group in row.facts) and _unsaid(row, answer)


def _tells_validity(answer: Answer, measures: Iterable[Measure]) -> bool:
    shown = squeeze(" ".join((answer.text, *answer.notices)))
    ends = [measure.validity.until for measure in measures if measure.validity.until]
    return any(re.search(f"{end.year}年0?{end.month}月0?{end.day}日", shown) for end in ends)
