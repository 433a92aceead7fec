"""The REST API: the same assistant, checks and forms for programs."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.aside import aside
from bot.channels.web.bodies import LONGEST_ID, Asked, BadBodyError, Json, SaidBody, parse, read_json, read_model
from bot.channels.web.pages import attachment
from bot.channels.web.reception import Reception
from bot.channels.web.security import check_program
from bot.channels.web.wording import say
from bot.messages import Incoming
from form_filler.eligibility import EligibilityFacts, EligibilityReport, FactsProblem, evaluate, read_facts
from form_filler.form import Form
from form_filler.review import gaps, review
from form_filler.schema import Validated, json_schema, validate
from retrieval.answer import Answer

if TYPE_CHECKING:
    from bot.app import App

CHANNEL = "api"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Endpoint = Callable[..., Awaitable[Response]]


class Api:
    """The API of one built bot.

    Args:
        app: the built bot.
        reception: passes messages and questions on.
    """

    def __init__(self, app: App, reception: Reception) -> None:
        self._app, self._reception = app, reception

    def router(self) -> APIRouter:
        """The API's routes, described for `/api/openapi.json`."""
        router = APIRouter(prefix="/api")
        _add(router, "POST", "/ask", self.ask, "ask", body=Asked, returns=Answer)
        _add(router, "POST", "/conversations/{id}/messages", self.message, "messages", body=SaidBody)
        _add(router, "POST", "/check", self.check, "check", body=EligibilityFacts, returns=EligibilityReport)
        _add(router, "GET", "/forms/{form}/schema", self.schema, "schema")
        _add(router, "POST", "/forms/{form}/validate", self.validate, "validate", takes_form=True)
        _add(router, "POST", "/forms/{form}/draft", self.draft, "draft", takes_form=True, media=DOCX)
        return router

    async def ask(self, request: Request) -> Response:
        """One question, one cited answer."""
        check_program(request)
        asked = await read_model(request, Asked, say("api.ask.example"))
        answer = await self._reception.ask(asked.q)
        return Json(answer.model_dump(mode="json"))

    async def message(self, request: Request, id: str) -> Response:
        """One message of a conversation; the ids of web conversations cannot be reached from here."""
        check_program(request)
        said = await read_model(request, SaidBody, say("api.messages.example"))
        if said.conversation not in (None, id):
            raise BadBodyError(say("json.conversation"))
        if len(id) > LONGEST_ID:
            raise BadBodyError(say("json.too_long", field="id", limit=LONGEST_ID))
        if said.text is None and said.choice is None:
            raise BadBodyError(say("json.nothing_said" if said.file is None else "json.no_files"))
        incoming = Incoming(
            channel=CHANNEL,
            conversation=f"{CHANNEL}:{id}",
            message=said.message,
            text=said.text,
            choice=said.choice,
        )
        outgoing = await self._reception.reply(incoming)
        return Json({**outgoing.line(), "conversation": id})

    async def check(self, request: Request) -> Response:
        """The eligibility report on the facts given."""
        check_program(request)
        facts = read_facts(await read_json(request))
        if isinstance(facts, FactsProblem):
            return Json({"error": facts.why, "place": facts.place}, 422)
        report = await aside(lambda: evaluate(self._app.rules, facts, self._app.settings.day()))
        return Json(report.model_dump(mode="json"))

    async def schema(self, form: str) -> Response:
        """The JSON Schema of a form's values."""
        found = self._form(form)
        return Json(await aside(lambda: json_schema(found)))

    async def validate(self, request: Request, form: str) -> Response:
        """What of a form's values is right, and what is not."""
        check_program(request)
        found = self._form(form)
        data = await read_json(request)
        today = self._app.settings.day()
        read = await aside(lambda: validate(found, data, today))
        findings = await aside(lambda: review(found, read.values, today))
        return Json(
            {
                "valid": not read.errors,
                "values": read.values,
                "errors": _errors(read),
                "warnings": [{"id": one.id, "message": one.message, "cites": list(one.cites)} for one in findings],
                "missing": [gap.path for gap in gaps(found, read.values) if not gap.by_hand],
            }
        )

    async def draft(self, request: Request, form: str) -> Response:
        """The official form as docx; wrong values are refused, missing ones are marked in it."""
        check_program(request)
        found = self._form(form)
        data = await read_json(request)
        read = await aside(lambda: validate(found, data, self._app.settings.day()))
        if read.errors:
            sentence = say("api.refused", number=len(read.errors), first=read.errors[0].why)
            return Json({"error": sentence, "errors": _errors(read)}, 422)
        content = await aside(partial(self._write, found, read.values))
        return Response(content, media_type=DOCX, headers={"Content-Disposition": attachment(f"{found.title}.docx")})

    def _write(self, form: Form, values: dict[str, Any]) -> bytes:
        with tempfile.TemporaryDirectory(prefix="api-", dir=self._app.settings.drafts_folder) as folder:
            out = Path(folder) / f"{form.id}.docx"
            self._app.drafts.write(form.id, values, out, self._app.settings.day())
            return out.read_bytes()

    def _form(self, form: str) -> Form:
        if form not in self._app.forms:
            raise BadBodyError(say("api.unknown_form", form=form, known="、".join(self._app.forms)), 404)
        return self._app.forms[form]


def _errors(read: Validated) -> list[dict[str, str]]:
    return [{"path": one.path, "why": one.why} for one in read.errors]


def _add(
    router: APIRouter,
    method: str,
    path: str,
    endpoint: Endpoint,
    name: str,
    *,
    body: type[BaseModel] | None = None,
    returns: type[BaseModel] | None = None,
    takes_form: bool = False,
    media: str = "application/json",
) -> None:
    """One route with what it takes and gives, for the description only: bodies are read by `bodies`."""
    schema = body.model_json_schema() if body else {"type": "object"} if takes_form else None
    content: dict[str, Any] = {media: {"schema": returns.model_json_schema(mode="serialization")} if returns else {}}
    described: dict[str, Any] = {"responses": {"200": {"description": "OK", "content": content}}}
    if schema:
        example = parse(say(f"api.{name}.example").encode())
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema, "example": example}},
        }
        described["responses"]["422"] = {"description": say("api.why_422")}
    if method == "POST":
        described["responses"]["503"] = {"description": say("api.why_503")}
    router.add_api_route(
        path,
        endpoint,
        methods=[method],
        summary=say(f"api.{name}.summary"),
        description="",
        openapi_extra=described,
        response_class=Response,
    )
