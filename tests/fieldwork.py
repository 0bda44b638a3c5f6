"""A campaign in the field: its databases, its server, many people at once, and what they left in the box."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import psutil
from sqlalchemy import select

from surveyapp.ballot.receipts import serial_of
from surveyapp.ballot.serials import response_id
from surveyapp.clock import today_in
from surveyapp.services import campaigns
from surveyapp.services.campaigns import Plan
from surveyapp.settings import Settings
from surveyapp.store import box, engines
from surveyapp.web.application import Application
from tests.conftest import LiveServer, MakeApp
from tests.respondent import Respondent, Sending, Visit
from tests.serving import Server, free_port

PATIENCE = 60.0
NAME = "round-1"


@dataclass
class Fieldwork:
    """One open campaign: its databases, its link, and what a committee does with it."""

    settings: Settings
    app: Application
    link: str

    @classmethod
    def prepare(
        cls, settings: Settings, make_app: MakeApp, instrument: str = "needs_assessment", port: int = 8000
    ) -> Fieldwork:
        """Make the databases, and open a campaign whose link leads to a port of this machine."""
        settings = replace(settings, url=f"http://127.0.0.1:{port}")
        app = make_app(settings)
        with app.app_context():
            campaigns.create(settings, Plan(name=NAME, instrument=instrument, invited=300))
            campaigns.open_(settings, today_in(settings.timezone), NAME)
            return cls(settings, app, campaigns.link(settings, NAME))

    def close(self) -> None:
        with self.app.app_context():
            campaigns.close(NAME)

    def reopen(self) -> None:
        with self.app.app_context():
            campaigns.open_(self.settings, today_in(self.settings.timezone), NAME)

    def seal(self) -> None:
        with self.app.app_context():
            campaigns.seal(today_in(self.settings.timezone), NAME)

    def ids(self) -> set[bytes]:
        """The ids of all responses in the box."""
        every = select(box.response.c.id).where(box.response.c.campaign == NAME)
        with self.app.app_context():
            return engines.done(engines.reading, lambda connection: set(connection.scalars(every)))

    def count(self) -> int:
        """How many responses the box says it holds."""
        with self.app.app_context():
            return box.count(NAME)


@dataclass
class Served:
    """Fieldwork behind a server, which can be killed and started again at the same address."""

    fieldwork: Fieldwork
    start: LiveServer
    server: Server

    @classmethod
    def begin(
        cls, settings: Settings, make_app: MakeApp, start: LiveServer, instrument: str = "needs_assessment"
    ) -> Served:
        """Open a campaign and serve it."""
        port = free_port()
        fieldwork = Fieldwork.prepare(settings, make_app, instrument, port)
        return cls(fieldwork, start, start(fieldwork.settings, port=port))

    @property
    def link(self) -> str:
        return self.fieldwork.link

    def crash(self) -> None:
        """Kill all of the server's processes, the first of them first, as it starts others."""
        first = psutil.Process(self.server.process.pid)
        family = [first, *first.children(recursive=True)]
        for process in family:
            process.kill()
        self.server.process.wait()
        psutil.wait_procs(family, timeout=PATIENCE)

    def restart(self) -> None:
        """Serve again."""
        self.server = self.start(self.fieldwork.settings, port=self.server.port)


def ids_of(visits: Sequence[Visit]) -> set[bytes]:
    """The ids that the box must hold for the receipts that people wrote down."""
    return {response_id(NAME, serial_of(visit.receipt)) for visit in visits}


def failures(visits: Sequence[Visit]) -> list[int]:
    """Every status that anybody saw and that says that the server failed."""
    return [status for visit in visits for status in visit.statuses if status >= 500]


@dataclass
class Crowd:
    """People who answer at the same time, each in a thread of their own; `seen` grows as they finish.

    `sending(number)` says how the person of that number sends. Where `ongoing` is set somebody else takes the
    place of each who has finished, until the context ends or the survey is closed; else all wait for each
    other before they send.
    """

    link: str
    people: int
    sending: Callable[[int], Sending] = lambda _number: Sending.ONCE
    patience: float = 0.0
    ongoing: bool = False
    seen: list[Visit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._news, self._over = threading.Condition(), threading.Event()
        together = threading.Barrier(self.people, timeout=PATIENCE)
        self._ready: Callable[[], object] = (lambda: None) if self.ongoing else together.wait

    @contextmanager
    def answering(self) -> Iterator[Crowd]:
        """Set them off; when the context has ended all have finished. Raises what a person ran into."""
        with ThreadPoolExecutor(self.people) as threads:
            places = [threads.submit(self._answer, number) for number in range(self.people)]
            try:
                yield self
            finally:
                self._over.set()
            for place in places:
                place.result(PATIENCE * 2)

    def _answer(self, number: int) -> None:
        for turn in itertools.count():
            visit = Respondent(
                random.Random(f"{number} {turn}"),
                keep_alive=number % 2 == 0,
                sending=self.sending(number),
                patience=self.patience,
                before_sending=self._ready,
            ).answer(self.link)
            with self._news:
                self.seen.append(visit)
                self._news.notify_all()
            if visit.closed or self._over.is_set() or not self.ongoing:
                return

    def wait_for(self, more: int) -> list[Visit]:
        """Those who have finished, when at least so many more have than now."""
        with self._news:
            number = len(self.seen) + more
            assert self._news.wait_for(lambda: len(self.seen) >= number, PATIENCE)
            return list(self.seen)
