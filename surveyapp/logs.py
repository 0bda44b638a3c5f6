"""Logs: an allow-list. A line is a code from a closed list, with fields of known names and shapes.

No request line, address, user agent, exception text or parameter can reach a log, because there is no way to
write one: `event` takes codes and fields, and `configure` lets none of a library's own words through. Nothing
is written for a request that went well. Lines carry no time: the service manager stamps what it keeps.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import IO, Any

LOGGER = "surveyapp.events"


class Code(StrEnum):
    """Everything that a line can say."""

    STARTING = "starting"
    LISTENING = "listening"
    WORKER_STARTED = "worker_started"
    WORKER_STOPPED = "worker_stopped"
    STOPPED = "stopped"
    WORKER_TIMEOUT = "worker_timeout"
    SERVER_FAILED = "server_failed"
    JOBS_STARTED = "jobs_started"
    JOBS_STOPPED = "jobs_stopped"
    JOBS_DIED = "jobs_died"
    QUEUE_UNAVAILABLE = "queue_unavailable"
    BOX_UNAVAILABLE = "box_unavailable"
    LIBRARY = "library"
    UNEXPECTED = "unexpected"


FIELDS = {
    "pid": re.compile(r"\d{1,10}"),
    "workers": re.compile(r"\d{1,3}"),
    "source": re.compile(r"[a-z_]{1,30}"),
    "kind": re.compile(r"[A-Za-z_]{1,60}"),
    "at": re.compile(r"surveyapp(\.[a-z0-9_]{1,40}){0,5}:\d{1,5}"),
}
"""Fields that may stand beside a code, and the shape of each: words and numbers of the program's own."""


def event(code: Code, level: int = logging.INFO, **fields: object) -> None:
    """Write one line. A value of another shape is left out.

    Raises KeyError at a field that is not on the list.
    """
    logging.getLogger(LOGGER).log(level, "%s", _words(code, _allowed(fields)), extra={"event": code})


def failure(code: Code, **fields: object) -> None:
    """Write one line at the level of errors: all that is ever written about a request."""
    event(code, logging.ERROR, **fields)


def unexpected(error: BaseException) -> None:
    """Write that something broke: the exception's class and the place in our program, none of its values."""
    failure(Code.UNEXPECTED, kind=type(error).__name__, at=_place(error.__traceback__))


def _allowed(fields: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items() if FIELDS[name].fullmatch(str(value))}


def _words(code: Code, fields: Mapping[str, str]) -> str:
    return " ".join([f"code={code}", *(f"{name}={value}" for name, value in fields.items())])


def _place(trace: TracebackType | None) -> str:
    """The innermost line of our own on the way to an error, as module:line; "" where there is none."""
    package = Path(__file__).resolve().parent
    for frame, line in reversed(list(traceback.walk_tb(trace))):
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(package):
            module = file.relative_to(package.parent).with_suffix("")
            return f"{'.'.join(module.parts).removesuffix('.__init__')}:{line}"
    return ""


def _is_event(record: logging.LogRecord) -> bool:
    return record.name == LOGGER and isinstance(getattr(record, "event", None), Code)


class AllowList(logging.Filter):
    """Lets our events through, and of a library only that it warned."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether anything is to be written for a record."""
        return _is_event(record) or record.levelno >= logging.WARNING


class Line(logging.Formatter):
    """One line: the level and an event, or the name of the library that warned; never its words."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for a record."""
        if _is_event(record):
            words = record.getMessage()
        else:
            words = _words(Code.LIBRARY, _allowed({"source": record.name.partition(".")[0].lower()}))
        return f"{record.levelname.lower()} {words}"


class Handler(logging.StreamHandler[Any]):
    """The only way out: `AllowList` before `Line`."""

    def __init__(self, stream: IO[str]) -> None:
        super().__init__(stream)
        self.addFilter(AllowList())
        self.setFormatter(Line())


def configure(stream: IO[str] | None = None) -> None:
    """Make the allow-list the only way out of this process, for every logger, warning and stray exception."""
    root = logging.getLogger()
    root.handlers[:] = [Handler(stream or sys.stderr)]
    root.setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False
    sys.excepthook = lambda _kind, error, _trace: unexpected(error)
    threading.excepthook = lambda args: unexpected(args.exc_value or args.exc_type())
    sys.unraisablehook = lambda args: unexpected(args.exc_value or args.exc_type())
