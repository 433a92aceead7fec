"""Vectors of documents, kept from one build to the next."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.embedders.hashing import HashingEmbedder
from retrieval.embedders.lines import LineMeans, read_vectors, vector_key, write_vectors


class _Counting(HashingEmbedder):
    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.texts += texts
        return super().embed_documents(texts)


def test_a_document_is_the_mean_of_its_lines_of_unit_length() -> None:
    embedder = HashingEmbedder()
    (vector,) = LineMeans(embedder).embed_documents(["备案\n流程"])
    mean = np.mean(embedder.embed_documents(["备案", "流程"]), axis=0)
    assert vector == pytest.approx((mean / np.linalg.norm(mean)).tolist())


def test_questions_and_lines_are_normalised() -> None:
    lines = LineMeans(HashingEmbedder())
    assert lines.embed_query("備案​") == lines.embed_query("备案")
    assert lines.embed_documents(["備案"])[0] == pytest.approx(lines.embed_documents(["备案"])[0])


def test_kept_vectors_are_not_computed_again(tmp_path: Path) -> None:
    first = LineMeans(_Counting())
    wanted = first.embed_documents(["甲\n乙", "丙"])
    write_vectors(tmp_path / "kept.npz", first.computed)
    embedder = _Counting()
    second = LineMeans(embedder, [tmp_path / "kept.npz"])
    assert np.asarray(second.embed_documents(["甲\n乙", "丙"])) == pytest.approx(np.asarray(wanted), abs=1e-3)
    assert embedder.texts == []
    second.embed_documents(["丁"])
    assert embedder.texts == ["丁"]
    assert list(second.computed) == [vector_key(embedder.name, "丁")]


def test_it_knows_what_is_at_hand(tmp_path: Path) -> None:
    first = LineMeans(_Counting())
    assert not first.knows(["甲\n乙"])
    assert first.knows([])
    first.embed_documents(["甲\n乙", "丙"])
    assert first.knows(["甲\n乙", "丙"])
    assert not first.knows(["甲\n乙", "乙"])
    write_vectors(tmp_path / "kept.npz", first.computed)
    embedder = _Counting()
    second = LineMeans(embedder, [tmp_path / "none.npz", tmp_path / "kept.npz"])
    assert second.knows(["丙"]) and not second.knows(["丁", "丙"])
    assert embedder.texts == []


def test_a_question_is_neither_kept_nor_shipped() -> None:
    lines = LineMeans(HashingEmbedder())
    lines.embed_query("甲")
    assert lines.computed == {}
    assert not lines.knows(["甲"])


def test_vectors_of_another_encoder_are_not_taken() -> None:
    assert vector_key("a", "备案") != vector_key("b", "备案")


@pytest.mark.parametrize("damage", ["missing", "empty", "garbage", "cut", "other"])
def test_a_damaged_archive_only_costs_time(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "kept.npz"
    write_vectors(path, {f"k{number}": [0.1] * 50 for number in range(50)})
    whole = path.read_bytes()
    assert len(read_vectors(path)) == 50
    if damage == "missing":
        path.unlink()
    elif damage == "other":
        np.savez(path, unknown=np.zeros(2))
    else:
        path.write_bytes({"empty": b"", "garbage": b"x" * 500, "cut": whole[: len(whole) // 2]}[damage])
    assert read_vectors(path) == {}


def test_no_draft_of_an_archive_is_left(tmp_path: Path) -> None:
    write_vectors(tmp_path / "kept.npz", {"k": [1.0]})
    assert [path.name for path in tmp_path.iterdir()] == ["kept.npz"]
