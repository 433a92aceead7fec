"""Any chat model that LangChain's `init_chat_model` knows; the only door to LangChain's chat models."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from retrieval.errors import ModelError, ModelTimeoutError
from retrieval.sentences import sentences

NO_KEY = "-"  # local servers want none, their client wants one

_END, _CUT = object(), object()
_TOO_LONG = ("length", "max_tokens")


class LangchainModel:
    """Streams replies within a total time.

    Args:
        model: as `init_chat_model` names it, e.g. `openai:gpt-4o-mini`; with `base_url`, a name without a
            provider is one of that OpenAI-compatible endpoint.
        base_url: of the endpoint; empty for the provider's own.
        api_key: empty where none is needed or the provider's own environment variable holds it.
        timeout: seconds for the whole reply.
        most: requests at a time, those included that were given up and still hang.
    """

    def __init__(self, model: str, base_url: str = "", api_key: str = "", timeout: float = 12.0, most: int = 8) -> None:
        self._name, self._base_url, self._api_key, self._timeout = model, base_url, api_key, timeout
        self._most, self._places = most, threading.BoundedSemaphore(most)

    def stream(self, system: str, user: str) -> Iterator[str]:
        """Pieces of the reply as they come.

        Raises:
            ModelTimeoutError: the reply was not whole in time.
            ModelError: the model cannot be set up, reached or understood, said nothing, or stopped half-way; or too
                many requests hang.
        """
        chat = self._chat
        if not self._places.acquire(blocking=False):
            raise ModelError(sentences().say("model.busy", count=self._most))
        heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
        given_up = threading.Event()
        # A reply that drips a byte a second never trips the client's own time-outs: the clock runs out here.
        deadline = time.monotonic() + self._timeout
        threading.Thread(
            target=_listen,
            args=(chat, [("system", system), ("human", user)], heard, given_up, self._places),
            daemon=True,
        ).start()
        said = False
        try:
            while (piece := self._next(heard, deadline)) is not _END:
                said = said or bool(piece.strip())
                yield piece
        finally:
            given_up.set()
        if not said:
            raise ModelError(sentences().say("model.empty"))

    def _next(self, heard: queue.SimpleQueue[Any], deadline: float) -> Any:
        try:
            piece = heard.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise self._late() from None
        if isinstance(piece, Exception):
            raise self._translated(piece) from piece
        if piece is _CUT:
            raise ModelError(sentences().say("model.cut"))
        if time.monotonic() > deadline:
            raise self._late()
        return piece

    @cached_property
    def _chat(self) -> Any:
        try:
            from langchain.chat_models import base, init_chat_model

            known = getattr(base, "_BUILTIN_PROVIDERS", ("openai",))
            options: dict[str, Any] = {"timeout": self._timeout, "max_retries": 0}
            if self._base_url:
                options["base_url"] = self._base_url
                if self._name.partition(":")[0] not in known:  # qwen3:4b has a colon, too
                    options["model_provider"] = "openai"
            if "model_provider" in options or self._name.startswith("openai:"):
                options["http_client"] = _client_that_stays(self._timeout)
            if self._api_key or self._base_url:
                options["api_key"] = self._api_key or NO_KEY
            return init_chat_model(self._name, **options)
        except Exception as error:
            reason = f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0]}"
            raise ModelError(sentences().say("model.not_set_up", name=self._name, reason=reason)) from error

    def _late(self) -> ModelTimeoutError:
        return ModelTimeoutError(sentences().say("model.timeout", seconds=f"{self._timeout:g}"))

    def _translated(self, error: Exception) -> ModelError:
        """A foreign error in our words; its own text stays out, which may repeat the request."""
        kinds = [kind.__name__ for cause in _causes(error) for kind in type(cause).__mro__]
        if any("Timeout" in kind for kind in kinds):
            return self._late()
        status = getattr(error, "status_code", None)
        if isinstance(status, int):
            return ModelError(sentences().say("model.broken" if status >= 500 else "model.refused", status=status))
        if any("Connect" in kind or "Network" in kind for kind in kinds):
            return ModelError(sentences().say("model.unreachable", reason=type(error).__name__))
        return ModelError(sentences().say("model.nonsense", reason=type(error).__name__))


def _client_that_stays(timeout: float) -> Any:
    """Follows no redirect: what is asked goes to the address that was configured and to no other."""
    from openai import DefaultHttpxClient

    return DefaultHttpxClient(follow_redirects=False, timeout=timeout)


def _listen(
    chat: Any,
    messages: list[tuple[str, str]],
    heard: queue.SimpleQueue[Any],
    given_up: threading.Event,
    places: threading.BoundedSemaphore,
) -> None:
    try:
        pieces, whole = chat.stream(messages), False
        for piece in pieces:
            whole = whole or _is_last(piece)
            heard.put(str(piece.text))
            if given_up.is_set():
                break
        pieces.close()
        heard.put(_END if whole else _CUT)
    except Exception as error:  # noqa: BLE001 - whatever a provider raises is translated where it is read
        heard.put(error)
    finally:
        places.release()


def _is_last(piece: Any) -> bool:
    """True when the model says why it stopped (`finish_reason`, `stop_reason` …) and it was not for length."""
    reasons = [value for key, value in piece.response_metadata.items() if "reason" in key.lower() and value]
    return bool(reasons) and not any(reason in _TOO_LONG for reason in reasons)


def _causes(error: BaseException) -> list[BaseException]:
    causes: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in causes:
        causes.append(current)
        current = current.__cause__ or current.__context__
    return causes
