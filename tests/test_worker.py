"""The worker as a process of its own: what it is killed in the middle of, what its queue and its log hold."""

from __future__ import annotations

import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner
from huey import storage
from huey.registry import Message

from surveyapp import clock, worker
from surveyapp.cli import main
from surveyapp.services import invitations
from surveyapp.services.jobs import Jobs
from surveyapp.services.roster import Roster
from surveyapp.settings import Settings, SettingsError
from surveyapp.store import invitations as recipients
from surveyapp.web.application import Application
from tests.conftest import LiveServer, MakeApp
from tests.mail.mailbox import Mailbox, mail_through
from tests.serving import PATIENCE, Server, environment
from tests.workers import entry, plan, running_worker, wait_until, working

LINE = re.compile(r"(info code=jobs_(started|stopped) pid=\d+|error code=unexpected kind=\w+ at=[\w.:]+)")
KILLS = 3
KEEPER = """
import os
from surveyapp import logs
from surveyapp.keeper import Keeper

logs.configure()
now = 0.0
keeper = Keeper(lambda: None, lambda: now)
started = []
for now in range(0, 180):
    before = keeper._pid
    keeper.tend()
    if keeper._pid not in (before, None):
        started.append(now)
        os.waitid(os.P_PID, keeper._pid, os.WEXITED | os.WNOWAIT)
print(*started)
"""


@pytest.fixture
def app(make_app: MakeApp, settings: Settings) -> Iterator[Application]:
    """An application with an open campaign, in its context, whose mail goes to a mailbox."""
    with mail_through(settings, Mailbox()) as given, working(make_app, given) as made:
        yield made


def kill_while_it_sends(
    settings: Settings, mailbox: Mailbox, chance: random.Random, number: int, log: Path
) -> None:
    """Kills one worker after another in the midst of an entry's e-mails; the last one ends them."""
    for _ in range(KILLS):
        seen = len(mailbox.messages)
        with running_worker(settings, log) as process:
            wait_until(lambda seen=seen: len(mailbox.messages) > seen)  # type: ignore[misc]  it is a bool
            time.sleep(chance.random() / 10)
            process.kill()
        # Long afterwards, as far as the schedule is concerned, somebody looks again.
        Jobs(settings, clock.now_in("UTC"), lambda: clock.moment() + 3600).look()
    with running_worker(settings, log):
        wait_until(lambda: entry(number).state not in ("waiting", "doing"))


def test_killed_at_any_point_nothing_is_sent_twice_and_nothing_is_lost(
    make_app: MakeApp, settings: Settings, tmp_path: Path
) -> None:
    mailbox = Mailbox()
    everybody = [f"member{number:02}@example.org" for number in range(40)]
    with mail_through(settings, mailbox) as given, working(make_app, given):
        number = plan("invite", *everybody)
        kill_while_it_sends(given, mailbox, random.Random(7), number, tmp_path / "log")
        arrived, left = Counter(mailbox.addressees), entry(number).addresses
    assert max(arrived.values()) == 1, "nothing twice"
    assert {each.state for each in left} <= {"in_doubt"}
    assert set(arrived) | {each.address for each in left} == set(everybody), "nothing lost silently"
    assert len(left) <= KILLS


def test_killed_at_any_point_a_planned_round_of_reminders_stays_one_round(
    make_app: MakeApp, settings: Settings, tmp_path: Path
) -> None:
    mailbox = Mailbox()
    everybody = tuple(f"member{number:02}@example.org" for number in range(30))
    with mail_through(settings, mailbox) as given, working(make_app, given, by="invitation"):
        invitations.enrol(given, "round-1", Roster(everybody, ()))
        recipients.mark_all("round-1", everybody, "emailed")
        number = plan("remind")
        kill_while_it_sends(given, mailbox, random.Random(11), number, tmp_path / "log")
        arrived, done = Counter(mailbox.addressees), entry(number)
        steps = set(recipients.recipients("round-1").values())
    assert max(arrived.values()) == 1, "nothing twice"
    lost = set(everybody) - set(arrived)
    assert done.said or not lost, "nothing lost silently"
    assert len(lost) <= KILLS
    assert steps == {"emailed"}
    assert (done.state, done.sent, done.addresses) == ("done", 0, ())


def test_the_queue_holds_numbers_and_nothing_else(app: Application) -> None:
    numbers = [plan("invite", "canary@example.org"), plan("close")]
    for number in numbers:
        worker.nudge(app.settings, number)
    file = app.settings.home / "jobs.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        held = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}  # noqa: S608
    assert {table: len(rows) for table, rows in held.items() if rows} == {"task": 2}
    task = re.compile(rb'\["[0-9a-f-]{36}", "surveyapp\.worker\.perform", \[(\d+)\]\]')
    found = [task.fullmatch(bytes(row[2])) for row in held["task"]]
    assert [match and int(match[1]) for match in found] == numbers
    everything = b"".join(each.read_bytes() for each in app.settings.home.glob("jobs.sqlite*"))
    for word in (b"canary", b"example.org", b"/s/", b"round-1", b"needs"):
        assert word not in everything
    assert file.stat().st_mode & 0o077 == 0


def test_a_nudge_is_heard_and_a_stop_is_clean(app: Application, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running_worker(app.settings, log) as process:
        wait_until(lambda: "jobs_started" in log.read_text(encoding="utf-8"))
        number = plan("invite", "canary@example.org", "nobody-canary@example.org")
        worker.nudge(app.settings, number)
        wait_until(lambda: entry(number).state == "failed")
        process.terminate()
        assert process.wait(PATIENCE) == 0
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert [line.split()[1] for line in lines] == ["code=jobs_started", "code=jobs_stopped"]


@pytest.mark.parametrize(
    "arguments", ["[]", "[1, 2]", '["1"]', "[true]", "[1.5]", "[null]", "1", '{"1": 1}', "[[1]]"]
)
def test_a_task_is_exactly_one_number(arguments: str) -> None:
    with pytest.raises(ValueError, match="one number"):
        worker.Numbers().deserialize(f'["x", "surveyapp.worker.perform", {arguments}]'.encode())


def test_nothing_that_lies_in_the_queue_ends_the_worker(
    app: Application, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "LONGEST_SLEEP", 0.01)
    waiting, turns = worker.queue(app.settings), iter(range(60))
    waiting.storage.enqueue(b'["x", "surveyapp.worker.perform", []]')
    # What huey itself would make of a task whose number is missing.
    without = Message("y", "surveyapp.worker.perform", args=(), kwargs={}, retries=0, retry_delay=0)
    waiting.storage.enqueue(b"without")
    real = waiting.serializer.deserialize
    monkeypatch.setattr(
        waiting.serializer, "deserialize", lambda written: without if written == b"without" else real(written)
    )
    jobs = Jobs(app.settings, clock.now_in("UTC"))
    worker.keep(app, jobs, waiting, lambda _seconds: next(turns, None) is None)
    worker._leave(waiting)
    assert [each.getMessage().split()[0] for each in caplog.records if "code=" in each.getMessage()] == [
        "code=queue_unavailable",
        "code=unexpected",
    ]


def worker_of(server: Server, times: int = 1) -> int:
    """The process that keeps the schedule beside a server, as its log names the last of so many."""
    said = re.compile(r"code=jobs_started pid=(\d+)")
    wait_until(lambda: len(said.findall(server.log.read_text(encoding="utf-8"))) == times)
    return int(said.findall(server.log.read_text(encoding="utf-8"))[-1])


def test_serve_keeps_a_worker_starts_it_again_and_stops_it(app: Application, live_server: LiveServer) -> None:
    server = live_server(app.settings, with_worker=True)
    first = worker_of(server)
    psutil.Process(first).send_signal(signal.SIGKILL)
    second = worker_of(server, times=2)
    number = plan("close")
    worker.nudge(app.settings, number)
    wait_until(lambda: entry(number).state == "done")
    assert server.stop() == 0
    assert not psutil.pid_exists(second)
    log = server.log.read_text(encoding="utf-8")
    assert log.count("error code=jobs_died") == 1
    assert f"info code=jobs_stopped pid={second}" in log
    assert log.splitlines()[-1].startswith("info code=stopped")


def test_a_worker_whose_server_was_killed_does_not_stay(app: Application, live_server: LiveServer) -> None:
    server = live_server(app.settings, with_worker=True)
    process = psutil.Process(worker_of(server))
    server.process.kill()
    server.process.wait()
    assert process.wait(PATIENCE) in (0, None)


def test_serve_without_a_worker_keeps_none(app: Application, live_server: LiveServer) -> None:
    server = live_server(app.settings)
    assert server.stop() == 0
    assert "jobs_" not in server.log.read_text(encoding="utf-8")


def test_the_keeper_waits_longer_each_time_up_to_a_minute() -> None:
    done = subprocess.run([sys.executable, "-c", KEEPER], capture_output=True, text=True, check=True)
    starts = [int(each) for each in done.stdout.split()]
    # The end of a child is noticed a second after it, and then the pause begins.
    assert [after - before for before, after in pairwise(starts)] == [
        2,
        3,
        5,
        9,
        17,
        33,
        61,
    ]


def test_the_worker_refuses_before_init(settings: Settings) -> None:
    result = CliRunner(env=environment(settings)).invoke(main, ["worker"])
    assert (result.exit_code, "Bring them up to date: surveyapp init" in result.output) == (1, True)


def test_a_redis_without_its_library_says_what_to_install(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "Redis", None)
    with pytest.raises(SettingsError, match="requirements-redis"):
        worker.queue(replace(settings, jobs_url="redis://127.0.0.1:6379/0"))


def test_a_queue_that_is_away_holds_nothing_up(settings: Settings) -> None:
    assert not worker.nudge(replace(settings, jobs_url="sqlite:////nowhere/jobs.sqlite"), 1)


def test_what_is_planned_for_now_is_due_at_once(app: Application) -> None:
    number = plan("close")
    later = clock.now_in("UTC")() + timedelta(seconds=1)
    assert Jobs(app.settings, lambda: later).look() == [number]
