"""Addresses for those who run the service: health, readiness, figures, and the list of the API's routes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, FastAPI
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import HTMLResponse, Response

from bot.channels.web.bodies import Json
from bot.channels.web.reception import Reception
from bot.channels.web.rendering import Pages
from bot.channels.web.wording import say


class Operating:
    """The operators' routes.

    Args:
        web: the application whose API is listed.
        reception: knows whether it is ready, and the figures.
        pages: renders.
    """

    def __init__(self, web: FastAPI, reception: Reception, pages: Pages) -> None:
        self._web, self._reception, self._pages = web, reception, pages

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter()
        router.add_api_route("/healthz", self.health, summary=say("api.health.summary"), description="")
        router.add_api_route("/readyz", self.ready, summary=say("api.ready.summary"), description="")
        router.add_api_route("/metrics", self.metrics, summary=say("api.metrics.summary"), description="")
        router.add_api_route("/api/docs", self.docs, include_in_schema=False)
        return router

    async def health(self) -> Response:
        """The process runs."""
        return Json({"status": "ok"})

    async def ready(self) -> Response:
        """Store and knowledge base can be used; 503 otherwise."""
        ready = await self._reception.ready()
        return Json({"status": "ready" if ready else "not_ready"}, 200 if ready else 503)

    async def metrics(self) -> Response:
        """The figures for Prometheus."""
        return Response(self._reception.figures(), media_type=CONTENT_TYPE_LATEST)

    async def docs(self) -> Response:
        """The API's routes on one page, without anything from elsewhere."""
        return HTMLResponse(self._pages.routes(_listed(self._web.openapi())))


def _listed(description: Mapping[str, Any]) -> list[dict[str, str]]:
    """Method, path, summary and request example of every route."""
    listed = []
    for path, methods in description["paths"].items():
        for method, route in methods.items():
            body = route.get("requestBody", {}).get("content", {}).get("application/json", {})
            example = Json({}).render(body["example"]).decode() if "example" in body else ""
            listed.append(
                {"method": method.upper(), "path": path, "summary": route.get("summary", ""), "example": example}
            )
    return listed
