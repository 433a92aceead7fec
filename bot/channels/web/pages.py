"""The addresses of the web chat: the page, messages, uploads and downloads."""

from __future__ import annotations

import uuid
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from bot.channels.aside import aside
from bot.channels.web.bodies import LONGEST_ID, Json
from bot.channels.web.failures import Failures, sentence_of
from bot.channels.web.reception import Reception
from bot.channels.web.rendering import Pages
from bot.channels.web.security import (
    UPLOADS,
    check_page,
    file_token,
    new_visitor,
    page_token,
    remember,
    visitor_of,
)
from bot.channels.web.shown import turns_of
from bot.channels.web.uploads import Refused, inspect, store
from bot.errors import StoreUnavailableError
from bot.messages import Incoming, Outgoing

if TYPE_CHECKING:
    from bot.app import App

CHANNEL = "web"


class Chat:
    """The web chat of one built bot.

    Args:
        app: the built bot.
        reception: passes messages on.
        pages: renders.
        failures: turns errors into responses.
    """

    def __init__(self, app: App, reception: Reception, pages: Pages, failures: Failures) -> None:
        self._app, self._reception, self._pages, self._failures = app, reception, pages, failures

    def router(self) -> APIRouter:
        """The chat's routes; programs are not meant to use them."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/", self.page, methods=["GET", "HEAD"])
        router.add_api_route("/messages", self.say, methods=["POST"])
        router.add_api_route(UPLOADS, self.upload, methods=["POST"])
        router.add_api_route("/files/{token}", self.download, methods=["GET", "HEAD"])
        return router

    async def page(self, request: Request) -> Response:
        """The whole conversation of this browser."""
        visitor = visitor_of(request) or new_visitor()
        view = await self._reception.view(_conversation(visitor))
        return remember(HTMLResponse(self._pages.chat(visitor, uuid.uuid4().hex, view)), request, visitor)

    async def say(self, request: Request) -> Response:
        """Takes a message: words, an offered choice, or a question that was suggested."""
        form = await request.form(max_files=0)
        visitor = _checked(request, form)
        incoming = Incoming(
            channel=CHANNEL,
            conversation=_conversation(visitor),
            message=_field(form, "message")[:LONGEST_ID] or uuid.uuid4().hex,
            text=None if _field(form, "choice") else _field(form, "ask") or _field(form, "text"),
            choice=_field(form, "choice") or None,
        )
        return await self._answer(request, visitor, incoming)

    async def upload(self, request: Request) -> Response:
        """Takes a file; it is deleted once it has been read."""
        async with request.form(max_files=1) as form:
            visitor = _checked(request, form)
            file = form.get("file")
            given = file if isinstance(file, UploadFile) else None
            content = await given.read() if given else b""
            name = (given.filename or "") if given else ""
        suffix = inspect(name, content)
        if isinstance(suffix, Refused):
            return self._failures.refusal(request, suffix.status, suffix.why)
        try:
            path = await aside(partial(store, self._app.settings.uploads_folder, suffix, content))
        except OSError:
            return self._failures.response(request, StoreUnavailableError())
        incoming = Incoming(
            channel=CHANNEL,
            conversation=_conversation(visitor),
            message=_field(form, "message")[:LONGEST_ID] or uuid.uuid4().hex,
            file=path,
        )
        try:
            return await self._answer(request, visitor, incoming)
        finally:
            await aside(partial(path.unlink, missing_ok=True))

    async def download(self, request: Request, token: str) -> Response:
        """A file that was given to this visitor; any other is not found."""
        visitor = visitor_of(request)
        if visitor is None:
            raise HTTPException(404)
        view = await self._reception.view(_conversation(visitor))
        given = (path for one in view.history for reply in one.outgoing.replies for path in reply.files)
        path = Path(next((path for path in given if file_token(visitor, path) == token), ""))
        if not path.is_file() or not path.resolve().is_relative_to(self._app.settings.home.resolve()):
            raise HTTPException(404)
        return FileResponse(path, headers={"Content-Disposition": attachment(path.name)})

    async def _answer(self, request: Request, visitor: str, incoming: Incoming) -> Response:
        wants_json = "application/json" in request.headers.get("accept", "")
        try:
            outgoing = await self._reception.reply(incoming)
            if not wants_json:
                return remember(RedirectResponse("/", 303), request, visitor)
            return remember(Json(await self._fragments(visitor, incoming, outgoing)), request, visitor)
        except StoreUnavailableError as error:
            if wants_json:
                raise
            status, sentence = sentence_of(error, request)
            fields = {
                "message": incoming.message,
                "token": page_token(visitor),
                "text": incoming.text or "",
                "choice": incoming.choice or "",
            }
            return self._pages.retry(status, sentence, fields, is_file=incoming.file is not None)

    async def _fragments(self, visitor: str, incoming: Incoming, outgoing: Outgoing) -> dict[str, str]:
        """What the page's script puts in: the words as read, the replies, and the panel."""
        view = await self._reception.view(incoming.conversation)
        pairs = zip(view.history, turns_of(view.history), strict=True)
        turn = next(turn for exchange, turn in reversed(list(pairs)) if exchange.outgoing.message == outgoing.message)
        return {"said": turn.said, "replies": self._pages.turn(visitor, turn), "panel": self._pages.panel(view)}


def attachment(name: str) -> str:
    """The Content-Disposition of a download (RFC 6266): an ASCII name for old programs, the real one for the others."""
    plain = f"draft{Path(name).suffix}" if Path(name).suffix.isascii() else "draft"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _checked(request: Request, form: FormData) -> str:
    """The visitor, once it is clear that the form is from this visitor's own page."""
    visitor = visitor_of(request)
    check_page(request, visitor, _field(form, "token"))
    return visitor or new_visitor()


def _conversation(visitor: str) -> str:
    return f"{CHANNEL}:{visitor}"


def _field(form: FormData, name: str) -> str:
    """A field's text; line ends as typed, not as forms send them."""
    value = form.get(name, "")
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""
