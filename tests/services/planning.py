"""A desk with a clock on the wall, and a worker that keeps its schedule when a test says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from surveyapp.ballot.codes import code_digest
from surveyapp.services import invitations, schedule
from surveyapp.services.backups.restore import HELD
from surveyapp.services.jobs import Jobs
from surveyapp.services.roster import Roster
from surveyapp.services.schedule import Entry
from surveyapp.settings import Settings
from surveyapp.store import invitations as recipients
from surveyapp.store import office
from surveyapp.store.engines import writing
from surveyapp.store.holding import hold_office
from tests.mail.mailbox import Mailbox, mail_through
from tests.services.conftest import Desk

NAME = "round-1"
START = datetime(2027, 1, 4, 8, 0)  # noqa: DTZ001  the clock on the wall
THREE = ("ann@example.org", "bob@example.org", "cy@example.org")


@dataclass
class Wall:
    """The schedule of a desk, at a time that the test turns; `jobs` is its worker."""

    desk: Desk
    settings: Settings
    mailbox: Mailbox
    time: datetime = START
    most_mail: int = 1000
    jobs: Jobs = field(init=False)

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.settings, self.now, self.moment, self.stopping)

    def now(self) -> datetime:
        return self.time

    def moment(self) -> int:
        return int((self.time - START).total_seconds())

    def stopping(self) -> bool:
        return len(self.mailbox.messages) >= self.most_mail

    def later(self, **passed: float) -> None:
        """Turn the clock."""
        self.time += timedelta(**passed)
        self.desk.day = self.time.date()

    def plan(self, what: str, *to: str, hours: float = 1, name: str = NAME) -> int:
        """Put something on the schedule, so many hours from now."""
        return schedule.add(self.now, name, what, self.time + timedelta(hours=hours), to)

    def work(self, **passed: float) -> None:
        """What a worker does when it looks, so long from now."""
        self.later(**passed)
        for number in self.jobs.look():
            self.jobs.perform(number)

    def entry(self, number: int) -> Entry:
        """An entry as people see it."""
        return next(each for each in schedule.listed() if each.number == number)

    def state(self, number: int) -> str:
        """How far an entry is."""
        return self.entry(number).state


@contextmanager
def wall(desk: Desk) -> Iterator[Wall]:
    """The schedule of a desk whose mail goes to a mailbox."""
    mailbox = Mailbox()
    with mail_through(desk.settings, mailbox) as settings:
        desk.settings = settings
        desk.day = START.date()
        yield Wall(desk, replace(settings), mailbox)


def as_restored() -> None:
    """Leave the office as a restored backup does: everything waits for a person."""
    office.let_go()
    with writing(None) as connection:
        hold_office(connection, HELD)


def enrol(plan: Wall, *addresses: str) -> None:
    """Put people on the roster."""
    invitations.enrol(plan.settings, NAME, Roster(addresses, ()))


def invited(plan: Wall, *addresses: str) -> None:
    """Everybody has their invitation, and the mailbox is empty."""
    enrol(plan, *addresses)
    invitations.send_invitations(plan.settings, plan.desk.today, NAME)
    for each in addresses:
        recipients.claim(NAME, each, "waiting", "emailed")  # refused ones too
    plan.mailbox.messages.clear()


def answer(plan: Wall, *addresses: str) -> None:
    """Have people use their invitations."""
    post = invitations._Post(plan.settings, plan.desk.today, NAME)
    for each in addresses:
        code = code_digest(NAME, post._code(each))
        recipients.take(NAME, code, bytes([1]) * 32)


@contextmanager
def personal_wall(desk: Desk) -> Iterator[Wall]:
    """The wall with an open campaign by invitation."""
    with wall(desk) as made:
        made.desk.open(by="invitation")
        yield made
