"""BM25 over Chinese without a dictionary: pairs of neighbouring characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from retrieval.normalise import normalise
from retrieval.ports import Document, Hit

Tokenise = Callable[[str], list[str]]

_RUN = re.compile(r"[㐀-鿿]+|[a-z]+|\d+")


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring Chinese characters; Latin words and numbers whole."""
    tokens: list[str] = []
    for run in _RUN.findall(normalise(text)):
        if not _is_chinese(run) or len(run) == 1:
            tokens.append(run)
        else:
            tokens += [run[start : start + 2] for start in range(len(run) - 1)]
    return tokens


def _is_chinese(run: str) -> bool:
    return run[0] >= "㐀"


class LexicalIndex:
    """BM25 (Lucene's variant) over all wordings of a document together."""

    def __init__(self, documents: Sequence[Document], tokenise: Tokenise) -> None:
        import bm25s

        self._ids = [document.id for document in documents]
        self._tokenise = tokenise
        corpus = [[token for line in document.lines for token in tokenise(line)] or [""] for document in documents]
        self._bm25 = bm25s.BM25(k1=2.0, b=0.3)
        if corpus:
            self._bm25.index(corpus, show_progress=False)

    def scores(self, question: str) -> dict[str, float]:
        """Standardised scores (mean 0, deviation 1 over all documents) by document."""
        if not self._ids:
            return {}
        tokens = sorted(set(self._tokenise(question)))
        raw = np.asarray(self._bm25.get_scores(tokens) if tokens else np.zeros(len(self._ids)), dtype=np.float64)
        standard = (raw - raw.mean()) / (raw.std() or 1.0)
        return dict(zip(self._ids, standard.tolist(), strict=True))

    def search(self, question: str, k: int) -> list[Hit]:
        """At most `k` documents, the best first."""
        ranked = sorted(self.scores(question).items(), key=lambda item: -item[1])
        return [Hit(id_, score) for id_, score in ranked[:k]]
