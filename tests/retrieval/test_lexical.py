"""BM25 over pairs of characters."""

from __future__ import annotations

import pytest

from retrieval.lexical import LexicalIndex, bigrams
from retrieval.ports import Document

DOCUMENTS = [
    Document("filing", ("怎么备案", "备案流程")),
    Document("members", ("成员单位要几家", "至少几家单位")),
    Document("weather", ("明天下雨吗", "天气怎么样")),
    Document("latin", ("innovation consortium 2023",)),
    Document("wordless", ("？！",)),
]


def test_neighbouring_characters_make_pairs_and_other_words_stay_whole() -> None:
    assert bigrams("备案流程 ABC 2023年") == ["备案", "案流", "流程", "abc", "2023", "年"]


def test_pairs_do_not_reach_across_marks() -> None:
    assert "案吗" not in bigrams("备案，吗")


def test_wrong_characters_do_not_find_it_by_themselves() -> None:
    scores = LexicalIndex(DOCUMENTS, bigrams).scores("备按")
    assert scores["filing"] == scores["weather"] == 0.0


@pytest.mark.parametrize(("question", "id_"), [("几家成员", "members"), ("天气", "weather"), ("Consortium", "latin")])
def test_words_find_their_document(question: str, id_: str) -> None:
    assert LexicalIndex(DOCUMENTS, bigrams).search(question, 2)[0].id == id_


def test_scores_are_standardised_over_all_documents() -> None:
    scores = LexicalIndex(DOCUMENTS, bigrams).scores("备案流程")
    assert set(scores) == {document.id for document in DOCUMENTS}
    assert sum(scores.values()) == pytest.approx(0, abs=1e-5)
    assert sum(score**2 for score in scores.values()) / len(scores) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("question", ["", "？", "zzz", 'NEAR/* "', "\ud800"])
def test_a_question_without_known_words_prefers_nothing(question: str) -> None:
    assert set(LexicalIndex(DOCUMENTS, bigrams).scores(question).values()) == {0.0}


def test_search_gives_no_more_than_asked() -> None:
    assert len(LexicalIndex(DOCUMENTS, bigrams).search("备案", 2)) == 2


def test_without_documents_nothing_is_found() -> None:
    empty = LexicalIndex([], bigrams)
    assert empty.search("备案", 3) == []
    assert empty.scores("备案") == {}
