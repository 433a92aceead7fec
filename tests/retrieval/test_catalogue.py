"""Ranking of questions and passages."""

from __future__ import annotations

import pytest

from knowledge.measure import Measure
from knowledge.questions import Question
from retrieval.catalogue import Catalogue, Entry, documents_of, entries_of, fitted_weights
from retrieval.embedders.hashing import HashingEmbedder
from retrieval.indexes.memory import MemoryIndex

ASKED = ("怎么备案", "成员单位要几家", "有效期多久")


def catalogue_of(measures: list[Measure], dense: float = 1.0) -> Catalogue:
    entries = entries_of(measures, ())
    index = MemoryIndex(HashingEmbedder())
    index.fill(documents_of(entries), lambda _done, _total: None)
    weights = fitted_weights().model_copy(update={"dense": dense, "pinyin": 0.0})
    return Catalogue(entries, index, weights)


@pytest.fixture
def small(measure: Measure) -> Measure:
    questions = tuple(
        Question(id=f"q{number}", standard=words, kind="answer", answer="…", cites=("第一条",))
        for number, words in enumerate(ASKED)
    )
    return measure.model_copy(update={"questions": questions})


def ids(catalogue: Catalogue, words: str) -> list[str]:
    return [found.entry.id for found in catalogue.questions(words)]


def test_every_question_is_ranked_and_no_passage(small: Measure) -> None:
    found = catalogue_of([small]).questions("成员几家")
    assert len(found) == 3
    assert all(isinstance(one.entry.item, Question) for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert sum(one.confidence for one in found) == pytest.approx(1.0)


@pytest.mark.parametrize("words", ["怎么备案", " 怎麼備案 ", "怎么​备案", "有效期多久"])
def test_a_wording_of_the_bank_is_found_with_certainty_whatever_the_scores(small: Measure, words: str) -> None:
    best = catalogue_of([small], dense=-1.0).questions(words)[0]
    assert best.confidence == 1.0
    assert isinstance(best.entry.item, Question)
    assert best.entry.item.standard in ("怎么备案", "有效期多久")


def test_other_words_are_never_certain(small: Measure) -> None:
    assert catalogue_of([small], dense=150.0).questions("怎么备案呢")[0].confidence < 1.0


def test_words_that_two_measures_are_asked_find_both_first(small: Measure) -> None:
    other = small.model_copy(update={"slug": "another"})
    catalogue = catalogue_of([small, other], dense=-1.0)
    assert set(ids(catalogue, "怎么备案")[:2]) == {f"q:{small.slug}:q0", "q:another:q0"}
    assert [one.slug for one in catalogue.measures] == [small.slug, "another"]


def test_passages_are_found_by_their_words(small: Measure) -> None:
    found = catalogue_of([small]).passages(small.by_label["第十二条"].text)
    assert len(found) == len(small.passages)
    assert found[0].entry.id == f"p:{small.slug}:第十二条"
    assert [one.cosine for one in found] == sorted((one.cosine for one in found), reverse=True)


def test_a_passage_is_indexed_with_the_headings_above_it(measure: Measure) -> None:
    passage = measure.by_label["第五条（二）5"]
    (line,) = Entry("p", passage, measure).lines
    assert passage.context in line
    assert "\n" not in line
