"""The edge of every command: what a person can mend is one line and exit code 2; no traceback reaches a person."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
import typer

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
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort:
        return 130
    except click.exceptions.NoArgsIsHelpError as asked:
        typer.echo(asked.format_message())
        return MENDABLE
    except click.ClickException as error:
        return _say(_misused(error))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:  # noqa: BLE001  # the last door: the trace goes to a file, the person gets a sentence
        return _say(sentences().say("cli.unexpected", kind=type(error).__name__, log=_log(error)), code=1)
    return result if isinstance(result, int) else 0


def _say(line: str, code: int = MENDABLE) -> int:
    typer.echo(" ".join(line.splitlines()), err=True)
    return code


def _misused(error: click.ClickException) -> str:
    """What is wrong with the command line, and where to look."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "shenbao"
    say = sentences().say
    match error:
        case click.NoSuchOption():
            return say("cli.no_option", name=error.option_name, command=command)
        case click.MissingParameter():
            return say("cli.no_argument", name=_name(error), command=command)
        case click.BadParameter():
            return say("cli.bad_argument", name=_name(error), reason=error.message, command=command)
        case click.UsageError() if isinstance(error, click.exceptions.NoSuchCommand):
            return say("cli.no_command", name=error.command_name)
    return say("cli.bad_usage", reason=error.format_message(), command=command)


def _name(error: click.BadParameter) -> str:
    """The parameter as it stands in the help text."""
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "")
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return (parameter.metavar or parameter.name or "").upper()


def _log(error: Exception) -> Path:
    with tempfile.NamedTemporaryFile("w", prefix="shenbao-", suffix=".log", delete=False, encoding="utf-8") as file:
        file.write(places_of(error) + "\n")
        return Path(file.name)
