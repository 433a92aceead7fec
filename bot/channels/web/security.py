"""What every request passes: a limit on its size, a check of where it comes from, headers that keep the page closed."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "shenbao"
COOKIE_SECONDS = 180 * 24 * 3600  # a form may be taken up again months later
MEGABYTE = 1024 * 1024
LARGEST_BODY = MEGABYTE
LARGEST_UPLOAD = 5 * MEGABYTE
UPLOADS = "/uploads"

_ENVELOPE = 64 * 1024  # what multipart adds around a file
_VISITOR = re.compile(r"[A-Za-z0-9_-]{32,64}")
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class TooLargeError(Exception):
    """The body is longer than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(limit)


class CrossSiteError(Exception):
    """A request that changes something came from another site's page."""


class ExpiredPageError(Exception):
    """A form was sent that this visitor's page did not hold."""


class Closed:
    """Middleware: security headers on every response; pages are not cached."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


class SizeLimit:
    """Middleware: a body that is too long is refused while it comes in, whatever length it claims.

    Args:
        app: what is protected.
        refuse: the response to a body beyond the limit in bytes.
    """

    def __init__(self, app: ASGIApp, refuse: Callable[[Request, TooLargeError], Response]) -> None:
        self._app, self._refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = LARGEST_UPLOAD if scope["path"] == UPLOADS else LARGEST_BODY
        allowed = limit + (_ENVELOPE if scope["path"] == UPLOADS else 0)
        claimed = HTTPConnection(scope).headers.get("content-length", "0")
        if claimed.isdecimal() and int(claimed[:20]) > allowed:
            await self._refuse(Request(scope), TooLargeError(limit))(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > allowed:
                raise TooLargeError(limit)
            return message

        await self._app(scope, counted, send)


def check_program(request: Request) -> None:
    """Lets programs and this site's pages through; other sites' pages are refused.

    Raises:
        CrossSiteError: the browser says that another site's page made the request.
    """
    if _from_here(request) is False:
        raise CrossSiteError


def check_page(request: Request, visitor: str | None, token: str) -> None:
    """Lets only this visitor's own page through.

    A browser that names no origin (it may not, under no-referrer) must bring the token of the visitor's page.

    Raises:
        CrossSiteError: the request comes from another site.
        ExpiredPageError: nothing shows that it comes from this visitor's page.
    """
    here = _from_here(request)
    if here is False:
        raise CrossSiteError
    if here is None and not (visitor and hmac.compare_digest(page_token(visitor).encode(), token.encode())):
        raise ExpiredPageError


def visitor_of(request: Request) -> str | None:
    """The visitor's random id out of the cookie, or None."""
    given = request.cookies.get(COOKIE, "")
    return given if _VISITOR.fullmatch(given) else None


def new_visitor() -> str:
    """A random id of 192 bits."""
    return secrets.token_urlsafe(24)


def page_token(visitor: str) -> str:
    """What the forms of this visitor's page carry; another site cannot know it."""
    return hmac.new(visitor.encode(), b"page", sha256).hexdigest()[:32]


def file_token(visitor: str, path: str) -> str:
    """The name under which this visitor downloads a file."""
    return hmac.new(visitor.encode(), b"file\0" + path.encode("utf-8", "surrogatepass"), sha256).hexdigest()[:32]


def remember(response: Response, request: Request, visitor: str) -> Response:
    """The response with the visitor's cookie; scripts cannot read it, other sites' forms do not send it."""
    response.set_cookie(
        COOKIE,
        visitor,
        max_age=COOKIE_SECONDS,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return response


def _from_here(request: Request) -> bool | None:
    """Whether this site's own page made the request; None when the browser does not say."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "null")
    if origin == "null":
        return None
    return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
