"""A small Bot API server on loopback: checks every request against the documented methods and limits.

https://core.telegram.org/bots/api. Unknown methods and parameters are refused, so that a slip of the channel shows.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "4242:AAtest-token-that-no-log-may-hold"
BOT_ID = 4242
USERNAME = "shenbao_test_bot"
MOST_DOWNLOAD, MOST_UPLOAD = 20 * 1024 * 1024, 50 * 1024 * 1024

Json = dict[str, Any]
Found = TypeVar("Found")


class ApiError(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.body: Json = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


@dataclass(frozen=True)
class Call:
    """One request: its method, its parameters with JSON decoded, its file (name, content), and what it came to."""

    method: str
    params: Json
    file: tuple[str, bytes] | None
    error: int  # 0: done
    at: float  # seconds on the monotonic clock


class BotApiServer:
    """Telegram's side: people speak by `message`, `press`, `document`; `sent` is what they see."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.menu: list[Json] = []
        self._changed = threading.Condition()
        self._updates: list[Json] = []
        self._again: list[Json] = []
        self._failures: dict[str, list[ApiError | None]] = {}
        self._blocked: set[int] = set()
        self._messages: list[Json] = []
        self._said: dict[int, Json] = {}
        self._files: dict[str, tuple[str, bytes, int]] = {}
        self._callbacks: set[str] = set()
        self._numbers = iter(range(1000, 10**9))
        self._poll = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        routes = [
            Route("/bot{token}/{method}", self._method, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes), log_level="error", lifespan="off", ws="none", loop="asyncio", access_log=False
        )
        self._server = uvicorn.Server(config)

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as its base URL."""
        return f"http://127.0.0.1:{self._port}/bot"

    @contextmanager
    def running(self) -> Iterator[BotApiServer]:
        """Serves while the block runs."""
        self._port = self._listener.getsockname()[1]
        thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listener]})
        thread.start()
        try:
            yield self
        finally:
            self._server.should_exit = True
            thread.join(10)
            self._listener.close()

    # What people do

    def message(self, text: str = "", person: int = 7, chat: int | None = None, **more: Any) -> Json:
        """Somebody sends a message; returns the update."""
        content = {"text": text} if text else {}
        return self._push({"message": {**self._message(person, chat or person), **content, **more}})

    def edit(self, text: str, person: int = 7) -> Json:
        """Somebody changes an old message."""
        return self._push({"edited_message": {**self._message(person, person), "edit_date": _now(), "text": text}})

    def document(self, name: str, content: bytes, person: int = 7, size: int | None = None) -> Json:
        """Somebody sends a file; `size` may tell another size than it has."""
        file_id = f"file-{next(self._numbers)}"
        size = len(content) if size is None else size
        self._files[file_id] = (name, content, size)
        sent = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": size}
        return self.message(person=person, document=sent)

    def press(self, message: Json, label: str = "", data: str | None = None, person: int = 7) -> Json:
        """Somebody presses a button under a message, by its label or with any data."""
        buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
        if data is None:
            data = next(button["callback_data"] for button in buttons if label in button["text"])
        number = f"q{next(self._numbers)}"
        self._callbacks.add(number)
        query = {"id": number, "from": _user(person), "chat_instance": "1", "data": data, "message": message}
        return self._push({"callback_query": query})

    def again(self, update: Json) -> None:
        """Delivers an update once more, acknowledged or not."""
        with self._changed:
            self._again.append(update)
            self._changed.notify_all()

    # What Telegram does

    def fail(
        self, method: str, code: int, description: str = "Error", times: int = 1, retry_after: int = 0, after: int = 0
    ) -> None:
        """Answers the next calls of a method, or those after some good ones, with an error."""
        parameters = {"retry_after": retry_after} if retry_after else None
        answers = [*[None] * after, *[ApiError(code, description, parameters)] * times]
        self._failures.setdefault(method, []).extend(answers)

    def block(self, person: int) -> None:
        """The person blocks the bot."""
        self._blocked.add(person)

    def unblock(self, person: int) -> None:
        """The person lets the bot in again."""
        self._blocked.discard(person)

    # What is seen

    def sent(self, chat: int = 7) -> list[Json]:
        """The messages that a chat has got, oldest first."""
        return [message for message in list(self._messages) if message["chat"]["id"] == chat]

    def called(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in list(self.calls) if call.method == method]

    def wait_for(self, look: Callable[[], Found | None], seconds: float = 15.0) -> Found:
        """What `look` finds as soon as it is true."""
        end = time.monotonic() + seconds
        with self._changed:
            while not (found := look()):
                left = end - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    last = "\n".join(f"{call.method} {call.params} {call.error}" for call in self.calls[-8:])
                    raise AssertionError(f"nothing seen; the last calls were\n{last}")
        return found

    def wait_for_text(self, words: str, chat: int = 7, seconds: float = 15.0) -> Json:
        """The first message of a chat that holds the words, as soon as it is there."""
        return self.wait_for(
            lambda: next((one for one in self.sent(chat) if words in one.get("text", "")), None), seconds
        )

    def acknowledged(self, update: Json) -> bool:
        """Whether an update will not come again."""
        return update not in self._updates

    def wait_until_quiet(self) -> None:
        """Waits until all updates are acknowledged and nothing was sent for a moment."""
        self.wait_for(lambda: not self._updates and not self._again)
        count = -1
        while count != (count := len(self._messages)):
            time.sleep(0.25)

    # The methods

    async def _method(self, request: Request) -> Response:
        name = request.path_params["method"]
        params, file = await _parameters(request)
        error = 0
        try:
            if request.path_params["token"] != TOKEN:
                raise ApiError(401, "Unauthorized")
            if name not in _METHODS:
                raise ApiError(404, "Not Found")
            _check_parameters(params, *_METHODS[name])
            if self._failures.get(name) and (failure := self._failures[name].pop(0)):
                raise failure
            if name == "getUpdates":
                result: Any = await self._get_updates(request, params)
            else:
                result = getattr(self, f"_{name}")(params, file)
            return JSONResponse({"ok": True, "result": result})
        except ApiError as refusal:
            error = refusal.body["error_code"]
            return JSONResponse(refusal.body, status_code=error)
        finally:
            with self._changed:
                self.calls.append(Call(name, params, file, error, time.monotonic()))
                self._changed.notify_all()

    async def _get_updates(self, request: Request, params: Json) -> list[Json]:
        self._poll += 1
        poll, end = self._poll, time.monotonic() + params.get("timeout", 0)
        with self._changed:
            self._updates = [one for one in self._updates if one["update_id"] >= params.get("offset", 0)]
            self._changed.notify_all()
        while True:
            with self._changed:
                if self._again or self._updates:
                    again, self._again = self._again, []
                    return [*again, *self._updates][: params.get("limit", 100)]
            if time.monotonic() >= end or self._server.should_exit or await request.is_disconnected():
                return []
            if poll != self._poll:
                raise ApiError(409, "ConflictError: terminated by other getUpdates request")
            await asyncio.sleep(0.01)

    def _getMe(self, _params: Json, _file: object) -> Json:  # noqa: N802  # the method's own name
        return {"id": BOT_ID, "is_bot": True, "first_name": "申报助手", "username": USERNAME}

    def _deleteWebhook(self, _params: Json, _file: object) -> bool:  # noqa: N802
        return True

    def _setMyCommands(self, params: Json, _file: object) -> bool:  # noqa: N802
        _require(1 <= len(params["commands"]) <= 100, "commands")
        for command in params["commands"]:
            _require(bool(re.fullmatch(r"[a-z0-9_]{1,32}", command["command"])), "BOT_COMMAND_INVALID")
            _require(1 <= len(command["description"]) <= 256, "BOT_COMMAND_DESCRIPTION_INVALID")
        self.menu = params["commands"]
        return True

    def _sendChatAction(self, params: Json, _file: object) -> bool:  # noqa: N802
        self._admit(params["chat_id"])
        _require(params["action"] in ("typing", "upload_document"), "wrong parameter action in request")
        return True

    def _answerCallbackQuery(self, params: Json, _file: object) -> bool:  # noqa: N802
        _require(params["callback_query_id"] in self._callbacks, "query is too old or query ID is invalid")
        _require(len(params.get("text", "")) <= 200, "MESSAGE_TOO_LONG")
        self._callbacks.discard(params["callback_query_id"])
        return True

    def _sendMessage(self, params: Json, _file: object) -> Json:  # noqa: N802
        self._admit(params["chat_id"])
        text = params["text"].strip()
        _require(bool(text), "message text is empty")
        _require(len(text.encode("utf-16-le")) // 2 <= 4096, "message is too long")
        return self._send(params, {"text": text})

    def _sendDocument(self, params: Json, file: tuple[str, bytes] | None) -> Json:  # noqa: N802
        self._admit(params["chat_id"])
        _require(file is not None and 0 < len(file[1]) <= MOST_UPLOAD, "file must be non-empty")
        _require(len(params.get("caption", "")) <= 1024, "message caption is too long")
        assert file is not None
        sent = {"file_id": "sent", "file_unique_id": "sent", "file_name": file[0], "file_size": len(file[1])}
        return self._send(params, {"document": sent, "content": file[1].hex()})

    def _getFile(self, params: Json, _file: object) -> Json:  # noqa: N802
        _require(params["file_id"] in self._files, "wrong file_id or the file is temporarily unavailable")
        name, _, size = self._files[params["file_id"]]
        _require(size <= MOST_DOWNLOAD, "file is too big")
        path = f"documents/{params['file_id']}.{name.rpartition('.')[2]}"
        return {"file_id": params["file_id"], "file_unique_id": "1", "file_size": size, "file_path": path}

    async def _download(self, request: Request) -> Response:
        found = re.fullmatch(r"documents/(file-\d+)\.\w+", request.path_params["path"])
        if request.path_params["token"] != TOKEN or not found or found[1] not in self._files:
            return Response(status_code=404)
        return Response(self._files[found[1]][1])

    def _send(self, params: Json, content: Json) -> Json:
        _check_markup(params.get("reply_markup"))
        message: Json = {
            "message_id": next(self._numbers),
            "date": _now(),
            "chat": _chat(params["chat_id"]),
            "from": self._getMe({}, None),
            **content,
        }
        if "reply_markup" in params:
            message["reply_markup"] = params["reply_markup"]
        if "reply_parameters" in params:
            message["reply_to_message"] = self._said[params["reply_parameters"]["message_id"]]
        self._messages.append(message)
        return message

    def _admit(self, chat: object) -> None:
        _require(isinstance(chat, int), "chat not found")
        if chat in self._blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")

    def _message(self, person: int, chat: int) -> Json:
        number = next(self._numbers)
        self._said[number] = {"message_id": number, "date": _now(), "chat": _chat(chat), "from": _user(person)}
        return self._said[number]

    def _push(self, content: Json) -> Json:
        update = {"update_id": next(self._numbers), **content}
        with self._changed:
            self._updates.append(update)
            self._changed.notify_all()
        return update


_METHODS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # required, and may be given
    "getMe": ((), ()),
    "deleteWebhook": ((), ("drop_pending_updates",)),
    "getUpdates": ((), ("offset", "limit", "timeout", "allowed_updates")),
    "setMyCommands": (("commands",), ("scope", "language_code")),
    "sendMessage": (("chat_id", "text"), ("reply_markup", "reply_parameters")),
    "sendDocument": (("chat_id", "document"), ("caption", "reply_parameters")),
    "sendChatAction": (("chat_id", "action"), ()),
    "answerCallbackQuery": (("callback_query_id",), ("text", "show_alert")),
    "getFile": (("file_id",), ()),
}
_TEXTS = ("text", "caption", "callback_query_id", "file_id", "action", "document")


async def _parameters(request: Request) -> tuple[Json, tuple[str, bytes] | None]:
    """The parameters as form fields or JSON; numbers and objects come as JSON inside form fields."""
    file: tuple[str, bytes] | None = None
    params: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        return {**params, **json.loads(await request.body() or b"{}")}, None
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                file = (value.filename or "", await value.read())
                params["document"] = "attached"
            else:
                params[name] = value if name in _TEXTS else _decoded(value)
    return params, file


def _decoded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _check_parameters(params: Json, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
    for name in required:
        _require(name in params, f"{name} is missing")
    for name in params:
        _require(name in required or name in optional, f"unknown parameter {name}")
    _require(0 <= params.get("timeout", 0) <= 50 and 1 <= params.get("limit", 100) <= 100, "timeout or limit")


def _check_markup(markup: Json | None) -> None:
    """InlineKeyboardMarkup: rows of buttons, each with a label and exactly one of data (1-64 bytes) and address."""
    if markup is None:
        return
    _require(set(markup) == {"inline_keyboard"}, "object expected as reply markup")
    rows = markup["inline_keyboard"]
    _require(all(1 <= len(row) <= 8 for row in rows) and sum(map(len, rows)) <= 100, "REPLY_MARKUP_TOO_LONG")
    for button in (button for row in rows for button in row):
        _require(bool(button["text"].strip()), "BUTTON_TEXT_INVALID")
        _require(len(button.keys() & {"callback_data", "url"}) == 1, "BUTTON_TYPE_INVALID")
        if "callback_data" in button:
            _require(1 <= len(button["callback_data"].encode()) <= 64, "BUTTON_DATA_INVALID")
        else:
            _require(button["url"].startswith(("https://", "tg://")), "BUTTON_URL_INVALID")


def _require(held: bool, description: str) -> None:
    if not held:
        raise ApiError(400, f"Bad Request: {description}")


def _now() -> int:
    return int(time.time())


def _user(person: int) -> Json:
    return {"id": person, "is_bot": False, "first_name": f"申报人{person}"}


def _chat(chat: int) -> Json:
    if chat < 0:
        return {"id": chat, "type": "supergroup", "title": "申报交流群"}
    return {"id": chat, "type": "private", "first_name": f"申报人{chat}"}
