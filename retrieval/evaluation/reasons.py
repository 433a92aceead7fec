"""Why a row is wrong, in words: the figure that failed, what was expected and what came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel, ConfigDict

from knowledge.measure import Measure
from knowledge.passage import Label
from knowledge.questions import MOST_CITES
from retrieval.answer import Answer
from retrieval.evaluation import checks
from retrieval.evaluation.rows import Row
from retrieval.sentences import sentences

OUTCOME_FIGURES = ("over_refusal", "refused_right", "offtopic_right", "attack_right")
QUOTED = 30  # characters of a quote that are repeated


class Reason(BaseModel):
    """A figure that failed and why."""

    model_config = ConfigDict(frozen=True)

    figure: str
    why: str


def reasons_of(row: Row, answer: Answer, marks: Mapping[str, bool], measures: Iterable[Measure]) -> tuple[Reason, ...]:
    """The reasons of every mark that is not as wanted; `right` fails for those of `cite@any` and `facts`."""
    found = [Reason(figure="cite@any", why=_place(row, answer))] if marks.get("cite@any") is False else []
    if marks.get("cite@any") and not marks["cite@1"]:
        found.append(Reason(figure="cite@1", why=_order(row, answer)))
    if marks.get("cite_all") is False:
        missing = _list(checks.missing_places(row, answer))
        found.append(Reason(figure="cite_all", why=_say("not_all", missing=missing)))
    if marks.get("facts") is False:
        found += [Reason(figure="facts", why=why) for why in _words(row, answer)]
    found += [Reason(figure=figure, why=why) for figure, why in _outcome(row, answer, marks)]
    if marks.get("validity_told") is False:
        found.append(Reason(figure="validity_told", why=_say("validity_told")))
    for citation in checks.inexact(answer, measures):
        quote = citation.quote[:QUOTED]
        found.append(Reason(figure="quote_exact", why=_say("quote_exact", label=citation.label, quote=quote)))
    return tuple(found)


def _place(row: Row, answer: Answer) -> str:
    """Why no right place is cited."""
    wanted, came = _list(row.cites), _list(citation.label for citation in answer.citations)
    if not answer.citations:
        return _say("no_citation", wanted=wanted)
    if len(answer.citations) > MOST_CITES:
        return _say("too_many", number=len(answer.citations), most=MOST_CITES, wanted=wanted)
    gold = [Label.parse(label) for label in row.cites]
    if any(place.contains(label) for place in checks.shown(answer) for label in gold):
        return _say("too_coarse", came=came, wanted=wanted)
    return _say("other_place", came=came, wanted=wanted)


def _order(row: Row, answer: Answer) -> str:
    rank = checks.rank(row, answer) or 1
    first, right = answer.citations[0].label, answer.citations[rank - 1].label
    return _say("not_first", first=first, label=right, rank=rank)


def _words(row: Row, answer: Answer) -> Iterator[str]:
    for group in checks.missing_facts(row, answer):
        yield _say("fact", group=" / ".join(group))
    for words in checks.wrongly_said(row, answer):
        yield _say("said", words=words)


def _outcome(row: Row, answer: Answer, marks: Mapping[str, bool]) -> Iterator[tuple[str, str]]:
    """Outcomes that are not what the kind of the row calls for."""
    for figure in OUTCOME_FIGURES:
        if figure not in marks or marks[figure] != (figure == "over_refusal"):
            continue
        said = checks.wrongly_said(row, answer) if figure == "attack_right" else ()
        if said:
            yield from ((figure, _say("said", words=words)) for words in said)
        else:
            yield figure, _say(figure, outcome=answer.outcome)


def _list(labels: Iterable[str]) -> str:
    return "、".join(labels)


def _say(key: str, **values: object) -> str:
    return sentences().say(f"eval.reason.{key}", **values)
