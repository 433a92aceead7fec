"""The step in which a language model may phrase the answer; what it says is taken only where every check holds."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from knowledge.passage import Citation, Passage, squeeze
from knowledge.questions import MOST_CITES
from retrieval.answer import Work, compose, correct_premise, suggest
from retrieval.errors import ModelError
from retrieval.judgement import fault_of_whole, says_nothing_twice
from retrieval.language import language_of
from retrieval.lexical import bigrams
from retrieval.material import Material, gather
from retrieval.models.breaker import Breaker
from retrieval.models.budget import Budget
from retrieval.normalise import normalise
from retrieval.phrasing_rules import PhrasingRules, phrasing_rules, prompt
from retrieval.ports import ChatModel
from retrieval.redaction import redact
from retrieval.reply import Draft, Refused, read
from retrieval.sentences import sentences

PHRASED = ("answered", "partial")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attempt:
    """The work after the step, and why it is as it was before; `refused` is empty when the model's words stand."""

    work: Work
    refused: str = ""


class Phrasing:
    """Lets a model write the answer from the source and the curated answers; whatever goes wrong, it stays as it was.

    Args:
        model: writes.
        budget: what may be spent a day; None for no limit.
        room: characters that the model's context has for the material; 0 for as many as the rules allow.
        clock: seconds that never go back, for the breaker.
    """

    def __init__(
        self,
        model: ChatModel,
        budget: Budget | None = None,
        room: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model, self._budget, self._room = model, budget, room
        self._breaker = Breaker(clock)

    def __call__(self, work: Work) -> Work:
        """The work in the model's words where they hold."""
        return self.attempt(work).work

    def attempt(self, work: Work) -> Attempt:
        """As calling it, with the reason where the model's words were not used."""
        rules = phrasing_rules()
        phrased = self._phrase(work, rules) if may_be_phrased(work) else Refused("not_for_a_model")
        if isinstance(phrased, Refused):
            _log.debug("%s", phrased.reason)
            return Attempt(work, phrased.reason)
        return Attempt(phrased)

    def _phrase(self, work: Work, rules: PhrasingRules) -> Work | Refused:
        material = gather(work, rules.material, self._room)
        if material is None:
            return Refused("no_material")
        draft = self._ask(work.question, material, rules)
        return draft if isinstance(draft, Refused) else settle(work, draft, material, rules)

    def _ask(self, question: str, material: Material, rules: PhrasingRules) -> Draft | Refused:
        system, user = request(question, material, rules)
        if self._breaker.is_open():
            return Refused("breaker_open")
        if self._budget is not None and not self._budget.take(len(system) + len(user)):
            return Refused("budget_spent")
        try:
            draft = read(self._pieces(system, user), material, rules)
        except ModelError as error:
            _log.warning("%s", error)
            self._breaker.failed()
            return Refused("model_failed")
        self._breaker.succeeded()
        return draft

    def _pieces(self, system: str, user: str) -> Iterator[str]:
        """The model's reply; what was read of it is counted, also when nobody reads on."""
        heard = 0
        try:
            for piece in self._model.stream(system, user):
                heard += len(piece)
                yield piece
        finally:
            if self._budget is not None:
                self._budget.add(heard)


def may_be_phrased(work: Work) -> bool:
    """True for what one curated answer covers, and for what none is near to but the source is.

    Never for a refusal or a known silence; nor for several questions in one message, a question in English, or a
    ruling of the authority, which have a form of their own.
    """
    if work.measure is None or work.also or work.answer.notices or language_of(work.question) == "en":
        return False
    if work.answer.outcome == "not_covered":
        return not work.found and bool(work.answer.citations)
    return work.answer.outcome in PHRASED and bool(work.found)


def request(question: str, material: Material, rules: PhrasingRules) -> tuple[str, str]:
    """What the model is told: the rules, and the material with the question, personal data replaced."""
    system, template = prompt()
    return system, template.format(
        passages=material.print_passages(),
        entries=material.print_offers(),
        question=redact(normalise(question))[: rules.material.longest_question],
    )


def settle(work: Work, draft: Draft, material: Material, rules: PhrasingRules) -> Work | Refused:
    """The work with the draft in the place of its answer, where the draft as a whole holds."""
    if not work.found:
        return _without_an_answer(work, draft, material, rules)
    base = work
    if draft.choice > 1:
        if work.found[0].confidence >= rules.choice.below:
            return Refused("bad_choice")
        base = _based_on(work, material, draft.choice)
        if not may_be_phrased(base):
            return Refused("bad_choice")
    fault = fault_of_whole(draft.text, base.answer, rules.wording)
    citations = _with_places(base.answer.citations, draft, material)
    if fault or citations is None or not says_nothing_twice(draft.text):
        return Refused(fault or ("too_many_places" if citations is None else "says_something_twice"))
    return _said(base, draft.text, citations)


def _based_on(work: Work, material: Material, choice: int) -> Work:
    """The work as if the chosen entry had been found first."""
    chosen = material.offers[choice - 1].found
    others = tuple(found for found in work.found if found is not chosen)
    return suggest(correct_premise(compose(replace(work, found=(chosen, *others)))))


def _without_an_answer(work: Work, draft: Draft, material: Material, rules: PhrasingRules) -> Work | Refused:
    """The source's own words on a question that no curated answer is near to."""
    doubtful = rules.doubtful
    shared = set(bigrams(draft.text)) & set(bigrams(work.question))
    citations = _with_places((), draft, material)
    if len(draft.text) > doubtful.longest or len(shared) < doubtful.least_shared:
        return Refused("is_about_something_else")
    if not citations:
        return Refused("too_many_places")
    if not says_nothing_twice(draft.text):
        return Refused("says_something_twice")
    text = sentences().say("model.doubtful", title=material.measure.short_title, text=draft.text)
    said = _said(work, text, citations)
    answer = said.answer.model_copy(update={"outcome": "partial", "confidence": doubtful.confidence})
    return replace(said, answer=answer)


def _with_places(given: tuple[Citation, ...], draft: Draft, material: Material) -> tuple[Citation, ...] | None:
    """The citations given, then the places that the draft rests on besides; None when not all can be shown."""
    citations = given
    for number in dict.fromkeys(number for statement in draft.statements for number in statement.passages):
        passage = material.passages[number - 1]
        if not _is_shown(passage, citations, material):
            citations = (*citations, material.measure.cite(passage.label))
    return citations if len(citations) <= max(MOST_CITES, len(given)) else None


def _is_shown(passage: Passage, citations: tuple[Citation, ...], material: Material) -> bool:
    """True when a citation already has the passage's words."""
    words = squeeze(passage.text)
    return any(
        citation.measure == material.measure.slug
        and citation.document == passage.document
        and words in squeeze(citation.quote)
        for citation in citations
    )


def _said(work: Work, text: str, citations: tuple[Citation, ...]) -> Work:
    notices = (*work.answer.notices, sentences().say("model.phrased"))
    return replace(
        work, answer=work.answer.model_copy(update={"text": text, "citations": citations, "notices": notices})
    )
