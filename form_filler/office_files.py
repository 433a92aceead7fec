"""Office files are zip archives: looks into one before a parser opens it."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

MOST_FILE_BYTES = 5 * 1024 * 1024
MOST_UNPACKED_BYTES = 50 * 1024 * 1024
_MOST_ENTRIES = 2000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # ISO/IEC 29500-2 allows no other
_MARKUP = (".xml", ".rels", ".vml")
_BLOCK_BYTES = 64 * 1024
_LONGEST_TOKEN = 32
# UTF-16 puts a zero byte between the letters.
_DEFINITION = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", re.IGNORECASE)

Fault = Literal["", "too_large", "damaged", "forbidden_content"]


def fault_of_office_file(path: Path) -> Fault:
    """What forbids opening the docx or xlsx at `path`, or "".

    Too large: the file, the sizes it declares, or what it really unpacks to. Forbidden content: XML with document
    types or entities, entries that point out of the archive.
    """
    if path.stat().st_size > MOST_FILE_BYTES:
        return "too_large"
    try:
        with zipfile.ZipFile(path) as archive:
            return _fault_of_entries(archive.infolist()) or _fault_of_markup(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError):
        return "damaged"


def _fault_of_entries(entries: list[zipfile.ZipInfo]) -> Fault:
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
        return "too_large"
    if any(entry.compress_type not in _METHODS for entry in entries):
        return "damaged"
    names = [entry.filename.replace("\\", "/") for entry in entries]
    escapes = any(name.startswith("/") or ".." in name.split("/") for name in names)
    return "forbidden_content" if escapes or len(set(names)) < len(names) else ""


def _fault_of_markup(archive: zipfile.ZipFile) -> Fault:
    unpacked = 0
    for entry in archive.infolist():
        if not entry.filename.lower().endswith(_MARKUP):
            continue
        end = b""
        for block in _blocks(archive, entry):
            unpacked += len(block)
            if unpacked > MOST_UNPACKED_BYTES:
                return "too_large"
            if _DEFINITION.search(end + block):
                return "forbidden_content"
            end = block[-_LONGEST_TOKEN:]
    return ""


def _blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while block := part.read(_BLOCK_BYTES):
            yield block
