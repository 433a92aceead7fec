"""YAML data that remembers on which line each part stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import MeasureFolderError
from knowledge.sentences import sentences

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlFile:
    """A parsed file: its `data`, and the 1-based line of every place in it."""

    path: Path
    data: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of `place`, or of the nearest place around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def walk(self) -> Iterator[tuple[Place, Any]]:
        """Every place with its value, outermost first."""
        yield from _walk((), self.data)


def read_yaml(path: Path) -> YamlFile:
    """Reads one YAML file.

    Raises:
        MeasureFolderError: it is missing, not UTF-8, not YAML, or says one thing twice; names the line.
    """
    say = sentences().say
    text = _read(path)
    lines: dict[Place, int] = {}
    try:
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
        if node is not None:
            _mark(path, node, (), lines)
        data = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise MeasureFolderError(path, line, say("file.bad_yaml", reason=error.problem)) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise MeasureFolderError(path, 0, say("file.bad_yaml", reason=error)) from None
    return YamlFile(path, data, lines)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise MeasureFolderError(path, 0, sentences().say("file.missing")) from None
    except (OSError, UnicodeDecodeError) as error:
        raise MeasureFolderError(path, 0, sentences().say("file.unreadable", reason=error)) from None


def _mark(path: Path, node: yaml.Node, place: Place, lines: dict[Place, int]) -> None:
    """Notes the line of every place under `node`; of a key given twice YAML would silently keep the last."""
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            here, line = (*place, key.value), key.start_mark.line + 1
            if here in lines:
                raise MeasureFolderError(path, line, sentences().say("file.twice", name=key.value))
            _mark(path, value, here, lines)
            lines[here] = line
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _mark(path, value, (*place, index), lines)


def _walk(place: Place, value: Any) -> Iterator[tuple[Place, Any]]:
    yield place, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk((*place, key), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk((*place, index), inner)
