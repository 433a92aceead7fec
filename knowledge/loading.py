"""A measure's folder -> Measure; a folder that contradicts itself is refused, naming file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.ambiguities import Ambiguity
from knowledge.errors import MeasureFolderError
from knowledge.faults import located
from knowledge.measure import Document, Measure, Platform, Quoted, Validity
from knowledge.parsing.official_text import Section, parse
from knowledge.passage import squeeze
from knowledge.questions import GeneralQuestion, Question
from knowledge.sentences import sentences
from knowledge.translations import with_english
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
    terms: tuple[str, ...] = ()
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
    return fingerprint([*folder.glob("*.yaml"), *filter(Path.is_file, folder.glob("source/*"))])


def load_measure(folder: Path) -> Measure:
    """Reads and checks one measure.

    Raises:
        MeasureFolderError: a file is missing or malformed, a label is not in the source, a quote is not the
            source's words, two questions share an id or a wording, or questions and register do not match.
    """
    header_file = read_yaml(folder / "measure.yaml")
    header = _model(_Header, header_file, (), header_file.data)
    if header.slug != folder.name:
        problem = sentences().say("folder.slug", folder=folder.name)
        raise MeasureFolderError(header_file.path, header_file.line(("slug",)), problem)
    source_text = _read_source(folder, header_file, header.source)
    passages = parse(source_text, header.sections)
    _check_sections(header_file, header, {passage.label for passage in passages})
    _check_terms(header_file, header, squeeze(source_text))
    bank_file = read_yaml(folder / "questions.yaml")
    register_file = _read_register(folder)
    questions = with_english(_questions(bank_file), folder / "english.yaml")
    ambiguities = _ambiguities(register_file)
    _check_links(bank_file, questions, register_file, ambiguities)
    measure = Measure(
        **{name: getattr(header, name) for name in _Header.model_fields if name not in ("source", "sections")},
        passages=passages,
        questions=questions,
        ambiguities=ambiguities,
        source_text=source_text,
        folder=folder,
        fingerprint=folder_fingerprint(folder),
    )
    own = (header_file, bank_file, register_file)
    for file in (*own, *map(read_yaml, _other_data(folder, own))):
        check_citations(file, measure)
    return measure


def load_general() -> tuple[GeneralQuestion, ...]:
    """Messages that no measure answers.

    Raises:
        MeasureFolderError: the file is malformed.
    """
    file = read_yaml(GENERAL)
    general = tuple(_model(GeneralQuestion, file, (index,), row) for index, row in enumerate(_rows(file)))
    return with_english(general, GENERAL.with_name("general.english.yaml"))


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
                line = file.line((*place, "cites" if "cites" in value else "label"))
                raise MeasureFolderError(file.path, line, sentences().say("citation.no_place", label=label))
        quote = value.get("quote")
        if isinstance(quote, str) and not _stands(quote, labels, measure):
            raise MeasureFolderError(file.path, file.line((*place, "quote")), _misquoted(quote, labels))


def _labels(value: dict[str, Any]) -> tuple[str, ...]:
    cites = value.get("cites")
    labels = [str(label) for label in cites] if isinstance(cites, list) else []
    if "quote" in value and isinstance(value.get("label"), str):
        labels.append(value["label"])
    return tuple(labels)


def _misquoted(quote: str, labels: tuple[str, ...]) -> str:
    say = sentences().say
    where = say("citation.of", labels="、".join(labels)) if labels else say("citation.source")
    if not squeeze(quote):
        return say("citation.empty_quote", where=where)
    return say("citation.not_words", where=where, quote=quote[:40])


def _stands(quote: str, labels: tuple[str, ...], measure: Measure) -> bool:
    if not labels or not squeeze(quote):
        return measure.has(quote)
    return any(squeeze(quote) in squeeze(measure.by_label[label].whole) for label in labels)


def _other_data(folder: Path, read: tuple[YamlFile, ...]) -> list[Path]:
    return sorted(set(folder.rglob("*.yaml")) - {file.path for file in read})


def _read_register(folder: Path) -> YamlFile:
    """The register of what the source leaves open; a measure may do without one."""
    path = folder / "ambiguities.yaml"
    return read_yaml(path) if path.is_file() else YamlFile(path, None, {})


def _read_source(folder: Path, file: YamlFile, name: str) -> str:
    try:
        return (folder / name).read_text("utf-8-sig")
    except (OSError, ValueError):
        problem = sentences().say("folder.source", name=name)
        raise MeasureFolderError(file.path, file.line(("source",)), problem) from None


def _check_sections(file: YamlFile, header: _Header, labels: set[str]) -> None:
    for index, section in enumerate(header.sections):
        if section.label and section.label not in labels:
            problem = sentences().say("folder.section", document=section.document, starts=section.starts)
            raise MeasureFolderError(file.path, file.line(("sections", index)), problem)


def _check_terms(file: YamlFile, header: _Header, source: str) -> None:
    for index, term in enumerate(header.terms):
        if term not in source:
            raise MeasureFolderError(file.path, file.line(("terms", index)), sentences().say("folder.term", term=term))


def _questions(file: YamlFile) -> tuple[Question, ...]:
    questions = tuple(_model(Question, file, (index,), row) for index, row in enumerate(_rows(file)))
    ids: set[str] = set()
    wordings: dict[str, str] = {}
    for index, question in enumerate(questions):
        if question.id in ids:
            problem = sentences().say("bank.same_id", id=question.id)
            raise MeasureFolderError(file.path, file.line((index, "id")), problem)
        ids.add(question.id)
        for wording in (question.standard, *question.similar):
            other = wordings.setdefault(squeeze(wording), question.id)
            if other != question.id:
                problem = sentences().say("bank.same_wording", wording=wording, one=other, other=question.id)
                raise MeasureFolderError(file.path, file.line((index,)), problem)
    return questions


def _ambiguities(file: YamlFile) -> tuple[Ambiguity, ...]:
    ambiguities = tuple(_model(Ambiguity, file, (index,), row) for index, row in enumerate(_rows(file)))
    ids: set[str] = set()
    for index, ambiguity in enumerate(ambiguities):
        if ambiguity.id in ids:
            problem = sentences().say("register.same_id", id=ambiguity.id)
            raise MeasureFolderError(file.path, file.line((index, "id")), problem)
        ids.add(ambiguity.id)
    return ambiguities


def _check_links(
    bank: YamlFile, questions: tuple[Question, ...], register: YamlFile, ambiguities: tuple[Ambiguity, ...]
) -> None:
    """Every question's `ambiguity` is an entry, and every entry can be asked about."""
    known = {ambiguity.id for ambiguity in ambiguities}
    for index, question in enumerate(questions):
        if question.ambiguity and question.ambiguity not in known:
            problem = sentences().say("register.no_entry", question=question.id, id=question.ambiguity)
            raise MeasureFolderError(bank.path, bank.line((index, "ambiguity")), problem)
    asked = {question.ambiguity for question in questions}
    for index, ambiguity in enumerate(ambiguities):
        if ambiguity.id not in asked:
            problem = sentences().say("register.not_asked", id=ambiguity.id)
            raise MeasureFolderError(register.path, register.line((index, "id")), problem)


def _rows(file: YamlFile) -> list[Any]:
    if file.data is None:
        return []
    if not isinstance(file.data, list):
        raise MeasureFolderError(file.path, 1, sentences().say("folder.not_a_list"))
    return file.data


def _model(model: type[Model], file: YamlFile, place: Place, data: Any) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        where = (*place, *error.errors()[0]["loc"])
        raise MeasureFolderError(file.path, file.line(where), located(error)) from None
