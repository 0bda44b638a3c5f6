"""What holds for any instrument, profile and answers, checked by other code than makes it."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Walk, on_path
from surveyapp.release.coarsen import released
from surveyapp.release.lattice import Levels, lattice
from surveyapp.release.package import Campaign, package
from surveyapp.release.profile import Profile
from surveyapp.release.recoding import Recoding
from surveyapp.release.table import Table
from surveyapp.release.terms import Refusal, Terms
from surveyapp.release.texts import without_typed
from surveyapp.release.variety import without_uniform
from tests.release.random_cases import random_answer, random_instrument, random_person, random_profile
from tests.release.tiny import stored

cases = st.integers(0, 2**40).map(Random)
few = settings(max_examples=100, deadline=None)


def spelled(instrument: Instrument, answers: dict[str, Any]) -> dict[str, str]:
    """A row in the data's spelling, worked out from one walk as the words of the language say."""
    walk = Walk(instrument, answers)
    row = {}
    for variable in instrument.variables:
        control = variable.control
        value = walk.value_of(variable.name if control is None else control.name)
        if control is None:
            asked = _asked_at_all(walk, instrument, variable.name)
        else:
            asked = control.item.name in walk.asked
            asked &= variable.option is None or variable.option in walk.offered.get(control.name, ())
        if not asked:
            row[variable.name] = "not_asked"
        elif value is None:
            row[variable.name] = "not_answered"
        elif isinstance(value, list) and variable.option is not None:
            row[variable.name] = str(int(variable.option in value))
        else:
            row[variable.name] = {"yes": "1", "no": "0"}.get(str(value), str(value))
    return row


def _asked_at_all(walk: Walk, instrument: Instrument, name: str) -> bool:
    if name in instrument.scores:
        return any(_asked_at_all(walk, instrument, each) for each in instrument.scores[name].sources())
    return instrument.controls[name].item.name in walk.asked


def people(rng: Random, instrument: Instrument, most: int = 40) -> list[dict[str, Any]]:
    return [dict(on_path(instrument, random_person(rng, instrument))) for _ in range(rng.randint(1, most))]


@few
@given(cases)
def test_columns_say_what_a_walk_says(rng: Random) -> None:
    instrument = random_instrument(rng)
    answers = people(rng, instrument)
    columns = Table(instrument, stored(answers)).columns
    for at, each in enumerate(answers):
        said = {column.name: column.words[column.codes[at]] for column in columns}
        assert said == spelled(instrument, each)


@few
@given(cases)
@example(Random(6286))  # one hidden person told an answer, and the cheapest class to join them told none
def test_everybody_shares_their_cells_with_k_in_the_written_bytes(rng: Random) -> None:
    instrument = random_instrument(rng)
    profile = random_profile(rng, instrument)
    answers, k = people(rng, instrument), rng.randint(2, 5)
    terms = Terms("rows", k, k, 1)
    with TemporaryDirectory() as place:
        out = Path(place) / "out"
        if len(answers) < k or not left(instrument, profile, answers, terms):
            with pytest.raises(Refusal):
                package(Campaign("sealed", 99, terms), instrument, profile, stored(answers), out)
            return
        made = package(Campaign("sealed", 99, terms), instrument, profile, stored(answers), out)
        header, *rows = csv.reader((out / "data.csv").read_text(encoding="utf-8").splitlines())
        known = [header.index(name) for name in profile.ladders]
        classes = Counter(tuple(row[at] for at in known) for row in rows)
        assert min(classes.values()) == made.reached >= k
        assert len(rows) == len(answers)

        rng.shuffle(answers)
        again = Path(place) / "again"
        other = package(Campaign("sealed", 99, terms), instrument, profile, stored(answers), again)
        assert other.files == made.files
        for name in made.files:
            assert (again / name).read_bytes() == (out / name).read_bytes()
        lines = (out / "data.csv").read_bytes().splitlines()[1:]
        assert lines == sorted(lines)


def left(instrument: Instrument, profile: Profile, answers: list[dict[str, Any]], terms: Terms) -> set[str]:
    """What leaves at all: no text without a ladder, nothing to which only a few gave the one answer."""
    kept = without_typed(profile, instrument)
    kept = without_uniform(kept, instrument, Table(instrument, stored(answers)).columns, terms)
    return {each.name for each in instrument.variables} - kept.withheld


@settings(max_examples=200, deadline=None)
@given(cases)
def test_nothing_else_gives_back_what_a_cell_hides(rng: Random) -> None:
    """Whoever could have said something else without its own cells telling leaves the same row altogether."""
    instrument = random_instrument(rng)
    profile = random_profile(rng, instrument)
    ladders = lattice(instrument, profile, Table(instrument, []).columns, 0)
    levels = ladders.settled(tuple(rng.randint(0, top) for top in ladders.tops))
    person = random_person(rng, instrument)
    row = leaving(instrument, profile, person, levels)
    for control in instrument.controls.values():
        other = {**person, control.name: random_answer(rng, control)}
        changed = leaving(instrument, profile, other, levels)
        own = [
            each.name for each in instrument.variables if each.control and each.control.name == control.name
        ]
        if all(row.get(name) == changed.get(name) for name in own):
            assert changed == row


def leaving(
    instrument: Instrument, profile: Profile, person: dict[str, Any], levels: Levels
) -> dict[str, str]:
    columns = Table(instrument, stored([on_path(instrument, person)])).columns
    one = Recoding((levels,), np.zeros(1, dtype=np.uint8), 0.0, 0)
    kept = [column for column in columns if column.name not in profile.withheld]
    return {
        column.name: column.words[column.codes[0]]
        for column in released(lattice(instrument, profile, columns, 1), kept, one)
    }
