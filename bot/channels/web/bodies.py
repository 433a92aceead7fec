"""JSON in and out: bodies read strictly, every fault one Chinese sentence; responses that any text survives."""

from __future__ import annotations

import json
import math
import re
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.channels.web.wording import say
from form_filler.eligibility.facts_problem import printable

_SURROGATE = re.compile("[\ud800-\udfff]")
LONGEST_ID = 160  # characters of a conversation's or message's id


class BadBodyError(Exception):
    """A request's content is not what the address takes; `str()` is one Chinese sentence."""

    def __init__(self, sentence: str, status: int = 422) -> None:
        self.status = status
        super().__init__(sentence)


class Json(JSONResponse):
    """A JSON response in plain UTF-8; a lone surrogate is written as its escape."""

    def render(self, content: Any) -> bytes:
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode("utf-8", "backslashreplace")


class Asked(BaseModel):
    """The body of `POST /api/ask`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    q: str


class SaidBody(BaseModel):
    """The body of `POST /api/conversations/{id}/messages`: a line of the line protocol."""

    model_config = ConfigDict(extra="forbid", strict=True)

    message: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ID)]
    text: str | None = None
    choice: str | None = None
    file: str | None = None
    conversation: str | None = None


Model = TypeVar("Model", bound=BaseModel)


async def read_json(request: Request) -> object:
    """What the body holds.

    Raises:
        BadBodyError: it is not JSON as RFC 8259 has it, or a name stands twice in an object.
    """
    return parse(await request.body())


async def read_model(request: Request, model: type[Model], example: str) -> Model:
    """The body as a model.

    Args:
        request: the request.
        model: what the body must be.
        example: a right body, to show.

    Raises:
        BadBodyError: the body is no JSON, or not what the model asks for.
    """
    data = await read_json(request)
    if not isinstance(data, dict):
        raise BadBodyError(say("json.object", example=example))
    for name, value in data.items():
        if isinstance(value, str) and _SURROGATE.search(value):  # no database and no encoder takes it
            raise BadBodyError(say("json.unicode", field=printable(name)))
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise BadBodyError(_fault(error, model, example)) from None


def parse(body: bytes) -> object:
    """The value that JSON text stands for.

    Raises:
        BadBodyError: it is not strict JSON.
    """
    try:
        return json.loads(
            body.decode("utf-8"), parse_constant=_no_number, parse_float=_finite, object_pairs_hook=_unrepeated
        )
    except UnicodeDecodeError:
        raise _unreadable("encoding") from None
    except json.JSONDecodeError as error:
        raise _unreadable("syntax", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise _unreadable("depth") from None
    except ValueError:  # an integer of thousands of digits
        raise _unreadable("number", number="…") from None


def _no_number(name: str) -> NoReturn:
    raise _unreadable("number", number=name)


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(printable(digits))


def _unrepeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _unreadable("repeated", field=printable(next(name for name in names if names.count(name) > 1)))
    return found


def _unreadable(reason: str, **values: object) -> BadBodyError:
    return BadBodyError(say("json.unreadable", reason=say(f"json.reason.{reason}", **values)), status=400)


def _fault(error: ValidationError, model: type[BaseModel], example: str) -> str:
    first = error.errors(include_url=False)[0]
    field = printable(".".join(map(str, first["loc"])))
    match first["type"]:
        case "missing":
            return say("json.missing", field=field, example=example)
        case "string_type":
            return say("json.text", field=field, example=example)
        case "string_too_long":
            return say("json.too_long", field=field, limit=first["ctx"]["max_length"])
        case "string_too_short":
            return say("json.too_short", field=field)
        case "extra_forbidden" | "invalid_key":
            return say("json.unknown", field=field, known="、".join(model.model_fields))
    return say("json.other", field=field, example=example)
