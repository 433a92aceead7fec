"""`shenbao serve` and `shenbao telegram`: the long-running processes."""

from __future__ import annotations

import errno
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import typer

from bot.app import App, build
from bot.commands.progress import building
from bot.errors import UsageError
from bot.sentences import sentences
from bot.settings import Settings, read_settings


def run(host: str | None, port: int | None) -> None:
    """Serves the web chat, and Telegram when a token is set, until it is told to stop."""
    import uvicorn

    from bot.channels.web.app import create_app

    settings = read_settings()
    settings = settings.model_copy(
        update={"host": host or settings.host, "port": settings.port if port is None else port}
    )
    listener = _listen(settings)
    try:
        with building() as progress:
            app = build(settings, progress)
    except BaseException:
        listener.close()
        raise
    web = create_app(app)
    web.router.lifespan_context = _with_telegram(app)
    url = f"http://{settings.host}:{listener.getsockname()[1]}"
    typer.echo(sentences().say("cli.serving", url=url))
    config = uvicorn.Config(web, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])
    app.store.close()


def run_telegram() -> None:
    """Serves Telegram alone."""
    from bot.channels.telegram import run_polling

    settings = read_settings()
    if not settings.telegram_token.get_secret_value():
        raise UsageError(sentences().say("cli.no_token"))
    with building() as progress:
        app = build(settings, progress)
    run_polling(app)
    app.store.close()


def _with_telegram(app: App):  # type: ignore[no-untyped-def]  # Starlette's lifespan type is private
    @asynccontextmanager
    async def lifespan(_web: object) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if app.settings.telegram_token.get_secret_value():
                from bot.channels.telegram import polling

                await stack.enter_async_context(polling(app))
            yield

    return lifespan


def _listen(settings: Settings) -> socket.socket:
    """Takes the port before anything is built, so that a taken one is said at once.

    Raises:
        UsageError: the port is taken or not allowed.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen()  # who calls before the server is up waits for it
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise UsageError(sentences().say("cli.port_taken", port=settings.port)) from None
        reason = error.strerror or str(error)
        raise UsageError(
            sentences().say("cli.port_refused", host=settings.host, port=settings.port, reason=reason)
        ) from None
    return listener
