"""What can go wrong while a form is filled, drafted or read.

FormFillerError
├── TemplateError         the docx template cannot be read, or asks for something the form does not have
├── UnprintableTextError  a value holds a character that no document can hold
├── DraftMismatchError    the written draft does not say what was to be printed
├── UnreadableFormError   a file given as a filled form is no such form
└── PdfError              LibreOffice is installed but made no PDF of the draft
"""

from __future__ import annotations

from pathlib import Path


class FormFillerError(Exception):
    """A surprise that a person can mend; `str()` is one Chinese line."""


class TemplateError(FormFillerError):
    """The template at `path` was refused."""

    def __init__(self, path: Path, message: str) -> None:
        self.path = path
        super().__init__(message)


class UnprintableTextError(FormFillerError):
    """The value at `field` (a path such as `team[3].name`) cannot be written into a document."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class DraftMismatchError(FormFillerError):
    """The draft reads back differently at `field`; nothing was left under the draft's name."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class UnreadableFormError(FormFillerError):
    """The file at `path` is not a docx, or holds none of the form's labels."""

    def __init__(self, path: Path, message: str) -> None:
        self.path = path
        super().__init__(message)


class PdfError(FormFillerError):
    """No PDF came out of the draft at `path`; the draft itself is whole."""

    def __init__(self, path: Path, message: str) -> None:
        self.path = path
        super().__init__(message)
