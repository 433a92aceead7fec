"""Indexes on disk: one immutable generation for each state of the knowledge base.

A generation's name is a hash of everything it was made from, it is built beside its place and renamed into it when
whole, and never changed after. So a process can never read stale or half-written results, whoever else builds:
another state of the knowledge base is another name.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from retrieval.errors import IndexMissingError
from retrieval.indexes.chroma import ChromaIndex, embedded_client, names, server_client
from retrieval.ports import Document, Progress, VectorIndex, Vectoriser
from retrieval.sentences import sentences

FORMAT = "1"
KEPT = 2
DRAFT = "building-"


def generation_name(documents: Sequence[Document], embedder: str) -> str:
    """The name of the generation that these documents and this encoder make."""
    digest = hashlib.sha256(f"{FORMAT}\0{embedder}".encode())
    for document in documents:
        digest.update("\0".join((document.id, *document.lines, "")).encode("utf-8", "replace"))
    return digest.hexdigest()[:20]


class Generations:
    """The index folder of one home, or a Chroma server.

    Args:
        folder: where generations lie.
        embeddings: how documents become vectors.
        embedder: the encoder's name.
        url: of a Chroma server; empty for the embedded one.
    """

    def __init__(self, folder: Path, embeddings: Vectoriser, embedder: str, url: str = "") -> None:
        self._folder, self._embeddings, self._embedder, self._url = folder, embeddings, embedder, url

    def open(self, documents: Sequence[Document], progress: Progress) -> VectorIndex:
        """The index of exactly these documents, built first where it is missing.

        Raises:
            IndexMissingError: it can be neither opened nor built.
        """
        name = generation_name(documents, self._embedder)
        if self._url:
            return self._on_server(name, documents, progress)
        place = self._folder / name
        try:
            if not place.is_dir():
                self._build(place, documents, progress)
        except OSError as error:
            raise IndexMissingError(sentences().say("index.unwritable", folder=self._folder, reason=error)) from None
        try:
            index = ChromaIndex(embedded_client(place), f"g{name}", self._embeddings)
            whole = index.count() == len(documents)
        except IndexMissingError as error:
            raise IndexMissingError(sentences().say("index.damaged", folder=place)) from error
        if not whole:
            raise IndexMissingError(sentences().say("index.damaged", folder=place))
        return index

    def _on_server(self, name: str, documents: Sequence[Document], progress: Progress) -> VectorIndex:
        """As in a folder: filled under a name of its own, and given its name when whole."""
        client, collection = server_client(self._url), f"g{name}"
        if collection not in names(client):
            draft = ChromaIndex(client, f"{DRAFT}{uuid.uuid4().hex}", self._embeddings)
            draft.fill(documents, progress)
            if draft.rename(collection):
                return draft
        return ChromaIndex(client, collection, self._embeddings)

    def _build(self, place: Path, documents: Sequence[Document], progress: Progress) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with _locked(self._folder / "building.lock"):
            if place.is_dir():  # another process was faster
                return
            draft = Path(tempfile.mkdtemp(prefix=DRAFT, dir=self._folder))
            try:
                with closing(embedded_client(draft)) as client:
                    ChromaIndex(client, f"g{place.name}", self._embeddings).fill(documents, progress)
                draft.rename(place)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
            self._forget_old(place)

    def _forget_old(self, newest: Path) -> None:
        """Keeps the newest and the one before it, which another process may still read; no half-built ones."""
        for path in self._folder.glob(f"{DRAFT}*"):  # of builders that died: the lock is ours
            shutil.rmtree(path, ignore_errors=True)
        old = [path for path in self._folder.iterdir() if path.is_dir() and path != newest]
        old.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in old[KEPT - 1 :]:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One builder at a time; the operating system drops the lock of a process that dies."""
    import fcntl

    with path.open("a") as file:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.utime(path)
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)
