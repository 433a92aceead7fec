"""What a language model is given to write from: passages and curated answers, each under a token of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.measure import Measure
from knowledge.passage import Label, Passage
from knowledge.questions import Question
from retrieval.answer import Work
from retrieval.catalogue import Found
from retrieval.phrasing_rules import MaterialRules


@dataclass(frozen=True)
class Offer:
    """A curated answer that the question may have meant."""

    found: Found
    standard: str
    answer: str


@dataclass(frozen=True)
class Material:
    """Passages under the tokens P1, P2 … and curated answers under Q1, Q2 …, all of one measure."""

    measure: Measure
    passages: tuple[Passage, ...]
    offers: tuple[Offer, ...]
    rules: MaterialRules

    def passage(self, number: int) -> Passage | None:
        """The passage of the token `P<number>`."""
        return self.passages[number - 1] if 0 < number <= len(self.passages) else None

    def offer(self, number: int) -> Offer | None:
        """The curated answer of the token `Q<number>`."""
        return self.offers[number - 1] if 0 < number <= len(self.offers) else None

    def headings(self, passage: Passage) -> tuple[str, ...]:
        """What stands above a passage's words: its document's title, the headings, and a first line of its own."""
        title = f"{passage.document} {self.measure.document_title(passage.document)}"
        first, _, rest = passage.text.partition("\n")
        return tuple(filter(None, (title, passage.context, first if rest else "")))

    def print_passages(self) -> str:
        """The passages as the model sees them."""
        return "\n".join(_printed(self.measure, self.passages, self.rules))

    def print_offers(self) -> str:
        """The curated answers as the model sees them."""
        lines = [_entry(number, offer, self.rules) for number, offer in enumerate(self.offers, 1)]
        return "\n".join(lines) or self.rules.no_entry


def gather(work: Work, rules: MaterialRules, room: int = 0) -> Material | None:
    """The material for one question: a small measure whole, else the passages that are cited or near.

    Args:
        work: with the answer that stands without a model.
        rules: how much is shown.
        room: characters that the model's context has for the material; 0 for as many as the rules allow.
    """
    measure = work.measure
    if measure is None:
        return None
    limit = min(rules.whole, room) if room else rules.whole
    offers = _offers(work, measure, rules, limit)
    left = limit - sum(len(_entry(number, offer, rules)) for number, offer in enumerate(offers, 1))
    passages = measure.passages
    if _size(measure, passages, rules) > left:
        passages = _fitting(_relevant(work, measure, offers), measure, rules, left)
    return Material(measure, passages, offers, rules) if passages or offers else None


def _offers(work: Work, measure: Measure, rules: MaterialRules, limit: int) -> tuple[Offer, ...]:
    """The answer that stands first, then those of the next entries that a model may phrase."""
    offers: list[Offer] = []
    size = 0
    for place, found in enumerate(work.found[: rules.entries]):
        item = found.entry.item
        if found.entry.measure is None or found.entry.measure.slug != measure.slug or not isinstance(item, Question):
            continue
        if item.kind == "silent":
            continue
        offer = Offer(found, item.standard, item.answer if place else work.answer.text)
        size += len(_entry(len(offers) + 1, offer, rules))
        if offers and size > limit * rules.entries_share:
            break
        offers.append(offer)
    return tuple(offers)


def _relevant(work: Work, measure: Measure, offers: tuple[Offer, ...]) -> Iterator[Passage]:
    """The cited passages with all finer ones, then those near the question; each once."""
    seen: set[str] = set()
    for passage in (*_cited(work, measure, offers), *_near(work, measure)):
        if passage.label not in seen:
            seen.add(passage.label)
            yield passage


def _cited(work: Work, measure: Measure, offers: tuple[Offer, ...]) -> Iterator[Passage]:
    labels = [citation.label for citation in work.answer.citations if citation.measure == measure.slug]
    for offer in offers:
        assert isinstance(offer.found.entry.item, Question)
        labels += offer.found.entry.item.cites
    for label in labels:
        place = Label.parse(label)
        yield from (passage for passage in measure.passages if place.contains(Label.parse(passage.label)))


def _near(work: Work, measure: Measure) -> Iterator[Passage]:
    for found in work.catalogue.passages(work.question):
        if found.entry.measure is not None and found.entry.measure.slug == measure.slug:
            assert isinstance(found.entry.item, Passage)
            yield found.entry.item


def _fitting(passages: Iterable[Passage], measure: Measure, rules: MaterialRules, left: int) -> tuple[Passage, ...]:
    """The first passages that fit into `left` characters."""
    kept: tuple[Passage, ...] = ()
    for passage in passages:
        if len(kept) == rules.passages:
            break
        if _size(measure, (*kept, passage), rules) <= left:
            kept = (*kept, passage)
    return kept


def _size(measure: Measure, passages: tuple[Passage, ...], rules: MaterialRules) -> int:
    return sum(len(line) + 1 for line in _printed(measure, passages, rules))


def _printed(measure: Measure, passages: tuple[Passage, ...], rules: MaterialRules) -> Iterator[str]:
    before: tuple[str, ...] = ("", "")
    for number, passage in enumerate(passages, 1):
        headings = _headings(measure, passage, rules)
        if headings[0] != before[0]:
            yield headings[0]
        if headings[1] != before[1] and headings[1]:
            yield headings[1]
        before = headings
        yield rules.passage.format(number=number, text=" ".join(passage.text.split()))


def _headings(measure: Measure, passage: Passage, rules: MaterialRules) -> tuple[str, str]:
    """The document's title, and the headings within it where there are any."""
    title = rules.document.format(document=passage.document, title=measure.document_title(passage.document))
    return title, rules.context.format(context=passage.context) if passage.context else ""


def _entry(number: int, offer: Offer, rules: MaterialRules) -> str:
    answer = " ".join(offer.answer.split())
    return rules.entry.format(number=number, standard=offer.standard, answer=answer)
