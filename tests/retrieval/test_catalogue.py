"""Ranking of questions and passages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from knowledge.measure import Measure
from knowledge.questions import GeneralQuestion, Question
from retrieval.catalogue import (
    DEPTH,
    REMEMBERED,
    Catalogue,
    Entry,
    Weights,
    documents_of,
    entries_of,
    fitted_weights,
    weights_for,
)
from retrieval.embedders.hashing import HashingEmbedder
from retrieval.indexes.memory import MemoryIndex
from retrieval.ports import Embedder

ASKED = ("怎么备案", "成员单位要几家", "有效期多久")
FEW = 10  # passages: so few that the candidates taken from the dense side are all there is
_ORDINARY: dict[str, Any] = {"kind": "answer", "answer": "…", "cites": ("第一条",)}


class Looking(HashingEmbedder):
    """Keeps the questions it was asked for."""

    def __init__(self) -> None:
        self.looks: list[str] = []

    def embed_query(self, text: str) -> list[float]:
        self.looks.append(text)
        return super().embed_query(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [super(Looking, self).embed_query(text) for text in texts]


class GlancingAndLooking(Looking):
    """Has a quicker way, too, that sees what it is told to."""

    def __init__(self, sees: str = "") -> None:
        super().__init__()
        self.glances: list[str] = []
        self._sees = sees

    def glance(self, text: str) -> list[float]:
        self.glances.append(text)
        return HashingEmbedder().embed_query(self._sees or text)


def weights(**changes: float) -> Weights:
    return fitted_weights().model_copy(update={"dense": 1.0, **changes})


def catalogue_of(
    measures: Sequence[Measure], embedder: Embedder | None = None, chosen: Weights | None = None
) -> Catalogue:
    entries = entries_of(measures, ())
    index = MemoryIndex(HashingEmbedder())
    index.fill(documents_of(entries), lambda _done, _total: None)
    return Catalogue(entries, index, embedder or HashingEmbedder(), chosen or weights())


def with_questions(measure: Measure, *asked: str, **more: Any) -> Measure:
    questions = tuple(
        Question(id=f"q{number}", standard=words, **{**_ORDINARY, **more}) for number, words in enumerate(asked)
    )
    return measure.model_copy(update={"questions": questions, "passages": measure.passages[:FEW]})


@pytest.fixture
def small(measure: Measure) -> Measure:
    return with_questions(measure, *ASKED)


def ids(catalogue: Catalogue, words: str, earlier: str = "") -> list[str]:
    return [found.entry.id for found in catalogue.questions(words, earlier)]


class TestRanking:
    def test_every_question_is_ranked_and_no_passage(self, small: Measure) -> None:
        found = catalogue_of([small]).questions("成员几家")
        assert len(found) == 3
        assert all(isinstance(one.entry.item, Question) for one in found)
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        assert sum(one.confidence for one in found) == pytest.approx(1.0)

    @pytest.mark.parametrize("words", ["怎么备案", " 怎麼備案 ", "怎么​备案", "有效期多久"])
    def test_a_wording_of_the_bank_is_found_with_certainty_whatever_the_scores(
        self, small: Measure, words: str
    ) -> None:
        best = catalogue_of([small], chosen=weights(dense=-1.0)).questions(words)[0]
        assert best.confidence == 1.0
        assert isinstance(best.entry.item, Question)
        assert best.entry.item.standard in ("怎么备案", "有效期多久")

    def test_it_is_found_though_its_vector_is_far(self, measure: Measure) -> None:
        asked = [f"第{number}个样子的问题" for number in range(DEPTH)]
        catalogue = catalogue_of([with_questions(measure, *asked)], GlancingAndLooking(sees="第一条为深入推进"))
        others = [item for item in asked if catalogue.questions(item)[0].confidence != 1.0]
        assert others == []

    def test_it_is_known_for_one_before_it_is_ranked(self, small: Measure) -> None:
        catalogue = catalogue_of([small])
        assert catalogue.holds(" 怎麼備案 ")
        assert not catalogue.holds("怎么备按") and not catalogue.holds("")

    def test_other_words_are_never_certain(self, small: Measure) -> None:
        assert catalogue_of([small], chosen=weights(dense=150.0)).questions("怎么备案呢")[0].confidence < 1.0

    def test_words_that_two_measures_are_asked_find_both_first(self, small: Measure) -> None:
        other = small.model_copy(update={"slug": "another"})
        catalogue = catalogue_of([small, other], chosen=weights(dense=-1.0))
        assert set(ids(catalogue, "怎么备案")[:2]) == {f"q:{small.slug}:q0", "q:another:q0"}
        assert [one.slug for one in catalogue.measures] == [small.slug, "another"]

    def test_homophones_and_pinyin_are_ranked_as_what_they_stand_for(self, small: Measure) -> None:
        catalogue = catalogue_of([small])
        for words in ("咋备按", "咋备岸"):
            assert catalogue.questions(words)[0].cosine == catalogue.questions("咋备案")[0].cosine
        assert ids(catalogue, "zenme beian")[0] == f"q:{small.slug}:q0"

    def test_a_place_that_is_named_draws_the_questions_that_cite_it(self, small: Measure) -> None:
        first, second = (
            Question(id=f"q{place}", standard="要写些什么", kind="answer", answer="…", cites=(place,))
            for place in ("第九条", "第七条（三）")
        )
        asked = small.model_copy(update={"questions": (first, second)})
        for words, place in (("第七条写了啥", "第七条（三）"), ("第9条写了啥", "第九条")):
            assert ids(catalogue_of([asked], chosen=weights(named=0.1)), words)[0].endswith(place)

    def test_small_talk_has_to_come_nearer_than_the_measure(self, small: Measure) -> None:
        talk = GeneralQuestion(id="g", standard="怎么办", kind="small_talk", answer="…")
        entries = entries_of([small], [talk])
        index = MemoryIndex(HashingEmbedder())
        index.fill(documents_of(entries), lambda _done, _total: None)
        order = []
        for stranger in (0.0, 0.5):
            catalogue = Catalogue(entries, index, HashingEmbedder(), weights(stranger=stranger))
            order.append(ids(catalogue, "怎么办呢")[0])
        assert order == ["g::g", f"q:{small.slug}:q0"]

    def test_without_entries_nothing_is_found(self) -> None:
        catalogue = catalogue_of([])
        assert catalogue.questions("怎么备案") == catalogue.passages("怎么备案") == []
        assert catalogue.familiarity("怎么备案") == 0.0

    def test_words_count_beside_vectors_where_the_weights_say_so(self, small: Measure) -> None:
        catalogue = catalogue_of([small], chosen=weights(dense=0.0, lexical=1.0))
        assert ids(catalogue, "请问有效期是哪几年")[0] == f"q:{small.slug}:q2"


class TestGlance:
    def test_one_that_is_clear_is_enough(self, small: Measure) -> None:
        embedder = GlancingAndLooking()
        catalogue = catalogue_of([small], embedder, weights(glance_cosine=0.3, glance_lead=0.05))
        assert ids(catalogue, "想问一下怎么备案")[0] == f"q:{small.slug}:q0"
        assert (len(embedder.glances), embedder.looks) == (1, [])

    @pytest.mark.parametrize("changes", [{"glance_cosine": 0.999}, {"glance_lead": 0.999}])
    def test_one_that_is_far_or_undecided_is_followed_by_a_good_look(
        self, small: Measure, changes: dict[str, float]
    ) -> None:
        embedder = GlancingAndLooking(sees="有效期有多久")
        clear = {"glance_cosine": 0.3, "glance_lead": 0.05}
        catalogue = catalogue_of([small], embedder, weights(**{**clear, **changes}))
        assert ids(catalogue, "想问一下怎么备案")[0] == f"q:{small.slug}:q0"
        assert embedder.looks == ["想问一下怎么备案"]

    def test_the_banks_own_wording_needs_no_good_look(self, small: Measure) -> None:
        embedder = GlancingAndLooking(sees="完全别的话")
        catalogue = catalogue_of([small], embedder, weights(glance_cosine=0.999))
        assert catalogue.questions("怎么备案")[0].entry.id == f"q:{small.slug}:q0"
        assert embedder.looks == []

    def test_who_is_in_a_hurry_gets_one_though_it_is_undecided(self, small: Measure) -> None:
        embedder = GlancingAndLooking(sees="有效期有多久")
        catalogue = catalogue_of([small], embedder, weights(glance_cosine=0.999))
        assert catalogue.questions("想问一下怎么备案", quickly=True)[0].entry.id == f"q:{small.slug}:q2"
        assert embedder.looks == []
        assert catalogue.questions("想问一下怎么备案")[0].entry.id == f"q:{small.slug}:q0"

    def test_an_encoder_without_one_looks_well(self, small: Measure) -> None:
        embedder = Looking()
        assert ids(catalogue_of([small], embedder), "想问一下怎么备案")[0] == f"q:{small.slug}:q0"
        assert embedder.looks == ["想问一下怎么备案"]


class TestMemory:
    def test_a_question_that_is_looked_up_again_costs_nothing(self, small: Measure) -> None:
        embedder = Looking()
        catalogue = catalogue_of([small], embedder)
        first = catalogue.questions("想问怎么备案")
        first.clear()  # what a caller does to its list is its own affair
        assert catalogue.questions(" 想問怎么备案")
        assert len(embedder.looks) == 1

    def test_it_is_bounded(self, small: Measure) -> None:
        embedder = Looking()
        catalogue = catalogue_of([small], embedder)
        for number in range(REMEMBERED + 1):
            catalogue.questions(f"第{number}问")
        catalogue.questions("第0问")
        assert len(embedder.looks) == REMEMBERED + 2

    def test_the_same_words_after_another_question_are_another_matter(self, small: Measure) -> None:
        catalogue = catalogue_of([small])
        alone = ids(catalogue, "那要多久呢")
        assert ids(catalogue, "那要多久呢", ASKED[2]) != alone
        assert ids(catalogue, "那要多久呢") == alone


class TestLeaning:
    def test_the_question_before_draws_what_is_like_it_nearer(self, small: Measure) -> None:
        asked = ("牵头单位要什么条件", "高校当成员要什么条件", "高校几月开学")
        after = catalogue_of([with_questions(small, *asked)]).questions("那高校呢", asked[0])
        assert after[0].entry.id == f"q:{small.slug}:q1"

    def test_the_question_before_is_not_the_answer_again(self, small: Measure) -> None:
        assert f"q:{small.slug}:q0" not in ids(catalogue_of([small]), "那怎么备案呢", ASKED[0])

    def test_a_question_before_that_is_gone_from_the_bank_does_no_harm(self, small: Measure) -> None:
        assert len(ids(catalogue_of([small]), "那怎么备案呢", "早就删掉的问题")) == 3


class TestPassages:
    def test_they_are_found_by_their_words(self, measure: Measure) -> None:
        catalogue = catalogue_of([measure.model_copy(update={"questions": ()})], chosen=weights(passage_lexical=0.0))
        found = catalogue.passages(measure.by_label["第十二条"].text)
        assert len(found) == len(measure.passages)
        assert found[0].entry.id == f"p:{measure.slug}:第十二条"
        assert [one.cosine for one in found] == sorted((one.cosine for one in found), reverse=True)

    def test_their_words_count_beside_their_vectors(self, measure: Measure) -> None:
        catalogue = catalogue_of([measure], chosen=weights(dense=0.0, passage_lexical=1.0))
        assert catalogue.passages("本办法由自治区科技厅负责解释")[0].entry.id == f"p:{measure.slug}:第十二条"

    def test_one_is_indexed_with_the_headings_above_it(self, measure: Measure) -> None:
        passage = measure.by_label["第五条（二）5"]
        (line,) = Entry("p", passage, measure).lines
        assert passage.context in line
        assert "\n" not in line


class TestFamiliarity:
    def test_it_is_the_share_of_word_pairs_that_several_wordings_hold(self, small: Measure) -> None:
        catalogue = catalogue_of([with_questions(small, "怎么备案", "备案要多久", "几时天晴")])
        assert catalogue.familiarity("备案") == 1.0
        assert catalogue.familiarity("备按") == 1.0
        assert catalogue.familiarity("备案吗") == 0.5
        assert catalogue.familiarity("天晴") == 0.0
        assert catalogue.familiarity("") == 0.0


class TestWeights:
    def test_an_encoder_that_was_not_measured_doubts_nothing_for_being_far(self) -> None:
        fitted, plain = fitted_weights(), weights_for("another")
        assert weights_for(fitted.encoder) == fitted
        assert plain.least < 0 < fitted.least
        assert plain.rival > 1  # no second reading is ever as likely as the first
