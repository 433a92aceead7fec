"""A configured language model: what it is shown of a conversation, what it may cost, and that it can be left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering import build_answerer, choose_phrasing
from bot.app import App, build
from bot.errors import UsageError
from bot.settings import Settings, read_settings
from knowledge.measure import Measure
from retrieval.phrasing import Phrasing
from tests.bot.talking import TODAY, Person
from tests.form_filler.talking import ANSWERS
from tests.retrieval.fake_model_server import Endpoint, serving

PRIVATE = (
    "consortium_name",
    "lead_unit",
    "legal_representative.name",
    "legal_representative.id_number",
    "legal_representative.phone",
    "contact.name",
    "contact.id_number",
    "contact.phone",
)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serving() as running:
        running.pieces = ("[无]",)
        yield running


def with_model(endpoint: Endpoint, home: Path, **others: object) -> Settings:
    values: dict[str, object] = {"home": home, "today": TODAY, "embedder": "hashing", "model": "any"}
    values |= {"model_base_url": endpoint.url, "model_timeout": 10.0, **others}
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]  # checked as they are read


@pytest.fixture(scope="module")
def app(endpoint: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    built = build(with_model(endpoint, tmp_path_factory.mktemp("home")))
    yield built
    built.store.close()


def answered(measure: Measure) -> list[str]:
    """Questions that a model is shown."""
    return [one.standard for one in measure.questions if one.kind == "answer" and not one.ambiguity]


def test_a_question_in_the_middle_of_a_form_takes_nothing_of_the_form_along(
    app: App, endpoint: Endpoint, measure: Measure
) -> None:
    endpoint.requests.clear()
    person = Person(app.assistant, "canary").fill_up_to("industry")
    person.say(answered(measure)[0])
    person.say(answered(measure)[1])
    sent = json.dumps(endpoint.requests, ensure_ascii=False)
    assert endpoint.requests
    assert [ANSWERS[field] for field in PRIVATE if ANSWERS[field] in sent] == []
    assert person.is_filling


def test_another_conversation_is_not_in_it(app: App, endpoint: Endpoint, measure: Measure) -> None:
    Person(app.assistant, "first").say("我们公司叫白云鄂博金针菇合作社，" + answered(measure)[0])
    endpoint.requests.clear()
    Person(app.assistant, "second").say(answered(measure)[1])
    assert endpoint.requests
    assert "金针菇" not in json.dumps(endpoint.requests, ensure_ascii=False)


def test_use_is_counted_in_the_home_and_ends_with_the_day_s_calls(
    endpoint: Endpoint, tmp_path: Path, measure: Measure
) -> None:
    settings = with_model(endpoint, tmp_path, model_daily_calls=2)
    endpoint.requests.clear()
    for _ in range(2):  # a restart in between
        answerer = build_answerer(settings)
        for question in answered(measure)[:2]:
            assert answerer.answer(question).outcome == "answered"
    assert len(endpoint.requests) == 2
    assert json.loads(settings.model_usage_file.read_text("utf-8"))["calls"] == 2
    tomorrow = settings.model_copy(update={"today": TODAY.replace(day=TODAY.day + 1)})
    build_answerer(tomorrow).answer(answered(measure)[0])
    assert len(endpoint.requests) == 3


def test_a_small_context_makes_a_small_request(endpoint: Endpoint, tmp_path: Path, measure: Measure) -> None:
    answerer = build_answerer(with_model(endpoint, tmp_path, model_context=500))
    endpoint.requests.clear()
    answerer.answer(answered(measure)[0])
    assert len(endpoint.requests[0]["messages"][1]["content"]) < 700


def test_without_a_model_there_is_no_such_step(tmp_path: Path) -> None:
    assert choose_phrasing(Settings(_env_file=None, home=tmp_path)) is None
    assert isinstance(choose_phrasing(Settings(_env_file=None, home=tmp_path, model="any")), Phrasing)


def test_by_default_a_day_has_a_limit(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, home=tmp_path)
    assert 0 < settings.model_daily_calls <= 10_000
    assert settings.model_daily_characters > 0
    assert settings.model_context == 0


@pytest.mark.parametrize("name", ["MODEL_DAILY_CALLS", "MODEL_DAILY_CHARACTERS", "MODEL_CONTEXT", "MODEL_TIMEOUT"])
def test_a_limit_that_is_none_is_told_with_its_name(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"SHENBAO_{name}", "-1")
    with pytest.raises(UsageError, match=f"SHENBAO_{name}"):
        read_settings()
