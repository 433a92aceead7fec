"""A model's reply, line by line: what it says, and where reading it stops."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.works import work_on
from knowledge.measure import Measure
from knowledge.questions import Question
from retrieval.catalogue import Catalogue
from retrieval.material import Material, gather
from retrieval.phrasing_rules import phrasing_rules
from retrieval.reply import Choice, Draft, End, Nothing, Refused, Statement, Stray, parse, read

RULES = phrasing_rules()
LEAST = Question(
    id="least", standard="最少几家？", kind="answer", answer="成员单位原则上不少于3家。", cites=("第五条（二）5",)
)
OTHER = Question(id="other", standard="谁解释？", kind="answer", answer="由自治区科技厅负责解释。", cites=("第十二条",))
SAID = "成员单位原则上不少于3家。"


@pytest.fixture(scope="module")
def material(bank: Catalogue, measure: Measure) -> Material:
    found = gather(work_on(bank, measure, LEAST, OTHER), RULES.material)
    assert found is not None
    return found


def heard(material: Material, *lines: str) -> Draft | Refused:
    return read(iter("\n".join(lines)), material, RULES)


@pytest.mark.parametrize(
    "line",
    [
        "成员单位3家。[P12]",
        "成员单位3家[P12]。",
        "成员单位3家 [P12]",
        "成员单位3家。 [ p12 ]",
        "成员单位3家。【P12】",
        "成员单位3家。［Ｐ12］",
        "- 成员单位3家。[P12]",
        "1. 成员单位3家。[P12]",
        "2、成员单位3家。[P12]",
        "成员单位3家，[P12]",
    ],
)
def test_a_sentence_ends_with_its_token_in_whatever_way_small_models_write_it(line: str) -> None:
    assert parse(line, RULES.reply) == [Statement("成员单位3家。", (12,), ())]


@pytest.mark.parametrize("tokens", ["[P1][P2][Q1]", "[P1, P2][Q1]", "[P1、2] [Q1]", "[P1][P2][P1]【Q1】", "[P1 P2;Q1]"])
def test_a_sentence_may_rest_on_several_places(tokens: str) -> None:
    assert parse(f"甲。{tokens}", RULES.reply) == [Statement("甲。", (1, 2), (1,))]


def test_two_sentences_on_a_line_each_have_their_own() -> None:
    assert parse("甲。[P1]乙？[P2]", RULES.reply) == [Statement("甲。", (1,), ()), Statement("乙？", (2,), ())]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[Q2]", [Choice(2)]),
        ("【Q2】", [Choice(2)]),
        ("[无]", [Nothing()]),
        ("【无】", [Nothing()]),
        ("[完]", [End()]),
        ("", []),
        (" \t", []),
        ("成员单位3家。", [Stray()]),
        ("[P2]", [Stray()]),
        ("[Q1][Q2]", [Stray()]),
        ("甲。[P1]乙", [Statement("甲。", (1,), ()), Stray()]),
        ("[PX]", [Stray()]),
        ("甲。[P1234]", [Stray()]),
    ],
)
def test_other_lines(line: str, said: list[object]) -> None:
    assert parse(line, RULES.reply) == said


def test_a_draft_is_what_was_chosen_and_said(material: Material) -> None:
    draft = heard(material, "[Q1]", f"{SAID}[P12][Q1]", "[完]", "后面的不读")
    assert draft == Draft(1, (Statement(SAID, (12,), (1,)),))
    assert isinstance(draft, Draft)
    assert draft.text == SAID


def test_nothing_need_be_chosen_and_no_end_said(material: Material) -> None:
    assert heard(material, f"{SAID}[P12]") == Draft(0, (Statement(SAID, (12,), ()),))


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "no_sentence"),
        (["[Q1]"], "no_sentence"),
        (["[完]"], "no_sentence"),
        (["[无]"], "declined"),
        (["[Q9]", f"{SAID}[P12]"], "bad_choice"),
        (["[Q0]", f"{SAID}[P12]"], "bad_choice"),
        (["[Q1]", "[Q2]"], "bad_choice"),
        ([f"{SAID}[P12]", "[Q2]"], "bad_choice"),
        ([SAID], "no_token"),
        (["您好！", f"{SAID}[P12]"], "no_token"),
        ([f"{SAID}[P12]", "希望有帮助。"], "no_token"),
        ([f"{SAID}[P999]"], "unknown_token"),
        ([f"{SAID}[P0]"], "unknown_token"),
        ([f"{SAID}[P12][Q9]"], "unknown_token"),
        (["[Q1]", "由自治区科技厅负责解释。[Q2]"], "another_answer"),
        (["由自治区科技厅负责解释。[Q2]"], "another_answer"),
        (["成员单位原则上不少于9家。[P12]"], "is_faithful"),
        (["由自治区科技厅负责解释。[P12]"], "is_put_together_from_its_clauses"),
    ],
)
def test_the_first_fault_ends_it(material: Material, lines: list[str], reason: str) -> None:
    assert heard(material, *lines) == Refused(reason)


def test_the_chosen_answer_is_the_one_to_rest_on(material: Material) -> None:
    assert isinstance(heard(material, "[Q2]", "由自治区科技厅负责解释。[Q2]"), Draft)
    assert heard(material, "[Q2]", f"{SAID}[Q1]") == Refused("another_answer")


def test_nothing_is_read_after_a_fault(material: Material) -> None:
    taken: list[str] = []

    def pieces() -> Iterator[str]:
        for piece in ("您好\n", "成员", "单位"):
            taken.append(piece)
            yield piece

    assert read(pieces(), material, RULES) == Refused("no_token")
    assert taken == ["您好\n"]


def test_nothing_is_read_after_the_end(material: Material) -> None:
    def pieces() -> Iterator[str]:
        yield f"{SAID}[P12]\n[完]\n"
        raise AssertionError("read on")

    assert isinstance(read(pieces(), material, RULES), Draft)


@pytest.mark.parametrize("piece", ["成" * 100, "\n", "[", " "])
def test_an_endless_reply_is_not_read_to_its_end(material: Material, piece: str) -> None:
    read_so_far: list[int] = []

    def pieces() -> Iterator[str]:
        while True:
            read_so_far.append(len(piece))
            yield piece

    assert read(pieces(), material, RULES) == Refused("too_long")
    assert sum(read_so_far) <= RULES.reply.longest + len(piece)


def test_too_many_sentences_are_refused(material: Material) -> None:
    assert heard(material, *[f"{SAID}[P12]"] * 15) == Refused("too_many_sentences")
