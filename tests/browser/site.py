"""A served site with campaigns of its own for each test, and a look into its box."""

from __future__ import annotations

import itertools
import json
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from surveyapp import create_app, store
from surveyapp.clock import today_in
from surveyapp.extensions import db
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rules import Value
from surveyapp.services import campaigns, library
from surveyapp.services.campaigns import Plan
from surveyapp.settings import Settings, bundled
from surveyapp.store import box
from surveyapp.web.application import Application
from tests.serving import free_port, running_server

INSTRUMENTS = Path(__file__).with_name("instruments")


@dataclass
class Site:
    """`surveyapp serve` in a process of its own, and its databases."""

    app: Application
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def settings(self) -> Settings:
        return self.app.settings

    def campaign(self, instrument: str = "every_kind", *, opened: bool = True) -> Campaign:
        """A new campaign: open, or a draft whose link is a rehearsal."""
        name = f"c{next(self.numbers)}"
        today = today_in(self.settings.timezone)
        plan = Plan(name=name, instrument=instrument, invited=100, closes=today() + timedelta(days=30))
        with self.app.app_context():
            campaigns.create(self.settings, plan)
            if opened:
                campaigns.open_(self.settings, today, name)
            link = campaigns.link(self.settings, name)
            return Campaign(self, name, link, library.instrument(self.settings, instrument))


@dataclass
class Campaign:
    """One campaign: its link, what it asks, and what its box holds."""

    site: Site
    name: str
    link: str
    instrument: Instrument

    def open(self) -> None:
        """Open it, the first time or again."""
        with self.site.app.app_context():
            campaigns.open_(self.site.settings, today_in("UTC"), self.name)

    def close(self) -> None:
        """Stop taking answers."""
        with self.site.app.app_context():
            campaigns.close(self.name)

    def seal(self) -> None:
        """End it for good."""
        with self.site.app.app_context():
            campaigns.seal(today_in("UTC"), self.name)

    @property
    def count(self) -> int:
        """How many responses are stored."""
        with self.site.app.app_context():
            return box.count(self.name)

    @property
    def stored(self) -> list[dict[str, Value]]:
        """Everybody's answers as they are stored, without comments."""
        with self.site.app.app_context():
            return [json.loads(row) for row in box.rows(self.name)]

    @property
    def comments(self) -> dict[str, str]:
        """The comments by item; of several people's comments on one item, one."""
        with self.site.app.app_context():
            return dict(box.comments(self.name))


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """A site in a new home in the folder, which asks our own instruments too, until the context ends."""
    home, port = folder / "home", free_port()
    home.mkdir(mode=0o700)
    given = {
        "SURVEYAPP_HOME": str(home),
        "SURVEYAPP_SECRETS": secrets.token_urlsafe(32),
        "SURVEYAPP_INSTRUMENTS": str(shutil.copytree(bundled("instruments"), folder / "instruments")),
        "SURVEYAPP_EXPORTS": str(shutil.copytree(bundled("exports"), folder / "exports")),
        "SURVEYAPP_URL": f"http://127.0.0.1:{port}",
    }
    settings = replace(Settings.from_environment(given), workers=1)
    for file in INSTRUMENTS.glob("*.yaml"):
        shutil.copy(file, settings.instruments)
        profile = f"name: {file.stem}\ninstrument: {file.stem}\nprivacy: {{}}\n"
        (settings.exports / file.name).write_text(profile, encoding="utf-8")
    app = create_app(settings)
    with app.app_context():
        store.upgrade()
    try:
        with running_server(settings, folder / "server.log", port=port):
            yield Site(app)
    finally:
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
