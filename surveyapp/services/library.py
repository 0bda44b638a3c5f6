"""What an installation can ask: published versions, and the folders of instruments and profiles."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from surveyapp.extensions import in_app
from surveyapp.instrument.load import Library, folder_library
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Place, Problem, Unusable
from surveyapp.instrument.tree import decode
from surveyapp.release.plain_profile import plain_profile
from surveyapp.release.profile import Profile, checked, load_profile
from surveyapp.services import Refused
from surveyapp.settings import Settings
from surveyapp.store import versions

PROFILE_PARTS = ("*.yaml", "**/*.csv")
"""The files that a profile is made of: its own, and those of its ladders."""


def names(settings: Settings) -> list[str]:
    """The names of the instruments there are, published or in a file."""
    published = [each.name for each in versions.latest()] if in_app() else []
    return sorted({*published, *filed(settings)})


def filed(settings: Settings) -> list[str]:
    """The names of the instruments that have a file."""
    return sorted(file.stem for file in settings.instruments.glob("*.yaml"))


def instrument(settings: Settings, name: str) -> Instrument:
    """What is asked under a name: the newest published version that is not retired, else its file.

    Where there is no application, and so no office to ask, the file. Raises Refused where there is neither,
    where all versions are retired, and where the file has problems.
    """
    newest = versions.newest(name) if in_app() else None
    if newest is not None:
        return version(newest.hash, newest.version.content)
    if in_app() and versions.of(name):
        raise Refused(
            f"Every version of '{name}' is retired. Bring one back under Instruments, or publish a new one.",
            "surveyapp instrument publish FILE",
        )
    return in_file(settings, name)


def in_file(settings: Settings, name: str) -> Instrument:
    """The instrument as its file has it now. Raises Refused where there is none, or where it has problems."""
    _file(settings.instruments, name, "instrument", "SURVEYAPP_INSTRUMENTS")
    try:
        return _read(settings.instruments, name, _signature(settings.instruments))
    except Unusable as unusable:
        raise Refused(f"The instrument '{name}' has problems:", problems=unusable.problems) from None


def including(settings: Settings) -> Library:
    """Finds what an instrument includes by name, as it would be asked by itself."""

    def find(name: str) -> Instrument:
        if name not in names(settings):
            raise KeyError(name)
        try:
            return instrument(settings, name)
        except Refused as refused:
            raise Unusable([Problem(Place(name), "include-unusable", str(refused))]) from None

    return find


@lru_cache(maxsize=64)
def version(content_hash: str, content: str) -> Instrument:
    """A stored version as an instrument, made once in each process. Raises Refused where it was changed."""
    if hashlib.sha256(content.encode()).hexdigest() != content_hash:
        raise Refused(
            "A published version is not what it was: somebody changed the database. Restore a backup."
        )
    return Instrument.from_canonical(content)


def profile(settings: Settings, name: str, asked: Instrument) -> Profile:
    """The release profile as its file has it now, fit for what is asked.

    An instrument that no profile is called like has the plainest one. Raises Refused where there is none of
    another name, or where it has problems.
    """
    try:
        if name == asked.name and name not in profiles(settings):
            return _plain(_Asked(asked.hash, asked))
        file = _file(settings.exports, name, "release profile", "SURVEYAPP_EXPORTS")
        return _read_profile(file, _signature(settings.exports, PROFILE_PARTS), _Asked(asked.hash, asked))
    except Unusable as unusable:
        raise Refused(f"The release profile '{name}' has problems:", problems=unusable.problems) from None


def profiles(settings: Settings) -> list[str]:
    """The names of the release profiles there are."""
    return sorted(file.stem for file in settings.exports.glob("*.yaml"))


def shown_profile(settings: Settings, name: str) -> tuple[Profile, Instrument | None]:
    """A profile as its file has it now, with the instrument that it is for, if it is for one.

    An instrument that no profile is called like has the plainest one. Raises Refused where there is none, or
    where it has problems.
    """
    if name not in profiles(settings) and name in names(settings):
        asking = instrument(settings, name)
        return profile(settings, name, asking), asking
    file = _file(settings.exports, name, "release profile", "SURVEYAPP_EXPORTS")
    found, problems = _checked(settings, file)
    if found is None:
        raise Refused(f"The release profile '{name}' has problems:", problems=problems)
    asked = found.document.instrument
    return found, None if asked is None else instrument(settings, asked)


def profile_problems(settings: Settings, file: Path) -> list[Problem]:
    """Everything that is wrong with the release profile in a file."""
    found, problems = _checked(settings, file)
    if found is None or found.document.instrument is None or found.name == file.stem:
        return problems
    said = f"the file holds the profile '{found.name}'"
    return [Problem(Place(str(file)), "file-name", said, f"call it {found.name}.yaml")]


def _checked(settings: Settings, file: Path) -> tuple[Profile | None, list[Problem]]:
    try:
        text = decode(file.read_bytes(), str(file))
    except Unusable as unusable:
        return None, list(unusable.problems)
    return checked(text, str(file), including(settings))


def _file(folder: Path, name: str, thing: str, setting: str) -> Path:
    file = folder / f"{name}.yaml"
    if file.parent != folder or not file.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.yaml"))) or "none"
        raise Refused(
            f"There is no {thing} '{name}' in {folder} ({setting} names that folder). There are: {known}."
        )
    return file


def _signature(folder: Path, parts: tuple[str, ...] = ("*.yaml",)) -> tuple[tuple[str, int], ...]:
    """What tells whether a file of the folder has changed: one may include another."""
    files = (file for part in parts for file in folder.glob(part))
    return tuple(sorted((str(file), file.stat().st_mtime_ns) for file in files))


@dataclass(frozen=True)
class _Asked:
    """An instrument that is told from others by its version."""

    hash: str
    instrument: Instrument = field(compare=False)


@lru_cache(maxsize=64)
def _plain(asked: _Asked) -> Profile:
    return plain_profile(asked.instrument)


@lru_cache(maxsize=64)
def _read_profile(file: Path, _signature: tuple[tuple[str, int], ...], asked: _Asked) -> Profile:
    return load_profile(file.read_text(encoding="utf-8"), str(file), asked.instrument)


@lru_cache(maxsize=64)
def _read(folder: Path, name: str, _signature: tuple[tuple[str, int], ...]) -> Instrument:
    from surveyapp.instrument.check import check  # what is published was checked, and needs none of it

    file = folder / f"{name}.yaml"
    checked, problems = check(file.read_text(encoding="utf-8"), str(file), folder_library(folder))
    if checked is None or problems:
        raise Unusable(problems)
    return checked
