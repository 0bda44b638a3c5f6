"""Any instrument, with rules on anything, gives tables that pass their own audit."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from surveyapp.instrument.model import Instrument
from surveyapp.release.carried import determinants
from surveyapp.release.columns import Column
from surveyapp.release.profile import Profile
from surveyapp.release.table import Table
from surveyapp.release.tables import make
from surveyapp.release.terms import Terms
from tests.release.random_cases import random_instrument, random_person, random_profile
from tests.release.tiny import stored


def hidden(instrument: Instrument, profile: Profile, columns: tuple[Column, ...]) -> list[Column]:
    """A row file in which every quasi-identifier is hidden, with all that depends on one."""
    behind = determinants(instrument)
    names = {*profile.ladders, *profile.withheld}
    controls = {
        each.variable.control.name for each in columns if each.name in names and each.variable.control
    }
    return [
        column.everywhere("*")
        if column.name in profile.ladders
        else column.everywhere("suppressed")
        if behind[column.name] & controls
        else column
        for column in columns
        if column.name not in profile.withheld
    ]


@pytest.mark.parametrize("seed", range(24))
def test_tables_of_any_instrument_pass(seed: int) -> None:
    rng = Random(seed)
    instrument = random_instrument(rng)
    profile = random_profile(rng, instrument)
    groups = tuple(name for name in profile.ladders if rng.random() < 0.7)[:2]
    privacy = profile.document.privacy.model_copy(update={"groups": groups})
    profile = replace(profile, document=profile.document.model_copy(update={"privacy": privacy}))
    people = [random_person(rng, instrument) for _ in range(rng.choice([12, 30, 80]))]
    table = Table(instrument, stored(people))
    terms = Terms("tables", 3, 6, rng.choice([1, 2, 3, 5]))
    released = hidden(instrument, profile, table.columns) if seed % 2 else None
    made = make(instrument, profile, terms, table.columns, table.rows, released)
    assert {"index.csv", "tables.html"} <= made.files.keys()
    assert made.summary["held_back"] <= made.summary["cells"]
