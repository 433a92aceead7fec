"""The edge of every command: errors a person can mend become one line and exit code 2; no traceback reaches a person."""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import click
import typer

from bot.errors import BotError
from bot.sentences import sentences

MENDABLE = 2


def guarded(command: Callable[[], object]) -> int:
    """Runs a command and gives its exit code."""
    from form_filler.errors import FormFillerError
    from knowledge.errors import KnowledgeError
    from retrieval.errors import RetrievalError

    try:
        result = command()
    except (BotError, KnowledgeError, RetrievalError, FormFillerError) as error:
        return _say(str(error))
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return MENDABLE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:  # noqa: BLE001  # the last door: the trace goes to a file, the person gets a sentence
        return _say(sentences().say("cli.unexpected", kind=type(error).__name__, log=_log()), code=1)
    return result if isinstance(result, int) else 0


def _say(line: str, code: int = MENDABLE) -> int:
    typer.echo(" ".join(line.splitlines()), err=True)
    return code


def _log() -> Path:
    with tempfile.NamedTemporaryFile("w", prefix="shenbao-", suffix=".log", delete=False, encoding="utf-8") as file:
        traceback.print_exc(file=file)
        return Path(file.name)
