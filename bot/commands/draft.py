"""`shenbao draft`: a file of values becomes the official form."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.app import know
from bot.commands.reading import read_json
from bot.errors import UsageError
from bot.sentences import sentences
from bot.settings import read_settings
from form_filler.pdf import to_pdf
from form_filler.review import gaps
from form_filler.schema import validate


def run(data: Path, out: Path, pdf: bool, form_id: str) -> None:
    """Validates the data and writes the draft, or says everything that is wrong."""
    known = know(read_settings())
    if form_id not in known.forms:
        raise UsageError(sentences().say("cli.unknown_form", form=form_id, forms="、".join(known.forms)))
    form = known.forms[form_id]
    checked = validate(form, read_json(data), known.today())
    if checked.errors:
        head = sentences().say("cli.bad_data", file=data, number=len(checked.errors))
        each = [sentences().say("cli.bad_field", path=error.path, why=error.why) for error in checked.errors]
        raise UsageError(head + "；".join(each))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        known.drafts.write(form_id, checked.values, out, known.today())
    except OSError as error:
        raise UsageError(sentences().say("cli.unwritable", file=out, reason=error.strerror or error)) from None
    typer.echo(sentences().say("cli.draft_written", file=out))
    open_ = [gap.label for gap in gaps(form, checked.values) if not gap.by_hand]
    if open_:
        typer.echo(sentences().say("cli.draft_gaps", number=len(open_), labels="、".join(open_)))
    if pdf:
        made = to_pdf(out, out.parent)
        typer.echo(
            sentences().say("cli.draft_written", file=made) if made else sentences().say("cli.no_pdf"), err=not made
        )
