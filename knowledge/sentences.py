"""The knowledge base's own sentences."""

from pathlib import Path

from knowledge.texts import Texts, package_texts


def sentences() -> Texts:
    """The sentences in `knowledge/texts`."""
    return package_texts(Path(__file__).parent)
