"""What can go wrong with retrieval.

RetrievalError
├── IndexMissingError      no index of the installed measures; answers fail closed
├── EmbedderError          an encoder cannot be loaded
└── ModelError             a language model failed
    └── ModelTimeoutError  it took too long
"""


class RetrievalError(Exception):
    """A surprise from retrieval that a person can mend; `str()` is one Chinese line."""


class IndexMissingError(RetrievalError):
    """The index is missing or partly written."""


class EmbedderError(RetrievalError):
    """The configured encoder cannot be loaded."""


class ModelError(RetrievalError):
    """The language model refused, failed or answered nonsense."""


class ModelTimeoutError(ModelError):
    """The language model did not answer in time."""
