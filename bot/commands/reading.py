"""What commands are given: files, and lines on standard input."""

from __future__ import annotations

import json
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.errors import UsageError
from bot.sentences import sentences


def read_json(path: Path) -> Any:
    """The content of a JSON file.

    Raises:
        UsageError: it is missing, no UTF-8 or no JSON; names the line.
    """
    try:
        text = path.read_text("utf-8-sig")
        if not text.strip():
            raise UsageError(sentences().say("cli.unreadable", file=path, reason=sentences().say("cli.empty_file")))
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(
            sentences().say("cli.bad_json", file=path, line=error.lineno, column=error.colno, reason=error.msg)
        ) from None
    except RecursionError:
        raise UsageError(sentences().say("cli.unreadable", file=path, reason=sentences().say("cli.too_deep"))) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(sentences().say("cli.unreadable", file=path, reason=reason)) from None


def why_no_row(error: Exception) -> str:
    """Why a line of JSON was refused: where it is no JSON, or which fields are missing or of the wrong type."""
    match error:
        case ValidationError():
            names = dict.fromkeys(str(one["loc"][0]) for one in error.errors() if one["loc"])
            return sentences().say("cli.wrong_fields", names="、".join(names)) if names else _say("not_an_object")
        case json.JSONDecodeError():
            return sentences().say("cli.not_json", column=error.colno)
        case RecursionError():
            return _say("too_deep")
    return str(error).partition("\n")[0]


def speak_utf8() -> None:
    """Standard input and output in UTF-8, whatever the locale; a lone surrogate goes out as JSON's own escape."""
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _say(key: str) -> str:
    return sentences().say(f"cli.{key}")
