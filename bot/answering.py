"""Where the parts that answer questions are chosen; apart, so that one question does not load the whole assistant."""

from __future__ import annotations

import os

from bot.errors import HomeError
from bot.sentences import sentences
from bot.settings import Settings
from bot.shelf import Shelf
from retrieval.answer import Answerer, Step
from retrieval.catalogue import weights_for
from retrieval.ports import Embedder, Progress


def no_progress(_done: int, _total: int) -> None:
    """Shows nothing."""


def build_answerer(settings: Settings, progress: Progress = no_progress, brief: bool = False) -> Answerer:
    """The part that answers questions; it notices when the knowledge base changes.

    Args:
        settings: of the home.
        progress: told how far a build is.
        brief: for one question and no more.
    """
    prepare_home(settings)
    embedder = choose_embedder(settings)
    shelf = Shelf(settings, embedder, progress, brief)
    shelf.catalogue()
    return Answerer(shelf.catalogue, settings.day, weights_for(embedder.name), choose_phrasing(settings))


def choose_embedder(settings: Settings) -> Embedder:
    """The encoder that is configured: the bundled one, `hashing` for tests, or a sentence-transformers model."""
    if not settings.embedder or settings.embedder == "bundled":
        from retrieval.embedders.bundled import BundledEmbedder

        return BundledEmbedder()
    if settings.embedder == "hashing":
        from retrieval.embedders.hashing import HashingEmbedder

        return HashingEmbedder()
    from retrieval.embedders.sentence_transformers import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(settings.embedder)


def choose_phrasing(settings: Settings) -> Step | None:
    """The step in which a language model may phrase the answer, where one is configured."""
    if not settings.model:
        return None
    from retrieval.models.budget import Budget
    from retrieval.models.langchain import LangchainModel
    from retrieval.phrasing import Phrasing

    model = LangchainModel(
        settings.model, settings.model_base_url, settings.model_api_key.get_secret_value(), settings.model_timeout
    )
    budget = Budget(
        settings.model_usage_file, settings.day, settings.model_daily_calls, settings.model_daily_characters
    )
    return Phrasing(model, budget, settings.model_context)


def prepare_home(settings: Settings) -> None:
    """Makes the home folder, for its owner alone.

    Raises:
        HomeError: it cannot be made or written.
    """
    try:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (settings.drafts_folder, settings.uploads_folder, settings.measures_folder):
            folder.mkdir(exist_ok=True, mode=0o700)
        if not os.access(settings.home, os.W_OK):
            raise PermissionError(13, os.strerror(13))
    except OSError as error:
        reason = error.strerror or str(error)
        raise HomeError(sentences().say("home.unusable", home=settings.home, reason=reason)) from None
