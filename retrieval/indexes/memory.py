"""The vector index in memory: exact, for tests and for measures too small to be worth a database."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retrieval.ports import Document, Hit, Progress, Vectoriser


class MemoryIndex:
    """All vectors in one matrix of shape (documents, dimensions)."""

    def __init__(self, embeddings: Vectoriser) -> None:
        self._embeddings = embeddings
        self._ids: list[str] = []
        self._matrix = np.zeros((0, 1))

    def fill(self, documents: Sequence[Document], progress: Progress) -> None:
        """Replaces the content by these documents."""
        self._ids = [document.id for document in documents]
        vectors = self._embeddings.embed_documents(["\n".join(document.lines) for document in documents])
        self._matrix = np.asarray(vectors, dtype=np.float32)
        progress(len(documents), len(documents))

    def search(self, vector: Sequence[float], k: int) -> list[Hit]:
        """At most `k` documents, the nearest to a vector of unit length first."""
        if not self._ids:
            return []
        scores = self._matrix @ np.asarray(vector, dtype=np.float32)
        return [Hit(self._ids[place], float(scores[place])) for place in np.argsort(-scores)[:k]]

    def count(self) -> int:
        """How many documents it holds."""
        return len(self._ids)
