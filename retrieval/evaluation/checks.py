"""What a row asks for and an answer lacks: the questions that marks and reasons are both made of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.measure import Measure
from knowledge.passage import Citation, Label, squeeze
from knowledge.questions import MOST_CITES
from retrieval.answer import Answer
from retrieval.evaluation.rows import Row

REFUSALS = ("not_covered", "off_topic", "refused")


def shown(answer: Answer) -> list[Label]:
    """The places cited; none where more are shown than may be."""
    labels = [Label.parse(citation.label) for citation in answer.citations]
    return labels if len(labels) <= MOST_CITES else []


def rank(row: Row, answer: Answer) -> int | None:
    """The place in the list of the first right citation, from 1; None where there is none."""
    gold = [Label.parse(label) for label in row.cites]
    return next((n for n, label in enumerate(shown(answer), 1) if any(place.contains(label) for place in gold)), None)


def missing_places(row: Row, answer: Answer) -> tuple[str, ...]:
    """What must be cited and is not."""
    places = shown(answer)
    return tuple(label for label in row.need_all if not any(Label.parse(label).contains(place) for place in places))


def missing_facts(row: Row, answer: Answer) -> tuple[tuple[str, ...], ...]:
    """The groups of which no string stands in text, quotes or notices."""
    words = squeeze(" ".join((answer.text, *(citation.quote for citation in answer.citations), *answer.notices)))
    return tuple(group for group in row.facts if not any(squeeze(fact) in words for fact in group))


def wrongly_said(row: Row, answer: Answer) -> tuple[str, ...]:
    """The strings that must not stand in the text and do."""
    text = squeeze(answer.text)
    return tuple(words for words in row.not_ if squeeze(words) in text)


def tells_validity(answer: Answer, measures: Iterable[Measure]) -> bool:
    """Whether text or notices name the day until which a measure is in force."""
    words = squeeze(" ".join((answer.text, *answer.notices)))
    ends = [measure.validity.until for measure in measures if measure.validity.until]
    return any(re.search(f"{end.year}年0?{end.month}月0?{end.day}日", words) for end in ends)


def inexact(answer: Answer, measures: Iterable[Measure]) -> tuple[Citation, ...]:
    """The citations whose quote is not in the source word for word."""
    known = {measure.slug: measure for measure in measures}
    return tuple(c for c in answer.citations if c.measure not in known or not known[c.measure].has(c.quote))
