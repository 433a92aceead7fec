"""A command line that is not right -> one sentence that says what is and where to look."""

from __future__ import annotations

import re

import typer

from bot.sentences import sentences

# Typer carries a copy of Click, older versions the real one: its public error leads to the base of all of them.
Misuse: type[Exception] = typer.BadParameter.__mro__[2]

_QUOTED = re.compile("'([^']+)'")
_EXTRA = re.compile(r"extra argument\S* \((.+)\)")


def sentence_of(error: Exception) -> str:
    """What is wrong with the command line; nothing where the help text was shown instead."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "shenbao"
    message = str(getattr(error, "message", error))
    say = sentences().say
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return message
        case "NoSuchOption":
            return say("cli.no_option", name=getattr(error, "option_name", ""), command=command)
        case "MissingParameter":
            return say("cli.no_argument", name=_parameter(error), command=command)
        case "BadParameter":
            return say("cli.bad_argument", name=_parameter(error), command=command)
        case "BadOptionUsage":
            return say("cli.no_argument", name=getattr(error, "option_name", ""), command=command)
    named = _QUOTED.search(message)
    if named and hasattr(getattr(context, "command", None), "commands"):
        return say("cli.no_command", name=named[1], command=command)
    if extra := _EXTRA.search(message):
        return say("cli.extra", given=extra[1], command=command)
    return say("cli.bad_usage", reason=message, command=command)


def _parameter(error: Exception) -> str:
    """The parameter as it stands in the help text."""
    parameter = getattr(error, "param", None)
    names = [name for name in getattr(parameter, "opts", ()) if name.startswith("-")]
    if names:
        return str(max(names, key=len))
    return str(getattr(parameter, "metavar", None) or getattr(parameter, "name", None) or "").upper()
