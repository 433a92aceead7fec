"""Learning a map from wordings: what a plain mean confuses is told apart afterwards."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.learning import DIMENSIONS, Wordings, learn, whitening
from retrieval.embedders.tuning import Matrix, Tuning

QUESTIONS, PLACES, A_QUESTION = 12, 24, 16
NOISY = slice(0, 4)  # directions that say how something is asked, not what
FIRST = slice(0, 20)  # the part of a vector that a glance sees


def asked(seed: int, each: int = A_QUESTION) -> Wordings:
    """Wordings whose manner outweighs their matter."""
    matter = np.random.default_rng(1).normal(size=(QUESTIONS, PLACES)) * 0.3
    random = np.random.default_rng(seed)
    owners = np.repeat(np.arange(QUESTIONS), each)
    manner = random.normal(size=(len(owners), PLACES)) * 0.1
    manner[:, NOISY] *= 20
    return Wordings((matter[owners] + manner).astype(np.float32), owners, QUESTIONS)


def unit(vectors: Matrix) -> Matrix:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def right(known: Wordings, new: Wordings, tuning: Tuning | None) -> float:
    """The share of new wordings whose own question's mean is the nearest."""
    before, after = (tuning(one.vectors) if tuning else unit(one.vectors) for one in (known, new))
    return float(((after @ unit(known.means(before)).T).argmax(axis=1) == new.owners).mean())


@pytest.fixture(scope="module")
def known() -> Wordings:
    return asked(2)


@pytest.fixture(scope="module")
def new() -> Wordings:
    return asked(3)


class TestMeans:
    def test_each_question_has_the_mean_of_its_own(self) -> None:
        vectors = np.array([[1, 0], [3, 0], [0, 5]], np.float32)
        assert Wordings(vectors, np.array([0, 0, 2]), 3).means(vectors).tolist() == [[2, 0], [0, 0], [0, 5]]


class TestWhitening:
    def test_wordings_of_one_question_differ_alike_in_every_direction(self, known: Wordings) -> None:
        tuning = whitening(known)
        moved = np.asarray((known.vectors - tuning.centre) @ tuning.matrix, dtype=np.float32)
        within = (moved - known.means(moved)[known.owners]).std(axis=0)
        plainly = (known.vectors - known.means(known.vectors)[known.owners]).std(axis=0)
        assert within.max() / within.min() < plainly.max() / plainly.min() / 1.5

    def test_lengths_are_about_one(self, known: Wordings) -> None:
        tuning = whitening(known)
        assert np.linalg.norm((known.vectors - tuning.centre) @ tuning.matrix, axis=1).mean() == pytest.approx(1.0)

    def test_it_needs_no_more_than_numpy_to_be_better_than_the_plain_mean(self, known: Wordings, new: Wordings) -> None:
        assert right(known, new, whitening(known)) > right(known, new, None) + 0.3


class TestLearning:
    @pytest.fixture(autouse=True)
    def _quick_steps(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Torch is there, and batches leave out few enough of so small a set."""
        pytest.importorskip("torch", reason="torch is not installed: make dev EXTRAS=1")
        for name, value in {"BATCH": 32, "EPOCHS": 20, "RATE": 5e-3}.items():
            monkeypatch.setattr(f"benchmarks.learning.{name}", value)

    def test_what_a_plain_mean_confuses_is_told_apart(self, known: Wordings, new: Wordings) -> None:
        assert right(known, new, None) < 0.5
        assert right(known, new, learn(known)) > 0.97

    def test_it_is_better_than_whitening_alone(self, known: Wordings, new: Wordings) -> None:
        assert right(known, new, learn(known)) > right(known, new, whitening(known))

    def test_the_same_wordings_teach_the_same(self, known: Wordings) -> None:
        assert learn(known).matrix == pytest.approx(learn(known).matrix, abs=1e-6)

    def test_it_has_no_more_places_than_are_useful(self, known: Wordings) -> None:
        centre, matrix = learn(known).centre, learn(known).matrix
        assert centre.shape == (PLACES,)
        assert matrix.shape[0] == PLACES and matrix.shape[1] <= min(DIMENSIONS, QUESTIONS)
        assert matrix.dtype == centre.dtype == np.float32

    def test_a_glance_leads_to_where_a_good_look_leads(self, known: Wordings, new: Wordings) -> None:
        whole = learn(known)
        aims = unit(known.means(whole(known.vectors)))
        glance = learn(Wordings(known.vectors[:, FIRST], known.owners, QUESTIONS), aims)
        seen = glance(new.vectors[:, FIRST])
        assert seen.shape[1] == aims.shape[1]
        assert ((seen @ aims.T).argmax(axis=1) == new.owners).mean() > 0.8

    def test_a_question_without_wordings_does_no_harm(self, known: Wordings, new: Wordings) -> None:
        more = Wordings(known.vectors, known.owners, QUESTIONS + 1)
        assert np.isfinite(learn(more).matrix).all()
        assert right(known, new, learn(more)) > 0.9
