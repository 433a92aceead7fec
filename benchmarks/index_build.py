"""How long the index takes to build on one core: with the vectors that come with the measures, and from nothing.

    python -m benchmarks.index_build

Prints one line of JSON: seconds, the number of documents, and how many of them the shipped vectors did not know
(0 after `make vectors`).
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.conditions import forget_settings, on_one_core
from benchmarks.pace import Pace

if TYPE_CHECKING:
    from retrieval.ports import Document


def build(name: str, documents: Sequence[Document], shipped: Sequence[Path]) -> tuple[float, int]:
    """Seconds of one build in an empty folder with an encoder that is loaded, and the vectors it had to compute."""
    from retrieval.embedders.bundled import BundledEmbedder
    from retrieval.embedders.lines import LineMeans
    from retrieval.generations import Generations

    encoder = BundledEmbedder()
    encoder.embed_query(name)
    embeddings = LineMeans(encoder, shipped)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        Generations(Path(folder), embeddings, encoder.name).open(documents, Pace(f"index_build: {name}"))
        return round(time.perf_counter() - begun, 2), len(embeddings.computed)


def main() -> None:
    """Measures and prints."""
    on_one_core()
    forget_settings()
    from knowledge.loading import INSTALLED, load_general, load_measure, measure_folders
    from retrieval.catalogue import documents_of, entries_of

    folders = list(measure_folders(INSTALLED).values())
    documents = documents_of(entries_of(map(load_measure, folders), load_general()))
    shipped, unknown = build(
        "with shipped vectors", documents, [folder / "vectors" / "bundled.npz" for folder in folders]
    )
    nothing, _ = build("from nothing", documents, ())
    figures = {"shipped_s": shipped, "nothing_s": nothing, "documents": len(documents), "not_shipped": unknown}
    print(json.dumps({"benchmark": "index_build", **figures}))


if __name__ == "__main__":
    main()
