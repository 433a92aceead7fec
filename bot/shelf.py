"""The catalogue of the moment: noticed anew when the knowledge base changes on disk."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bot.settings import Settings
from knowledge.loading import GENERAL, INSTALLED, load_general, load_measure, measure_folders
from retrieval.catalogue import Catalogue, documents_of, entries_of, weights_for
from retrieval.embedders.lines import LineMeans, read_vectors, write_vectors
from retrieval.generations import Generations
from retrieval.indexes.memory import MemoryIndex
from retrieval.ports import Document, Embedder, Progress, VectorIndex

Stamp = tuple[tuple[str, int, int], ...]


class Shelf:
    """Holds one catalogue and replaces it as a whole when a file of the knowledge base changes.

    Args:
        settings: where measures and indexes lie.
        embedder: the encoder.
        progress: told how far a build is.
        brief: for one question and no more: vectors that are at hand are searched without opening a database.
    """

    def __init__(self, settings: Settings, embedder: Embedder, progress: Progress, brief: bool = False) -> None:
        self._settings, self._embedder, self._progress, self._brief = settings, embedder, progress, brief
        self._lock = threading.Lock()
        self._held: tuple[Stamp, Catalogue] | None = None

    def catalogue(self) -> Catalogue:
        """The catalogue of the knowledge base as it is on disk now.

        Raises:
            MeasureFolderError: a folder contradicts itself.
            IndexMissingError: its index can be neither opened nor built.
        """
        stamp = self._stamp()
        held = self._held
        if held is not None and held[0] == stamp:
            return held[1]
        with self._lock:
            if self._held is None or self._held[0] != stamp:
                self._held = (stamp, self._load())
            return self._held[1]

    def _load(self) -> Catalogue:
        folders = measure_folders(INSTALLED, self._settings.measures_folder)
        measures = [load_measure(folder) for folder in folders.values()]
        entries = entries_of(measures, load_general())
        shipped = [folder / "vectors" / "bundled.npz" for folder in folders.values()]
        cache = self._settings.home / "index" / "vectors.npz"
        embeddings = LineMeans(self._embedder, (*shipped, cache))
        index = self._index(embeddings, documents_of(entries))
        if embeddings.computed:  # so that the next change costs only what it changed
            with suppress(OSError):  # a cache: without it the next build only takes longer
                write_vectors(cache, {**read_vectors(cache), **embeddings.computed})
        return Catalogue(entries, index, self._embedder, weights_for(self._embedder.name))

    def _index(self, embeddings: LineMeans, documents: Sequence[Document]) -> VectorIndex:
        if self._brief and embeddings.knows("\n".join(document.lines) for document in documents):
            index = MemoryIndex(embeddings)
            index.fill(documents, self._progress)
            return index
        folder = self._settings.home / "index"
        generations = Generations(folder, embeddings, self._embedder.name, self._settings.chroma_url)
        return generations.open(documents, self._progress)

    def _stamp(self) -> Stamp:
        """Name, time and size of every file that answers depend on."""
        folders = measure_folders(INSTALLED, self._settings.measures_folder).values()
        files: list[Path] = [*GENERAL.parent.glob("general*.yaml")]
        for folder in folders:
            files += [*folder.glob("*.yaml"), *folder.glob("source/*")]
        found = [(path, path.stat()) for path in files if path.exists()]
        return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in found)
