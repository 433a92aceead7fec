"""What retrieval needs from the outside, each in a few verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

Progress = Callable[[int, int], None]  # done, total


class Embedder(Protocol):
    """Texts to vectors of unit length; the signature is that of LangChain's `Embeddings`."""

    @property
    def name(self) -> str:
        """Stable name: vectors of two names are never mixed."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""


@dataclass(frozen=True)
class Document:
    """What is indexed: `id` is unique, `lines` are wordings of one and the same thing."""

    id: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A document found, with its cosine similarity to the question (-1 to 1)."""

    id: str
    score: float


class VectorIndex(Protocol):
    """Nearest documents to a question."""

    def fill(self, documents: Sequence[Document], progress: Progress) -> None:
        """Replaces the content by these documents."""

    def search(self, question: str, k: int) -> list[Hit]:
        """At most `k` documents, the nearest first."""

    def count(self) -> int:
        """How many documents it holds."""


class ChatModel(Protocol):
    """A language model that writes text."""

    def stream(self, system: str, user: str) -> Iterator[str]:
        """Pieces of the reply as they come.

        Raises:
            ModelError: it failed or took too long.
        """
