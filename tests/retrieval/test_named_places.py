"""Who asks for a place of the source by its number gets that place, and never another one in its stead."""

from __future__ import annotations

import pytest

from knowledge.passage import Label
from retrieval.answer import Answerer

ARTICLES = (*"一二三四五六七八九十", "十一", "十二", "十三")


@pytest.mark.parametrize("form", ["第{}条讲什么", "第{}条是怎么规定的？"])
@pytest.mark.parametrize("number", ARTICLES)
def test_an_article(answerer: Answerer, number: str, form: str) -> None:
    place = Label.parse(f"第{number}条")
    answer = answerer.answer(form.format(number))
    assert any(place.contains(Label.parse(citation.label)) for citation in answer.citations), answer.text


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_an_attachment(answerer: Answerer, number: int) -> None:
    answer = answerer.answer(f"附件{number}里写了什么")
    assert f"附件{number}" in {citation.document for citation in answer.citations}, answer.text


@pytest.mark.parametrize("question", ["What does Article 5 say?", "What does Article 12 say?"])
def test_an_article_in_english(answerer: Answerer, question: str) -> None:
    place = Label.parse("第五条" if "5" in question else "第十二条")
    answer = answerer.answer(question)
    assert any(place.contains(Label.parse(citation.label)) for citation in answer.citations), answer.text


@pytest.mark.parametrize(
    "question", ["第二十条怎么规定的", "第999条写了什么", "附件99写什么", "What does Article 45 say?"]
)
def test_a_place_that_is_not_there(answerer: Answerer, question: str) -> None:
    assert answerer.answer(question).outcome == "not_covered"
