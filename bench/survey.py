"""A survey to measure: its databases, its open campaign, and what people send to it."""

from __future__ import annotations

import itertools
import json
import random
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from flask.testing import FlaskClient
from sqlalchemy import make_url

from bench.client import BALLOT, Ask
from surveyapp import create_app, store
from surveyapp.clock import today_in
from surveyapp.extensions import db
from surveyapp.services import campaigns, simulate
from surveyapp.services.campaigns import Plan
from surveyapp.services.respond import Respond, Survey, survey_of
from surveyapp.settings import Settings
from surveyapp.store import box
from surveyapp.web.application import Application

NAME = "bench"
INVITED = 2_000_000
SEED = 29
DIFFERENT = 2_000
"""So many different people fill the box, each of them many times: what they say does not matter to it."""


@dataclass
class Measured:
    """An open campaign of an instrument in databases of its own; `sent` counts the posts made up for it."""

    app: Application
    path: str
    survey: Survey
    sent: int = 0

    @property
    def settings(self) -> Settings:
        """The settings to serve it with."""
        return self.app.settings

    def client(self) -> FlaskClient:
        """A visitor in this process."""
        return self.app.test_client()

    def page(self) -> list[Ask]:
        """Somebody opens the page."""
        return [(self.path, None)]

    def posts(self, number: int) -> list[list[Ask]]:
        """So many people send all answers, each once and with a ballot of their own."""
        return [[(self.path, self._body(seed, self._ballot()))] for seed in range(number)]

    def responses(self, number: int) -> list[list[Ask]]:
        """So many people do all that a browser does for one complete response."""
        return [
            [
                (self.path, None),
                (self.path, self._body(seed, BALLOT)),
                (f"{self.path}/done", None),
                ("/clear.gif", None),
            ]
            for seed in range(number)
        ]

    def stored(self) -> int:
        """How many responses the box holds."""
        with self.app.app_context():
            return box.count(NAME)

    def _ballot(self) -> str:
        respond: Respond = self.app.extensions["surveyapp.respond"]
        return respond.ballot(self.survey)[0]

    def _body(self, seed: int, ballot: str) -> str:
        """A form with every question answered: "yes" to all that ask yes or no, so that all are asked."""
        self.sent += 1
        chance = random.Random(seed)  # noqa: S311  repeatable on purpose
        pairs = [("_ballot", ballot)]
        for name, control in self.survey.instrument.controls.items():
            codes = list(control.options)
            if codes:
                pairs.append((name, "yes" if "yes" in codes else chance.choice(codes)))
            elif control.other_of is None:
                raise ValueError(f"{name} has no options: this bench answers by option only")
        return urlencode(pairs, safe="{}")


@contextmanager
def measured(
    instrument: str,
    folder: Path,
    urls: Mapping[str, str],
    by: Literal["link", "invitation"] = "link",
    publish: Literal["rows", "tables"] = "rows",
) -> Iterator[Measured]:
    """An open campaign of an instrument: in a new folder, or in databases that `urls` names by variable."""
    folder.mkdir(mode=0o700)
    given = {"SURVEYAPP_HOME": str(folder), "SURVEYAPP_SECRETS": secrets.token_urlsafe(32)}
    settings = replace(Settings.from_environment({**given, **urls}), workers=1)
    app = create_app(settings)
    with app.app_context():
        store.upgrade()
        today = today_in(settings.timezone)
        plan = Plan(name=NAME, instrument=instrument, invited=INVITED, publish=publish, synthetic=True, by=by)
        campaigns.create(settings, plan)
        campaigns.open_(settings, today, NAME)
        path = f"/{'s' if by == 'link' else 'i'}/{campaigns.token(settings, NAME)}"
        survey = survey_of(campaigns.find(NAME), settings, today())
        disconnect()
    yield Measured(app, path, survey)
    with app.app_context():
        disconnect()


def disconnect() -> None:
    """Close the current application's connections."""
    for engine in db.engines.values():
        engine.dispose()


def fill(measured: Measured, rows: int, different: int = DIFFERENT) -> None:
    """Put responses of so many different people into a box of SQLite, as if they had come in any order.

    In two rounds, each in the order of the keys: the second splits the pages that the first had filled, as
    answers do that come in the order of chance.
    """
    file = make_url(measured.settings.box_database_url).database
    assert file is not None
    answers = itertools.cycle(_answers(measured.survey, different))
    chance = random.Random(SEED)  # noqa: S311  repeatable on purpose
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for part in (rows // 2, rows - rows // 2):
            ids = sorted(chance.randbytes(box.DERIVED_ID_BYTES) for _ in range(part))
            with connection:
                connection.executemany(
                    "INSERT INTO response (campaign, id, answers) VALUES (?, ?, ?)",
                    ((NAME, each, text) for each, text in zip(ids, answers, strict=False)),
                )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _answers(survey: Survey, different: int) -> list[str]:
    controls = survey.instrument.controls
    return [
        json.dumps(
            {name: value for name, value in answers.items() if not controls[name].apart},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for answers in simulate.people(survey, different, SEED)
    ]
