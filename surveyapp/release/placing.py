"""Placing: files that are made aside, and then appear in a folder or in an archive."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from surveyapp.release.formats.archive import pack
from surveyapp.release.terms import Refusal

ARCHIVE = ".zip"
ASIDE = ".surveyapp-"
"""How a folder is called in which files are made. What a crash leaves of one is in nobody's way."""
Writer = Callable[[Path], None]
"""Writes the file at that path."""
Writers = Mapping[str, Writer]
"""By file name, what writes the file."""


@contextmanager
def aside(out: Path) -> Iterator[Path]:
    """A folder to make files in, on the file system that ``out`` is on; it is gone in the end."""
    home = out if out.is_dir() else out.parent
    home.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=ASIDE, dir=home) as place:
        made = Path(place) / "made"
        made.mkdir()
        yield made


def digests(place: Path) -> dict[str, str]:
    """The SHA-256 of every file in a folder, by its name below it."""
    names = (path.relative_to(place).as_posix() for path in sorted(place.rglob("*")) if path.is_file())
    return {name: _digest(place / name) for name in names if not name.startswith(ASIDE)}


def folder(out: Path, writers: Writers, check: Callable[[Path, Mapping[str, str]], None]) -> dict[str, str]:
    """Write the files into a folder after ``check`` has looked at them; gives their SHA-256 by name.

    Raises Refusal where something else stands there already; the same files, byte for byte, may.
    """
    with aside(out) as made:
        for name, writer in writers.items():
            writer(made / name)
        files = digests(made)
        check(made, files)
        admit_folder(out, files)
        place_folder(made, out)
    return files


def packed(made: Path, top: str) -> Path:
    """An archive of the files that were made, beside them; they lie in the folder ``top`` in it."""
    archive = made.with_name("made.zip")
    pack(archive, made, list(digests(made)), top)
    return archive


def admit_folder(out: Path, files: Mapping[str, str], left: Mapping[str, str] | None = None) -> None:
    """Let through a folder that holds nothing but these files, or some that left before.

    Both are given by name with their SHA-256. Raises Refusal for any other.
    """
    ours = {**(left or {}), **files}
    if out.exists() and not (out.is_dir() and digests(out).items() <= ours.items()):
        _refuse(out)


def place_folder(made: Path, out: Path) -> None:
    """Put the files into the folder, at once where it is new; else those that it does not have, one by one.

    Each appears whole: a crash in between leaves some of them, and another call adds the others.
    """
    if not out.exists():
        made.replace(out)
        return
    there = digests(out)
    for name in digests(made).keys() - there.keys():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).replace(out / name)


def place_archive(archive: Path, out: Path) -> None:
    """Put the archive into its place. Raises Refusal where something else stands there."""
    admit_archive(archive, out)
    archive.replace(out)


def admit_archive(archive: Path, out: Path) -> None:
    """Let through a place that is free, or that has this archive already. Raises Refusal for any other."""
    if out.exists() and not (out.is_file() and _digest(out) == _digest(archive)):
        _refuse(out)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse(out: Path) -> None:
    raise Refusal("occupied", f"{out} holds something else. Nothing was written: name another place.")
