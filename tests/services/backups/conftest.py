"""A desk with something to back up, and a home elsewhere to restore it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from surveyapp.cli.console import create_cli_app
from surveyapp.services import campaigns
from surveyapp.services.backups.make import Made, new_key
from surveyapp.services.backups.restore import read, restore
from surveyapp.services.respond import Outcome
from surveyapp.settings import Settings
from surveyapp.store import copying
from tests.services.conftest import Desk

CANARY = "someone wrote this"
Elsewhere = Callable[[Settings], Settings]


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "backup.key"


@pytest.fixture
def at_work(desk: Desk, key: Path) -> Desk:
    """A desk with a sealed campaign and an open one, and a key to make backups for."""
    desk.settings = replace(desk.settings, backup_key=new_key(key))
    answer(desk, desk.open("over"), {"area": "adult", "words": CANARY})
    campaigns.close("over")
    campaigns.seal(desk.today, "over")
    answer(desk, desk.open("running"), {"area": "adult"}, {"area": "pediatric", "words": CANARY})
    return desk


def answer(desk: Desk, name: str, *people: dict[str, Any]) -> list[str]:
    """Let people answer; gives their receipts."""
    survey, receipts = desk.survey(name), []
    for answers in people:
        ballot, receipt = desk.respond.ballot(survey)
        assert desk.respond.submit(survey, ballot, answers) is Outcome.RECORDED
        receipts.append(receipt)
    return receipts


def everything() -> dict[str, list[copying.Row]]:
    return {table.table: list(table.rows) for table in copying.copied()}


@pytest.fixture
def elsewhere(tmp_path: Path, request: pytest.FixtureRequest) -> Elsewhere:
    """Settings of a new home with databases of the other kind, so that a drill crosses over."""

    def made(settings: Settings) -> Settings:
        home = tmp_path / "elsewhere"
        home.mkdir(mode=0o700)
        if settings.database_url.startswith("sqlite"):
            postgres = request.getfixturevalue("postgres")
            office, kept = postgres.url(postgres.create()), postgres.url(postgres.create())
        else:
            office, kept = f"sqlite:///{home / 'office.sqlite'}", f"sqlite:///{home / 'box.sqlite'}"
        return replace(settings, home=home, database_url=office, box_database_url=kept)

    return made


def restored(settings: Settings, made: Made, key: Path) -> tuple[str, ...]:
    with create_cli_app(settings):
        return restore(settings, read(made.file, key))
