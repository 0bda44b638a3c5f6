"""What a new campaign can ask, and what it could be called."""

from __future__ import annotations

from datetime import date

from surveyapp.services import Refused, campaigns, library, versions
from surveyapp.settings import Settings

LONGEST = 40


def instruments(settings: Settings) -> list[tuple[str, str]]:
    """By name, every instrument that a campaign can ask, with its title and published version."""
    found = []
    for name in library.names(settings):
        try:
            title = library.instrument(settings, name).title
        except Refused:
            continue
        version = versions.newest(name)
        found.append((name, f"{title} (version {version.number})" if version else title))
    return found


def suggested(instrument: str, today: date) -> str:
    """A name that is free, made of the instrument's and the year."""
    year = str(today.year)
    stem = instrument.replace("_", "-")[: LONGEST - len(year) - 4].strip("-")
    name, following = f"{stem}-{year}", 2
    while campaigns.exists(name):
        name, following = f"{stem}-{year}-{following}", following + 1
    return name


def rehearsal(settings: Settings, name: str) -> str:
    """The address at which a draft can be tried out."""
    return f"{settings.url.rstrip('/')}/s/{campaigns.token(settings, name)}"
