"""The registration form's data agrees with the official form, with the source and with itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from form_filler.form import AnyField, CodeField, Common, OptionsField, RowsField, ScalarField, read_form
from form_filler.outcomes import Accepted
from form_filler.reading import ReadingContext, read
from knowledge.parsing.official_text import Section, parse
from tests.form_filler.registration import FOLDER, TODAY, registration, registration_data

ORDER = [
    "consortium_name",
    "filing_date",
    "agreement_effective_date",
    "lead_unit",
    "legal_representative.name",
    "legal_representative.id_number",
    "legal_representative.phone",
    "contact.name",
    "contact.id_number",
    "contact.phone",
    "industry",
    "discipline",
    "primary_fields",
    "other_fields",
    "national_platform_count",
    "regional_platform_count",
    "member_total",
    "enterprise_count",
    "university_count",
    "institute_count",
    "innovation_goals",
    "team",
    "platforms",
    "members",
    "cooperation",
]
COLUMNS = {
    "team": ["name", "age", "title", "position", "specialty", "employer"],
    "platforms": ["name", "industry", "discipline", "field", "category", "established", "host"],
    "members": ["name", "uscc", "role"],
}


def source() -> str:
    return next((FOLDER / "source").glob("*.txt")).read_text("utf-8")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def fields_and_columns() -> Iterator[tuple[str, AnyField]]:
    for field in registration().fields:
        yield field.path, field
        if isinstance(field, RowsField):
            for column in field.columns:
                yield f"{field.path}.{column.path}", column


def rows_field(path: str) -> RowsField:
    field = registration().field(path)
    assert isinstance(field, RowsField)
    return field


def primary_fields() -> OptionsField:
    field = registration().field("primary_fields")
    assert isinstance(field, OptionsField)
    return field


def cites_in(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        yield from tree.get("cites", ())
        for branch in tree.values():
            yield from cites_in(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from cites_in(branch)


def test_the_fields_stand_in_the_order_of_the_official_form() -> None:
    assert list(registration().paths()) == ORDER


@pytest.mark.parametrize("path", COLUMNS)
def test_the_columns_stand_in_the_order_of_the_official_form(path: str) -> None:
    assert [column.path for column in rows_field(path).columns] == COLUMNS[path]


def test_every_citation_is_a_place_of_the_source() -> None:
    header = yaml.safe_load((FOLDER / "measure.yaml").read_text("utf-8"))
    sections = tuple(Section(**section) for section in header["sections"])
    places = {passage.label for passage in parse(source(), sections)}
    cited = set(cites_in(registration_data()))
    assert len(cited) > 10
    assert cited <= places


@pytest.mark.parametrize("path", [path for path in ORDER if not path.endswith((".id_number", ".phone"))])
def test_a_label_is_the_forms_own_words(path: str) -> None:
    assert squeezed(registration().field(path).label) in squeezed(source())


@pytest.mark.parametrize("option", primary_fields().options, ids=lambda option: option.id)
def test_an_option_is_printed_with_its_letter_in_the_source(option: Any) -> None:
    assert re.search(rf"{option.id}\.?{option.label}", squeezed(source()))


def test_the_letters_are_a_to_o_and_q_without_p() -> None:
    assert [option.id for option in primary_fields().options] == list("ABCDEFGHIJKLMNOQ")
    assert [option.id for option in primary_fields().options if option.own_words] == ["Q"]
    assert primary_fields().limit == 3


def test_no_word_stands_for_two_options() -> None:
    words = Counter(word for option in primary_fields().options for word in (option.label, *option.aliases))
    assert [word for word, times in words.items() if times > 1] == []


def test_no_name_stands_for_two_fields() -> None:
    names = Counter(name for field in registration().fields for name in (field.label, *field.aliases))
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("path", COLUMNS)
def test_no_name_stands_for_two_columns(path: str) -> None:
    names = Counter(name for column in rows_field(path).columns for name in (column.label, *column.aliases))
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("联系人电话", "contact.phone"),
        ("联系电话", "contact.phone"),
        ("法人电话", "legal_representative.phone"),
        ("法定代表人身份证号", "legal_representative.id_number"),
        ("高校数量", "university_count"),
        ("成员单位", "members"),
        ("成员总数", "member_total"),
        ("协议生效时间", "agreement_effective_date"),
    ],
)
def test_a_field_is_found_by_what_people_call_it(name: str, path: str) -> None:
    assert [field.path for field in registration().fields if name in (field.label, *field.aliases)] == [path]


@pytest.mark.parametrize(("path", "field"), list(fields_and_columns()), ids=lambda value: str(value)[:30])
def test_every_field_has_all_that_a_person_needs(path: str, field: Common) -> None:
    assert field.question and field.help and field.example and field.cites
    assert field.question.endswith(("？", "。"))
    assert field.why or (path.count(".") and path.split(".")[0] in COLUMNS)


@pytest.mark.parametrize(
    ("path", "field"),
    [(path, field) for path, field in fields_and_columns() if not isinstance(field, RowsField)],
    ids=lambda value: str(value)[:30],
)
def test_every_example_is_read_as_a_value_of_its_field(path: str, field: ScalarField) -> None:
    reading = read(field, field.example, ReadingContext(TODAY, {}))
    assert isinstance(reading, Accepted), (path, reading)
    if isinstance(field, CodeField):
        assert field.example == f"{reading.value['code']} {reading.value['name']}"


@pytest.mark.parametrize("path", COLUMNS)
def test_an_example_row_holds_the_examples_of_its_columns(path: str) -> None:
    field = rows_field(path)
    assert field.example.split(" ") == [column.example for column in field.columns]


def test_identity_numbers_and_phones_are_private() -> None:
    private = {field.path: field.private for field in registration().fields if field.private}
    assert private == {
        "legal_representative.id_number": "id",
        "legal_representative.phone": "phone",
        "contact.id_number": "id",
        "contact.phone": "phone",
    }


def test_only_identity_numbers_and_technical_fields_may_stay_empty() -> None:
    assert [field.path for field in registration().fields if field.optional] == [
        "legal_representative.id_number",
        "contact.id_number",
        "primary_fields",
        "other_fields",
    ]


def test_the_contact_may_be_the_legal_representative() -> None:
    contact = next(group for group in registration().groups if group.path == "contact")
    assert contact.same_as == "legal_representative"
    assert {"同法人", "和法人同一个人", "同一个人", "跟法人一样", "与法定代表人相同"} <= set(contact.same_words)


@pytest.mark.parametrize(("path", "limit"), [("innovation_goals", 500), ("members.role", 200)])
def test_a_limit_of_the_form_is_kept(path: str, limit: int) -> None:
    field = dict(fields_and_columns())[path]
    assert field.kind == "text" and field.limit == limit
    assert f"限{limit}字" in source()


def test_the_minimum_of_members_is_the_sources() -> None:
    rule = next(rule for rule in registration().warnings if rule.kind == "too_few")
    assert f"成员单位原则上不少于{rule.minimum}家" in source()


def test_every_warning_has_an_id_of_its_own_and_cites_the_source() -> None:
    ids = [rule.id for rule in registration().warnings]
    assert len(ids) == len(set(ids)) == 22
    assert all(rule.cites for rule in registration().warnings)


def test_a_rule_that_looks_at_no_field_is_refused() -> None:
    data = registration_data()
    data["warnings"][0]["path"] = "consortium_nam"
    with pytest.raises(ValueError, match="consortium_nam"):
        read_form(data)


def test_a_rule_whose_sentence_asks_for_an_unknown_word_is_refused() -> None:
    data = registration_data()
    data["warnings"][0]["message"] = "{surprise}"
    with pytest.raises(ValueError, match="surprise"):
        read_form(data)
