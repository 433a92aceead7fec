"""Sentences a person reads, kept as YAML beside the package that says them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml


class Texts:
    """Sentences by dotted key, e.g. `rejected.phone`; `say` fills the `{names}` in them."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self._sentences = dict(sentences)

    @classmethod
    def read(cls, *paths: Path) -> Texts:
        """Reads nested YAML mappings; later files win.

        Raises:
            TypeError: a leaf is not a string.
        """
        sentences: dict[str, str] = {}
        for path in paths:
            sentences.update(_flatten(yaml.safe_load(path.read_text("utf-8"))))
        return cls(sentences)

    def say(self, key: str, **values: object) -> str:
        """The sentence `key` with its names filled in.

        Raises:
            KeyError: there is no such sentence, or a name in it has no value.
        """
        return self._sentences[key].format(**values)

    def __contains__(self, key: object) -> bool:
        return key in self._sentences

    def keys(self) -> tuple[str, ...]:
        """All keys, in the order of the files."""
        return tuple(self._sentences)


@cache
def package_texts(folder: Path) -> Texts:
    """The sentences of one package: every `*.yaml` in its `texts` folder."""
    return Texts.read(*sorted((folder / "texts").glob("*.yaml")))


def _flatten(tree: Any, prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        path = f"{prefix}{key}"
        if isinstance(value, dict):
            flat.update(_flatten(value, f"{path}."))
        elif isinstance(value, str):
            flat[path] = value.rstrip("\n")
        else:
            raise TypeError(f"{path}: a sentence must be a string, not {value!r}")
    return flat
