"""Which clauses a clause is made of."""

from __future__ import annotations

import pytest

from retrieval.clauses import clauses_of, likest, spoken_of

ASIDE = ("不", "必须", "可以")
SOURCE = ("成员单位可以自行起草协议，名单向社会公示。", "牵头单位必须盖章；成员单位提交材料。")


def texts(said: str, least: float = 0.2) -> list[str]:
    (clause,) = clauses_of([said], ASIDE)
    return [one.text for one in spoken_of(clause, clauses_of(SOURCE, ASIDE), least)]


def test_a_text_falls_into_clauses_at_its_marks() -> None:
    assert [clause.text for clause in clauses_of(SOURCE, ASIDE)] == [
        "成员单位可以自行起草协议",
        "名单向社会公示",
        "牵头单位必须盖章",
        "成员单位提交材料",
    ]
    assert clauses_of(SOURCE, ASIDE)[1].scope == SOURCE[0]


@pytest.mark.parametrize(
    ("said", "made_of"),
    [
        ("名单向社会公示", ["名单向社会公示"]),
        ("成员单位必须自行起草协议", ["成员单位可以自行起草协议"]),
        ("名单向社会公示并提交材料", ["名单向社会公示", "成员单位提交材料"]),
        ("与此全然无关", []),
        ("必须", ["牵头单位必须盖章"]),
    ],
)
def test_a_clause_is_made_of_those_it_shares_words_with_binding_words_aside(said: str, made_of: list[str]) -> None:
    assert texts(said) == made_of


def test_one_that_brings_too_little_is_left_out() -> None:
    assert texts("名单向社会公示并提交材料", least=0.5) == ["名单向社会公示"]


def test_those_that_bring_the_same_are_all_meant() -> None:
    assert texts("成员单位") == ["成员单位提交材料", "成员单位可以自行起草协议"]


def test_numbers_do_not_tell_clauses_apart() -> None:
    (said,) = clauses_of(["目标限200字"], ())
    assert next(iter(spoken_of(said, clauses_of(["目标限500字，分工限200字"], ()), 0.2))).text == "目标限500字"


def test_the_likest_are_those_that_share_the_most() -> None:
    (said,) = clauses_of(["名单向社会公示"], ASIDE)
    assert [one.text for one in likest(said, clauses_of(SOURCE, ASIDE))] == ["名单向社会公示"]
