"""Every error of the web channel as one sentence: JSON for programs, a page for people; never a traceback."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.bodies import BadBodyError, Json
from bot.channels.web.rendering import Pages
from bot.channels.web.security import MEGABYTE, CrossSiteError, ExpiredPageError, TooLargeError
from bot.channels.web.wording import say
from bot.errors import StoreUnavailableError
from form_filler.errors import FormFillerError, UnprintableTextError
from knowledge.errors import KnowledgeError
from retrieval.errors import RetrievalError

log = logging.getLogger("shenbao.web")

# Kind of error -> status and sentence; the first that fits.
ERRORS: tuple[tuple[type[Exception], int, str], ...] = (
    (StoreUnavailableError, 503, "error.store"),
    (RetrievalError, 503, "error.knowledge"),
    (KnowledgeError, 503, "error.knowledge"),
    (CrossSiteError, 403, "error.cross_site"),
    (ExpiredPageError, 403, "error.reload"),
    (FormFillerError, 500, "error.form"),
    (MultiPartException, 400, "error.multipart"),
    (ClientDisconnect, 400, "error.disconnected"),
    (Exception, 500, "error.surprise"),
)


def sentence_of(error: Exception, request: Request) -> tuple[int, str]:
    """The status of an error and what the person reads."""
    match error:
        case BadBodyError():
            return error.status, str(error)
        case UnprintableTextError():
            return 422, str(error)
        case TooLargeError():
            return 413, say("error.too_large", megabytes=error.limit // MEGABYTE)
        case HTTPException(status_code=404):
            return 404, say("error.no_route" if _for_program(request) else "error.not_found")
        case HTTPException(status_code=405):
            return 405, say("error.method", method=request.method)
        case HTTPException(status_code=400):
            return 400, say("error.multipart")
        case HTTPException():
            return error.status_code, say("error.surprise")
    return next((status, say(key)) for kind, status, key in ERRORS if isinstance(error, kind))


class Failures:
    """Turns errors into responses."""

    def __init__(self, pages: Pages, count: Callable[[Exception], None]) -> None:
        self._pages, self._count = pages, count

    def response(self, request: Request, error: Exception) -> Response:
        """The response to an error: JSON under /api and to scripts, otherwise a page."""
        status, sentence = sentence_of(error, request)
        if status >= 500:
            self._count(error)
            log.error("%s %s: %s", request.method, status, _where(error))
        return self.refusal(request, status, sentence)

    def refusal(self, request: Request, status: int, sentence: str) -> Response:
        """A sentence with a status."""
        headers = {"Retry-After": "5"} if status == 503 else None
        if _for_program(request):
            return Json({"error": sentence}, status, headers)
        return self._pages.error(status, sentence, headers)

    def install(self, web: FastAPI) -> None:
        """Registers a handler for every kind of error, the unforeseen ones included."""

        async def handle(request: Request, error: Exception) -> Response:
            return self.response(request, error)

        for kind in (BadBodyError, TooLargeError, HTTPException, *(kind for kind, _, _ in ERRORS[:-1])):
            web.add_exception_handler(kind, handle)


class LastResort:
    """Middleware: an unforeseen error becomes a sentence, and its place (never its words) goes to the log."""

    def __init__(self, app: ASGIApp, failures: Failures) -> None:
        self._app, self._failures = app, failures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http" or begun:
                raise
            await self._failures.response(Request(scope), error)(scope, receive, send)


def _for_program(request: Request) -> bool:
    return request.url.path.startswith("/api/") or "application/json" in request.headers.get("accept", "")


def _where(error: Exception) -> str:
    """The kind of error and the line it rose at: its message may hold what a person typed."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {place}"
