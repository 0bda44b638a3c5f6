"""The worker's queue in a Redis that several machines share: what it holds, and what happens without it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import psutil
import pytest
from click.testing import CliRunner

from surveyapp import clock, worker
from surveyapp.cli import main
from surveyapp.services.jobs import Jobs
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from tests.conftest import LiveServer, MakeApp
from tests.mail.mailbox import Mailbox, mail_through
from tests.redis_server import Redis, running_redis
from tests.serving import environment
from tests.tls import encrypted, own_certificate
from tests.workers import entry, plan, wait_until, working

QUEUE = "huey.redis.surveyapp"


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    with running_redis(tmp_path) as server:
        yield server


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, redis: Redis, mailbox: Mailbox) -> Iterator[Application]:
    """An application with an open campaign, in its context, whose queue is in the Redis."""
    with (
        mail_through(replace(settings, jobs_url=redis.url), mailbox) as given,
        working(make_app, given) as made,
    ):
        yield made


@contextmanager
def worker_in_a_thread(app: Application) -> Iterator[None]:
    """A worker that has looked once."""
    ending, looked = Event(), Event()

    def ended(seconds: float) -> bool:
        looked.set()
        return ending.wait(seconds)

    jobs = Jobs(app.settings, clock.now_in("UTC"))
    thread = Thread(target=worker.keep, args=(app, jobs, worker.queue(app.settings), ended))
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()


def left(redis: Redis) -> int:
    """How many tasks wait."""
    with redis.looked_into() as connection:
        return int(connection.llen(QUEUE))


def test_the_redis_holds_numbers_and_nothing_else(app: Application, redis: Redis, tmp_path: Path) -> None:
    numbers = [plan("invite", "canary@example.org"), plan("close")]
    assert [worker.nudge(app.settings, number) for number in numbers] == [True, True]
    with redis.looked_into() as connection:
        assert connection.keys() == [QUEUE.encode()]
        tasks = connection.lrange(QUEUE, 0, -1)
        connection.save()
    task = re.compile(rb'\["[0-9a-f-]{36}", "surveyapp\.worker\.perform", \[(\d+)\]\]')
    found = [task.fullmatch(each) for each in reversed(tasks)]
    assert [match and int(match[1]) for match in found] == numbers
    kept = (tmp_path / "dump.rdb").read_bytes() + (tmp_path / "redis.log").read_bytes()
    for word in (b"canary", b"example.org", b"/s/", b"round-1", b"needs"):
        assert word not in kept


def test_a_nudge_is_heard_before_the_worker_looks_again(
    app: Application, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "LOOK_SECONDS", 3600)
    early = plan("invite", "early@example.org")
    with worker_in_a_thread(app):
        wait_until(lambda: entry(early).state == "done")
        number = plan("close")
        assert worker.nudge(app.settings, number)
        wait_until(lambda: entry(number).state == "done")


def test_several_servers_and_their_workers_do_each_thing_once(
    app: Application, live_server: LiveServer, redis: Redis, mailbox: Mailbox
) -> None:
    servers = [live_server(app.settings, "--workers", "1", with_worker=True) for _ in range(2)]
    pids = [said_by(server.log, r"jobs_started pid=(\d+)") for server in servers]
    planned = {plan("invite", f"{number}@example.org"): number for number in range(8)}
    for number in [*planned, *planned]:
        assert worker.nudge(app.settings, number)
    wait_until(lambda: all(entry(number).state == "done" for number in planned))
    wait_until(lambda: left(redis) == 0)
    assert Counter(mailbox.addressees) == {f"{number}@example.org": 1 for number in planned.values()}
    assert all(psutil.pid_exists(int(pid)) for pid in pids)
    for server in servers:
        assert server.stop() == 0
        assert "error" not in server.log.read_text(encoding="utf-8")


def said_by(log: Path, pattern: str) -> str:
    """The first part of what a log says by and by."""
    wait_until(lambda: re.search(pattern, log.read_text(encoding="utf-8")) is not None)
    return str(re.findall(pattern, log.read_text(encoding="utf-8"))[0])


def test_without_its_redis_a_worker_keeps_the_schedule_and_goes_back_to_it(
    app: Application, redis: Redis, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "LOOK_SECONDS", 0.5)
    redis.stop()
    with worker_in_a_thread(app):
        number = plan("invite", "all@example.org")
        assert not worker.nudge(app.settings, number)
        wait_until(lambda: entry(number).state == "done")
        redis.start()
        assert worker.nudge(app.settings, number)
        wait_until(lambda: left(redis) == 0)
    said = {each.getMessage() for each in caplog.records if "code=" in each.getMessage()}
    assert said == {"code=queue_unavailable kind=ConnectionError"}


def test_a_password_is_neither_shown_nor_logged(
    app: Application, redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    right = replace(app.settings, jobs_url=redis.url + "?client_name=canary")
    wrong = replace(right, jobs_url=redis.url.replace("canary", "other-canary"))
    assert worker.nudge(right, 1)
    assert not worker.nudge(wrong, 1)
    assert caplog.messages == ["code=queue_unavailable kind=AuthenticationError"]
    shown = CliRunner(env=environment(right)).invoke(main, ["settings"]).output
    assert f"redis://***@127.0.0.1:{redis.port}/0?***" in shown
    assert "canary" not in shown + repr(right) + right.shown("jobs_url")


def test_an_encrypted_redis_must_show_a_certificate_that_is_trusted_and_its_own(
    app: Application, redis: Redis, tmp_path: Path
) -> None:
    ours, others = own_certificate(tmp_path, "ours"), own_certificate(tmp_path, "others")
    elsewhere = own_certificate(tmp_path, "elsewhere", "127.0.0.2")
    for shown, trusted, heard in ((ours, ours, True), (ours, others, False), (elsewhere, elsewhere, False)):
        with encrypted(redis.port, shown) as port:
            url = redis.url.replace("redis:", "rediss:").replace(str(redis.port), str(port))
            given = replace(app.settings, jobs_url=f"{url}?ssl_ca_certs={trusted.certificate}")
            assert worker.nudge(given, 1) is heard, shown
    assert left(redis) == 1
