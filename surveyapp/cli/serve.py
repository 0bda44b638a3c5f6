"""`surveyapp serve`: the pages, for as long as it runs."""

import errno
import os
import socket
from dataclasses import replace
from typing import Any

import click

from surveyapp.cli.console import create_cli_app, environment_settings
from surveyapp.services import Refused
from surveyapp.settings import Settings, SettingsError
from surveyapp.variables import listener


@click.command("serve")
@click.option("--bind", metavar="HOST:PORT", help="Where to listen (SURVEYAPP_BIND).")
@click.option("--host", help="The host to listen on, where --bind is not given.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port to listen on, where --bind is not given."
)
@click.option("--workers", type=click.IntRange(1, 64), help="Processes (SURVEYAPP_WORKERS).")
@click.option("--threads", type=click.IntRange(1, 64), help="Threads in each process (SURVEYAPP_THREADS).")
@click.option("--proxies", type=click.IntRange(0, 8), help="Reverse proxies in front (SURVEYAPP_PROXIES).")
@click.option("--no-worker", is_flag=True, help="Do not keep the schedule: surveyapp worker runs elsewhere.")
def command(
    bind: str | None, host: str | None, port: int | None, no_worker: bool, **numbers: int | None
) -> None:
    """Serve the pages until told to stop (Ctrl+C, or SIGTERM).

    One process more keeps the schedule of the campaigns. Options go before settings. Put a reverse proxy
    with HTTPS in front; docs/operating.md shows how.
    """
    settings = environment_settings()
    given: dict[str, Any] = {name: number for name, number in numbers.items() if number is not None}
    serve(replace(settings, bind=_listener(settings, bind, host, port), **given), with_worker=not no_worker)


def serve(settings: Settings, with_worker: bool = True) -> None:
    """Serve databases that `surveyapp init` has made, and keep their schedule, unless it is to be without.

    Raises `SettingsError` or `Refused` where they are not ready, or where the address is not free.
    """
    from surveyapp import server, store
    from surveyapp.web.warming import warm

    os.umask(0o077)
    _check_address(settings.bind)
    with create_cli_app(settings, pages=True) as app:
        check_current()
        if unknown := store.undeclared():
            raise Refused(
                f"The databases hold what respondents are not told of: {', '.join(unknown)}. Remove it first."
            )
        warm(app)
    server.serve(app, settings, with_worker)


def check_current() -> None:
    """Raises Refused unless `surveyapp init` has made the current app's databases as they are today."""
    from surveyapp import store

    if not store.is_current():
        words = "The databases are missing or of an older version. Bring them up to date."
        raise Refused(words, "surveyapp init")


def _listener(settings: Settings, bind: str | None, host: str | None, port: int | None) -> str:
    if bind is not None and (host is not None or port is not None):
        raise click.UsageError("Give --bind, or --host and --port, not both.")
    usual_host, _, usual_port = settings.bind.rpartition(":")
    try:
        return listener(bind or f"{host or usual_host}:{usual_port if port is None else port}")
    except SettingsError as problem:
        raise click.UsageError(f"The address {problem}.") from None


def _check_address(bind: str) -> None:
    """Say now, in a sentence, why an address cannot be listened on; gunicorn would try for five seconds."""
    host, _, port = bind.rpartition(":")
    try:
        found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(found[0], socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found[4])
    except OSError as problem:
        reasons = {
            errno.EADDRINUSE: "something listens there already",
            errno.EACCES: "it is not allowed here",
        }
        reason = reasons.get(problem.errno or 0, "this machine has no such address")
        raise Refused(f"Cannot listen on {bind}: {reason}. Give another.", "--bind HOST:PORT") from None
