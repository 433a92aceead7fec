"""The vector index in Chroma: an embedded folder, or a server by URL."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from langchain_core.documents import Document as ChainDocument

from retrieval.errors import IndexMissingError
from retrieval.ports import Document, Hit, Progress, Vectoriser
from retrieval.sentences import sentences

BATCH = 32

# Chroma shares one system a folder within a process, and starts it without a lock.
_STARTING = threading.Lock()


class ChromaIndex:
    """One collection, reached through LangChain's `Chroma` vector store; cosine distance.

    Every verb raises IndexMissingError when Chroma fails, e.g. on a damaged folder or a server that went away.
    """

    def __init__(self, client: Any, collection: str, embeddings: Vectoriser) -> None:
        from langchain_chroma import Chroma

        self._client, self._name = client, collection
        self._opened: Any = None
        with _translated():
            self._store = Chroma(
                client=client,
                collection_name=collection,
                embedding_function=embeddings,  # type: ignore[arg-type]  # it has LangChain's two verbs
                collection_metadata={"hnsw:space": "cosine"},
            )

    def fill(self, documents: Sequence[Document], progress: Progress) -> None:
        """Replaces the content by these documents."""
        with _translated():
            self._store.reset_collection()
        self._opened = None
        for start in range(0, len(documents), BATCH):
            batch = documents[start : start + BATCH]
            with _translated():
                self._store.add_documents(
                    [ChainDocument(page_content="\n".join(document.lines)) for document in batch],
                    ids=[document.id for document in batch],
                )
            progress(min(start + BATCH, len(documents)), len(documents))

    def search(self, vector: Sequence[float], k: int) -> list[Hit]:
        """At most `k` documents, the nearest to a vector of unit length first."""
        with _translated():
            found = self._collection.query(query_embeddings=[list(vector)], n_results=k, include=["distances"])
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [Hit(str(id_), 1.0 - distance) for id_, distance in pairs]

    def count(self) -> int:
        """How many documents it holds."""
        with _translated():
            return int(self._client.get_collection(self._name).count())

    @property
    def _collection(self) -> Any:
        """Without the texts, which LangChain's own search would carry along for every hit."""
        if self._opened is None:
            self._opened = self._client.get_collection(self._name)
        return self._opened

    def rename(self, collection: str) -> bool:
        """Takes a name that no other collection bears; False, and its own content is dropped, when one does."""
        with _translated():
            if collection in names(self._client):
                self._client.delete_collection(self._name)
                return False
            self._client.get_collection(self._name).modify(name=collection)
        self._name, self._opened = collection, None
        return True


def names(client: Any) -> set[str]:
    """The names of all collections."""
    with _translated():
        return {collection.name for collection in client.list_collections()}


def embedded_client(folder: Path) -> Any:
    """A client of a folder that this process opens by itself.

    Raises:
        IndexMissingError: the folder holds no readable database.
    """
    chromadb, settings = _chroma()
    with _STARTING, _translated():
        try:
            return chromadb.PersistentClient(path=os.fspath(folder), settings=settings)
        except ValueError as error:  # its word for a database without its tables
            raise IndexMissingError(sentences().say("index.failed", reason=error)) from error


def server_client(url: str) -> Any:
    """A client of a Chroma server.

    Raises:
        IndexMissingError: no server answers there.
    """
    chromadb, settings = _chroma()
    parts = urlsplit(url)
    try:
        return chromadb.HttpClient(
            host=parts.hostname or "127.0.0.1",
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=settings,
        )
    except ValueError:
        raise IndexMissingError(sentences().say("index.server_unreachable", url=url)) from None


@contextmanager
def _translated() -> Iterator[None]:
    """Chroma's own errors, and those of its way to a server, become ours."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise IndexMissingError(sentences().say("index.failed", reason=reason)) from error


def _chroma() -> tuple[Any, Any]:
    import chromadb
    from chromadb.config import Settings

    return chromadb, Settings(anonymized_telemetry=False)
