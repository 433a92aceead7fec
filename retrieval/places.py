"""Messages that ask for a place of the source by its number: “第六条讲什么” (pure)."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.measure import Measure
from knowledge.passage import Label
from retrieval.naming import named_in
from retrieval.normalise import normalise
from retrieval.work import Answer, Work, say

_PLACE = re.compile(
    r"第\s*(?:\d{1,3}|[一二三四五六七八九十百]{1,5})\s*条|附件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})|"
    r"\b(?:article|annex|attachment|appendix)\s+\d{1,3}",
    re.I,
)
_FINER = re.compile(r"\s*[（(]([一二三四五六七八九十])[）)]\s*(\d{1,2})?")
# what is said around a place by someone who only wants to read it
_AROUND = re.compile(
    r"(?:请问|请|麻烦|帮我|给我|把|念|读|发|列|看看|看一下|看|听|一下|全文|原文|原话|内容|具体|主要|都|是|在|的|讲|写|说|规定|"
    r"里面|里|中|了|什么|啥|怎么|怎样|哪些|有|这个|这部|本办法|办法|呢|吗|呀|啊|来|出|"
    r"\b(?:what|does|do|is|are|in|say|says|about|the|text|of|show|me|read|please|tell|it|to|full|original|this|measure)\b|"
    r"[\s\W_])*",
    re.I,
)


def quote_place(work: Work) -> Work:
    """A message that only asks what stands at a place gets that place, or hears that there is none."""
    if work.catalogue.holds(work.question):
        return work
    asked = ((measure, place_asked(normalise(work.question), measure)) for measure in work.catalogue.measures)
    named = [(measure, label) for measure, label in asked if label]
    there = next(((measure, label) for measure, label in named if label in measure.by_label), None)
    if there is None and named and not any(_has_document(measure, label) for measure, label in named):
        measure, label = named[0]
        text = say(work, "answer.no_place", label=label, title=measure.short_title)
        return replace(work, answer=Answer(outcome="not_covered", text=text), measure=measure)
    if there is None:
        return work
    measure, label = there
    citation = measure.cite(label)
    text = say(work, "answer.place", label=label, title=measure.short_title, quote=citation.quote)
    answer = Answer(outcome="answered", text=text, citations=(citation,), confidence=1.0)
    return replace(work, answer=answer, measure=measure)


def _has_document(measure: Measure, name: str) -> bool:
    return any(passage.document == name for passage in measure.passages)


def place_asked(text: str, measure: Measure) -> str:
    """The label of the one place that a message asks to read, whether the measure has it or not; empty for none."""
    found = _PLACE.search(text)
    if found is None:
        return ""
    finer = _FINER.match(text, found.end())
    end = finer.end() if finer else found.end()
    if not _AROUND.fullmatch(text[: found.start()]) or not _AROUND.fullmatch(text[end:]):
        return ""
    place = next(iter(named_in(found.group(), measure)), None)
    return "" if place is None else _finest(place, finer, measure)


def _finest(place: Label, finer: re.Match[str] | None, measure: Measure) -> str:
    """The finest place that the measure has on the way down."""
    steps = place.steps
    for step in (f"（{finer[1]}）", finer[2]) if finer else ():
        longer = Label(steps=(*steps, step or ""))
        if step and str(longer) in measure.by_label:
            steps = longer.steps
    return str(Label(steps=steps)).strip()
