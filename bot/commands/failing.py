"""The edge of every command: what a person can mend is one line and exit code 2; no traceback reaches a person."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import typer

from bot.commands.misuse import Misuse, sentence_of
from bot.errors import BotError
from bot.failures import places_of
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
    except typer.Exit as ended:
        return ended.exit_code
    except typer.Abort:
        return 130
    except Misuse as error:
        return _say(sentence_of(error))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:  # noqa: BLE001  # the last door: the trace goes to a file, the person gets a sentence
        return _say(sentences().say("cli.unexpected", kind=type(error).__name__, log=_log(error)), code=1)
    return result if isinstance(result, int) else 0


def _say(line: str, code: int = MENDABLE) -> int:
    if line:
        typer.echo(" ".join(line.splitlines()), err=True)
    return code


def _log(error: Exception) -> Path:
    with tempfile.NamedTemporaryFile("w", prefix="shenbao-", suffix=".log", delete=False, encoding="utf-8") as file:
        file.write(places_of(error) + "\n")
        return Path(file.name)
