"""An encoder without a model, for tests: character bigrams hashed into a fixed number of places."""

from __future__ import annotations

import zlib

import numpy as np

DIMENSIONS = 256


class HashingEmbedder:
    """Vectors of 256 dimensions; texts that share characters are near each other."""

    name = f"hashing-{DIMENSIONS}"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector = np.zeros(DIMENSIONS)
        for start in range(len(text)):
            for gram in (text[start], text[start : start + 2]):
                vector[zlib.crc32(gram.encode("utf-8", "replace")) % DIMENSIONS] += 1.0
        length = float(np.linalg.norm(vector)) or 1.0
        unit: list[float] = (vector / length).tolist()
        return unit
