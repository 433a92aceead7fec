"""A draft becomes a PDF where LibreOffice is installed; elsewhere that is said, and nothing hangs."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from form_filler.errors import PdfError
from form_filler.pdf import page_images, to_pdf
from tests.form_filler.drafted import drafted, storage

OFFICE = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftoppm")), reason="LibreOffice or poppler-utils is not installed"
)


def fake_office(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


@OFFICE
def test_a_draft_becomes_a_pdf_and_page_images(tmp_path: Path) -> None:
    draft = drafted(storage(), tmp_path).path
    folder = tmp_path / "pdf"
    folder.mkdir()
    pdf = to_pdf(draft, folder)
    assert pdf == folder / "登记表.pdf"
    assert pdf.read_bytes().startswith(b"%PDF-")
    pages = page_images(pdf, folder, resolution=20)
    assert [page.name for page in pages] == [f"登记表-{number}.png" for number in range(1, len(pages) + 1)]
    assert len(pages) == 6
    assert {item.name for item in folder.iterdir()} == {pdf.name, *(page.name for page in pages)}


def test_without_libreoffice_there_is_no_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert to_pdf(drafted(storage(), tmp_path).path, tmp_path) is None
    assert page_images(tmp_path / "x.pdf", tmp_path) == []


def test_a_conversion_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_office(tmp_path, f"(sleep 1; touch '{tmp_path}/survived') & sleep 30", monkeypatch)
    draft = drafted(storage(), tmp_path).path
    started = time.monotonic()
    with pytest.raises(PdfError, match=r"0\.3 秒"):
        to_pdf(draft, tmp_path, timeout=0.3)
    assert time.monotonic() - started < 5
    time.sleep(1.2)
    assert not (tmp_path / "survived").exists()
    assert draft.exists()


def test_a_conversion_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_office(tmp_path, "echo 磁盘已满 >&2; exit 1", monkeypatch)
    with pytest.raises(PdfError, match="磁盘已满"):
        to_pdf(drafted(storage(), tmp_path).path, tmp_path)


def test_a_conversion_that_makes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_office(tmp_path, "exit 0", monkeypatch)
    with pytest.raises(PdfError, match="没有给出文件"):
        to_pdf(drafted(storage(), tmp_path).path, tmp_path)
