"""What must hold of every answer, whatever a model said; found out in another way than the program does."""

from __future__ import annotations

import re
import unicodedata

import cn2an

from knowledge.passage import squeeze
from knowledge.questions import Question
from retrieval.answer import Answer, Work
from retrieval.grounding import grounded
from retrieval.phrasing import Attempt

_HAN = re.compile(r"[零〇一二三四五六七八九十百千万]{2,}")


def material_of(work: Work) -> str:
    """All that the answer to this work may draw on: the source and every answer that was found."""
    assert work.measure is not None
    answers = [found.entry.item.answer for found in work.found[:5] if isinstance(found.entry.item, Question)]
    titles = [f"{one.name}{one.title}" for one in work.measure.documents]
    return "\n".join((work.measure.source_text, work.measure.short_title, work.answer.text, *answers, *titles))


def own_numbers(answer: Answer, material: str) -> list[str]:
    """The numbers of an answer that the material has in no writing."""
    said, known = (unicodedata.normalize("NFKC", text) for text in (answer.text, squeeze(material)))
    values = {str(int(number)) for number in re.findall(r"\d+", known)}
    values |= {_value(number) for number in re.findall(r"[零〇一二三四五六七八九十百千万两]+", known)}
    own = [number for number in re.findall(r"\d+", said) if str(int(number)) not in values]
    return own + [number for number in _HAN.findall(said) if number not in known and _value(number) not in values]


def _value(number: str) -> str:
    try:
        return str(int(cn2an.cn2an(number, "smart")))
    except ValueError:
        return number


def assert_harmless(attempt: Attempt, work: Work) -> None:
    """What comes out is the answer as it was, or one that rests on the material alone."""
    answer = attempt.work.answer
    assert grounded(answer.citations, work.catalogue.measures)
    assert len(answer.citations) <= max(4, len(work.answer.citations))
    if attempt.refused:
        assert attempt.work == work
        return
    assert own_numbers(answer, material_of(work)) == []
    assert any("语言模型" in notice for notice in answer.notices)
    assert not re.search(r"\[[PQ]\d|://|<|已提交|已批准", answer.text)
