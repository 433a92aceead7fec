"""Places of the source that a message names: “附件3”, “第五条”, “范本” (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.measure import Measure
from knowledge.passage import Label

_ARTICLE = re.compile(r"第\s*(\d{1,3}|[一二三四五六七八九十百]{1,5})\s*条")
_ATTACHMENT = re.compile(r"附件\s*(\d{1,2}|[一二三四五六七八九十]{1,3})")
_ENGLISH = re.compile(r"\b(article|annex|attachment|appendix)\s+(\d{1,3})\b", re.I)
_DIGITS = "零一二三四五六七八九"


def named_in(text: str, measure: Measure) -> tuple[Label, ...]:
    """The articles and documents that a text names, whether by number or by what people call them."""
    numbers = [_in_characters(number) for number in _ARTICLE.findall(text)]
    found = [f"第{number}条" for number in numbers]
    attachments = list(filter(None, map(_in_digits, _ATTACHMENT.findall(text))))
    for word, number in _ENGLISH.findall(text):
        if word.lower() == "article":
            found.append(f"第{_in_characters(number)}条")
        else:
            attachments.append(number)
    documents = {f"附件{number}" for number in attachments}
    documents |= {document.name for document in measure.documents if any(name in text for name in document.called)}
    labels = [Label(steps=(name,)) for name in (*found, *sorted(documents))]
    main = {label.steps[0] for label in labels if label.steps[0] in documents} & _of_articles(measure)
    return tuple(label for label in labels if label.steps[0] not in main) + _articles(measure, bool(main))


def lies_in(label: str, places: Iterable[Label]) -> bool:
    """Whether a label is one of the places or under it."""
    parsed = Label.parse(label)
    return any(place.contains(parsed) for place in places)


def _of_articles(measure: Measure) -> set[str]:
    """The documents whose places are articles rather than parts of an attachment."""
    return {passage.document for passage in measure.passages if not passage.label.startswith(passage.document)}


def _articles(measure: Measure, wanted: bool) -> tuple[Label, ...]:
    if not wanted:
        return ()
    heads = (Label.parse(passage.label).steps[:1] for passage in measure.passages if passage.label.startswith("第"))
    return tuple(Label(steps=head) for head in dict.fromkeys(heads))


def _in_characters(number: str) -> str:
    """13 -> 十三; characters stay."""
    if not number.isdigit():
        return number
    tens, ones = divmod(int(number), 10)
    if tens >= len(_DIGITS):
        return number
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones or not tens else "")


def _in_digits(number: str) -> str:
    """三 -> 3; digits stay; empty for characters that make no number."""
    import cn2an

    try:
        return number if number.isdigit() else str(int(cn2an.cn2an(number, "smart")))
    except (ValueError, KeyError):
        return ""
