"""Any sentence-transformers model by name or path (extra `sentence-transformers`)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from retrieval.errors import EmbedderError
from retrieval.sentences import sentences


class SentenceTransformerEmbedder:
    """Vectors of unit length from a local or hub model.

    Args:
        model: a folder with a saved model, or a hub name that was downloaded before.
    """

    def __init__(self, model: str) -> None:
        self._model_name = model
        self.name = f"st-{model}"

    @cached_property
    def _model(self) -> Any:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError:
            raise EmbedderError(sentences().say("embedder.extra_missing", name=self._model_name)) from None
        try:
            return SentenceTransformer(self._model_name)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise EmbedderError(sentences().say("embedder.unloadable", name=self._model_name, reason=reason)) from None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        if not texts:
            return []
        vectors: list[list[float]] = self._model.encode(
            texts, normalize_embeddings=True, show_progress_bar=False
        ).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]
