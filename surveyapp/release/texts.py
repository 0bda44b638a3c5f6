"""Typed texts: what people wrote in their own words, and why little of it leaves with the rows."""

from __future__ import annotations

from surveyapp.instrument.model import Instrument
from surveyapp.release.profile import Profile


def without_typed(profile: Profile, instrument: Instrument) -> Profile:
    """The profile with every typed text withheld that has no ladder.

    Whatever its pattern, a text may hold a name or a number that points to a person, and nobody has read it.
    With a ladder it is a quasi-identifier: it leaves where k people wrote the same, and is hidden otherwise.
    """
    return profile.without(
        each.name for each in instrument.variables if each.type == "text" and each.name not in profile.ladders
    )
