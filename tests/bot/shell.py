"""The `shenbao` command as it is run, in this process: arguments and standard input in, exit code and output out."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.commands.failing import guarded
from bot.main import app


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Standard output as one JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def is_one_chinese_line(self) -> bool:
        """Whether all that was said is one sentence on standard error."""
        line = self.err.strip()
        return (
            not self.out
            and "\n" not in line
            and "Traceback" not in line
            and any("一" <= letter <= "鿿" for letter in line)
        )


class Shell:
    """A shell with a home of its own.

    Args:
        patch: undoes everything after the test.
        home: `SHENBAO_HOME`.
        folder: the working folder.
    """

    def __init__(self, patch: pytest.MonkeyPatch, home: Path, folder: Path) -> None:
        self._patch, self.folder = patch, folder
        patch.chdir(folder)
        patch.setenv("PATH", "/nonexistent")  # no LibreOffice: the PDF is another's test
        patch.setenv("COLUMNS", "200")
        self.set(home=str(home), today="2024-06-03")

    def set(self, **settings: str) -> None:
        """Sets `SHENBAO_…` in the environment."""
        for name, value in settings.items():
            self._patch.setenv(f"SHENBAO_{name.upper()}", value)

    def run(self, *arguments: str | Path, given: str | bytes = "") -> Ran:
        """Runs `shenbao` with these arguments and this standard input."""
        content = given if isinstance(given, bytes) else given.encode("utf-8", "surrogatepass")
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), "ascii"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = guarded(lambda: app([str(one) for one in arguments], standalone_mode=False, prog_name="shenbao"))
        return Ran(code, _written(out), _written(err))

    def file(self, name: str, content: object) -> Path:
        """Writes a file: text and bytes as they are, anything else as JSON."""
        path = self.folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
        return path


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    content = stream.buffer
    assert isinstance(content, io.BytesIO)
    return content.getvalue().decode("utf-8")
