"""Files that commands are given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.errors import UsageError
from bot.sentences import sentences


def read_json(path: Path) -> Any:
    """The content of a JSON file.

    Raises:
        UsageError: it is missing, no UTF-8 or no JSON; names the line.
    """
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise UsageError(
            sentences().say("cli.bad_json", file=path, line=error.lineno, column=error.colno, reason=error.msg)
        ) from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(sentences().say("cli.unreadable", file=path, reason=reason)) from None
