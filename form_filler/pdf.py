"""A draft as PDF and as page images, where LibreOffice and poppler are installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from form_filler.errors import PdfError
from form_filler.printing import texts

TIMEOUT = 60.0  # seconds for one document; a usual one takes two


def to_pdf(docx: Path, folder: Path, *, timeout: float = TIMEOUT) -> Path | None:
    """Converts `docx` into `folder`, under the same name with .pdf; None where LibreOffice is not installed.

    Each job has a profile of its own, so that jobs run side by side and leave nothing behind.

    Raises:
        PdfError: LibreOffice failed, or took more than `timeout` seconds.
    """
    office = shutil.which("soffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory(prefix="pdf-", dir=folder) as work:
        profile = Path(work).resolve().as_uri() + "/profile"
        options = ["--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf", "--outdir", work]
        _run([office, f"-env:UserInstallation={profile}", *options, str(docx.resolve())], docx, Path(work), timeout)
        made = Path(work) / f"{docx.stem}.pdf"
        if not made.is_file():
            problem = texts().say("draft.error.pdf_nothing")
            raise PdfError(docx, texts().say("draft.error.pdf", path=docx.name, problem=problem))
        return made.replace(folder / made.name)


def page_images(pdf: Path, folder: Path, *, resolution: int = 80) -> list[Path]:
    """One PNG a page in `folder`, in order, at `resolution` dots an inch; empty where pdftoppm is not installed.

    Raises:
        PdfError: the pages could not be drawn.
    """
    painter = shutil.which("pdftoppm")
    if painter is None:
        return []
    with tempfile.TemporaryDirectory(prefix="pages-", dir=folder) as work:
        _run([painter, "-png", "-r", str(resolution), str(pdf), f"{work}/page"], pdf, Path(work), TIMEOUT)
        pages = sorted(Path(work).glob("page-*.png"))
        return [page.replace(folder / f"{pdf.stem}-{number}.png") for number, page in enumerate(pages, 1)]


def _run(command: list[str], document: Path, home: Path, timeout: float) -> None:
    """Runs a converter in a process group of its own, so that its children end with it."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, start_new_session=True
    )
    try:
        _, said = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise PdfError(document, texts().say("draft.error.pdf_late", path=document.name, seconds=timeout)) from error
    if process.returncode:
        problem = said.decode("utf-8", "replace").strip().splitlines()[-1:] or [str(process.returncode)]
        raise PdfError(document, texts().say("draft.error.pdf", path=document.name, problem=problem[0]))
