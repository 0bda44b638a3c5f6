"""Campaigns in every state behind a server, ways to visit all of it, and databases that fail on demand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import sleep

from sqlalchemy import text

from surveyapp.extensions import db
from surveyapp.services import campaigns
from surveyapp.services.campaigns import Plan
from surveyapp.services.respond import REMEMBERED_FOR
from surveyapp.settings import Settings
from surveyapp.store import engines
from surveyapp.web.application import Application
from tests.conftest import MakeApp
from tests.promises import visiting
from tests.promises.conftest import with_tiny
from tests.promises.visiting import Visitor

STATES = ("draft", "open", "closed", "sealed")


def today() -> date:
    return date(2027, 1, 4)


@dataclass
class Site:
    """An application whose databases are ready, with a campaign in each state; links by state."""

    app: Application
    links: dict[str, str]

    @classmethod
    def prepare(cls, settings: Settings, make_app: MakeApp, folder: Path) -> Site:
        """Campaigns that ask the tiny instrument, whose files go into the folder."""
        app = make_app(with_tiny(settings, folder))
        with app.app_context():
            made = cls(app, {state: _campaign(app.settings, state) for state in STATES})
        made.disconnect()
        return made

    @property
    def settings(self) -> Settings:
        return self.app.settings

    @property
    def open(self) -> str:
        """The link of the open campaign."""
        return self.links["open"]

    def disconnect(self) -> None:
        """Close our own connections, so that only a server has the databases open."""
        with self.app.app_context():
            for engine in db.engines.values():
                engine.dispose()

    def visit_everything(self, visitor: Visitor) -> None:
        """Answer, take back, and send every request that anybody could."""
        ballot, receipt = visitor.respond(self.open)
        taken_back = Visitor(visitor.port).respond(self.open)[1]
        for place, word in (("ballot", ballot), ("receipt", receipt), ("receipt taken back", taken_back)):
            visitor.canaries.keep(place, word)
        mistyped = f"{'1' if receipt[0] == '0' else '0'}{receipt[1:]}"
        for typed in (taken_back, mistyped, visitor.canaries.word("typed receipt")):
            visitor.withdraw(self.open, typed)
        self.visit_every_route(visitor, *visiting.METHODS)
        for link in self.links.values():
            for kind, body in visiting.bodies(visitor.canaries, ballot, visitor.answered()):
                for path in (link, f"{link}/withdraw", f"{link}/done"):
                    visitor.ask("POST", path, body, kind)
        for request in visiting.broken(visitor.canaries):
            visitor.send(request)
        halves = list(visiting.cut_short(visitor.canaries))
        for request in halves:
            visitor.send(request, hang_up=True)
        visitor.dawdle(halves, seconds=2.5)  # longer than the server waits for another request

    def visit_every_route(self, visitor: Visitor, *methods: str) -> None:
        """Each route of the application's own map with each method; a post sends a form as the page does."""
        form = b"_ballot=x&area=adult&receipt=x"
        for path in visiting.paths(self.app, list(self.links.values()), visitor.canaries):
            for method in methods:
                writes = method in ("POST", "PUT", "PATCH")
                visitor.ask(method, path, form if writes else b"", visiting.FORM if writes else "")

    def visit_while_it_fails(self, visitor: Visitor) -> None:
        """Answer, take back and read everything while first the box fails, and then the office."""
        receipt = visitor.canaries.keep("receipt of before", visitor.respond(self.open)[1])
        with self._without(engines.BOX, "intake"):
            visitor.respond(self.open, 503)
            assert visitor.withdraw(self.open, receipt).status == 503
            self.visit_every_route(visitor, "GET", "POST")
        with self._without(None, "campaign"):
            assert visitor.ask("GET", self.open).status == 500
            self.visit_every_route(visitor, "GET", "POST")

    @contextmanager
    def _without(self, bind: str | None, table: str) -> Iterator[None]:
        """For this long a table is missing in one of the databases."""
        self._rename(bind, table, f"{table}_away")
        sleep(REMEMBERED_FOR + 0.1)
        try:
            yield
        finally:
            self._rename(bind, f"{table}_away", table)

    def _rename(self, bind: str | None, table: str, to: str) -> None:
        with self.app.app_context(), engines.writing(bind) as connection:
            connection.execute(text(f"ALTER TABLE {table} RENAME TO {to}"))
        self.disconnect()


def _campaign(settings: Settings, state: str) -> str:
    campaigns.create(settings, Plan(name=state, instrument="tiny", invited=20))
    if state != "draft":
        campaigns.open_(settings, today, state)
    if state in ("closed", "sealed"):
        campaigns.close(state)
    if state == "sealed":
        campaigns.seal(today, state)
    return f"/s/{campaigns.link(settings, state).rpartition('/')[2]}"
