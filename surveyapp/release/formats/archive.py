"""A package as one .zip file whose bytes depend on nothing but its content."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that the format knows: every entry has it."""
UNIX, MODE = 3, 0o100644 << 16


def pack(archive: Path, folder: Path, names: Sequence[str], top: str) -> None:
    """Pack files of a folder, by their names below it, into an archive with the folder ``top``."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name in sorted(names):
            entry = zipfile.ZipInfo(f"{top}/{name}", EARLIEST)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, UNIX, MODE
            entry.file_size = (folder / name).stat().st_size
            with (folder / name).open("rb") as source, packed.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 2**20)
