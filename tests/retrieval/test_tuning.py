"""The learned maps: kept in an archive, read back the same, and a clear word where that cannot be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.catalogue import fitted_weights
from retrieval.embedders.bundled import TUNINGS, BundledEmbedder
from retrieval.embedders.tuning import Tuning, fingerprint, read_tunings, write_tunings
from retrieval.errors import EmbedderError


def some_tuning(seed: int, places: int = 12, wanted: int = 5) -> Tuning:
    random = np.random.default_rng(seed)
    return Tuning(
        random.normal(size=places).astype(np.float32), random.normal(size=(places, wanted)).astype(np.float32)
    )


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "maps.npz"
    write_tunings(path, {"whole": some_tuning(1), "glance": some_tuning(2, places=7)})
    return path


class TestMap:
    def test_its_vectors_are_of_unit_length(self) -> None:
        vectors = np.random.default_rng(3).normal(size=(20, 12)).astype(np.float32)
        moved = some_tuning(1)(vectors)
        assert moved.shape == (20, 5) and moved.dtype == np.float32
        assert np.linalg.norm(moved, axis=1) == pytest.approx(1.0, abs=1e-5)

    def test_it_is_affine_before_it_makes_the_length_one(self) -> None:
        tuning = Tuning(np.array([1, 1], np.float32), np.array([[2, 0], [0, 1]], np.float32))
        assert tuning(np.array([[2, 1], [1, 3]], np.float32)).tolist() == [[1, 0], [0, 1]]

    def test_the_centre_itself_has_no_direction_and_does_no_harm(self) -> None:
        tuning = some_tuning(1)
        assert np.isfinite(tuning(tuning.centre[None])).all()

    def test_no_vectors_are_no_vectors(self) -> None:
        assert some_tuning(1)(np.zeros((0, 12), np.float32)).shape == (0, 5)


class TestArchive:
    def test_what_was_written_is_read(self, archive: Path) -> None:
        read = read_tunings(archive)
        assert set(read) == {"whole", "glance"}
        for name, written in {"whole": some_tuning(1), "glance": some_tuning(2, places=7)}.items():
            assert read[name].centre == pytest.approx(written.centre, rel=1e-3)
            assert read[name].matrix == pytest.approx(written.matrix, rel=1e-3, abs=1e-3)
            assert read[name].centre.dtype == read[name].matrix.dtype == np.float32

    def test_it_maps_as_before(self, archive: Path) -> None:
        vectors = np.random.default_rng(3).normal(size=(20, 12)).astype(np.float32)
        assert read_tunings(archive)["whole"](vectors) == pytest.approx(some_tuning(1)(vectors), abs=5e-3)

    @pytest.mark.parametrize(
        "damage", ["missing", "a folder", "empty", "garbage", "cut", "flipped", "without its centre"]
    )
    def test_a_damaged_one_is_told_with_its_name(self, archive: Path, damage: str) -> None:
        whole = archive.read_bytes()
        archive.unlink()
        if damage == "a folder":
            archive.mkdir()
        elif damage == "without its centre":
            np.savez(archive, **{"whole.matrix": np.ones((2, 2))})  # type: ignore[arg-type]
        elif damage != "missing":
            middle = len(whole) // 2
            flipped = whole[:middle] + bytes(255 - byte for byte in whole[middle : middle + 40]) + whole[middle + 40 :]
            archive.write_bytes(
                {"empty": b"", "garbage": b"x" * 500, "cut": whole[:middle], "flipped": flipped}[damage]
            )
        with pytest.raises(EmbedderError) as refused:
            read_tunings(archive)
        assert str(archive) in str(refused.value)
        assert "编码器" in str(refused.value)
        assert "\n" not in str(refused.value)

    def test_its_name_changes_with_its_content(self, archive: Path, tmp_path: Path) -> None:
        before = fingerprint(archive)
        assert fingerprint(archive) == before
        write_tunings(archive, {"whole": some_tuning(3)})
        assert fingerprint(archive) != before
        assert fingerprint(tmp_path / "none.npz") == "missing"


class TestShipped:
    def test_both_maps_are_there_and_lead_into_one_space(self) -> None:
        read = read_tunings(TUNINGS)
        assert set(read) == {"whole", "glance"}
        assert read["whole"].matrix.shape[1] == read["glance"].matrix.shape[1]
        assert all(np.isfinite(one.matrix).all() and np.isfinite(one.centre).all() for one in read.values())

    def test_the_weights_were_fitted_for_them(self) -> None:
        assert fitted_weights().encoder == BundledEmbedder().name

    def test_an_encoder_whose_map_is_lost_says_so(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("retrieval.embedders.bundled.TUNINGS", tmp_path / "none.npz")
        with pytest.raises(EmbedderError, match="编码器"):
            BundledEmbedder().embed_query("备案")
