"""A document of several wordings as one vector: the mean of its lines, kept from one build to the next."""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from retrieval.normalise import normalise
from retrieval.ports import Embedder


class LineMeans:
    """Wraps an encoder: a text's vector is the mean of its lines' vectors, of unit length.

    Vectors computed before are taken from `shipped`, archives keyed by a hash of encoder and text, so that
    unchanged documents cost nothing; what had to be computed is in `computed`.
    """

    def __init__(self, embedder: Embedder, shipped: Iterable[Path] = ()) -> None:
        self._embedder = embedder
        self._shipped = tuple(shipped)
        self._known: dict[str, list[float]] | None = None
        self.computed: dict[str, list[float]] = {}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, known ones without computing."""
        return [self._vector(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._embedder.embed_query(normalise(text))

    def knows(self, texts: Iterable[str]) -> bool:
        """Whether the vectors of all these texts are at hand without computing."""
        known = self._at_hand()
        return all(vector_key(self._embedder.name, text) in known for text in texts)

    def _vector(self, text: str) -> list[float]:
        known = self._at_hand()
        key = vector_key(self._embedder.name, text)
        if key not in known:
            lines = [normalise(line) for line in text.split("\n")]
            mean = np.asarray(self._embedder.embed_documents(lines), dtype=np.float64).mean(axis=0)
            known[key] = self.computed[key] = (mean / (np.linalg.norm(mean) or 1.0)).tolist()
        return known[key]

    def _at_hand(self) -> dict[str, list[float]]:
        if self._known is None:
            self._known = {}
            for path in self._shipped:
                self._known.update(read_vectors(path))
        return self._known


def vector_key(embedder: str, text: str) -> str:
    """The name under which the vector of `text` is kept."""
    return hashlib.sha256(f"{embedder}\0{text}".encode("utf-8", "replace")).hexdigest()[:32]


def read_vectors(path: Path) -> dict[str, list[float]]:
    """Vectors by key out of an archive; empty when there is none or it is damaged: they can be computed again."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return dict(zip(archive["keys"].tolist(), archive["vectors"].astype(np.float32).tolist(), strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return {}


def write_vectors(path: Path, vectors: dict[str, list[float]]) -> None:
    """Writes an archive of half-precision vectors."""
    keys = sorted(vectors)
    draft = path.with_name(f"{path.stem}.{os.getpid()}.npz")
    np.savez_compressed(draft, keys=np.array(keys), vectors=np.array([vectors[key] for key in keys], dtype=np.float16))
    draft.replace(path)
