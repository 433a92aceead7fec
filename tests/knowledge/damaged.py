"""Copies of the real measure's folder with one thing changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from knowledge.loading import INSTALLED

SLUG = "nmg-innovation-consortium"


def copied(root: Path) -> Path:
    """A copy of the real folder under `root`, under its own name."""
    return Path(shutil.copytree(INSTALLED / SLUG, root / SLUG, ignore=shutil.ignore_patterns("*.npz")))


def replace_once(path: Path, old: str, new: str) -> int:
    """Replaces the first `old` in the file; the 1-based line where it stood."""
    text = path.read_text("utf-8")
    assert old in text, f"{path.name} no longer holds {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1
