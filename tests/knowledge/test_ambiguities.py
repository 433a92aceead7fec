"""The register of what a measure leaves open: when a ruling speaks, and which registers are refused."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.ambiguities import Ambiguity, Reading, Ruling
from knowledge.errors import MeasureFolderError
from knowledge.loading import folder_fingerprint, load_measure
from knowledge.measure import Measure
from knowledge.passage import squeeze
from tests.knowledge.damaged import replace_once
from tests.knowledge.small_measure import NO_RULING, WITH_RULING, small_measure

GIVEN, LAST = date(2026, 3, 1), date(2026, 12, 31)
A_DAY = timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_measure(tmp_path)


def ruled_by(ruling: Ruling | None) -> Ambiguity:
    reading = Reading(says="没有写。", cites=("第一条",), quote="不少于3家")
    return Ambiguity(id="x", about="算不算？", readings=(reading,), meanwhile="多邀请一家。", ruling=ruling)


def ruling(until: date | None) -> Ruling:
    return Ruling(date=GIVEN, office="示例厅", text="算。", until=until)


def refused(folder: Path) -> MeasureFolderError:
    with pytest.raises(MeasureFolderError) as caught:
        load_measure(folder)
    return caught.value


class TestRuled:
    @pytest.mark.parametrize(
        ("today", "speaks"),
        [(GIVEN - A_DAY, False), (GIVEN, True), (LAST, True), (LAST + A_DAY, False)],
    )
    def test_a_ruling_speaks_from_its_date_to_its_last_day(self, today: date, speaks: bool) -> None:
        given_ruling = ruling(LAST)
        assert ruled_by(given_ruling).ruled(today) == (given_ruling if speaks else None)

    @given(st.dates(min_value=GIVEN))
    def test_a_ruling_without_an_end_speaks_on(self, today: date) -> None:
        assert ruled_by(ruling(None)).ruled(today) is not None

    def test_a_ruling_of_one_day_speaks_on_that_day(self) -> None:
        assert ruled_by(ruling(GIVEN)).ruled(GIVEN) is not None

    def test_where_nobody_ruled_nothing_speaks(self) -> None:
        assert ruled_by(None).ruled(GIVEN) is None

    def test_an_entry_cannot_be_changed(self) -> None:
        with pytest.raises(ValidationError):
            ruled_by(None).about = "改"  # type: ignore[misc]


class TestFolder:
    def test_the_register_is_read_in_its_order(self, folder: Path) -> None:
        measure = load_measure(folder)
        assert [entry.id for entry in measure.ambiguities] == [NO_RULING, WITH_RULING]
        entry = measure.ambiguity(WITH_RULING)
        assert [reading.quote for reading in entry.readings] == ["签署合作协议", "提交组建协议"]
        assert entry.ruled(GIVEN) == Ruling(date=GIVEN, office="示例厅", text="是同一份，签一份即可。", until=LAST)

    def test_an_entry_that_is_not_there_is_a_surprise(self, folder: Path) -> None:
        with pytest.raises(KeyError, match="gone"):
            load_measure(folder).ambiguity("gone")

    def test_a_measure_may_do_without_a_register(self, folder: Path) -> None:
        (folder / "ambiguities.yaml").unlink()
        bank = folder / "questions.yaml"
        lines = [line for line in bank.read_text("utf-8").splitlines() if "ambiguity:" not in line]
        bank.write_text("\n".join(lines), "utf-8")
        measure = load_measure(folder)
        assert measure.ambiguities == () and {question.ambiguity for question in measure.questions} == {""}

    def test_a_ruling_changes_what_answers_depend_on(self, folder: Path) -> None:
        before = folder_fingerprint(folder)
        replace_once(folder / "ambiguities.yaml", "text: 是同一份", "text: 不是同一份")
        assert folder_fingerprint(folder) != before


class TestRefusedRegister:
    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("- id: settled-name", "- id: open-count", ("open-count", "重复")),
            ("cites: [第一条]", "cites: [第九条]", ("第九条", "编号")),
            ("cites: [第一条]", "cites: [第一条, 第一条, 第一条, 第一条, 第一条]", ("4 项",)),
            ("cites: [第一条]", "cites: []", ("至少要 1 项",)),
            ("quote: 成员单位原则上不少于3家", "quote: 成员单位不少于3家", ("第一条", "逐字照抄")),
            ("quote: 成员单位原则上不少于3家", "quote: 签署合作协议", ("第一条", "逐字照抄")),
            ("quote: 成员单位原则上不少于3家", 'quote: ""', ("引文是空的",)),
            ("about: 3家里算不算牵头单位？", 'about: ""', ("about", "至少要 1 个字")),
            ("meanwhile: 按牵头", "abuot: 算吗\n  meanwhile: 按牵头", ("abuot", "拼写")),
            ("says: 先签合作协议。", "seys: 先签。\n      says: 先签。", ("seys", "拼写")),
            ("office: 示例厅", "signed: 张三\n    office: 示例厅", ("signed", "拼写")),
            ("office: 示例厅", 'office: ""', ("office", "至少要 1 个字")),
            ("until: 2026-12-31", "until: 2026-02-28", ("until", "2026-02-28", "2026-03-01")),
            ("until: 2026-12-31", "until: 年底", ("年底", "2023-05-01")),
        ],
    )
    def test_a_fault_is_told_with_its_line(self, folder: Path, old: str, new: str, words: tuple[str, ...]) -> None:
        path = folder / "ambiguities.yaml"
        line = replace_once(path, old, new)
        error = refused(folder)
        assert (error.path, error.line) == (path, line), error
        assert [word for word in words if word not in error.problem] == []

    def test_no_reading_at_all_is_refused(self, folder: Path) -> None:
        path = folder / "ambiguities.yaml"
        text = path.read_text("utf-8")
        cut = text.index("    - says: 没有写。"), text.index("  meanwhile: 按牵头")
        path.write_text(text[: cut[0]].rstrip() + " []\n" + text[cut[1] :], "utf-8")
        error = refused(folder)
        assert (error.path, error.line) == (path, 4) and "至少要 1 项" in error.problem

    def test_a_register_that_is_no_list_is_refused(self, folder: Path) -> None:
        (folder / "ambiguities.yaml").write_text("open-count: 算不算？\n", "utf-8")
        assert "清单" in refused(folder).problem


class TestLinks:
    def test_a_question_about_no_entry_is_refused(self, folder: Path) -> None:
        path = folder / "questions.yaml"
        line = replace_once(path, "ambiguity: settled-name", "ambiguity: settled-mane")
        error = refused(folder)
        assert (error.path, error.line) == (path, line)
        assert "q-name" in error.problem and "settled-mane" in error.problem

    def test_an_entry_that_no_question_asks_about_is_refused(self, folder: Path) -> None:
        replace_once(folder / "questions.yaml", "  ambiguity: settled-name\n", "")
        error = refused(folder)
        path = folder / "ambiguities.yaml"
        line = path.read_text("utf-8").splitlines().index("- id: settled-name") + 1
        assert (error.path, error.line) == (path, line) and "settled-name" in error.problem

    def test_a_question_that_names_an_entry_where_there_is_no_register_is_refused(self, folder: Path) -> None:
        (folder / "ambiguities.yaml").unlink()
        error = refused(folder)
        assert error.path == folder / "questions.yaml" and "open-count" in error.problem


class TestRealRegister:
    """What the installed measure leaves open."""

    def test_every_question_that_the_source_leaves_open_stands_in_it(self, measure: Measure) -> None:
        loose = [item.id for item in measure.questions if item.kind == "ambiguous" and not item.ambiguity]
        assert loose == []

    def test_every_quote_stands_at_its_place(self, measure: Measure) -> None:
        for entry in measure.ambiguities:
            for reading in entry.readings:
                places = [squeeze(measure.by_label[label].whole) for label in reading.cites]
                assert any(squeeze(reading.quote) in place for place in places), (entry.id, reading.quote)

    def test_it_ends_what_it_says_as_sentences(self, measure: Measure) -> None:
        assert len(measure.ambiguities) > 50
        for entry in measure.ambiguities:
            assert entry.about.endswith("？"), entry.id
            assert all(said.endswith("。") for said in (entry.meanwhile, *(one.says for one in entry.readings))), (
                entry.id
            )
            assert entry.meanwhile.count("。") <= 2, entry.id
