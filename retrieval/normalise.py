"""Questions as people type them -> one plain form for matching."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

_SPACES = re.compile(r"\s+")


@cache
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def normalise(text: str) -> str:
    """Simplified characters, NFKC, lower case, single spaces; controls, format marks and lone surrogates dropped."""
    kept = "".join(
        " " if char in "\n\t\r" else char
        for char in unicodedata.normalize("NFKC", text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore"))
        if char in "\n\t\r" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return _SPACES.sub(" ", str(_simplifier().convert(kept)).lower()).strip()
