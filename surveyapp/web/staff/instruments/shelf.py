"""The library as its page shows it: every instrument with its versions, its drafts apart, and who asks it."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.services import library, versions
from surveyapp.services.versions import FileAdvice, Published
from surveyapp.settings import Settings


@dataclass(frozen=True, slots=True)
class Shelved:
    """One instrument: its last version if it has one, how many there are, who asks it, and about its file."""

    name: str
    title: str
    last: Published | None
    current: Published | None
    campaigns: tuple[str, ...]
    file_said: FileAdvice | None


def shelf(settings: Settings) -> list[Shelved]:
    """Every instrument that is published or in a file, by name."""
    last = {each.name: each for each in versions.latest()}
    return [_shelved(settings, name, last.get(name)) for name in library.names(settings)]


def _shelved(settings: Settings, name: str, last: Published | None) -> Shelved:
    asking = versions.campaigns_asking(name)
    campaigns = sorted({campaign for names in asking.values() for campaign in names})
    current = versions.newest(name) if last else None
    title = last.title if last else versions.title_in_file(settings, name)
    return Shelved(name, title, last, current, tuple(campaigns), versions.file_said(settings, name))
