"""Writes the vectors of every measure's questions and passages beside them, so that a first index costs seconds.

    python scripts/ship_vectors.py

Run it after questions.yaml, general.yaml or a source changed; unchanged entries are taken from the old archive.
"""

from __future__ import annotations

from rich.progress import track

from knowledge.loading import INSTALLED, load_general, load_measure, measure_folders
from retrieval.catalogue import documents_of, entries_of
from retrieval.embedders.bundled import BundledEmbedder
from retrieval.embedders.lines import LineMeans, vector_key, write_vectors


def main() -> None:
    """Computes what is missing and writes one archive a measure."""
    embedder = BundledEmbedder()
    for folder in measure_folders(INSTALLED).values():
        archive = folder / "vectors" / "bundled.npz"
        archive.parent.mkdir(exist_ok=True)
        means = LineMeans(embedder, [archive])
        texts = [
            "\n".join(document.lines) for document in documents_of(entries_of([load_measure(folder)], load_general()))
        ]
        vectors = {
            vector_key(embedder.name, text): means.embed_documents([text])[0] for text in track(texts, folder.name)
        }
        write_vectors(archive, vectors)


if __name__ == "__main__":
    main()
