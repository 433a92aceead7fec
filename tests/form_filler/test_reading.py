"""What holds for words of every kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_filler.outcomes import Accepted, Ambiguous, Rejected
from form_filler.reading import Readable, read
from tests.form_filler import sample_fields as fields
from tests.form_filler.said import refusal, resident_number, value

CONTEXT = fields.CONTEXT
GOOD = resident_number("15010219900101001")
ALL_FIELDS: tuple[Readable, ...] = (
    fields.text(limit=500),
    fields.person(),
    fields.organisation(),
    fields.consortium(),
    fields.day(),
    fields.period(),
    fields.integer(),
    fields.resident_id(),
    fields.phone(),
    fields.credit_code(),
    fields.industry(),
    fields.discipline(),
    fields.options(),
    fields.strings(),
)


@pytest.mark.parametrize("field", ALL_FIELDS, ids=lambda field: field.kind)
@pytest.mark.parametrize("words", ["", "   ", "\n\t", "　"])
def test_nothing_but_white_space_is_refused(field: Readable, words: str) -> None:
    assert field.label in refusal(field, words)


_HOSTILE = (
    "1",
    "年1",
    "1-",
    "86 ",
    "，",
    "是",
    "我们",
    "·张",
    '"',
    "A.",
    "和",
    "(（",
    "Q:",
    "２",
    "\u200b",
    "公司和",
    "1,111",
)


@pytest.mark.parametrize("field", ALL_FIELDS[1:], ids=lambda field: field.kind)
@pytest.mark.parametrize("piece", _HOSTILE)
def test_a_hundred_kilobytes_are_refused_at_once(field: Readable, piece: str) -> None:
    assert refusal(field, piece * (100_000 // len(piece)))


@pytest.mark.parametrize("field", ALL_FIELDS[1:], ids=lambda field: field.kind)
@pytest.mark.parametrize("piece", _HOSTILE)
def test_no_pattern_backtracks_on_the_longest_words_read(field: Readable, piece: str) -> None:
    # A pattern that backtracks would not end within anyone's patience.
    assert read(field, piece * (990 // len(piece)) + "!", CONTEXT)


def test_a_hundred_kilobytes_of_free_text_are_counted() -> None:
    assert "100000字" in refusal(fields.text(limit=500), "字" * 100_000)


@given(st.sampled_from(ALL_FIELDS), st.text(max_size=60))
def test_any_words_come_to_an_outcome_that_can_be_said(field: Readable, words: str) -> None:
    match read(field, words, CONTEXT):
        case Rejected(why=why):
            assert why
            assert why.encode("utf-8")
        case Ambiguous(choices=offered):
            assert offered
        case Accepted(value=stored):
            assert stored not in ("", None)


@pytest.mark.parametrize("field", ALL_FIELDS[4:12], ids=lambda field: field.kind)
@given(words=st.text(max_size=40))
def test_an_accepted_value_reads_as_itself(field: Readable, words: str) -> None:
    reading = read(field, words, CONTEXT)
    if isinstance(reading, Accepted):
        again = reading.value["code"] if isinstance(reading.value, dict) else str(reading.value)
        assert value(field, again) == reading.value


@pytest.mark.parametrize(
    ("field", "words", "note"),
    [
        (fields.day(), "2024-05-20", ""),
        (fields.day(), "2024年5月20日", "2024-05-20"),
        (fields.integer(), "四家", "4"),
        (fields.person(), "我叫张三", "张三"),
        (fields.industry(), "3232", "C3232 稀土金属冶炼"),
    ],
)
def test_what_was_not_taken_letter_for_letter_is_said_back(field: Readable, words: str, note: str) -> None:
    reading = read(field, words, CONTEXT)
    assert isinstance(reading, Accepted)
    assert reading.note.endswith(note)
    assert bool(reading.note) == bool(note)


def test_a_resident_number_in_the_wrong_field_is_masked_in_the_refusal() -> None:
    for field in ALL_FIELDS[1:]:
        for words in (GOOD, f"{GOOD}呢？"):
            reading = read(field, words, CONTEXT)
            if isinstance(reading, Rejected):
                assert GOOD not in reading.why
