"""P5, tried: somebody holds the whole package and knows everything about one colleague that colleagues know.

The colleague is planted, with a history that nobody shares. The attacker reads files only, and knows the
profile, which everybody may read.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers
from surveyapp.instrument.walk import respondent
from surveyapp.release.profile import Profile
from surveyapp.release.table import Table
from surveyapp.release.words import MISSING, NOT_ANSWERED, NOT_ASKED, SUPPRESSED
from surveyapp.services import campaigns, library, publish
from surveyapp.services.campaigns import Plan
from surveyapp.services.respond import Outcome, Respond, survey_of
from surveyapp.settings import Settings
from surveyapp.store import box
from surveyapp.web.application import Application

Row = Mapping[str, str]
K = 5
PEOPLE = 66
PLANTED: Answers = {
    "area": "pediatric",
    "years": "20_up",
    "reviewed": "yes",
    "review_distress": "yes",
    "review_support": ["nobody"],
    "sued": "yes",
    "suits": "5_up",
    "suit_length": "over_3",
    "suit_outcome": "lost",
    "suit_distress": "yes",
    "suit_support": ["professional"],
    "practice_affected": "yes",
    "practice_effects": ["leaving"],
    "mini_z": "5",
}


def today() -> date:
    return date(2027, 1, 4)


class Leak:
    """A sealed campaign with the planted colleague in it, its package, and what the attacker knows."""

    def __init__(self, settings: Settings, folder: Path, seed: int):
        self.instrument = library.instrument(settings, "needs_assessment")
        self.profile = library.profile(settings, "needs_assessment", self.instrument)
        name = f"round-{seed}"
        campaigns.create(settings, Plan(name=name, instrument="needs_assessment", invited=100))
        campaigns.open_(settings, today, name)
        respond = Respond(settings, today)
        survey = survey_of(campaigns.find(name), settings, today())
        for answers in self.everybody(seed):
            assert respond.submit(survey, respond.ballot(survey)[0], answers) is Outcome.RECORDED
        campaigns.close(name)
        campaigns.seal(today, name)
        publish.export(name, folder)
        self.rows = list(read(folder / "data.csv"))
        self.folder = folder
        self.collected = list(as_collected(self.instrument, box.rows(name)))
        (self.person,) = (row for row in self.collected if row["suits"] == "5_up" and row["mini_z"] == "5")

    def everybody(self, seed: int) -> Iterator[Answers]:
        chance = random.Random(seed)
        yield PLANTED
        for _ in range(PEOPLE - 1):
            answers = respondent(self.instrument, chance)
            yield answers | ({"suits": "1"} if answers.get("suits") == "5_up" else {})

    @property
    def known(self) -> dict[str, str]:
        return {name: self.person[name] for name in self.profile.ladders}


def read(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def as_collected(instrument: Instrument, rows: Iterator[str]) -> Iterator[Row]:
    """The rows that would leave if nobody looked after them."""
    columns = Table(instrument, rows).columns
    for cells in zip(*([column.words[code] for code in column.codes] for column in columns), strict=True):
        yield dict(zip((column.name for column in columns), cells, strict=True))


def candidates(profile: Profile, rows: Sequence[Row], known: Row) -> list[Row]:
    """The rows that may be those of the person: every cell is what is known, or covers it."""
    labels = {
        name: {ladder.at(known[name], level) for level in range(ladder.top + 1)}
        for name, ladder in profile.ladders.items()
    }
    return [row for row in rows if all(row[name] in labels[name] for name in labels)]


def certain(instrument: Instrument, profile: Profile, rows: Sequence[Row]) -> set[str]:
    """The sensitive variables to which all of some rows show one and the same answer."""
    found = set()
    for variable in instrument.variables:
        control = variable.control
        cells = {row.get(variable.name, SUPPRESSED) for row in rows} - {NOT_ASKED, NOT_ANSWERED}
        told = cells - ({"0", *MISSING} if variable.option else MISSING.keys())
        sensitive = control is not None and control.item.privacy == "sensitive"
        if sensitive and variable.name not in profile.ladders and told and len(cells) == 1:
            found.add(variable.name)
    return found


@pytest.fixture(scope="module", params=[1, 2, 3])
def leak(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Leak]:
    from surveyapp import create_app, store

    home = tmp_path_factory.mktemp("house")
    settings = Settings.from_environment(
        {"SURVEYAPP_HOME": str(home), "SURVEYAPP_SECRETS": "0123456789abcdefghijklmnopqrstuvwxyz"}
    )
    app: Application = create_app(settings)
    with app.app_context():
        store.upgrade()
        yield Leak(settings, home / "package", request.param)


def test_the_planted_colleague_would_be_found_in_what_was_collected(leak: Leak) -> None:
    """So that the looks below see what is there."""
    alone = candidates(leak.profile, leak.collected, leak.known)
    assert len(alone) == 1
    assert {"mini_z", "suit_distress", "review_support_nobody"} <= certain(
        leak.instrument, leak.profile, alone
    )


def test_nobody_is_singled_out_in_the_row_file(leak: Leak) -> None:
    for person in leak.collected:
        assert len(candidates(leak.profile, leak.rows, person)) >= K


def test_no_sensitive_answer_of_anybody_is_certain(leak: Leak) -> None:
    for person in leak.collected:
        told = certain(leak.instrument, leak.profile, candidates(leak.profile, leak.rows, person))
        everybody = certain(leak.instrument, leak.profile, leak.collected)
        assert told <= everybody, "what all said is no secret of one"


def test_tables_hide_the_planted_colleague(leak: Leak) -> None:
    """No table shows how many were sued five times: it is one, and everybody knows who."""
    (row,) = (row for row in read(leak.folder / "tables" / "suits.csv") if row["value"] == "5_up")
    assert int(row["least"]) < int(row["most"])


def test_no_table_counts_those_whose_rows_suppress_an_item(leak: Leak) -> None:
    """Taking the rows' answers from a table's would leave those of the few whom such rows hide."""
    for variable in leak.instrument.variables:
        if any(row.get(variable.name) == SUPPRESSED for row in leak.rows):
            for file in (leak.folder / "tables").glob("*.csv"):
                assert variable.name not in {row["variable"] for row in read(file) if "variable" in row}


def test_the_account_and_the_codebook_count_only_what_the_row_file_shows(leak: Leak) -> None:
    for entry in read(leak.folder / "codebook.csv"):
        if entry["n"]:
            cells = [row[entry["variable"]] for row in leak.rows]
            assert int(entry["n"]) == sum(cell not in MISSING for cell in cells)
    account = json.loads((leak.folder / "privacy.json").read_text(encoding="utf-8"))
    assert "5_up" not in json.dumps(account)
