"""The only place where real parts are chosen and put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from bot.answering import build_answerer, no_progress, prepare_home
from bot.assistant import Assistant
from bot.drafts import Drafts
from bot.sentences import sentences
from bot.settings import Settings
from bot.skills.apply import Apply
from bot.skills.ask import Ask
from bot.skills.check import Check
from bot.skills.help import Help
from bot.store.database import Database
from form_filler.eligibility import Rules, read_rules
from form_filler.form import Form, read_form
from knowledge.errors import MeasureFolderError, UnknownMeasureError
from knowledge.faults import located
from knowledge.loading import INSTALLED, load_measure, measure_folders
from knowledge.measure import Measure
from knowledge.yaml_file import read_yaml
from retrieval.answer import Answerer
from retrieval.ports import Progress


@dataclass(frozen=True)
class Knowing:
    """What answers questions, checks and fills, without conversations."""

    settings: Settings
    measure: Measure
    forms: dict[str, Form]
    rules: Rules
    drafts: Drafts
    today: Callable[[], date]


@dataclass(frozen=True)
class App:
    """Everything a channel needs."""

    settings: Settings
    assistant: Assistant
    answerer: Answerer
    measure: Measure
    forms: dict[str, Form]
    rules: Rules
    drafts: Drafts
    store: Database


def know(settings: Settings, slug: str = "") -> Knowing:
    """Reads one measure with its forms and rules; the first installed one by default.

    Raises:
        MeasureFolderError: a folder contradicts itself.
        UnknownMeasureError: there is no such measure.
    """
    folders = measure_folders(INSTALLED, settings.measures_folder)
    chosen = slug or next(iter(folders), "")
    if chosen not in folders:
        raise UnknownMeasureError(slug, tuple(folders))
    measure = load_measure(folders[chosen])
    forms = read_forms(measure)
    return Knowing(settings, measure, forms, read_measure_rules(measure), Drafts(measure, forms), settings.day)


def build(settings: Settings, progress: Progress = no_progress) -> App:
    """The whole assistant of one home.

    Raises:
        BotError, KnowledgeError, RetrievalError: something a person can mend.
    """
    prepare_home(settings)
    known = know(settings)
    answerer = build_answerer(settings, progress)
    ask = Ask(answerer.answer, answerer.nearness)
    apply = Apply(
        known.measure,
        known.forms,
        known.today,
        lambda form, values: known.drafts.render(form, values, settings.drafts_folder, known.today()),
    )
    url = settings.database_url or f"sqlite:///{settings.home / 'shenbao.db'}"
    store = Database(url, settings.database_url.rpartition("@")[2] or settings.home / "shenbao.db")
    check = Check(known.measure, known.rules, known.today)
    help_ = Help(known.measure, next(iter(known.forms.values())))
    assistant = Assistant(store, known.forms, ask, apply, check, help_)
    return App(settings, assistant, answerer, known.measure, known.forms, known.rules, known.drafts, store)


def read_forms(measure: Measure) -> dict[str, Form]:
    """The measure's forms by id.

    Raises:
        MeasureFolderError: a form is malformed or its template is missing.
    """
    forms: dict[str, Form] = {}
    for path in sorted((measure.folder / "forms").glob("*.yaml")):
        file = read_yaml(path)
        try:
            form = read_form(file.data)
        except ValidationError as error:
            raise _malformed(path, file.line(tuple(error.errors()[0]["loc"])), error) from None
        template = measure.folder / "templates" / form.template
        if not template.is_file():
            raise MeasureFolderError(
                path, file.line(("template",)), sentences().say("measure.no_template", name=form.template)
            )
        forms[form.id] = form
    return forms


def read_measure_rules(measure: Measure) -> Rules:
    """The measure's eligibility checks.

    Raises:
        MeasureFolderError: they are malformed.
    """
    file = read_yaml(measure.folder / "eligibility.yaml")
    try:
        return read_rules(file.data)
    except ValidationError as error:
        raise _malformed(file.path, file.line(tuple(error.errors()[0]["loc"])), error) from None


def _malformed(path: Path, line: int, error: ValidationError) -> MeasureFolderError:
    return MeasureFolderError(path, line, located(error))
