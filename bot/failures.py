"""A surprise on the way to an answer: what the person reads, and what the log keeps of it."""

from __future__ import annotations

import traceback
from pathlib import Path

from bot.sentences import sentences
from form_filler.errors import FormFillerError
from knowledge.errors import KnowledgeError
from retrieval.errors import RetrievalError

# Kind of error -> sentence; the first that fits.
FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (RetrievalError, "failure.knowledge"),
    (KnowledgeError, "failure.knowledge"),
    (FormFillerError, "failure.form"),
    (OSError, "failure.disk"),
    (Exception, "failure.surprise"),
)


def sentence_of(error: Exception) -> str:
    """What the person reads: what happened, that nothing was changed, and what to do next."""
    return next(sentences().say(key) for kind, key in FAILURES if isinstance(error, kind))


def places_of(error: BaseException) -> str:
    """The kinds of the error and of its causes with the lines they rose at, the innermost last.

    Never an error's own words, nor the lines of code with their values: they may hold what a person typed.
    """
    told: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(told) < 5:
        frames = traceback.extract_tb(cause.__traceback__)
        places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
        told.append(f"{type(cause).__name__} at {places or '?'}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "; from ".join(told)
