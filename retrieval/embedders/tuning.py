"""A map learned from question banks: an encoder's vectors into a space where wordings of one question lie together.

Fitted by `benchmarks/fit_ranking.py`; it knows no question of its own, so that a new measure needs no fitting.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EmbedderError
from retrieval.sentences import sentences

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Tuning:
    """An affine map; `centre` has shape (from,), `matrix` (from, to)."""

    centre: Matrix
    matrix: Matrix

    def __call__(self, vectors: Matrix) -> Matrix:
        """Vectors of shape (n, from) -> unit vectors of shape (n, to)."""
        moved = (vectors - self.centre) @ self.matrix
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        return np.asarray(moved / np.maximum(lengths, 1e-9), dtype=np.float32)


def read_tunings(path: Path) -> dict[str, Tuning]:
    """The maps in an archive, by name.

    Raises:
        EmbedderError: the archive is missing or damaged.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name].astype(np.float32) for name in archive.files}
        names = (array.removesuffix(".matrix") for array in arrays if array.endswith(".matrix"))
        return {name: Tuning(arrays[f"{name}.centre"], arrays[f"{name}.matrix"]) for name in names}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise EmbedderError(sentences().say("embedder.no_tuning", file=path, reason=error)) from error


def write_tunings(path: Path, tunings: dict[str, Tuning]) -> None:
    """Writes the maps in half precision."""
    arrays: dict[str, NDArray[np.float16]] = {}
    for name, tuning in tunings.items():
        arrays[f"{name}.centre"] = tuning.centre.astype(np.float16)
        arrays[f"{name}.matrix"] = tuning.matrix.astype(np.float16)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # its stub takes the names for the flag


def fingerprint(path: Path) -> str:
    """Eight letters that change with the archive."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8] if path.is_file() else "missing"
