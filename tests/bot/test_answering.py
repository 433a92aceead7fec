"""Where the parts that answer are chosen: one question costs no database and gets the same answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answering import build_answerer, choose_embedder, choose_phrasing, no_progress
from bot.errors import HomeError
from bot.settings import Settings
from bot.shelf import Shelf
from retrieval.answer import Answer, Answerer
from retrieval.catalogue import fitted_weights
from retrieval.embedders.bundled import BundledEmbedder
from retrieval.embedders.hashing import HashingEmbedder
from retrieval.ports import Embedder
from tests.bot.talking import TODAY
from tests.retrieval.own_questions import OWN_QUESTIONS

FORTY = OWN_QUESTIONS[:25] + OWN_QUESTIONS[-15:]


def settings_of(home: Path, **more: str) -> Settings:
    return Settings(_env_file=None, home=home, today=TODAY, **more)  # type: ignore[arg-type]


def read(answer: Answer) -> Answer:
    """What a person reads of an answer, and what the conversation keeps."""
    return answer.model_copy(update={"elapsed_ms": 0.0, "confidence": 0.0})


class TestBrief:
    def test_a_brief_answer_is_the_one_that_is_served(self, answerer: Answerer, shelf: Shelf, real_home: Path) -> None:
        assert shelf.catalogue()
        embedder = BundledEmbedder()
        brief = Shelf(settings_of(real_home), embedder, no_progress, brief=True)
        asked_once = Answerer(brief.catalogue, lambda: date(2024, 6, 1), fitted_weights())
        assert len(set(FORTY)) == 40
        for question in FORTY:
            one, other = asked_once.answer(question), answerer.answer(question)
            assert read(one) == read(other), question
            assert one.confidence == pytest.approx(other.confidence, abs=0.005)  # the index rounds its cosines

    def test_with_all_vectors_at_hand_no_index_is_opened(
        self, shelf: Shelf, real_home: Path, encoder: Embedder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert shelf.catalogue()  # and so they are
        monkeypatch.setattr("bot.shelf.Generations", _refuse)
        catalogue = Shelf(settings_of(real_home), encoder, no_progress, brief=True).catalogue()
        assert catalogue.size == shelf.catalogue().size

    def test_what_is_served_has_one(self, real_home: Path, encoder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.shelf.Generations", _refuse)
        with pytest.raises(AssertionError, match="opened"):
            Shelf(settings_of(real_home), encoder, no_progress).catalogue()

    def test_without_the_vectors_it_is_built_and_kept_for_next_time(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings, told = settings_of(tmp_path, embedder="hashing"), list[int]()
        first = build_answerer(settings, lambda done, _total: told.append(done), brief=True)
        assert told and (tmp_path / "index" / "vectors.npz").is_file()
        monkeypatch.setattr("bot.shelf.Generations", _refuse)
        again = build_answerer(settings, brief=True)
        assert read(again.answer("成员单位最少几家")) == read(first.answer("成员单位最少几家"))


def _refuse(*_arguments: object) -> None:
    raise AssertionError("an index is opened")


class TestChoice:
    @pytest.mark.parametrize("name", ["", "bundled"])
    def test_the_bundled_encoder_is_the_default(self, tmp_path: Path, name: str) -> None:
        assert isinstance(choose_embedder(settings_of(tmp_path, embedder=name)), BundledEmbedder)

    def test_the_one_for_tests_is_chosen_by_name(self, tmp_path: Path) -> None:
        assert isinstance(choose_embedder(settings_of(tmp_path, embedder="hashing")), HashingEmbedder)

    def test_any_other_name_is_a_model_that_is_read_when_it_is_needed(self, tmp_path: Path) -> None:
        assert choose_embedder(settings_of(tmp_path, embedder="some/model")).name == "st-some/model"

    def test_without_a_model_nothing_phrases(self, tmp_path: Path) -> None:
        assert choose_phrasing(settings_of(tmp_path)) is None


class TestHome:
    def test_it_is_made_for_its_owner_alone(self, tmp_path: Path) -> None:
        build_answerer(settings_of(tmp_path / "new", embedder="hashing"), brief=True)
        assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700

    def test_one_that_cannot_be_made_is_told_by_name(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in its place", "utf-8")
        with pytest.raises(HomeError, match="file"):
            build_answerer(settings_of(tmp_path / "file"))
