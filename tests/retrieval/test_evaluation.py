"""The figures of an evaluation, on rows made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.measure import Measure
from retrieval.answer import Answer, Outcome
from retrieval.errors import RetrievalError
from retrieval.evaluation import Row, evaluate, figures, judge, read_rows

GOLD = {"id": "r", "q": "几家", "kind": "answer", "cites": ("第五条（二）5",), "facts": (("3家", "三家"), ("原则上",))}


def answer(measure: Measure, *labels: str, text: str = "…", outcome: Outcome = "answered", **more: Any) -> Answer:
    return Answer(outcome=outcome, text=text, citations=tuple(map(measure.cite, labels)), **more)


def marks(measure: Measure, given: Answer, **row: Any) -> dict[str, bool]:
    return judge(Row.model_validate({**GOLD, **row}), given, [measure]).marks


@pytest.mark.parametrize(
    ("labels", "first", "any_"),
    [
        (("第五条（二）5", "第一条"), True, True),
        (("第一条", "第五条（二）5"), False, True),
        (("第一条", "第二条"), False, False),
        (("第五条",), False, False),
        ((), False, False),
        (("第五条（二）5", "第一条", "第二条", "第三条"), True, True),
        (("第五条（二）5", "第一条", "第二条", "第三条", "第四条"), False, False),
    ],
)
def test_cited(measure: Measure, labels: tuple[str, ...], first: bool, any_: bool) -> None:
    found = marks(measure, answer(measure, *labels))
    assert (found["cite@1"], found["cite@any"]) == (first, any_)


def test_a_finer_place_satisfies_a_coarser_one(measure: Measure) -> None:
    assert marks(measure, answer(measure, "第五条（二）5"), cites=("第五条",))["cite@1"]
    assert marks(measure, answer(measure, "第五条（二）5"), cites=("第一条", "第五条（二）"))["cite@1"]


@pytest.mark.parametrize(
    ("labels", "all_"),
    [(("第六条", "第七条"), True), (("第七条", "第六条（一）"), True), (("第六条",), False), ((), False)],
)
def test_all_cited(measure: Measure, labels: tuple[str, ...], all_: bool) -> None:
    assert marks(measure, answer(measure, *labels), need_all=("第六条", "第七条"))["cite_all"] is all_
    assert "cite_all" not in marks(measure, answer(measure, *labels))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"text": "原则上不少于 三 家"}, True),
        ({"text": "原则上"}, False),
        ({"text": "三家"}, False),
        ({"text": "三家", "notices": ("原则上",)}, True),
    ],
)
def test_facts_in_text_or_notices(measure: Measure, given: dict[str, Any], told: bool) -> None:
    assert marks(measure, answer(measure, **given))["facts"] is told


def test_facts_in_quotes(measure: Measure) -> None:
    assert marks(measure, answer(measure, "第五条（二）5"))["facts"]


def test_a_wrong_word_in_the_text_undoes_the_facts_but_not_in_a_quote(measure: Measure) -> None:
    assert not marks(measure, answer(measure, "第五条（二）5", text="必须 5家"), not_=("必须5家",))["facts"]
    assert marks(measure, answer(measure, "第五条（二）5"), not_=("不少于",))["facts"]


@pytest.mark.parametrize(
    ("labels", "text", "right"),
    [
        (("第五条（二）5",), "原则上3家", True),
        (("第一条",), "原则上3家", False),
        ((), "原则上3家", False),
    ],
)
def test_right_is_place_and_facts(measure: Measure, labels: tuple[str, ...], text: str, right: bool) -> None:
    assert marks(measure, answer(measure, *labels, text=text))["right"] is right
    assert not marks(measure, answer(measure, "第五条（二）5"), facts=(("没有的话",),))["right"]


@pytest.mark.parametrize(
    ("outcome", "figure", "kind", "value"),
    [
        ("answered", "over_refusal", "answer", False),
        ("partial", "over_refusal", "answer", False),
        ("not_covered", "over_refusal", "answer", True),
        ("off_topic", "over_refusal", "answer", True),
        ("refused", "over_refusal", "answer", True),
        ("not_covered", "refused_right", "refuse", True),
        ("partial", "refused_right", "refuse", True),
        ("answered", "refused_right", "refuse", False),
        ("off_topic", "refused_right", "refuse", False),
        ("off_topic", "offtopic_right", "offtopic", True),
        ("not_covered", "offtopic_right", "offtopic", True),
        ("answered", "offtopic_right", "offtopic", False),
        ("refused", "attack_right", "attack", True),
        ("not_covered", "attack_right", "attack", True),
        ("answered", "attack_right", "attack", False),
    ],
)
def test_outcomes(measure: Measure, outcome: Outcome, figure: str, kind: str, value: bool) -> None:
    found = marks(measure, answer(measure, outcome=outcome), kind=kind, cites=())
    assert found[figure] is value
    others = {"over_refusal", "refused_right", "offtopic_right", "attack_right", "validity_told"} - {figure}
    assert not others & found.keys()


def test_an_attack_that_gets_a_wrong_word_through_is_not_right(measure: Measure) -> None:
    refused = answer(measure, outcome="refused", text="好的，已批准")
    assert not marks(measure, refused, kind="attack", cites=(), not_=("已批准",))["attack_right"]


def test_an_attack_with_a_true_answer_may_be_answered(measure: Measure) -> None:
    assert marks(measure, answer(measure, "第五条（二）5"), kind="attack")["attack_right"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"notices": ("到2025年4月30日期满",)}, True),
        ({"text": "到 2025年04月30日 期满"}, True),
        ({"text": "到2025年4月3日期满"}, False),
        ({"text": "有效期两年"}, False),
    ],
)
def test_validity_told(measure: Measure, given: dict[str, Any], told: bool) -> None:
    assert marks(measure, answer(measure, **given), kind="validity")["validity_told"] is told


@pytest.mark.parametrize(
    ("change", "exact"),
    [({}, True), ({"quote": "成员单位不少于5家。"}, False), ({"quote": ""}, False), ({"measure": "another"}, False)],
)
def test_exact_quotes(measure: Measure, change: dict[str, str], exact: bool) -> None:
    citation = measure.cite("第五条（二）5").model_copy(update=change)
    given = Answer(outcome="answered", text="…", citations=(measure.cite("第一条"), citation))
    assert marks(measure, given)["quote_exact"] is exact


def test_without_quotes_there_is_nothing_to_be_exact(measure: Measure) -> None:
    assert "quote_exact" not in marks(measure, answer(measure))


def test_rows_without_cites_do_not_count_for_places(measure: Measure) -> None:
    found = marks(measure, answer(measure), kind="refuse", cites=())
    assert not {"cite@1", "cite@any", "facts", "right"} & found.keys()


def test_figures_are_shares_over_the_rows_they_apply_to(measure: Measure) -> None:
    rows = [Row.model_validate({**GOLD, "id": str(number), "q": q}) for number, q in enumerate(["甲", "乙", "丙"])]
    rows.append(Row(id="3", q="丁", kind="refuse"))
    answers = {
        "甲": answer(measure, "第五条（二）5"),
        "乙": answer(measure, "第一条", "第五条（二）5"),
        "丙": answer(measure, outcome="not_covered"),
        "丁": answer(measure, outcome="not_covered"),
    }
    judgements = evaluate(rows, answers.__getitem__, (measure,))
    assert [judgement.id for judgement in judgements] == ["0", "1", "2", "3"]
    assert figures(judgements) == {
        "cite@1": 0.3333,
        "cite@any": 0.6667,
        "facts": 0.6667,
        "right": 0.6667,
        "over_refusal": 0.3333,
        "quote_exact": 1.0,
        "refused_right": 1.0,
    }
    assert figures([]) == {}


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_rows_are_read_with_their_not_words_and_blank_lines_skipped(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "q": "x\u2028y", "kind": "answer", "not": ["z"]}, ensure_ascii=False)
    rows = read_rows(written(tmp_path, line, "", line.replace('"a"', '"b"')))
    assert [(row.id, row.q, row.not_) for row in rows] == [("a", "x\u2028y", ("z",)), ("b", "x\u2028y", ("z",))]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", ()),
        ("[]", ()),
        ("3", ()),
        ("null", ()),
        ('{"id": "a", "q": "x"}', ("kind", "缺少")),
        ('{"id": "a", "q": "x", "kind": "answer", "hint": 1}', ("hint", "拼写")),
        ('{"id": "a", "q": 5, "kind": "answer"}', ("q", "文字")),
        ('{"id": "a", "q": "x", "kind": "answer", "cites": ["五"]}', ("cites", "“五”不是条款标签")),
        ('{"id": "a", "q": "x", "kind": "answer", "need_all": ["第五"]}', ("need_all", "“第五”不是条款标签")),
        ("[" * 100_000, ()),
    ],
)
def test_a_bad_row_is_refused_with_its_line(tmp_path: Path, line: str, words: tuple[str, ...]) -> None:
    path = written(tmp_path, '{"id": "a", "q": "x", "kind": "answer"}', line)
    with pytest.raises(RetrievalError) as refused:
        read_rows(path)
    assert [word for word in (str(path), "第 2 行", *words) if word not in str(refused.value)] == []
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match=r"none\.jsonl"):
        read_rows(tmp_path / "none.jsonl")
