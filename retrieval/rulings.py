"""What staff's rulings add to the answers about questions that a measure leaves open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.ambiguities import Ambiguity, Ruling
from knowledge.measure import Measure
from knowledge.questions import Question
from retrieval.sentences import sentences

_SENTENCE = re.compile(r"[^。！？]+[。！？]?")
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Settled:
    """A curated answer after the register was asked.

    `text` is what the answer says now; `notice` is shown with it where a ruling speaks; `unsettled` is true where
    the register has the question and no ruling is in force; `outcome` is None where the question's kind decides.
    """

    text: str
    notice: str = ""
    unsettled: bool = False
    outcome: Literal["answered"] | None = None


def settled(item: Question, measure: Measure, today: date) -> Settled:
    """The answer to `item` on `today`: a ruling in force comes first, else what can safely be done meanwhile.

    Raises:
        KeyError: the measure's register has no such entry; the loader refuses such a folder.
    """
    if not item.ambiguity:
        return Settled(text=item.answer)
    entry = measure.ambiguity(item.ambiguity)
    ruling = entry.ruled(today)
    return _open(item, entry) if ruling is None else _ruled(item, measure, ruling)


def _ruled(item: Question, measure: Measure, ruling: Ruling) -> Settled:
    words = {"office": ruling.office, "date": ruling.date, "title": measure.short_title}
    text = sentences().say("ruling.text", **words, ruling=ruling.text, answer=item.answer)
    if ruling.until is None:
        return Settled(text, sentences().say("ruling.notice", **words), outcome="answered")
    return Settled(text, sentences().say("ruling.notice_until", **words, until=ruling.until), outcome="answered")


def _open(item: Question, entry: Ambiguity) -> Settled:
    advice = _not_yet_said(entry.meanwhile, item.answer)
    text = sentences().say("ruling.open", answer=item.answer, meanwhile=advice) if advice else item.answer
    return Settled(text, unsettled=True)


def _not_yet_said(advice: str, answer: str) -> str:
    """The sentences of the advice that the answer does not hold, punctuation aside."""
    said = _MARKS.sub("", answer)
    return "".join(sentence for sentence in _SENTENCE.findall(advice) if _MARKS.sub("", sentence) not in said)
