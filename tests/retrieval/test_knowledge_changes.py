"""A knowledge base that changes on disk, also by another process, is answered from as it is now."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from bot.answering import no_progress
from bot.settings import Settings
from bot.shelf import Shelf
from knowledge.errors import MeasureFolderError
from knowledge.questions import Question
from retrieval.embedders.hashing import HashingEmbedder
from tests.knowledge.damaged import copied

NEW = "- id: q-new-1\n  standard: 蓝色雨伞归谁管？\n  kind: answer\n  answer: 全新的答复。\n  cites: [第二条]\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a measure of its own, in the place of the installed one."""
    folder = copied(tmp_path / "measures")
    bank = folder / "questions.yaml"
    head = bank.read_text("utf-8").split("\n- id: ")
    bank.write_text("\n- id: ".join(head[:13]) + "\n", "utf-8")  # a dozen questions are enough, and quick
    for of_all in ("ambiguities.yaml", "english.yaml"):
        (folder / of_all).unlink()
    return tmp_path


def shelf_of(home: Path) -> Shelf:
    return Shelf(Settings(_env_file=None, home=home), HashingEmbedder(), no_progress)


def bank_of(home: Path) -> Path:
    return next((home / "measures").glob("*/questions.yaml"))


def best(shelf: Shelf, words: str) -> Question:
    item = shelf.catalogue().questions(words)[0].entry.item
    assert isinstance(item, Question)
    return item


def generations(home: Path) -> set[Path]:
    return {path for path in (home / "index").iterdir() if path.is_dir()}


def by_another_process(home: Path, program: str) -> str:
    """Runs Python that knows `bank`, the path of the questions, and `shelf`, a shelf of its own."""
    begin = "import sys\nfrom pathlib import Path\nfrom tests.retrieval.test_knowledge_changes import *\n"
    begin += "home = Path(sys.argv[1]); bank = bank_of(home); shelf = shelf_of(home)\n"
    command = [sys.executable, "-c", begin + textwrap.dedent(program), str(home)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_an_unchanged_knowledge_base_is_read_once(home: Path) -> None:
    shelf = shelf_of(home)
    assert shelf.catalogue() is shelf.catalogue()


def test_a_question_that_another_process_added_is_found_at_once(home: Path) -> None:
    shelf = shelf_of(home)
    assert best(shelf, "蓝色雨伞归谁管？").id != "q-new-1"
    before = generations(home)
    said = by_another_process(
        home,
        """
        bank.write_text(bank.read_text("utf-8") + NEW, "utf-8")
        print(best(shelf, "蓝色雨伞归谁管？").id)
        """,
    )
    assert said == "q-new-1"
    after = generations(home)
    assert before < after
    assert len(after) == 2
    assert best(shelf, "蓝色雨伞归谁管？").id == "q-new-1"
    assert shelf.catalogue().questions("蓝色雨伞归谁管？")[0].confidence == 1.0
    assert generations(home) == after


def test_an_answer_that_another_process_changed_is_given_as_it_is_now(home: Path) -> None:
    shelf = shelf_of(home)
    old = best(shelf, "什么是创新联合体？")
    before = generations(home)
    by_another_process(
        home,
        """
        from tests.knowledge.damaged import replace_once
        replace_once(bank, "answer: 创新联合体是由区内", "answer: 如今，创新联合体是由区内")
        """,
    )
    new = best(shelf, "什么是创新联合体？")
    assert new.id == old.id
    assert new.answer == f"如今，{old.answer}"
    assert generations(home) == before  # what is searched by did not change


def test_a_question_that_was_taken_out_is_not_found_any_more(home: Path) -> None:
    bank = bank_of(home)
    text = bank.read_text("utf-8")
    bank.write_text(text + NEW, "utf-8")
    shelf = shelf_of(home)
    assert best(shelf, "蓝色雨伞归谁管？").id == "q-new-1"
    by_another_process(home, f"bank.write_text({text!r}, 'utf-8')")
    assert "q-new-1" not in {
        found.entry.item.id
        for found in shelf.catalogue().questions("蓝色雨伞归谁管？")
        if isinstance(found.entry.item, Question)
    }


def test_a_folder_that_was_damaged_is_refused_until_it_is_mended(home: Path) -> None:
    shelf = shelf_of(home)
    shelf.catalogue()
    bank = bank_of(home)
    text = bank.read_text("utf-8")
    bank.write_text(text + "- id: [\n", "utf-8")
    for _ in range(2):
        with pytest.raises(MeasureFolderError, match="YAML"):
            shelf.catalogue()
    bank.write_text(text, "utf-8")
    assert best(shelf, "什么是创新联合体？").standard == "什么是创新联合体？"


def test_a_half_built_index_of_a_killed_process_does_no_harm(home: Path) -> None:
    by_another_process(
        home,
        """
        import os
        from bot.settings import Settings
        from bot.shelf import Shelf
        from retrieval.embedders.hashing import HashingEmbedder
        if not os.fork():
            Shelf(Settings(_env_file=None, home=home), HashingEmbedder(), lambda done, total: os._exit(9)).catalogue()
        os.wait()
        """,
    )
    assert [path.name.startswith("building-") for path in generations(home)] == [True]
    assert best(shelf_of(home), "什么是创新联合体？").standard == "什么是创新联合体？"
    assert [path.name.startswith("building-") for path in generations(home)] == [False]


def test_a_damaged_cache_of_vectors_only_costs_time(home: Path) -> None:
    shelf_of(home).catalogue()
    (home / "index" / "vectors.npz").write_bytes(b"damaged")
    bank = bank_of(home)
    bank.write_text(bank.read_text("utf-8") + NEW, "utf-8")
    assert best(shelf_of(home), "蓝色雨伞归谁管？").id == "q-new-1"
