"""Files that people send: taken in under names of our own, refused politely when they are of another kind."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.channels.web.security import LARGEST_UPLOAD, MEGABYTE
from bot.channels.web.wording import say
from form_filler.eligibility.facts_problem import printable

SUFFIXES = (".xlsx", ".docx", ".csv")
KINDS = "、".join(suffix[1:] for suffix in SUFFIXES)

_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Refused:
    """A file that was not taken in, and why."""

    status: int
    why: str


def inspect(name: str, content: bytes) -> Refused | str:
    """The suffix the file is to be stored under, or why it is refused.

    Args:
        name: what the sender calls it; only shown, never used as a path.
        content: the file, whole.
    """
    shown = printable(PurePosixPath(name.replace("\\", "/")).name)
    suffix = PurePosixPath(shown).suffix.lower()
    if not name:
        return Refused(400, say("upload.nothing", kinds=KINDS))
    if suffix not in SUFFIXES:
        return Refused(415, say("upload.wrong_kind", name=shown, kinds=KINDS))
    if len(content) > LARGEST_UPLOAD:
        return Refused(413, say("upload.too_large", name=shown, megabytes=LARGEST_UPLOAD // MEGABYTE))
    if not content.strip():
        return Refused(400, say("upload.empty", name=shown))
    if suffix != ".csv" and not content.startswith(_ZIP):
        return Refused(415, say("upload.not_it", name=shown, kind=suffix[1:]))
    return suffix


def store(folder: Path, suffix: str, content: bytes) -> Path:
    """Writes the file under a random name that only this machine's user can read.

    Raises:
        OSError: the disk does not take it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{secrets.token_hex(16)}{suffix}"
    path.touch(mode=0o600)
    path.write_bytes(content)
    return path
