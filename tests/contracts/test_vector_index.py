"""What every vector index does, whatever it is made of."""

from __future__ import annotations

import gc
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from retrieval.embedders.hashing import HashingEmbedder
from retrieval.errors import IndexMissingError
from retrieval.generations import Generations, generation_name
from retrieval.indexes.chroma import ChromaIndex, embedded_client, names, server_client
from retrieval.indexes.memory import MemoryIndex
from retrieval.ports import Document, Hit, VectorIndex

DOCUMENTS = tuple(
    Document(f"d{number}", (line, f"{line}吗"))
    for number, line in enumerate(
        [
            "成员单位要几家",
            "牵头单位在哪里注册",
            "备案材料有哪些",
            "年底要报总结",
            "有效期多久",
            "平台叫什么",
            "协议何时生效",
        ]
    )
)
MANY = tuple(Document(f"m{number}", (f"第{number}个问题有{number * 7919}字",)) for number in range(100))

MakeIndex = Callable[[], VectorIndex]


def no_progress(_done: int, _total: int) -> None:
    pass


def looked_up(index: VectorIndex, text: str, k: int) -> list[Hit]:
    """What is found for the vector of a text."""
    return index.search(HashingEmbedder().embed_query(text), k)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Chroma server."""
    program = shutil.which("chroma", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("the chroma command is not installed beside this Python")
    folder, port = tmp_path_factory.mktemp("chroma-server"), free_port()
    with (folder / "log").open("wb") as log:
        command = [program, "run", "--path", str(folder / "data"), "--host", "127.0.0.1", "--port", str(port)]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        _wait_for(port, server, folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        for client in [found for found in gc.get_objects() if type(found) is httpx.Client]:
            client.close()  # Chroma keeps its clients for good
        server.terminate()
        server.wait(10)


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, log.read_text("utf-8", "replace")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"no Chroma server came up: {log.read_text('utf-8', 'replace')}")


@pytest.fixture(params=["memory", "chroma-folder", "chroma-server"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> MakeIndex:
    """Makes an index of one and the same place: a second one sees what the first one filled, but in memory."""
    embedder = HashingEmbedder()
    if request.param == "memory":
        return lambda: MemoryIndex(embedder)
    if request.param == "chroma-folder":
        return lambda: ChromaIndex(embedded_client(tmp_path), "contract", embedder)
    url = request.getfixturevalue("chroma_server")
    return lambda: ChromaIndex(server_client(url), f"contract-{tmp_path.name}", embedder)


@pytest.fixture
def index(make: MakeIndex) -> VectorIndex:
    made = make()
    made.fill(DOCUMENTS, no_progress)
    return made


def test_a_new_index_is_empty_and_finds_nothing(make: MakeIndex) -> None:
    new = make()
    assert new.count() == 0
    assert looked_up(new, "成员单位", 5) == []


def test_it_counts_documents_not_lines(index: VectorIndex) -> None:
    assert index.count() == len(DOCUMENTS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_a_documents_own_words_find_it_first(index: VectorIndex, document: Document) -> None:
    best = looked_up(index, "\n".join(document.lines), 3)[0]
    assert best.id == document.id
    assert best.score == pytest.approx(1.0, abs=1e-3)


def test_hits_come_nearest_first_with_their_cosines(index: VectorIndex) -> None:
    exact = MemoryIndex(HashingEmbedder())
    exact.fill(DOCUMENTS, no_progress)
    hits, wanted = looked_up(index, "成员单位最少几家", 7), looked_up(exact, "成员单位最少几家", 7)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert scores == pytest.approx([hit.score for hit in wanted], abs=1e-3)
    assert hits[0].id == "d0"


@pytest.mark.parametrize("k", [1, 3, 7])
def test_no_more_than_k_are_found(index: VectorIndex, k: int) -> None:
    assert len(looked_up(index, "成员", k)) == k


def test_all_are_found_when_more_are_asked_for(index: VectorIndex) -> None:
    assert {hit.id for hit in looked_up(index, "成员", 1000)} == {document.id for document in DOCUMENTS}


def test_filling_again_replaces_everything(index: VectorIndex) -> None:
    index.fill(DOCUMENTS[:2], no_progress)
    assert index.count() == 2
    assert {hit.id for hit in looked_up(index, "有效期多久", 10)} == {"d0", "d1"}


def test_one_that_was_searched_before_it_was_filled_again_finds_what_is_new(index: VectorIndex) -> None:
    assert looked_up(index, "有效期多久", 1)[0].id == "d4"
    index.fill(DOCUMENTS[5:], no_progress)
    assert {hit.id for hit in looked_up(index, "有效期多久", 10)} == {"d5", "d6"}


def test_filling_with_nothing_empties_it(index: VectorIndex) -> None:
    index.fill((), no_progress)
    assert index.count() == 0
    assert looked_up(index, "有效期多久", 10) == []


def test_progress_grows_to_the_whole(make: MakeIndex) -> None:
    told: list[tuple[int, int]] = []
    made = make()
    made.fill(MANY, lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1] == (len(MANY), len(MANY))
    assert made.count() == len(MANY)
    assert len(looked_up(made, "第7个问题", len(MANY))) == len(MANY)


@pytest.mark.parametrize("question", ["", " ", "😀", "a" * 5000, 'NEAR/* " OR 1=1'])
def test_odd_questions_still_find_something(index: VectorIndex, question: str) -> None:
    assert len(looked_up(index, question, 2)) == 2


@pytest.mark.parametrize("make", ["chroma-folder", "chroma-server"], indirect=True)
def test_what_was_filled_is_there_for_the_next_client(make: MakeIndex) -> None:
    make().fill(DOCUMENTS, no_progress)
    assert looked_up(make(), DOCUMENTS[4].lines[0], 1)[0].id == "d4"


def test_a_generation_on_a_server_is_built_once(chroma_server: str, tmp_path: Path) -> None:
    told: list[int] = []
    generations = Generations(tmp_path, HashingEmbedder(), "hashing", chroma_server)
    for _ in range(2):
        index = generations.open(DOCUMENTS, lambda done, _total: told.append(done))
        assert looked_up(index, DOCUMENTS[4].lines[0], 1)[0].id == "d4"
    assert told == [len(DOCUMENTS)]


def test_a_half_filled_collection_of_a_dead_builder_is_not_taken_for_a_generation(
    chroma_server: str, tmp_path: Path
) -> None:
    documents = MANY[:40]
    generations = Generations(tmp_path, HashingEmbedder(), "hashing", chroma_server)
    with pytest.raises(KeyboardInterrupt):
        generations.open(documents, _interrupt)
    assert f"g{generation_name(documents, 'hashing')}" not in names(server_client(chroma_server))
    assert generations.open(documents, no_progress).count() == 40


def test_of_two_builders_on_a_server_the_slower_one_drops_its_own(chroma_server: str, tmp_path: Path) -> None:
    documents = MANY[40:60]
    first, second = (Generations(tmp_path, HashingEmbedder(), "hashing", chroma_server) for _ in range(2))
    indexes: list[VectorIndex] = []

    def overtake(_done: int, _total: int) -> None:
        if not indexes:
            indexes.append(second.open(documents, no_progress))

    indexes.append(first.open(documents, overtake))
    held = names(server_client(chroma_server))
    assert [index.count() for index in indexes] == [20, 20]
    assert all(looked_up(index, documents[3].lines[0], 1)[0].id == documents[3].id for index in indexes)
    assert f"g{generation_name(documents, 'hashing')}" in held


def test_no_server_is_told_with_the_setting(tmp_path: Path) -> None:
    generations = Generations(tmp_path, HashingEmbedder(), "hashing", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(IndexMissingError, match="SHENBAO_CHROMA_URL"):
        generations.open(DOCUMENTS, no_progress)


def test_a_server_that_goes_away_is_an_index_that_is_missing(chroma_server: str, tmp_path: Path) -> None:
    index = ChromaIndex(server_client(chroma_server), f"gone-{tmp_path.name}", HashingEmbedder())
    index.fill(DOCUMENTS, no_progress)
    server_client(chroma_server).delete_collection(f"gone-{tmp_path.name}")
    with pytest.raises(IndexMissingError, match="索引"):
        looked_up(index, "成员", 3)


def _interrupt(_done: int, _total: int) -> None:
    raise KeyboardInterrupt
