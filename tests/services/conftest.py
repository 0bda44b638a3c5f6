"""A tiny instrument and its profile, and an application that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from zlib import crc32

import pytest
from sqlalchemy import text

from surveyapp.services import campaigns
from surveyapp.services.campaigns import Plan
from surveyapp.services.respond import Respond, Survey
from surveyapp.settings import Settings
from surveyapp.store import engines
from tests.conftest import MakeApp

TINY = """
name: tiny
title: A tiny survey
source: {citation: none, wording: reconstructed}
contact: The committee
sections:
  - name: only
    title: Only
    items:
      - name: area
        type: choice
        ask: Where?
        options: {adult: Adult, pediatric: Pediatric}
        privacy: quasi_identifier
      - {name: sued, type: yes_no, ask: Sued?}
      - {name: distress, type: yes_no, ask: Distress?, when: {sued: yes}}
      - {name: words, type: comment, ask: Anything else?}
"""
PROFILE = """
name: tiny
instrument: tiny
privacy:
  quasi_identifiers:
    area: []
"""


def asking(settings: Settings, folder: Path, instrument: str = TINY, profile: str = PROFILE) -> Settings:
    """The settings with folders that hold a tiny instrument and its profile."""
    folders = folder / "instruments", folder / "exports"
    for each, words in zip(folders, (instrument, profile), strict=True):
        each.mkdir()
        (each / "tiny.yaml").write_text(words, encoding="utf-8")
    return replace(settings, instruments=folders[0], exports=folders[1])


ONE_IN = 4
"""`make test` runs all tests of the store and the promises on PostgreSQL too, and of these one in so many."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the other tests on PostgreSQL to `make test-all`; chosen by name, so that the choice stays."""
    for item in items:
        ours = Path(__file__).parent in item.path.parents
        if ours and "[postgresql" in item.name and crc32(item.name.encode()) % ONE_IN:
            item.add_marker(pytest.mark.slow)


@dataclass
class Desk:
    """A committee's desk: settings, a date that tests may turn, and what answering needs."""

    settings: Settings
    day: date = date(2027, 1, 4)
    seconds: float = 0.0
    respond: Respond = field(init=False)

    def __post_init__(self) -> None:
        self.respond = Respond(self.settings, self.today, lambda: self.seconds)

    def today(self) -> date:
        return self.day

    def create(self, name: str = "round-1", **changes: object) -> str:
        plan = Plan(name=name, instrument="tiny", invited=20)
        campaigns.create(self.settings, replace(plan, **changes))  # type: ignore[arg-type]
        return name

    def open(self, name: str = "round-1", **changes: object) -> str:
        self.create(name, **changes)
        campaigns.open_(self.settings, self.today, name)
        return name

    def unsealed(self, state: str, name: str = "round-1", **changes: object) -> str:
        """A campaign that is "draft", "open" or "closed"."""
        self.create(name, **changes) if state == "draft" else self.open(name, **changes)
        if state == "closed":
            campaigns.close(name)
        return name

    def survey(self, name: str = "round-1") -> Survey:
        """The survey as a fresh visitor meets it: nothing is remembered."""
        self.seconds += 60
        return self.respond.survey(campaigns.link(self.settings, name).rpartition("/")[2])


def reword_a_version(before: str, after: str) -> None:
    """What somebody with every right in the office's database can do to a version: its guard goes first."""
    with engines.writing(None) as connection:
        on_table = " ON instrument_version" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER instrument_version_never_changes{on_table}"))
        change = text("UPDATE instrument_version SET content = replace(content, :before, :after)")
        connection.execute(change, {"before": before, "after": after})


@pytest.fixture
def desk(any_store_settings: Settings, make_bare_app: MakeApp, tmp_path: Path) -> Iterator[Desk]:
    settings = asking(any_store_settings, tmp_path)
    with make_bare_app(settings).app_context():
        yield Desk(settings)
