"""Do the citations resolve, and does each quote stand in the source (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.measure import Measure
from knowledge.passage import Citation, squeeze

_NUMBER = re.compile(r"\d+(?:\.\d+)?|[零一二三四五六七八九十百千万亿两]+(?=[个家项条年月日天元字份名人号级次分倍%])")
_LINK = re.compile(r"https?://|www\.|\.com|\.cn|@")


def grounded(citations: Iterable[Citation], measures: Iterable[Measure]) -> bool:
    """True when every citation names a place of an installed measure and quotes that place's own words."""
    known = {measure.slug: measure for measure in measures}
    return all(_stands(citation, known.get(citation.measure)) for citation in citations)


def _stands(citation: Citation, measure: Measure | None) -> bool:
    if measure is None or citation.label not in measure.by_label:
        return False
    passage = measure.by_label[citation.label]
    return measure.has(citation.quote) and squeeze(citation.quote) in squeeze(passage.whole)


def faithful(wording: str, material: str) -> bool:
    """True when a model's `wording` brings in no number, article or link that `material` does not hold."""
    if not wording.strip() or _LINK.search(wording):
        return False
    allowed = squeeze(material)
    return all(number in allowed for number in _NUMBER.findall(squeeze(wording)))
