"""Indexes on disk: built once, never changed, never half."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from retrieval.embedders.hashing import HashingEmbedder
from retrieval.errors import IndexMissingError
from retrieval.generations import Generations, generation_name
from retrieval.ports import Document, VectorIndex

DOCUMENTS = [Document(f"d{number}", (f"第{number}个问题{number * 7919}",)) for number in range(40)]
FIRST = DOCUMENTS[:20]
NAME = "hashing"


def no_progress(_done: int, _total: int) -> None:
    pass


def opened(folder: Path, documents: list[Document]) -> VectorIndex:
    return Generations(folder, HashingEmbedder(), NAME).open(documents, no_progress)


def generations_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_dir()}


def test_a_generation_is_built_once_and_then_opened(tmp_path: Path) -> None:
    told: list[int] = []
    generations = Generations(tmp_path, HashingEmbedder(), NAME)
    for _ in range(2):
        index = generations.open(FIRST, lambda done, _total: told.append(done))
        assert index.search(HashingEmbedder().embed_query(FIRST[3].lines[0]), 1)[0].id == "d3"
    assert told == [20]
    assert generations_in(tmp_path) == {generation_name(FIRST, NAME)}


@pytest.mark.parametrize(
    ("documents", "embedder"),
    [
        (DOCUMENTS[:19], NAME),
        (FIRST[::-1], NAME),
        ([*FIRST[:-1], Document("d19", ("另一句话",))], NAME),
        ([*FIRST[:-1], Document("other", FIRST[-1].lines)], NAME),
        (FIRST, "another-encoder"),
    ],
)
def test_any_other_state_has_another_name(documents: list[Document], embedder: str) -> None:
    assert generation_name(documents, embedder) != generation_name(FIRST, NAME)
    assert generation_name(FIRST, NAME) == generation_name(list(FIRST), NAME)


def test_a_half_built_folder_is_neither_taken_nor_kept(tmp_path: Path) -> None:
    half = tmp_path / "building-dead"
    shutil.copytree(_built(tmp_path / "elsewhere"), half)
    (half / "chroma.sqlite3").write_bytes(b"half")
    assert opened(tmp_path, FIRST).count() == 20
    assert not half.exists()


def test_half_built_folders_do_not_push_out_the_generation_before(tmp_path: Path) -> None:
    opened(tmp_path, FIRST)
    (tmp_path / "building-dead").mkdir()
    os.utime(tmp_path / "building-dead", (2e9, 2e9))
    opened(tmp_path, DOCUMENTS)
    assert generations_in(tmp_path) - {"elsewhere"} == {generation_name(FIRST, NAME), generation_name(DOCUMENTS, NAME)}


def test_a_builder_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(_done: int, _total: int) -> None:
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        Generations(tmp_path, HashingEmbedder(), NAME).open(FIRST, fail)
    assert generations_in(tmp_path) == set()
    assert opened(tmp_path, FIRST).count() == 20


def test_old_generations_are_dropped_but_the_one_before(tmp_path: Path) -> None:
    states = [DOCUMENTS[:count] for count in (5, 6, 7)]
    for place, state in enumerate(states):
        opened(tmp_path, state)
        os.utime(tmp_path / generation_name(state, NAME), (1e9 + place, 1e9 + place))
    assert generations_in(tmp_path) == {generation_name(state, NAME) for state in states[1:]}


@pytest.mark.parametrize("damage", ["garbage", "cut", "empty", "gone"])
def test_a_damaged_generation_is_refused_with_its_folder_and_the_remedy(tmp_path: Path, damage: str) -> None:
    built = _built(tmp_path / "elsewhere")
    place = tmp_path / "index" / generation_name(FIRST, NAME)
    shutil.copytree(built, place)
    database = place / "chroma.sqlite3"
    if damage == "gone":
        shutil.rmtree(place)
        place.mkdir()
    else:
        whole = database.read_bytes()
        database.write_bytes({"garbage": b"garbage" * 999, "cut": whole[:20000], "empty": b""}[damage])
    with pytest.raises(IndexMissingError) as refused:
        opened(tmp_path / "index", FIRST)
    assert str(place) in str(refused.value)
    assert "shenbao index" in str(refused.value)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file in its place", "utf-8")
    with pytest.raises(IndexMissingError, match="写不进去") as refused:
        opened(tmp_path / "index", FIRST)
    assert str(tmp_path / "index") in str(refused.value)


def test_builders_at_the_same_time_build_once(tmp_path: Path) -> None:
    told: list[int] = []
    counts: list[int] = []

    def work() -> None:
        generations = Generations(tmp_path, HashingEmbedder(), NAME)
        counts.append(generations.open(FIRST, lambda done, _total: told.append(done)).count())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [20] * 4
    assert told == [20]


def test_another_process_finds_what_this_one_built(tmp_path: Path) -> None:
    opened(tmp_path, FIRST)
    program = (
        "from tests.retrieval.test_generations import *;from pathlib import Path;import sys;"
        "vector = HashingEmbedder().embed_query(FIRST[3].lines[0]);"
        "print(opened(Path(sys.argv[1]), FIRST).search(vector, 1)[0].id)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "d3"
    assert generations_in(tmp_path) == {generation_name(FIRST, NAME)}


def _built(folder: Path) -> Path:
    opened(folder, FIRST)
    return folder / generation_name(FIRST, NAME)
