"""P1: a respondent is never identified: not by a log, not by a file, not by a database, not by a page.

Every word that a visitor says, and everything that is particular to a visit, is a canary: a word that is
nowhere else. They go to a real `surveyapp serve`, on every route of the application's own map, in every
method, well and badly made, and while its databases fail. Then we look into all that was written.
PostgreSQL's own log and files have a page of their own: test_p1_postgresql.py.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from surveyapp.services import campaigns
from surveyapp.settings import Settings
from tests.conftest import LiveServer, MakeApp
from tests.promises import visiting
from tests.promises.canaries import Canaries
from tests.promises.site import Site, today
from tests.promises.visiting import Visitor
from tests.serving import PATIENCE, environment, free_port, wait_for_port

LOUD = {
    "FLASK_DEBUG": "1",
    "GUNICORN_CMD_ARGS": "--log-level debug --access-logfile - --error-logfile - --capture-output "
    "--logger-class gunicorn.glogging.Logger --statsd-host 127.0.0.1:8125",
    "PYTHONDEVMODE": "1",
    "PYTHONWARNINGS": "always",
    "PYTHONFAULTHANDLER": "1",
    "PYTHONASYNCIODEBUG": "1",
    "PYTHONUNBUFFERED": "1",
    "LOG_LEVEL": "DEBUG",
    "LOGLEVEL": "DEBUG",
    "DEBUG": "1",
    "WERKZEUG_DEBUG_PIN": "off",
    "FORWARDED_ALLOW_IPS": "*",
    "SQLALCHEMY_ECHO": "1",
    "SQLALCHEMY_WARN_20": "1",
}
"""Every knob of what we run on that makes it say more, and some that people believe in."""
LIFE = (
    r"info code=(starting|listening|worker_started|worker_stopped|stopped)( (pid|workers)=\d+)?"
    r"|Listening on 127\.0\.0\.1:\d+; links begin with http://127\.0\.0\.1:8000\. Ctrl\+C stops it\."
)
FAILURE = (
    r"error code=(box_unavailable|unexpected kind=(OperationalError|ProgrammingError) at=surveyapp[\w.]*:\d+)"
)


def lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8", errors="replace").splitlines()


def test_no_line_of_the_log_says_anything_of_a_visit(
    any_store_settings: Settings, make_app: MakeApp, live_server: LiveServer, tmp_path: Path
) -> None:
    """With everything turned up, and with both databases failing: only a failure leaves a line, a code."""
    site = Site.prepare(any_store_settings, make_app, tmp_path)
    server = live_server(site.settings, extra=LOUD)
    visitor = Visitor(server.port)
    site.visit_everything(visitor)
    quiet = lines(server.log)
    site.visit_while_it_fails(visitor)
    server.stop()
    assert {200, 303, 400, 403, 404, 405, 410, 413, 422, 500, 503} <= {
        each.status for each in visitor.answers
    }
    (broken,) = {each.body for each in visitor.answers if each.status == 500 and each.body}
    assert "Something went wrong on our side" in broken
    assert visitor.canaries.found(server.log.read_bytes()) == set()
    assert [line for line in quiet if not re.fullmatch(LIFE, line)] == []
    assert [line for line in lines(server.log) if not re.fullmatch(f"{LIFE}|{FAILURE}", line)] == []
    failures = {line.split(" at=")[0] for line in lines(server.log) if line.startswith("error")}
    assert "error code=box_unavailable" in failures
    assert len(failures) == 2, "the look was at a log in which both databases failed"


def test_python_tells_what_it_imports_and_nothing_else(
    settings: Settings, make_app: MakeApp, live_server: LiveServer, tmp_path: Path
) -> None:
    """The loudest Python there is: thousands of lines, none of them about a visit."""
    site = Site.prepare(settings, make_app, tmp_path)
    loudest = LOUD | {"PYTHONVERBOSE": "2", "PYTHONPROFILEIMPORTTIME": "1"}
    server = live_server(site.settings, "--proxies", "2", extra=loudest)
    visitor = Visitor(server.port)
    site.visit_everything(visitor)
    server.stop()
    assert len(lines(server.log)) > 1_000
    assert visitor.canaries.found(server.log.read_bytes()) == set()


def test_the_log_of_so_many_visits_is_the_log_of_none(
    settings: Settings, make_app: MakeApp, live_server: LiveServer, tmp_path: Path
) -> None:
    site = Site.prepare(settings, make_app, tmp_path)
    logs = []
    for visits in (0, 10):
        server = live_server(site.settings)
        time.sleep(1)  # a worker that is told to end while it starts does so only when its time is up
        visitor = Visitor(server.port)
        for _ in range(visits):
            visitor.respond(site.open)
            site.visit_every_route(visitor, "GET")
        assert server.stop() == 0
        logs.append(sorted(re.sub(r"\d+", "N", line) for line in lines(server.log)))
        assert len(visitor.answers) >= 100 * (visits > 0)
    assert logs[0] == logs[1]


def test_the_look_sees_a_server_that_keeps_an_access_log(
    settings: Settings, make_app: MakeApp, tmp_path: Path
) -> None:
    """The same application, visits and knobs, on gunicorn as it comes."""
    site = Site.prepare(settings, make_app, tmp_path)
    port, log = free_port(), tmp_path / "plain.log"
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "wsgi:app"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environment(site.settings) | LOUD, stdout=output, stderr=output
        )
    try:
        wait_for_port(port, process, log)
        visitor = Visitor(port)
        visitor.respond(site.open)
        site.visit_every_route(visitor, "GET")
    finally:
        process.terminate()
        process.wait(PATIENCE)
    told = visitor.canaries.found(log.read_bytes())
    assert told >= {"User-Agent", "Referer", "query name", "query value", "path", "link"}
    assert "address" in told or "address" not in visitor.canaries.words


def test_no_file_has_a_word_of_a_visit_but_the_box_the_answers(
    settings: Settings,
    make_app: MakeApp,
    live_server: LiveServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Looked at are the home, the working folder, the user's folder and the one for temporary files."""
    site = Site.prepare(settings, make_app, tmp_path)
    around = {name: tmp_path / name for name in ("working", "user", "temporary")}
    for folder in around.values():
        folder.mkdir()
    monkeypatch.chdir(around["working"])
    extra = {"HOME": str(around["user"]), "TMPDIR": str(around["temporary"]), "XDG_RUNTIME_DIR": ""}
    server = live_server(site.settings, extra=LOUD | extra)
    visitor = Visitor(server.port)
    began = int(time.time())
    site.visit_everything(visitor)
    seconds = range(began, int(time.time()) + 1)
    running = look(settings.home, visitor.canaries)
    server.stop()
    assert [file for folder in around.values() for file in folder.rglob("*")] == []
    answers = {place for place in visitor.canaries.words if place.startswith("answer ")}
    for found in (running, look(settings.home, visitor.canaries)):
        assert found.keys() <= {"box.sqlite", "box.sqlite-wal", "box.sqlite-shm", "office.sqlite"}
        assert set().union(*(found[file] for file in found if file.startswith("box"))) == answers
        assert found["office.sqlite"] == set()
    for file in settings.home.iterdir():
        assert not [second for second in seconds if tells(file.read_bytes(), second)], file.name


def test_once_sealed_the_files_own_times_are_those_of_sealing(
    settings: Settings, make_app: MakeApp, live_server: LiveServer, tmp_path: Path
) -> None:
    """Until then a file system tells when the last answer came; that of the others is nowhere."""
    site = Site.prepare(settings, make_app, tmp_path)
    server = live_server(site.settings)
    Visitor(server.port).respond(site.open)
    sealed = time.time_ns()
    assert min(file.stat().st_mtime_ns for file in settings.home.iterdir()) < sealed
    with site.app.app_context():
        campaigns.close("open")
        campaigns.seal(today, "open")
    # A file's time is that of the kernel's last tick, a few milliseconds ago.
    assert min(file.stat().st_mtime_ns for file in settings.home.iterdir()) > sealed - 20_000_000
    server.stop()


def look(folder: Path, canaries: Canaries) -> dict[str, set[str]]:
    """By file, the canaries in it."""
    return {file.name: canaries.found(file.read_bytes()) for file in folder.iterdir()}


def tells(data: bytes, second: int) -> bool:
    """Whether some bytes hold a second of time: as a number of either kind, or as a date and time."""
    written = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(second))
    forms = (str(second), written, written.replace(" ", "T"))
    return second.to_bytes(4) in data or any(form.encode() in data for form in forms)


def test_the_look_sees_times_and_addresses_that_were_stored(tmp_path: Path) -> None:
    canaries, now = Canaries(), int(time.time())
    canaries.keep("address", visiting.ADDRESS)
    for kept in (now, time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)), str(now)):
        file = tmp_path / f"{kept!r}.sqlite"
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE visit (address BLOB, time)")
            connection.execute("INSERT INTO visit VALUES (?, ?)", (bytes((127, 13, 37, 1)), kept))
        connection.close()
        assert tells(file.read_bytes(), now)
        assert canaries.found(file.read_bytes()) == {"address"}
