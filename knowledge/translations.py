"""Standard questions and answers in another language, kept beside the bank that counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.errors import MeasureFolderError
from knowledge.faults import located
from knowledge.questions import GeneralQuestion, Question, Translation
from knowledge.sentences import sentences
from knowledge.yaml_file import YamlFile, read_yaml

Entry = TypeVar("Entry", Question, GeneralQuestion)


class _Row(Translation):
    """One row of the file."""

    id: str


def with_english(entries: tuple[Entry, ...], path: Path) -> tuple[Entry, ...]:
    """The entries with what the file says of them in English; a missing file says nothing.

    Raises:
        MeasureFolderError: the file is malformed, or a row is of no entry or the second of one.
    """
    if not path.is_file():
        return entries
    file = read_yaml(path)
    known = {entry.id for entry in entries}
    english: dict[str, Translation] = {}
    if not isinstance(file.data or [], list):
        raise MeasureFolderError(path, 1, sentences().say("folder.not_a_list"))
    for index, data in enumerate(file.data or ()):
        row = _row(file, index, data)
        if row.id not in known or row.id in english:
            raise MeasureFolderError(path, file.line((index, "id")), sentences().say("english.no_entry", id=row.id))
        english[row.id] = Translation(standard=row.standard, answer=row.answer)
    return tuple(entry.model_copy(update={"english": english.get(entry.id)}) for entry in entries)


def _row(file: YamlFile, index: int, data: Any) -> _Row:
    try:
        return _Row.model_validate(data)
    except ValidationError as error:
        where = (index, *error.errors()[0]["loc"])
        raise MeasureFolderError(file.path, file.line(where), located(error)) from None
