"""YAML data that remembers on which line each part stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import MeasureFolderError

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
        MeasureFolderError: it is missing, not UTF-8 or not YAML; names the line.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise MeasureFolderError(path, 0, "缺少这个文件，请补上") from None
    except (OSError, UnicodeDecodeError) as error:
        raise MeasureFolderError(path, 0, f"读不出来（{error}）；请存为 UTF-8 文本") from None
    try:
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node is not None else None  # type: ignore[no-untyped-call]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise MeasureFolderError(path, line, f"不是正确的 YAML：{error.problem}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise MeasureFolderError(path, 0, f"不是正确的 YAML：{error}") from None
    lines: dict[Place, int] = {}
    if node is not None:
        _mark(node, (), lines)
    return YamlFile(path, data, lines)


def _mark(node: yaml.Node, place: Place, lines: dict[Place, int]) -> None:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _mark(value, (*place, key.value), lines)
            lines[(*place, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _mark(value, (*place, index), lines)


def _walk(place: Place, value: Any) -> Iterator[tuple[Place, Any]]:
    yield place, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk((*place, key), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk((*place, index), inner)
