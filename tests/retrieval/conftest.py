"""What the tests of the language model share."""

from __future__ import annotations

import pytest

from benchmarks.works import light_catalogue
from knowledge.loading import load_general
from knowledge.measure import Measure
from retrieval.catalogue import Catalogue


@pytest.fixture(scope="session")
def bank(measure: Measure) -> Catalogue:
    """The real knowledge base behind an encoder that is ready at once: the bank's own wordings are found."""
    return light_catalogue([measure], load_general())
