"""The web application: chat, API and operators' addresses around one built bot."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from bot.channels.web.api import Api
from bot.channels.web.failures import Failures, LastResort
from bot.channels.web.operating import Operating
from bot.channels.web.pages import Chat
from bot.channels.web.reception import Reception
from bot.channels.web.rendering import STATIC, Pages
from bot.channels.web.security import Closed, SizeLimit
from bot.channels.web.wording import say

if TYPE_CHECKING:
    from bot.app import App


def create_app(app: App) -> FastAPI:
    """The web application of a built bot, to be served by any ASGI server."""
    web = FastAPI(
        title=say("api.title"),
        version=_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    reception, pages = Reception(app), Pages(app)
    failures = Failures(pages, reception.failed)
    failures.install(web)
    web.include_router(Chat(app, reception, pages, failures).router())
    web.include_router(Api(app, reception).router())
    web.include_router(Operating(web, reception, pages).router())
    web.mount("/static", StaticFiles(directory=STATIC), name="static")
    web.add_middleware(SizeLimit, refuse=failures.response)
    web.add_middleware(LastResort, failures=failures)
    web.add_middleware(Closed)
    return web


def _version() -> str:
    try:
        return version("shenbao")
    except PackageNotFoundError:  # run from a checkout
        return "0"
