"""What retrieval needs from the outside, each in a few verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

Progress = Callable[[int, int], None]  # done, total


class Vectoriser(Protocol):
    """Texts to vectors of unit length; its verbs are those of LangChain's `Embeddings`, which is slow to import."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""


class Embedder(Vectoriser, Protocol):
    """An encoder with a name."""

    @property
    def name(self) -> str:
        """Stable name: vectors of two names are never mixed."""


@runtime_checkable
class Glancing(Protocol):
    """An encoder that also has a quicker, rougher way into the same space."""

    def glance(self, text: str) -> list[float]:
        """The rough vector of a question."""


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
    """Nearest documents to a vector."""

    def fill(self, documents: Sequence[Document], progress: Progress) -> None:
        """Replaces the content by these documents."""

    def search(self, vector: Sequence[float], k: int) -> list[Hit]:
        """At most `k` documents, the nearest to a vector of unit length first."""

    def count(self) -> int:
        """How many documents it holds."""


class ChatModel(Protocol):
    """A language model that writes text."""

    def stream(self, system: str, user: str) -> Iterator[str]:
        """Pieces of the reply as they come.

        Raises:
            ModelError: it failed or took too long.
        """
