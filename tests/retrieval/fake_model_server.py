"""An OpenAI-compatible endpoint on this machine that behaves as a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

FLOOD = 10 * 1024 * 1024  # bytes


@dataclass
class Endpoint:
    """What the endpoint says next, and what it was asked."""

    manner: str = "stream"
    pieces: tuple[str, ...] = ("你", "好")
    url: str = ""
    elsewhere: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving() -> Iterator[Endpoint]:
    """The endpoint, as long as the block runs."""
    endpoint = Endpoint()

    class Handler(_Handler):
        said = endpoint

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    endpoint.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _event(delta: dict[str, str], reason: str = "stop") -> bytes:
    chunk = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": None if delta else reason}],
    }
    return f"data: {json.dumps(chunk)}\n\n".encode()


class _Handler(BaseHTTPRequestHandler):
    said: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.said.requests.append(json.loads(body))
        self.said.keys.append(self.headers.get("Authorization", ""))
        try:
            getattr(self, f"_{self.said.manner}")()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _stream(self) -> None:
        self._begin(200, "text/event-stream")
        for piece in self.said.pieces:
            self.wfile.write(_event({"role": "assistant", "content": piece}))
        self.wfile.write(_event({}) + b"data: [DONE]\n\n")

    def _cut(self) -> None:
        self._begin(200, "text/event-stream")
        self.wfile.write(_event({"content": "半"}) + b'data: {"id": "1", "cho')

    def _half(self) -> None:
        self._begin(200, "text/event-stream")
        for piece in self.said.pieces[: max(1, len(self.said.pieces) // 2)]:
            self.wfile.write(_event({"content": piece}))

    def _flood(self) -> None:
        self._begin(200, "text/event-stream")
        self.wfile.write(_event({"content": "慢" * (FLOOD // 3)}) + _event({}) + b"data: [DONE]\n\n")

    def _flood_of_nonsense(self) -> None:
        self._begin(200, "text/event-stream")
        self.wfile.write(b"data: " + b"x" * FLOOD + b"\n\n")

    def _json(self) -> None:
        self._begin(200, "application/json")
        self.wfile.write(json.dumps({"choices": [{"message": {"content": "".join(self.said.pieces)}}]}).encode())

    def _redirecting(self) -> None:
        self.send_response(307)
        self.send_header("Location", self.said.elsewhere)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _too_long(self) -> None:
        self._begin(200, "text/event-stream")
        self.wfile.write(_event({"content": "半"}) + _event({}, "length") + b"data: [DONE]\n\n")

    def _html(self) -> None:
        self._begin(200, "text/html")
        self.wfile.write("<html><body>登录</body></html>".encode())

    def _status(self, status: int) -> None:
        self._begin(status, "application/json")
        self.wfile.write(b'{"error": {"message": "secret words of the request"}}')

    def _unauthorised(self) -> None:
        self._status(401)

    def _too_many(self) -> None:
        self._status(429)

    def _failing(self) -> None:
        self._status(500)

    def _hanging(self) -> None:
        self.said.stopped.wait(20)

    def _dripping(self) -> None:
        self._begin(200, "text/event-stream")
        while not self.said.stopped.wait(0.05):
            self.wfile.write(b":")
            self.wfile.flush()

    def _endless_pieces(self) -> None:
        self._begin(200, "text/event-stream")
        while not self.said.stopped.wait(0.005):
            self.wfile.write(_event({"content": "慢"}))
            self.wfile.flush()

    def _begin(self, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass
