"""Office files as bytes that depend on nothing but their content, written whole or not at all."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FIRST = "[Content_Types].xml"  # ISO/IEC 29500-2: readers look here before anything else
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip entry can hold


def packed(archive: bytes) -> bytes:
    """The same zip with its entries sorted and without times or owners: equal content gives equal bytes.

    Raises:
        zipfile.BadZipFile: `archive` is no zip.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != FIRST, name)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name), compresslevel=6)
    return out.getvalue()


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its name once the block has ended well.

    A crash at any moment, or an error in the block, leaves what stood under `path` before.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:20]}.", suffix=f".part{path.suffix}")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _sync(temporary)
        temporary.replace(path)
        _sync(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
