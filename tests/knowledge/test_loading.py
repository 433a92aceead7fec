"""The loader takes the real folder and refuses one that contradicts itself, naming file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.errors import MeasureFolderError, UnknownMeasureError
from knowledge.loading import INSTALLED, folder_fingerprint, load_general, load_measure, measure_folders
from knowledge.measure import Measure
from tests.knowledge.damaged import SLUG, copied, replace_once

ORIGINAL = INSTALLED / SLUG
CHINESE = re.compile(r"[一-鿿]")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


def refused(folder: Path) -> MeasureFolderError:
    with pytest.raises(MeasureFolderError) as caught:
        load_measure(folder)
    return caught.value


def assert_names(error: MeasureFolderError, path: Path, line: int, *words: str) -> None:
    assert (error.path, error.line) == (path, line)
    assert str(error).startswith(f"{path}:{line}：")
    assert "\n" not in str(error)
    assert [word for word in words if word not in error.problem] == []


def test_the_real_folder_loads(measure: Measure) -> None:
    assert measure.slug == SLUG
    assert len(measure.passages) == 85
    assert len(measure.questions) > 250
    assert {question.kind for question in measure.questions} == {"answer", "partial", "ambiguous", "silent"}


def test_a_copy_loads_to_the_same(folder: Path, measure: Measure) -> None:
    copy = load_measure(folder)
    assert copy.passages == measure.passages
    assert copy.questions == measure.questions
    assert copy.fingerprint == measure.fingerprint


def test_every_question_cites_places_that_are_quoted_verbatim(measure: Measure) -> None:
    for question in measure.questions:
        for label in question.cites:
            citation = measure.cite(label)
            assert measure.has(citation.quote), (question.id, label)
            assert citation.label == label


def test_every_answer_but_a_silent_one_has_a_citation(measure: Measure) -> None:
    assert [question.id for question in measure.questions if not question.cites and question.kind != "silent"] == []


def test_the_general_messages_load_with_ids_of_their_own() -> None:
    general = load_general()
    assert {question.kind for question in general} == {"off_topic", "refused", "small_talk"}
    assert len({question.id for question in general}) == len(general)


def test_an_unknown_label_is_refused(folder: Path) -> None:
    path = folder / "questions.yaml"
    line = replace_once(path, "\n  cites:\n  - 第三条\n", "\n  cites:\n  - 第三十条\n") + 1
    assert_names(refused(folder), path, line, "第三十条", "编号")


def test_an_unknown_label_in_the_rules_is_refused(folder: Path) -> None:
    path = folder / "eligibility.yaml"
    line = replace_once(path, "{label: 第十三条,", "{label: 第九十条,")
    assert_names(refused(folder), path, line, "第九十条")


def test_a_quote_that_is_not_in_the_source_is_refused(folder: Path) -> None:
    path = folder / "measure.yaml"
    line = replace_once(
        path, "quote: 本办法自2023年5月1日起施行，有效期两年。", "quote: 本办法自2023年5月1日起施行，有效期三年。"
    )
    assert_names(refused(folder), path, line, "第十三条", "有效期三年", "逐字照抄")


def test_a_quote_from_another_place_is_refused(folder: Path) -> None:
    path = folder / "measure.yaml"
    line = replace_once(
        path, "quote: 本办法自2023年5月1日起施行，有效期两年。", "quote: 本办法由自治区科技厅负责解释。"
    )
    assert_names(refused(folder), path, line, "第十三条")


def test_an_empty_quote_is_refused(folder: Path) -> None:
    path = folder / "measure.yaml"
    line = replace_once(path, "quote: 本办法自2023年5月1日起施行，有效期两年。", 'quote: " "')
    assert_names(refused(folder), path, line, "引文是空的")


def test_two_questions_of_one_id_are_refused(folder: Path) -> None:
    path = folder / "questions.yaml"
    line = replace_once(path, "- id: q-a-02\n", "- id: q-a-01\n")
    assert_names(refused(folder), path, line, "q-a-01", "重复")


def test_a_wording_of_two_questions_is_refused(folder: Path) -> None:
    path = folder / "questions.yaml"
    line = replace_once(path, "- id: q-a-02\n", "- id: q-a-02\n")
    replace_once(path, "  - 为啥出这个办法\n", "  - 联合体 是啥\n")
    assert_names(refused(folder), path, line, "联合体 是啥", "q-a-01", "q-a-02", "只留一处")


def test_a_missing_source_is_refused(folder: Path) -> None:
    (source,) = (folder / "source").iterdir()
    source.unlink()
    path = folder / "measure.yaml"
    line = replace_once(path, "source: ", "source: ")
    assert_names(refused(folder), path, line, source.name, "UTF-8")


def test_a_source_in_another_encoding_is_refused(folder: Path) -> None:
    (source,) = (folder / "source").iterdir()
    source.write_bytes(source.read_text("utf-8").encode("gb18030"))
    assert "UTF-8" in refused(folder).problem


def test_a_source_saved_with_a_byte_order_mark_is_read_the_same(folder: Path, measure: Measure) -> None:
    (source,) = (folder / "source").iterdir()
    source.write_text(source.read_text("utf-8"), "utf-8-sig")
    assert load_measure(folder).passages == measure.passages


@pytest.mark.parametrize("name", ["measure.yaml", "questions.yaml"])
def test_a_missing_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    error = refused(folder)
    assert (error.path, error.line) == (folder / name, 0)
    assert "缺少" in str(error)


@pytest.mark.parametrize("name", ["measure.yaml", "questions.yaml", "eligibility.yaml"])
def test_bad_yaml_is_refused(folder: Path, name: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    path.write_text(text + "\n}bad: [\n", "utf-8")
    assert_names(refused(folder), path, text.count("\n") + 2, "YAML")


def test_an_unknown_key_is_refused(folder: Path) -> None:
    path = folder / "measure.yaml"
    line = replace_once(path, "issuer: ", "isuer: 科技厅\nissuer: ")
    assert_names(refused(folder), path, line, "isuer", "拼写")


def test_an_unknown_key_of_a_question_is_refused(folder: Path) -> None:
    path = folder / "questions.yaml"
    line = replace_once(path, "  kind: answer\n", "  kindness: x\n  kind: answer\n")
    assert_names(refused(folder), path, line, "kindness")


def test_a_missing_key_is_refused_at_its_question(folder: Path) -> None:
    path = folder / "questions.yaml"
    replace_once(path, "  kind: answer\n", "")
    assert_names(refused(folder), path, 2, "kind", "缺少")


def test_a_key_given_twice_is_refused(folder: Path) -> None:
    path = folder / "questions.yaml"
    line = replace_once(path, "  kind: answer\n", "  kind: answer\n  kind: silent\n") + 1
    assert_names(refused(folder), path, line, "kind", "两遍")


def test_another_slug_than_the_folder_is_refused(folder: Path) -> None:
    path = folder / "measure.yaml"
    line = replace_once(path, f"slug: {SLUG}", "slug: another-measure")
    assert_names(refused(folder), path, line, SLUG)


def test_a_section_whose_first_words_are_not_there_is_refused(folder: Path) -> None:
    path = folder / "measure.yaml"
    line = replace_once(path, "starts: 六、承诺书", "starts: 七、承诺书")
    assert_names(refused(folder), path, line, "附件2", "七、承诺书")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("from: 2023-05-01", "from: 二〇二三年", ("validity.from", "二〇二三年", "2023-05-01")),
        ("title: 内蒙古自治区创新联合体备案管理办法（试行）", "title: 2023", ("title", "2023", "引号")),
        ("documents:\n", "documents: 附件\nplan:\n", ("documents", "清单")),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_in_chinese(
    folder: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    path = folder / "measure.yaml"
    line = replace_once(path, old, new)
    assert_names(refused(folder), path, line, *words)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  kind: answer\n", "  kind: maybe\n", ("kind", "maybe", "answer", "silent")),
        ("  cites:\n  - 第三条\n", "  cites: [第一条, 第二条, 第三条, 第四条, 第五条]\n", ("cites", "4 项", "5 项")),
        ("  cites:\n  - 第三条\n", "  cites: []\n", ("出处",)),
    ],
)
def test_a_question_of_the_wrong_kind_is_refused_in_chinese(
    folder: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    path = folder / "questions.yaml"
    line = replace_once(path, old, new)
    error = refused(folder)
    assert error.path == path
    assert 2 <= error.line <= line
    assert [word for word in words if word not in error.problem] == []
    assert CHINESE.search(error.problem)


@pytest.mark.parametrize("text", ["words\n", "a: 1\n", "3\n"])
def test_a_bank_that_is_no_list_is_refused(folder: Path, text: str) -> None:
    (folder / "questions.yaml").write_text(text, "utf-8")
    assert "清单" in refused(folder).problem


def test_an_empty_bank_is_a_bank(folder: Path) -> None:
    (folder / "questions.yaml").write_text("", "utf-8")
    for of_its_questions in ("ambiguities.yaml", "english.yaml"):
        (folder / of_its_questions).unlink()
    assert load_measure(folder).questions == ()


def test_the_fingerprint_changes_with_what_answers_depend_on_alone(folder: Path) -> None:
    before = folder_fingerprint(folder)
    (folder / "notes.txt").write_text("x", "utf-8")
    (folder / "source" / "scans").mkdir()
    assert folder_fingerprint(folder) == before
    replace_once(folder / "questions.yaml", "联合体是啥", "联合体是什么")
    assert folder_fingerprint(folder) != before


def test_a_folder_of_ones_own_takes_the_place_of_an_installed_one(folder: Path, tmp_path: Path) -> None:
    assert measure_folders(INSTALLED)[SLUG] == ORIGINAL
    assert measure_folders(INSTALLED, tmp_path)[SLUG] == folder
    assert measure_folders(INSTALLED, tmp_path / "none")[SLUG] == ORIGINAL


def test_an_unknown_measure_is_told_with_the_known_ones() -> None:
    assert "“x”" in str(UnknownMeasureError("x", ("甲", "乙")))
    assert "甲、乙" in str(UnknownMeasureError("x", ("甲", "乙")))
    assert "（无）" in str(UnknownMeasureError("x", ()))
