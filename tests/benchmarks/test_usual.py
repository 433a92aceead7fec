"""The usual pipeline: chunks get the labels of the passages that stand in them, and are measured by those."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from benchmarks.usual import SIZE, TOP, UsualPipeline, labels_of, rank, split
from knowledge.measure import Measure
from knowledge.passage import Passage, squeeze
from retrieval.embedders.hashing import HashingEmbedder


class Hashed(HashingEmbedder, Embeddings):
    """The encoder without a model, by the name that LangChain knows encoders by."""


def passage(label: str, text: str) -> Passage:
    return Passage(label=label, document="附件1", text=text, whole=text)


TEN = passage("第一条", "甲乙丙丁戊己庚辛壬癸")


@pytest.mark.parametrize(
    ("chunk", "stands_in"),
    [
        ("前言甲乙丙丁戊己庚辛壬癸后语", True),
        ("前言 甲乙丙\n丁戊己 庚辛壬癸", True),
        ("前言甲乙丙丁戊", True),  # half
        ("前言甲乙丙丁", False),  # less than half
        ("乙丙丁", True),  # the passage contains the chunk
        ("乙丙丁。", False),
        ("甲乙丙，丁戊己，庚辛壬癸", False),  # the pieces are no half
        ("", False),
    ],
)
def test_a_passage_counts_when_half_of_it_stands_in_the_chunk(chunk: str, stands_in: bool) -> None:
    assert labels_of(chunk, [TEN]) == (("第一条",) if stands_in else ())


def test_a_passage_without_words_of_its_own_counts_nowhere() -> None:
    assert labels_of("甲乙", [passage("第二条", " \n")]) == ()


def test_every_label_of_a_chunk_counts_and_coarser_gold_contains_it() -> None:
    chunks = [("第一条", "第五条（二）5"), ("第三条",)]
    assert rank(chunks, ["第五条（二）"]) == 1
    assert rank(chunks, ["第三条", "第四条"]) == 2
    assert rank(chunks, ["第五条（二）4"]) is None
    assert rank([], ["第一条"]) is None


def test_the_source_is_split_into_chunks_of_its_own_words(measure: Measure) -> None:
    pytest.importorskip("langchain_text_splitters", reason="make dev installs it")
    chunks = split(measure.source_text)
    assert all(len(chunk) <= SIZE for chunk in chunks)
    assert all(squeeze(chunk) in measure.squeezed for chunk in chunks)
    found = {label for chunk in chunks for label in labels_of(chunk, measure.passages)}
    lost = [one.label for one in measure.passages if squeeze(one.text) and one.label not in found]
    assert lost == []  # else no question about it could be hit


def test_a_question_brings_the_nearest_chunks_with_their_labels(measure: Measure, tmp_path: Path) -> None:
    pytest.importorskip("langchain_text_splitters", reason="make dev installs it")
    pipeline = UsualPipeline([measure], Hashed(), tmp_path)
    found = pipeline.search(measure.by_label["第五条（二）5"].text)
    assert len(found) == TOP <= pipeline.chunks
    assert all(labels == labels_of(text, measure.passages) for text, labels in found)
    assert rank([labels for _, labels in found], ["第五条（二）5"]) is not None
