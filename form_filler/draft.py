"""A form's values and its official template become a Word draft that says exactly what was typed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jinja2
from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from form_filler.archive import packed, written_whole
from form_filler.errors import DraftMismatchError, TemplateError, UnreadableFormError
from form_filler.form import AnyField, DateField, Form, lookup, put
from form_filler.printing import Canonical, Gap, Printing, canonical, print_form, texts
from form_filler.readback import READERS, printed_text

WRITTEN = datetime(2023, 4, 1)  # one time for every draft: equal data gives equal bytes on any day


@dataclass(frozen=True)
class Draft:
    """A draft on disk, the required places that are still empty, and those left to be written by hand."""

    path: Path
    gaps: tuple[Gap, ...] = ()
    by_hand: tuple[Gap, ...] = ()


def render(
    form: Form,
    values: Mapping[str, Any],
    template: Path,
    out: Path,
    *,
    today: date,
    notices: tuple[str, ...] = (),
) -> Draft:
    """Writes the draft of `form` to `out`, whole and checked or not at all.

    Args:
        form: the form the template belongs to.
        values: stored values in the form's schema; what is missing is marked as a gap.
        template: a docxtpl template whose variables are the form's fields.
        out: the docx to write; its folder exists. What stood there before stays when anything fails.
        today: the filing date where none is given.
        notices: warnings printed small at the head of each page after the cover, e.g. that the measure has expired.

    Raises:
        TemplateError: the template is no docx, or asks for what the form does not have.
        UnprintableTextError: a value holds a character no document can hold.
        DraftMismatchError: the written file does not read back as the values.
        OSError: the file could not be written.
    """
    dated = _dated(form, values, today)
    printing = print_form(form, dated)
    document = _rendered(form, printing, template, notices)
    with written_whole(out) as temporary:
        temporary.write_bytes(document)
        try:
            _check(form, dated, temporary)
        except UnreadableFormError as error:
            raise _misfit(template, form.title, str(error)) from error
    return Draft(out, printing.gaps, printing.by_hand)


def template_variables(template: Path) -> frozenset[str]:
    """The names a template asks for; for an official form they are the first parts of its fields' paths.

    Raises:
        TemplateError: the template is no docx or no sound Jinja template.
    """
    try:
        return frozenset(_opened(template).get_undeclared_template_variables(_environment()))
    except jinja2.TemplateError as error:
        raise _misfit(template, template.stem, str(error)) from error


def difference(form: Form, values: Mapping[str, Any], read: Mapping[str, Any]) -> AnyField | None:
    """The first field that prints differently in `values` and `read`, or None."""
    for field in form.fields:
        typed, found = (canonical(field, lookup(dict(side), field.path)) for side in (values, read))
        if typed != found:
            return field
    return None


def _rendered(form: Form, printing: Printing, template: Path, notices: tuple[str, ...]) -> bytes:
    opened = _opened(template)
    try:
        opened.render(printing.context, _environment(), autoescape=True)
    except (jinja2.TemplateError, TypeError, AttributeError, ValueError) as error:
        raise _misfit(template, form.title, str(error)) from error
    written = io.BytesIO()
    opened.docx.save(written)
    document = Document(written)  # docxtpl's own object still holds the headers it has replaced
    _describe(document, form.title)
    document.sections[0].header.paragraphs[0].text = "　".join((texts().say("draft.note"), *notices))
    written = io.BytesIO()
    document.save(written)
    return packed(written.getvalue())


def _opened(template: Path) -> DocxTemplate:
    try:
        opened = DocxTemplate(template)
        opened.init_docx()
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError) as error:
        raise TemplateError(template, texts().say("draft.error.unreadable_template", path=template)) from error
    return opened


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)


def _misfit(template: Path, form: str, problem: str) -> TemplateError:
    return TemplateError(template, texts().say("draft.error.template", path=template, form=form, problem=problem))


def _describe(document: WordDocument, title: str) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.title, properties.revision = title, 1
    properties.created = properties.modified = WRITTEN


def _dated(form: Form, values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The values with today where a date was left to be today."""
    dated = dict(values)
    for field in form.fields:
        if isinstance(field, DateField) and field.default_today and not canonical(field, lookup(dated, field.path)):
            dated = put(dated, field.path, today.isoformat())
    return dated


def _check(form: Form, values: Mapping[str, Any], written: Path) -> None:
    reader = READERS.get(form.id)
    field = difference(form, values, reader(written)) if reader else _absent(form, values, printed_text(written))
    if field is not None:
        raise DraftMismatchError(field.path, texts().say("draft.error.mismatch", label=field.label))


def _absent(form: Form, values: Mapping[str, Any], printed: str) -> AnyField | None:
    """The first field one of whose strings does not stand in the printed text."""
    for field in form.fields:
        if not all(text in printed for text in _strings(canonical(field, lookup(dict(values), field.path)))):
            return field
    return None


def _strings(value: Canonical) -> list[str]:
    if isinstance(value, str):
        return [line for line in value.split("\n") if line]
    return [text for part in value for text in _strings(part)]
