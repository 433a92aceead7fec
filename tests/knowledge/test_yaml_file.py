"""YAML that remembers its lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import MeasureFolderError
from knowledge.yaml_file import read_yaml


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "file.yaml"
    path.write_text(text, "utf-8")
    return path


def test_every_place_knows_its_line(tmp_path: Path) -> None:
    file = read_yaml(written(tmp_path, "# note\na: 1\nb:\n- c: 2\n  d: |\n    long\n- e\n"))
    assert file.data == {"a": 1, "b": [{"c": 2, "d": "long\n"}, "e"]}
    assert {place: file.line(place) for place in (("a",), ("b",), ("b", 0, "d"), ("b", 1))} == {
        ("a",): 2,
        ("b",): 3,
        ("b", 0, "d"): 5,
        ("b", 1): 7,
    }


def test_an_unknown_place_is_at_the_nearest_one_around_it(tmp_path: Path) -> None:
    file = read_yaml(written(tmp_path, "a: 1\nb:\n- c: 2\n"))
    assert file.line(("b", 0, "missing", 7)) == 3
    assert file.line(("missing",)) == 1


def test_all_places_are_walked_from_the_outside_in(tmp_path: Path) -> None:
    file = read_yaml(written(tmp_path, "a: 1\nb: [2]\n"))
    assert [place for place, _ in file.walk()] == [(), ("a",), ("b",), ("b", 0)]


def test_an_empty_file_is_no_data(tmp_path: Path) -> None:
    assert read_yaml(written(tmp_path, "# nothing\n")).data is None


def test_merged_mappings_may_be_overridden(tmp_path: Path) -> None:
    file = read_yaml(written(tmp_path, "a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n"))
    assert file.data["b"] == {"x": 1, "y": 3}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [\n", 3),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 1\na: 2\n", 2),
        ("? [a]\n: 1\n", 1),
        ("a: !!python/object:os.system {}\n", 1),
        ("a: 2023-13-45\n", 0),
        ("a: &a [*a]\n", 0),
        ("[" * 5000, 0),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = written(tmp_path, text)
    with pytest.raises(MeasureFolderError) as refused:
        read_yaml(path)
    assert refused.value.path == path
    assert refused.value.line >= line
    assert "\n" not in str(refused.value)


def test_other_encodings_are_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes("名称: 甲\n".encode("gb18030"))
    with pytest.raises(MeasureFolderError, match="UTF-8"):
        read_yaml(path)
