"""The worker: a process of its own that keeps the schedule, looking once a minute and when it is nudged.

Its queue (huey's, in an SQLite file or in Redis) carries numbers of the schedule's rows and nothing else.
What is to happen stands in the office: a queue that is lost loses nothing.
"""

import json
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from surveyapp import clock, logs
from surveyapp.logs import Code
from surveyapp.services.jobs import Jobs
from surveyapp.variables import SettingsError

if TYPE_CHECKING:
    from flask import Flask
    from huey.api import Huey
    from huey.consumer import Consumer

    from surveyapp.settings import Settings

NAME = "surveyapp"
LONGEST_SLEEP = 2.0
"""Seconds until a nudge is noticed at the latest."""
ENDINGS = ("SIGTERM", "SIGINT", "SIGHUP")


class Numbers:
    """How tasks lie in the queue: JSON, where huey's own pickles could carry programs."""

    def serialize(self, message: Any) -> bytes:
        """The bytes of a task: its own random id, what kind it is, and the number of a row."""
        return json.dumps([message.id, message.name, list(message.args)]).encode()

    def deserialize(self, written: bytes) -> Any:
        """The task in those bytes. Raises ValueError where they are none."""
        from huey.registry import Message

        identity, name, arguments = json.loads(written)
        return Message(identity, name, args=tuple(map(int, arguments)), kwargs={}, retries=0, retry_delay=0)


def queue(settings: "Settings") -> "Huey":
    """The queue of some settings. Raises SettingsError where its library is missing."""
    import huey

    kept: dict[str, Any] = {"serializer": Numbers(), "results": False}
    if settings.jobs_url.startswith("sqlite:"):
        file = Path(settings.jobs_url.removeprefix("sqlite:///"))
        with suppress(OSError):
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return huey.SqliteHuey(NAME, filename=str(file), **kept)
    try:
        return huey.RedisHuey(NAME, url=settings.jobs_url, **kept)
    except huey.exceptions.ConfigurationError:
        raise SettingsError(
            "SURVEYAPP_JOBS_URL names a Redis, and its library is missing: pip install redis"
        ) from None


def nudge(settings: "Settings", number: int) -> None:
    """Have the worker do an entry of the schedule now instead of within a minute."""
    try:
        waiting = queue(settings)
        _perform_task(waiting, lambda _number: None)(number)
        waiting.storage.close()
    except Exception as error:  # noqa: BLE001  queues fail in many ways, and the schedule stands without them
        logs.unexpected(error)


def _perform_task(waiting: "Huey", perform: Callable[[int], None]) -> Any:
    """The kind of task that does one entry; calling it puts one into the queue."""
    return waiting.task(name="perform")(perform)


def run(app: "Flask", settings: "Settings", supervised: bool = False) -> None:
    """Keep the schedule until told to stop; what is being done then is finished first.

    A `supervised` worker also stops when the process that started it is gone.
    """
    ending, parent = threading.Event(), os.getppid()
    consumer = _consumer(app, settings, ending)
    consumer.start()
    for name in ENDINGS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: ending.set())
    logs.event(Code.JOBS_STARTED, pid=os.getpid())
    while not ending.wait(1.0) and not (supervised and os.getppid() != parent):
        consumer.check_worker_health()
    ending.set()
    consumer.stop(graceful=True)
    logs.event(Code.JOBS_STOPPED, pid=os.getpid())


def _consumer(app: "Flask", settings: "Settings", ending: threading.Event) -> "Consumer":
    """What takes tasks from the queue, one at a time, and puts one that looks into it each minute."""
    from huey import crontab

    jobs = Jobs(settings, clock.now_in(settings.timezone), stopping=ending.is_set)
    waiting = queue(settings)

    def told(work: Callable[[], object]) -> None:
        try:
            with app.app_context():
                work()
        except Exception as error:  # noqa: BLE001  a database that is away for a while must not end the worker
            logs.unexpected(error)

    def look() -> None:
        for number in jobs.look():
            perform(number)

    perform = _perform_task(waiting, lambda number: told(lambda: jobs.perform(number)))
    looking = waiting.periodic_task(crontab(), name="look")(lambda: told(look))
    looking()  # now, for what was due while no worker ran
    return waiting.create_consumer(max_delay=LONGEST_SLEEP, scheduler_interval=10)
