"""The folders of instruments and profiles that an installation asks from."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from surveyapp.instrument.check import check
from surveyapp.instrument.load import folder_library
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Place, Problem, Unusable
from surveyapp.instrument.tree import decode
from surveyapp.release.profile import Profile, checked, load_profile
from surveyapp.services import Refused
from surveyapp.settings import Settings


def names(settings: Settings) -> list[str]:
    """The names of the instruments there are."""
    return sorted(file.stem for file in settings.instruments.glob("*.yaml"))


def instrument_file(settings: Settings, name: str) -> Path:
    """The file of an instrument. Raises Refused where there is none."""
    return _file(settings.instruments, name, "instrument", "SURVEYAPP_INSTRUMENTS")


def instrument(settings: Settings, name: str) -> Instrument:
    """The instrument as its file has it now. Raises Refused where there is none, or where it has problems."""
    instrument_file(settings, name)
    try:
        return _read(settings.instruments, name, _signature(settings.instruments))
    except Unusable as unusable:
        raise Refused(f"The instrument '{name}' has problems:\n{unusable}") from None


def profile(settings: Settings, name: str, asked: Instrument) -> Profile:
    """The release profile as its file has it now, fit for what is asked.

    Raises Refused where there is none, or where it has problems.
    """
    file = _file(settings.exports, name, "release profile", "SURVEYAPP_EXPORTS")
    try:
        return load_profile(file.read_text(encoding="utf-8"), str(file), asked)
    except Unusable as unusable:
        raise Refused(f"The release profile '{name}' has problems:\n{unusable}") from None


def profiles(settings: Settings) -> list[str]:
    """The names of the release profiles there are."""
    return sorted(file.stem for file in settings.exports.glob("*.yaml"))


def shown_profile(settings: Settings, name: str) -> tuple[Profile, Instrument | None]:
    """A profile as its file has it now, with the instrument that it is for, if it is for one.

    Raises Refused where there is none, or where it has problems.
    """
    file = _file(settings.exports, name, "release profile", "SURVEYAPP_EXPORTS")
    found, problems = _checked(settings, file)
    if found is None:
        raise Refused(f"The release profile '{name}' has problems:\n{Unusable(problems)}")
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
    def find(name: str) -> Instrument:
        if name not in names(settings):
            raise KeyError(name)
        return _read(settings.instruments, name, _signature(settings.instruments))

    try:
        text = decode(file.read_bytes(), str(file))
    except Unusable as unusable:
        return None, list(unusable.problems)
    return checked(text, str(file), find)


def _file(folder: Path, name: str, thing: str, setting: str) -> Path:
    file = folder / f"{name}.yaml"
    if file.parent != folder or not file.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.yaml"))) or "none"
        raise Refused(
            f"There is no {thing} '{name}' in {folder} ({setting} names that folder). There are: {known}."
        )
    return file


def _signature(folder: Path) -> tuple[tuple[str, int], ...]:
    """What tells whether a file of the folder has changed: one may include another."""
    return tuple(sorted((file.name, file.stat().st_mtime_ns) for file in folder.glob("*.yaml")))


@lru_cache(maxsize=64)
def _read(folder: Path, name: str, _signature: tuple[tuple[str, int], ...]) -> Instrument:
    file = folder / f"{name}.yaml"
    checked, problems = check(file.read_text(encoding="utf-8"), str(file), folder_library(folder))
    if checked is None or problems:
        raise Unusable(problems)
    return checked
