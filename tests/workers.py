"""Workers as processes of their own, and what they are given to do."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from surveyapp import clock
from surveyapp.services import campaigns, schedule
from surveyapp.services.campaigns import Plan
from surveyapp.settings import Settings
from surveyapp.store import office
from surveyapp.web.application import Application
from tests.conftest import MakeApp
from tests.serving import COMMAND, PATIENCE, environment


@contextmanager
def working(
    make_app: MakeApp, settings: Settings, by: Literal["link", "invitation"] = "link"
) -> Iterator[Application]:
    """An application with an open campaign, in its context."""
    made = make_app(settings)
    with made.app_context():
        campaigns.create(settings, Plan(name="round-1", instrument="needs_assessment", invited=60, by=by))
        campaigns.open_(settings, clock.today_in("UTC"), "round-1")
        yield made


def plan(what: str, *to: str) -> int:
    """Something to do now."""
    now = clock.now_in("UTC")
    return schedule.add(now, "round-1", what, now(), to)


def entry(number: int) -> schedule.Entry:
    """An entry of the schedule as people see it now."""
    found = next(each for each in schedule.listed() if each.number == number)
    office.let_go()
    return found


def wait_until(happened: Callable[[], bool]) -> None:
    """Return once something has happened."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@contextmanager
def running_worker(settings: Settings, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`surveyapp worker`, killed when the context ends."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [COMMAND, "worker"], env=environment(settings), stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
