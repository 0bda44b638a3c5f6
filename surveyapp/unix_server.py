"""Gunicorn as we run it: no word of a request in a log, no server's name in a response."""

import selectors
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http import wsgi
from gunicorn.workers.gthread import TConn, ThreadWorker

from surveyapp import logs
from surveyapp.keeper import Keeper
from surveyapp.logs import Code

if TYPE_CHECKING:
    from flask import Flask
    from gunicorn.config import Config
    from gunicorn.http.message import Request
    from gunicorn.workers.base import Worker

    from surveyapp.settings import Settings

LONGEST_REQUEST_LINE = 2048
MOST_HEADERS = 64
LONGEST_HEADER = 8190
GRACE_SECONDS = 30
SILENCE_SECONDS = 10
"""How long a new connection may say nothing. It costs no thread, and a slow phone takes its time."""


class SilentLogger(Logger):
    """Takes nothing that gunicorn words: its lines carry peers' addresses, request lines and tracebacks.

    What a client did wrong leaves no line at any level. What the server did wrong leaves a code. The server's
    own life is told by the hooks of `Server`.
    """

    def setup(self, cfg: "Config") -> None:
        """Have no handlers, so that `wsgi.errors` leads nowhere either."""
        self.cfg = cfg
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.disabled = True

    @property
    def access_log_enabled(self) -> bool:
        """There is no access log."""
        return False

    def access(self, *args: object, **kwargs: object) -> None:
        """Write nothing."""

    def debug(self, msg: object, *args: object, **kwargs: object) -> None:
        """Write nothing."""

    def info(self, msg: object, *args: object, **kwargs: object) -> None:
        """Write nothing."""

    def warning(self, msg: object, *args: object, **kwargs: object) -> None:
        """Write nothing: this is where a client's mistakes are told, with its address."""

    def error(self, msg: object, *args: object, **kwargs: object) -> None:
        """Write the code of a failing server, and where the error came from."""
        error = sys.exception()
        if error is None:
            logs.failure(Code.SERVER_FAILED)
        else:
            logs.unexpected(error)

    exception = error

    def critical(self, msg: object, *args: object, **kwargs: object) -> None:
        """Write that a worker stopped answering: all that gunicorn calls critical."""
        logs.failure(Code.WORKER_TIMEOUT)

    def log(self, lvl: object, msg: object, *args: object, **kwargs: object) -> None:
        """Write nothing."""


class ListeningWorker(ThreadWorker):
    """Gives a connection a thread when it has said something, and not before.

    Gunicorn lets each new connection hold a thread for seconds while nothing comes: a few browsers that
    connect ahead of need would keep everybody else waiting.
    """

    def enqueue_req(self, conn: TConn) -> None:
        """Have a thread handle the connection now, or once it can be read."""
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + SILENCE_SECONDS
        self.pending_conns.append(conn)
        readable = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, readable)


class UnsignedResponse(wsgi.Response):
    """A response that does not say which server it comes from."""

    def default_headers(self) -> list[str]:
        """The headers that gunicorn adds, less its name."""
        return [line for line in super().default_headers() if not line.lower().startswith("server:")]


class KeepingArbiter(Arbiter):
    """Gunicorn's first process, which keeps the worker of the schedule beside those that serve."""

    keeper: Keeper | None = None

    def manage_workers(self) -> None:
        """Start what is missing. Called each second."""
        super().manage_workers()
        if self.keeper:
            self.keeper.tend()

    def stop(self, graceful: bool = True) -> None:
        """Stop everything; all are asked first, so that they end side by side."""
        if self.keeper:
            self.keeper.ask_to_stop()
        super().stop(graceful)
        if self.keeper:
            self.keeper.wait(GRACE_SECONDS)
            self.keeper = None


class Server(BaseApplication):
    """One application on threads of several processes.

    `ready` is called once, when it can be reached; `leave` in each process of it, when that ends. `beside` is
    what one more process does, which is started again when it ends.
    """

    def __init__(
        self,
        app: "Flask",
        settings: "Settings",
        ready: Callable[[], None],
        leave: Callable[[], None] = lambda: None,
        beside: Callable[[], None] | None = None,
    ) -> None:
        self.app, self.settings, self.ready, self.leave = app, settings, ready, leave
        self.beside = beside
        super().__init__()

    def run(self) -> None:
        """Serve until told to stop; ends the process."""
        arbiter = KeepingArbiter(self)
        if self.beside:
            arbiter.keeper = Keeper(partial(self._work_beside, arbiter, self.beside))
        arbiter.run()

    def _work_beside(self, arbiter: Arbiter, work: Callable[[], None]) -> None:
        for listener in arbiter.LISTENERS:
            listener.close()
        try:
            work()
        finally:
            self.leave()

    def load_config(self) -> None:
        """Set everything: gunicorn reads no file, environment variable or command line of its own."""
        for name, value in self._configuration().items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """The application, made before the workers are."""
        # Gunicorn has no setting for its "Server" header.
        wsgi.Response = UnsignedResponse  # type: ignore[misc]
        return self.app

    def _configuration(self) -> dict[str, object]:
        return {
            "bind": self.settings.bind,
            "workers": self.settings.workers,
            "threads": self.settings.threads,
            "worker_class": ListeningWorker,
            "preload_app": True,
            "graceful_timeout": GRACE_SECONDS,
            "proc_name": "surveyapp",
            "control_socket_disable": True,
            "limit_request_line": LONGEST_REQUEST_LINE,
            "limit_request_fields": MOST_HEADERS,
            "limit_request_field_size": LONGEST_HEADER,
            # The application itself counts the proxies that are to be believed; gunicorn believes none.
            "forwarded_allow_ips": "",
            "umask": 0o077,
            "logger_class": SilentLogger,
            "errorlog": None,
            "accesslog": None,
            "pre_request": _before_request,
            "on_starting": _starting,
            "when_ready": self._when_ready,
            "post_fork": _worker_started,
            "worker_exit": self._worker_stopped,
            "worker_abort": _worker_aborted,
            "on_exit": _stopping,
        }

    def _when_ready(self, server: "Arbiter") -> None:
        logs.event(Code.LISTENING, workers=self.settings.workers)
        self.ready()

    def _worker_stopped(self, _server: "Arbiter", worker: "Worker") -> None:
        self.leave()
        logs.event(Code.WORKER_STOPPED, pid=worker.pid)


def _before_request(_worker: "Worker", _request: "Request") -> None:
    """Gunicorn's own hook writes method and path."""


def _starting(server: "Arbiter") -> None:
    logs.event(Code.STARTING, pid=server.pid)


def _worker_started(_server: "Arbiter", worker: "Worker") -> None:
    logs.event(Code.WORKER_STARTED, pid=worker.pid)


def _worker_aborted(worker: "Worker") -> None:
    logs.failure(Code.WORKER_TIMEOUT, pid=worker.pid)


def _stopping(server: "Arbiter") -> None:
    logs.event(Code.STOPPED, pid=server.pid)
