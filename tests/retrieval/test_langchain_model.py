"""The door to language models: whatever is behind it, text or one of our errors comes out, in time."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

import pytest

from retrieval.errors import ModelError, ModelTimeoutError
from retrieval.models.langchain import LangchainModel
from tests.contracts.test_vector_index import free_port
from tests.retrieval.fake_model_server import FLOOD, Endpoint, serving

TIMEOUT = 1.0


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """LangChain takes seconds to import, which no test should count."""
    with serving() as endpoint:
        list(LangchainModel("any", endpoint.url, "k", 30.0).stream("s", "u"))


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving() as running:
        yield running


def said(endpoint: Endpoint, name: str = "qwen-plus", key: str = "k") -> list[str]:
    return list(LangchainModel(name, endpoint.url, key, TIMEOUT).stream("规矩", "问题"))


def test_the_pieces_come_as_they_are_said(endpoint: Endpoint) -> None:
    endpoint.pieces = ("原则上", "不少于3家", "。")
    assert [piece for piece in said(endpoint) if piece] == ["原则上", "不少于3家", "。"]


def test_the_endpoint_gets_model_key_and_both_messages_once(endpoint: Endpoint) -> None:
    said(endpoint, key="my-key")
    (request,) = endpoint.requests
    assert request["model"] == "qwen-plus"
    assert [(message["role"], message["content"]) for message in request["messages"]] == [
        ("system", "规矩"),
        ("user", "问题"),
    ]
    assert request["stream"] is True
    assert "tools" not in request
    assert endpoint.keys == ["Bearer my-key"]


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("qwen-plus", "qwen-plus"),
        ("openai:qwen-plus", "qwen-plus"),
        ("qwen3:4b", "qwen3:4b"),
        ("deepseek-chat", "deepseek-chat"),
        ("claude-like", "claude-like"),
        ("org/model", "org/model"),
    ],
)
def test_with_an_address_a_name_without_provider_is_one_of_that_endpoint(
    endpoint: Endpoint, name: str, model: str
) -> None:
    said(endpoint, name)
    assert endpoint.requests[0]["model"] == model


def test_a_local_server_needs_no_key(endpoint: Endpoint) -> None:
    assert "".join(said(endpoint, key="")) == "你好"


@pytest.mark.parametrize(
    ("manner", "words"),
    [
        ("unauthorised", ("401", "SHENBAO_MODEL_API_KEY")),
        ("too_many", ("429",)),
        ("failing", ("500",)),
        ("html", ("SHENBAO_MODEL_BASE_URL",)),
        ("cut", ("没有说完",)),
        ("too_long", ("没有说完",)),
    ],
)
def test_a_failing_endpoint_is_a_model_error_told_in_one_line(
    endpoint: Endpoint, manner: str, words: tuple[str, ...]
) -> None:
    endpoint.manner = manner
    with pytest.raises(ModelError) as failed:
        said(endpoint)
    assert [word for word in words if word not in str(failed.value)] == []
    assert "\n" not in str(failed.value)
    assert "secret" not in str(failed.value)
    assert not isinstance(failed.value, ModelTimeoutError)
    assert len(endpoint.requests) == 1


@pytest.mark.parametrize("pieces", [(), ("",), (" ", "\n")])
def test_an_empty_reply_is_a_model_error(endpoint: Endpoint, pieces: tuple[str, ...]) -> None:
    endpoint.pieces = pieces
    with pytest.raises(ModelError, match="空白"):
        said(endpoint)


@pytest.mark.parametrize("manner", ["hanging", "dripping", "endless_pieces"])
def test_a_reply_that_is_not_whole_in_time_is_given_up(endpoint: Endpoint, manner: str) -> None:
    endpoint.manner = manner
    begun = time.monotonic()
    with pytest.raises(ModelTimeoutError, match="1 秒"):
        said(endpoint)
    assert TIMEOUT - 0.1 <= time.monotonic() - begun < TIMEOUT + 1.5


def test_a_reader_slower_than_the_reply_gains_no_time(endpoint: Endpoint) -> None:
    endpoint.manner = "endless_pieces"
    begun = time.monotonic()
    with pytest.raises(ModelTimeoutError):
        for _ in LangchainModel("any", endpoint.url, "k", 0.5).stream("s", "u"):
            assert time.monotonic() - begun < 3
            time.sleep(0.02)


def test_a_refused_connection_is_a_model_error() -> None:
    with pytest.raises(ModelError, match="连不上"):
        list(LangchainModel("any", f"http://127.0.0.1:{free_port()}/v1", "k", TIMEOUT).stream("s", "u"))


@pytest.mark.parametrize("name", ["nosuch:model", "nosuch", "anthropic:claude", ""])
def test_a_model_that_cannot_be_set_up_is_told_with_the_setting(name: str) -> None:
    with pytest.raises(ModelError, match="SHENBAO_MODEL") as failed:
        list(LangchainModel(name, "", "k", TIMEOUT).stream("s", "u"))
    assert "\n" not in str(failed.value)


def test_nothing_is_imported_before_it_is_asked() -> None:
    assert LangchainModel("nosuch:model")


def test_a_reader_that_stops_early_stops_the_reply(endpoint: Endpoint) -> None:
    endpoint.manner = "endless_pieces"
    pieces = LangchainModel("any", endpoint.url, "k", 10.0).stream("s", "u")
    assert next(iter(pieces)) in ("", "慢")
    pieces.close()  # type: ignore[attr-defined]  # it is a generator
    assert list(pieces) == []


@pytest.mark.parametrize("name", ["qwen-plus", "openai:qwen-plus"])
def test_a_redirect_is_not_followed(endpoint: Endpoint, name: str) -> None:
    with serving() as other:
        endpoint.manner, endpoint.elsewhere = "redirecting", f"{other.url}/chat/completions"
        with pytest.raises(ModelError, match="307"):
            said(endpoint, name)
        assert other.requests == []


@pytest.mark.parametrize("manner", ["flood", "flood_of_nonsense"])
def test_a_flood_ends_in_time_and_takes_no_more_than_it_sends(endpoint: Endpoint, manner: str) -> None:
    endpoint.manner = manner
    begun = time.monotonic()
    heard = 0
    with contextlib.suppress(ModelError):
        for piece in LangchainModel("any", endpoint.url, "k", 5.0).stream("s", "u"):
            heard += len(piece)
    assert heard <= FLOOD
    assert time.monotonic() - begun < 6.5


def test_replies_that_were_given_up_but_hang_take_up_no_more_than_their_places(endpoint: Endpoint) -> None:
    endpoint.manner = "dripping"
    model = LangchainModel("any", endpoint.url, "k", 0.2, most=2)
    for _ in range(2):
        with pytest.raises(ModelTimeoutError):
            list(model.stream("s", "u"))
    begun = time.monotonic()
    with pytest.raises(ModelError, match="2 个"):
        list(model.stream("s", "u"))
    assert time.monotonic() - begun < 0.2
    assert len(endpoint.requests) == 2
    endpoint.stopped.set()
    endpoint.manner = "stream"
    assert eventually(lambda: bool(list(model.stream("s", "u"))))


def eventually(done: Callable[[], bool]) -> bool:
    """True as soon as it is done without an error, within five seconds."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        with contextlib.suppress(ModelError):
            return done()
        time.sleep(0.05)
    return False
