"""The worker: a process of its own that keeps the schedule, looking once a minute and when it is nudged.

Its queue (huey's, in an SQLite file or in Redis) carries numbers of the schedule's rows and nothing else.
What is to happen stands in the office: a queue that is lost or away loses nothing. So the worker looks by
itself, where huey's own consumer would pass its looking through the queue.
"""

import json
import os
import signal
import threading
import time
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

    from surveyapp.settings import Settings

NAME = "surveyapp"
LOOK_SECONDS = 60.0
"""How often the worker looks at the schedule."""
LONGEST_SLEEP = 1.0
"""Seconds until a nudge is noticed at the latest, and that the worker's parent is gone."""
ENDINGS = ("SIGTERM", "SIGINT", "SIGHUP")


class Numbers:
    """How tasks lie in the queue: JSON, where huey's own pickles could carry programs."""

    def serialize(self, message: Any) -> bytes:
        """The bytes of a task: its own random id, what kind it is, and the number of a row."""
        return json.dumps([message.id, message.name, list(message.args)]).encode()

    def deserialize(self, written: bytes) -> Any:
        """The task in those bytes. Raises ValueError where they are none."""
        from huey.registry import Message

        match json.loads(written):
            case [str(identity), str(name), [number]] if type(number) is int:
                return Message(identity, name, args=(number,), kwargs={}, retries=0, retry_delay=0)
        raise ValueError("a task is its id, its kind and one number")


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
            "SURVEYAPP_JOBS_URL names a Redis, and its library is missing: "
            "pip install --require-hashes -r requirements-redis.lock"
        ) from None


def nudge(settings: "Settings", number: int) -> bool:
    """Have a worker do an entry of the schedule now; False where it will be within a minute."""
    try:
        waiting = queue(settings)
        _perform_task(waiting, lambda _number: None)(number)
        _leave(waiting)
    except Exception as error:  # noqa: BLE001  queues fail in many ways, and the schedule stands without them
        _say_away(error)
        return False
    return True


def _perform_task(waiting: "Huey", perform: Callable[[int], None]) -> Any:
    """The kind of task that does one entry; calling it puts one into the queue."""
    return waiting.task(name="perform")(perform)


def _leave(waiting: "Huey") -> None:
    """Close the connection to a queue."""
    if pool := getattr(waiting.storage, "pool", None):
        pool.disconnect()
    waiting.storage.close()


def run(app: "Flask", settings: "Settings", supervised: bool = False) -> None:
    """Keep the schedule until told to stop; what is being done then is finished first.

    A `supervised` worker also stops when the process that started it is gone. Raises SettingsError where the
    queue's library is missing.
    """
    ending, parent = threading.Event(), os.getppid()
    for name in ENDINGS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: ending.set())

    def ended(seconds: float = 0) -> bool:
        return ending.wait(seconds) or (supervised and os.getppid() != parent)

    waiting = queue(settings)
    logs.event(Code.JOBS_STARTED, pid=os.getpid())
    jobs = Jobs(settings, clock.now_in(settings.timezone), stopping=ended, began=clock.moment())
    keep(app, jobs, waiting, ended)
    _leave(waiting)
    logs.event(Code.JOBS_STOPPED, pid=os.getpid())


def keep(app: "Flask", jobs: Jobs, waiting: "Huey", ended: Callable[[float], bool]) -> None:
    """Look at the schedule at once and every minute, and in between do what the queue says, one at a time.

    `ended` waits so many seconds at most and says whether to stop.
    """

    def told(work: Callable[..., Any], *given: int) -> Any:
        try:
            with app.app_context():
                return work(*given)
        except Exception as error:  # noqa: BLE001  a database that is away for a while must not end the worker
            logs.unexpected(error)

    _perform_task(waiting, lambda number: told(jobs.perform, number))
    next_look, away = 0.0, False
    while not ended(0):
        if time.monotonic() >= next_look:
            next_look, away = time.monotonic() + LOOK_SECONDS, False
            for number in told(jobs.look) or ():
                if not ended(0):
                    told(jobs.perform, number)
        task, failure = _next_task(waiting)
        if failure is not None and not away:
            _say_away(failure)
            away = True
        if task is not None:
            told(task.execute)
        elif failure is not None or not waiting.storage.blocking:
            ended(LONGEST_SLEEP)


def _next_task(waiting: "Huey") -> tuple[Any, Exception | None]:
    """What waits, if anything does; or why that cannot be said."""
    try:
        return waiting.dequeue(), None
    except Exception as error:  # noqa: BLE001  the schedule is kept without the queue
        return None, error


def _say_away(error: Exception) -> None:
    logs.failure(Code.QUEUE_UNAVAILABLE, kind=type(error).__name__)
