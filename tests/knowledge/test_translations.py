"""English beside the bank that counts: matched by id, refused with file and line where it does not match."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import MeasureFolderError
from knowledge.loading import load_general, load_measure
from knowledge.measure import Measure
from knowledge.questions import GeneralQuestion, Question, Translation
from knowledge.translations import with_english
from tests.knowledge.small_measure import small_measure

FIRST = "# by id\n- id: a\n  standard: How many?\n  answer: Three.\n"
BANK = (
    Question(id="a", standard="几家？", kind="answer", answer="三家。", cites=("第一条",)),
    Question(id="b", standard="哪里？", kind="silent", answer="没有写。"),
)


def written(folder: Path, text: str) -> Path:
    path = folder / "english.yaml"
    path.write_text(text, "utf-8")
    return path


def refused(path: Path) -> MeasureFolderError:
    with pytest.raises(MeasureFolderError) as caught:
        with_english(BANK, path)
    assert caught.value.path == path
    return caught.value


class TestMatched:
    def test_an_entry_gets_its_own(self, tmp_path: Path) -> None:
        first, second = with_english(BANK, written(tmp_path, FIRST))
        assert first.english == Translation(standard="How many?", answer="Three.")
        assert second.english is None

    def test_what_counts_is_as_it_was(self, tmp_path: Path) -> None:
        entries = with_english(BANK, written(tmp_path, FIRST))
        assert tuple(entry.model_copy(update={"english": None}) for entry in entries) == BANK

    def test_messages_of_no_measure_have_one_too(self, tmp_path: Path) -> None:
        talk = GeneralQuestion(id="a", standard="你好", kind="small_talk", answer="您好。")
        (entry,) = with_english((talk,), written(tmp_path, FIRST))
        assert entry.english and entry.english.answer == "Three."

    def test_a_missing_file_says_nothing(self, tmp_path: Path) -> None:
        assert with_english(BANK, tmp_path / "english.yaml") == BANK

    @pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n"])
    def test_an_empty_file_says_nothing(self, tmp_path: Path, text: str) -> None:
        assert with_english(BANK, written(tmp_path, text)) == BANK


class TestRefused:
    def test_an_id_that_the_bank_does_not_have(self, tmp_path: Path) -> None:
        error = refused(written(tmp_path, f"{FIRST}- id: c\n  standard: Where?\n  answer: Here.\n"))
        assert error.line == 5
        assert "“c”" in error.problem

    def test_an_id_given_twice(self, tmp_path: Path) -> None:
        error = refused(written(tmp_path, f"{FIRST}- standard: How many?\n  id: a\n  answer: Four.\n"))
        assert error.line == 6
        assert "“a”" in error.problem

    @pytest.mark.parametrize(
        ("row", "line", "word"),
        [
            ("- id: b\n  standard: Where?\n", 5, "answer"),
            ("- id: b\n  standard: ''\n  answer: Here.\n", 6, "standard"),
            ("- id: b\n  standard: Where?\n  answer: Here.\n  antwoord: Hier.\n", 8, "antwoord"),
            ("- id: b\n  standard: Where?\n  answer: [Here]\n", 7, "answer"),
            ("- id: 7\n  standard: Where?\n  answer: Here.\n", 5, "id"),
            ("- words\n", 5, "名称"),
            ("- \n", 5, "名称"),
        ],
    )
    def test_a_malformed_row_at_its_line(self, tmp_path: Path, row: str, line: int, word: str) -> None:
        error = refused(written(tmp_path, FIRST + row))
        assert (error.line, word in error.problem) == (line, True), error

    @pytest.mark.parametrize("text", ["words\n", "3\n", "true\n", "2024-01-01\n", "a: 1\n"])
    def test_what_is_no_list(self, tmp_path: Path, text: str) -> None:
        assert refused(written(tmp_path, text)).line == 1

    def test_bad_yaml_at_its_line(self, tmp_path: Path) -> None:
        assert refused(written(tmp_path, f"{FIRST}- id: [\n")).line == 6

    def test_a_row_given_two_answers(self, tmp_path: Path) -> None:
        error = refused(written(tmp_path, f"{FIRST}  answer: Four.\n"))
        assert (error.line, "answer" in error.problem) == (5, True)


class TestOfAMeasure:
    def test_it_is_read_with_its_measure(self, tmp_path: Path) -> None:
        folder = small_measure(tmp_path)
        written(folder, "- id: q-start\n  standard: Since when?\n  answer: Since 1 May 2023.\n")
        by_id = {item.id: item for item in load_measure(folder).questions}
        assert by_id["q-start"].english == Translation(standard="Since when?", answer="Since 1 May 2023.")
        assert by_id["q-count"].english is None

    def test_a_measure_that_it_does_not_match_is_refused(self, tmp_path: Path) -> None:
        folder = small_measure(tmp_path)
        path = written(folder, "- id: q-gone\n  standard: Since when?\n  answer: Since 1 May 2023.\n")
        with pytest.raises(MeasureFolderError) as caught:
            load_measure(folder)
        assert (caught.value.path, caught.value.line) == (path, 1)

    def test_changing_it_changes_the_fingerprint(self, tmp_path: Path) -> None:
        folder = small_measure(tmp_path)
        before = load_measure(folder).fingerprint
        written(folder, "- id: q-start\n  standard: Since when?\n  answer: Since 1 May 2023.\n")
        assert load_measure(folder).fingerprint != before

    def test_the_installed_ones_are_written_with_english_marks(self, measure: Measure) -> None:
        of_all = [item.english for item in measure.questions] + [item.english for item in load_general()]
        english = [one for one in of_all if one]
        assert len(english) > 400
        assert [one.standard for one in english if "？" in one.standard or "。" in one.answer] == []
