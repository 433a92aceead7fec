"""Drafts: a form's values as a docx (and a PDF where LibreOffice is installed) in the drafts folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from form_filler.draft import render
from form_filler.errors import PdfError
from form_filler.form import Form
from form_filler.pdf import to_pdf
from knowledge.measure import Measure
from retrieval.answer import validity_notice


class Drafts:
    """Renders official forms of one measure."""

    def __init__(self, measure: Measure, forms: Mapping[str, Form]) -> None:
        self._measure, self._forms = measure, forms

    def write(self, form_id: str, values: Mapping[str, Any], out: Path, today: date) -> None:
        """Writes one docx.

        Raises:
            FormFillerError: the draft cannot be printed faithfully.
            OSError: the file could not be written.
        """
        form = self._forms[form_id]
        template = self._measure.folder / "templates" / form.template
        notice = validity_notice(self._measure, today)
        render(form, values, template, out, today=today, notices=(notice,) if notice else ())

    def render(self, form_id: str, values: Mapping[str, Any], folder: Path, today: date) -> tuple[Path, ...]:
        """The docx of these values, and its PDF where one can be made; equal values give the same file.

        Raises:
            FormFillerError: the draft cannot be printed faithfully.
            OSError: the file could not be written.
        """
        form = self._forms[form_id]
        known = json.dumps([form_id, values, today.isoformat()], ensure_ascii=False, sort_keys=True)
        place = folder / hashlib.sha256(known.encode("utf-8", "replace")).hexdigest()[:24]
        place.mkdir(parents=True, exist_ok=True)
        out = place / f"{form.title}.docx"
        self.write(form_id, values, out, today)
        pdf = out.with_suffix(".pdf")
        if not pdf.exists():
            try:
                to_pdf(out, place)
            except PdfError:
                return (out,)  # the Word draft is whole; the PDF is a convenience
        return (out, pdf) if pdf.exists() else (out,)
