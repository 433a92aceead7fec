"""The usual pipeline of the field: chunks of the source text, an encoder as it comes, a vector store, the top few.

It is what tutorials of LangChain build, over the same source and with the same encoder as ours before it was tuned.
Its chunks bear no labels; each gets those of the passages that stand in it, so that it can be measured by citation.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.measure import Measure
from knowledge.passage import Label, Passage, squeeze
from retrieval.embedders.bundled import BundledEmbedder, shortened

SIZE, OVERLAP, TOP = 500, 50, 4  # characters, characters, chunks
SEPARATORS = ["\n\n", "\n", "。", "！", "？", "；", "，", "、", " ", ""]
INSIDE = 0.5  # of a passage's characters that must stand in a chunk in one piece


class UntunedEmbeddings(Embeddings):
    """The bundled models without the map that was learned from question banks; unit length."""

    def __init__(self) -> None:
        self._encoder = BundledEmbedder()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        vectors = np.concatenate([self._encoder.untuned([text]) for text in texts])
        unit: list[list[float]] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).tolist()
        return unit

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([shortened(text)])[0]


class UsualPipeline:
    """Chunks of the measures' source texts in Chroma.

    Args:
        measures: whose sources are split.
        embeddings: the encoder.
        folder: where Chroma keeps its files.
    """

    def __init__(self, measures: Iterable[Measure], embeddings: Embeddings, folder: Path) -> None:
        from chromadb.config import Settings
        from langchain_chroma import Chroma

        chunks: list[str] = []
        self._labels: list[tuple[str, ...]] = []
        for measure in measures:
            for chunk in split(measure.source_text):
                chunks.append(chunk)
                self._labels.append(labels_of(chunk, measure.passages))
        self.chunks = len(chunks)
        self._store = Chroma.from_texts(
            chunks,
            embeddings,
            metadatas=[{"number": number} for number in range(len(chunks))],
            persist_directory=str(folder),
            client_settings=Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder)),
            collection_metadata={"hnsw:space": "cosine"},
        )

    def search(self, question: str) -> list[tuple[str, tuple[str, ...]]]:
        """The nearest chunks, each with its labels, the nearest first."""
        found = self._store.similarity_search(question, k=TOP)
        return [(document.page_content, self._labels[document.metadata["number"]]) for document in found]


def split(text: str) -> list[str]:
    """Chunks as LangChain's splitter makes them for Chinese."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=SEPARATORS, chunk_size=SIZE, chunk_overlap=OVERLAP, keep_separator="end"
    )
    return splitter.split_text(text)


def labels_of(chunk: str, passages: Sequence[Passage]) -> tuple[str, ...]:
    """The labels of the passages of which half stands in the chunk, in one piece, or that contain the chunk."""
    return tuple(passage.label for passage in passages if _shares(squeeze(chunk), squeeze(passage.text)))


def rank(labels: Sequence[tuple[str, ...]], cites: Sequence[str]) -> int | None:
    """The place, from 1, of the first chunk with a label in or under one of `cites`; None where there is none."""
    gold = [Label.parse(label) for label in cites]
    for number, of in enumerate(labels, 1):
        if any(place.contains(Label.parse(label)) for label in of for place in gold):
            return number
    return None


def _shares(chunk: str, passage: str) -> bool:
    if not passage or not chunk:
        return False
    if passage in chunk or chunk in passage:
        return True
    piece = math.ceil(INSIDE * len(passage))
    return any(passage[start : start + piece] in chunk for start in range(len(passage) - piece + 1))
