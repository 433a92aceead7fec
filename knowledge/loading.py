"""A measure's folder -> Measure; a folder that contradicts itself is refused, naming file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import MeasureFolderError
from knowledge.measure import Document, Measure, Platform, Quoted, Validity
from knowledge.parsing.official_text import Section, parse
from knowledge.passage import squeeze
from knowledge.questions import GeneralQuestion, Question
from knowledge.yaml_file import Place, YamlFile, read_yaml

Model = TypeVar("Model", bound=BaseModel)

INSTALLED = Path(__file__).parent / "measures"
GENERAL = Path(__file__).parent / "general.yaml"


class _Header(BaseModel):
    """`measure.yaml` as it stands."""

    model_config = ConfigDict(extra="forbid")

    slug: str
    title: str
    short_title: str
    issuer: str
    helpdesk: str
    subject: str
    source: str
    validity: Validity
    platform: Platform | None = None
    definitions: tuple[Quoted, ...] = ()
    documents: tuple[Document, ...] = ()
    sections: tuple[Section, ...] = ()


def measure_folders(*roots: Path) -> dict[str, Path]:
    """Folders of measures by their name: every folder with a `measure.yaml` under the roots."""
    found = (path.parent for root in roots if root.is_dir() for path in sorted(root.glob("*/measure.yaml")))
    return {folder.name: folder for folder in found}


def fingerprint(paths: Iterable[Path]) -> str:
    """A hash of the files' names and contents."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def folder_fingerprint(folder: Path) -> str:
    """A hash of all that answers depend on in a measure's folder."""
    return fingerprint([*folder.glob("*.yaml"), *folder.glob("source/*")])


def load_measure(folder: Path) -> Measure:
    """Reads and checks one measure.

    Raises:
        MeasureFolderError: a file is missing or malformed, a label is not in the source, a quote is not the
            source's words, or two questions share an id or a wording.
    """
    header_file = read_yaml(folder / "measure.yaml")
    header = _model(_Header, header_file, (), header_file.data)
    if header.slug != folder.name:
        raise MeasureFolderError(header_file.path, header_file.line(("slug",)), f"slug 应与文件夹同名：“{folder.name}”")
    source_text = _read_source(folder, header_file, header.source)
    passages = parse(source_text, header.sections)
    _check_sections(header_file, header, {passage.label for passage in passages})
    bank_file = read_yaml(folder / "questions.yaml")
    measure = Measure(
        **{name: getattr(header, name) for name in _Header.model_fields if name not in ("source", "sections")},
        passages=passages,
        questions=_questions(bank_file),
        source_text=source_text,
        folder=folder,
        fingerprint=folder_fingerprint(folder),
    )
    for file in (header_file, bank_file, *map(read_yaml, _other_data(folder))):
        check_citations(file, measure)
    return measure


def load_general() -> tuple[GeneralQuestion, ...]:
    """Messages that no measure answers.

    Raises:
        MeasureFolderError: the file is malformed.
    """
    file = read_yaml(GENERAL)
    return tuple(_model(GeneralQuestion, file, (index,), row) for index, row in enumerate(file.data or ()))


def check_citations(file: YamlFile, measure: Measure) -> None:
    """Every `cites` label in the file is a place of the source, every `quote` its words, there where it is cited.

    Raises:
        MeasureFolderError: one is not; names the line.
    """
    for place, value in file.walk():
        if not isinstance(value, dict):
            continue
        labels = _labels(value)
        for label in labels:
            if label not in measure.by_label:
                where = file.line((*place, "cites" if "cites" in value else "label"))
                raise MeasureFolderError(file.path, where, f"原文没有“{label}”这一处；请改成原文的编号")
        quote = value.get("quote")
        if isinstance(quote, str) and not _stands(quote, labels, measure):
            where = f"{'、'.join(labels)}的原文" if labels else "原文"
            raise MeasureFolderError(
                file.path, file.line((*place, "quote")), f"引文不是{where}：“{quote[:40]}”；请逐字照抄原文"
            )


def _labels(value: dict[str, Any]) -> tuple[str, ...]:
    cites = value.get("cites")
    labels = [str(label) for label in cites] if isinstance(cites, list) else []
    if "quote" in value and isinstance(value.get("label"), str):
        labels.append(value["label"])
    return tuple(labels)


def _stands(quote: str, labels: tuple[str, ...], measure: Measure) -> bool:
    if not labels:
        return measure.has(quote)
    return any(squeeze(quote) in squeeze(measure.by_label[label].whole) for label in labels)


def _other_data(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.yaml") if path.name not in ("measure.yaml", "questions.yaml"))


def _read_source(folder: Path, file: YamlFile, name: str) -> str:
    try:
        return (folder / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise MeasureFolderError(file.path, file.line(("source",)), f"找不到或读不出原文“{name}”（要 UTF-8）") from None


def _check_sections(file: YamlFile, header: _Header, labels: set[str]) -> None:
    for index, section in enumerate(header.sections):
        if section.label and section.label not in labels:
            raise MeasureFolderError(
                file.path, file.line(("sections", index)), f"{section.document}里没有以“{section.starts}”开头的一行"
            )


def _questions(file: YamlFile) -> tuple[Question, ...]:
    questions = tuple(_model(Question, file, (index,), row) for index, row in enumerate(file.data or ()))
    ids: set[str] = set()
    wordings: dict[str, str] = {}
    for index, question in enumerate(questions):
        if question.id in ids:
            raise MeasureFolderError(file.path, file.line((index, "id")), f"编号“{question.id}”重复")
        ids.add(question.id)
        for wording in (question.standard, *question.similar):
            other = wordings.setdefault(squeeze(wording), question.id)
            if other != question.id:
                raise MeasureFolderError(
                    file.path, file.line((index,)), f"问法“{wording}”同时属于 {other} 和 {question.id}；请只留一处"
                )
    return questions


def _model(model: type[Model], file: YamlFile, place: Place, data: Any) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = (*place, *first["loc"])
        raise MeasureFolderError(
            file.path, file.line(where), f"“{'.'.join(map(str, first['loc']))}”不对：{first['msg']}"
        ) from None
