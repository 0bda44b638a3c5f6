"""`surveyapp serve`: comes up, stops gracefully, signs nothing, and logs nothing of what is asked of it."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import request

from surveyapp.cli import main
from surveyapp.settings import Settings
from tests.conftest import LiveServer, MakeApp
from tests.serving import PATIENCE, environment, free_port, wait_for_port

CANARY = "canary203.0.113.9"
# A plain application on our server, with everything turned up to debug: what gunicorn itself would say.
NOISY = """
import logging, os
from flask import Flask
from surveyapp import logs, unix_server
from surveyapp.settings import Settings

class Noisy(unix_server.Server):
    def _configuration(self):
        return super()._configuration() | {"loglevel": "debug"}

class Broken(Flask):
    def wsgi_app(self, environ, start_response):
        environ["wsgi.errors"].write(environ["PATH_INFO"])
        if environ["PATH_INFO"].startswith("/raise"):
            raise SystemError(environ["PATH_INFO"])
        return super().wsgi_app(environ, start_response)

logs.configure()
logging.getLogger().setLevel(logging.DEBUG)
Noisy(Broken("noisy"), Settings.from_environment(os.environ), ready=lambda: None).run()
"""
GET = f"GET /{CANARY} HTTP/1.1\r\nHost: x\r\n"
POST = f"POST /{CANARY} HTTP/1.1\r\nHost: x\r\n"
GARBAGE = {
    "no request at all": f"{CANARY}\r\n\r\n",
    "a method that is none": f"{CANARY}! / HTTP/1.1\r\nHost: x\r\n\r\n",
    "a version that is none": f"GET /{CANARY} HTTP/{CANARY}\r\n\r\n",
    "a header that is none": f"{GET}{CANARY} : {CANARY}\r\n\r\n",
    "a header with a null": f"{GET}A: {CANARY}\0\r\n\r\n",
    "a long request line": f"GET /{CANARY}{'x' * 5000} HTTP/1.1\r\nHost: x\r\n\r\n",
    "a long header": f"{GET}A: {CANARY}{'x' * 9000}\r\n\r\n",
    "many headers": GET + f"A: {CANARY}\r\n" * 200 + "\r\n",
    "two lengths": f"{POST}Content-Length: 1\r\nContent-Length: {CANARY}\r\n\r\n",
    "an unknown coding": f"{POST}Transfer-Encoding: {CANARY}\r\n\r\n",
    "a chunk that is none": f"{POST}Transfer-Encoding: chunked\r\n\r\n{CANARY}\r\n",
    "an expectation": f"{POST}Expect: {CANARY}\r\n\r\n",
    "two schemes": f"{GET}X-Forwarded-Proto: https\r\nX-Forwarded-Ssl: {CANARY}\r\n\r\n",
    "a proxy line": f"PROXY TCP4 {CANARY} 203.0.113.9 1 2\r\n",
    "a good request": f"{GET}User-Agent: {CANARY}\r\nReferer: {CANARY}\r\nConnection: close\r\n\r\n",
    "a body cut short": f"{POST}Content-Length: 99\r\n\r\n{CANARY}",
    "an application that fails": f"GET /raise/{CANARY} HTTP/1.1\r\nHost: x\r\n\r\n",
}
LIFE = r"info code=(starting|listening|worker_started|worker_stopped|stopped)( \w+=\d+)?"
FAILURE = "error code=unexpected kind=SystemError"


@dataclass
class Noise:
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def send(self, text: str) -> bytes:
        """What the server answers to some bytes, until it closes or says no more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(text.encode("latin-1"))
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def ended(self) -> str:
        """All it logged, once it has stopped."""
        self.process.terminate()
        self.process.wait(PATIENCE)
        return self.log.read_text(encoding="utf-8", errors="replace")


@pytest.fixture
def noisy(settings: Settings, tmp_path: Path) -> Iterator[Noise]:
    port, log = free_port(), tmp_path / "noisy.log"
    variables = environment(settings) | {"SURVEYAPP_BIND": f"127.0.0.1:{port}", "SURVEYAPP_WORKERS": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", NOISY], env=variables, stdout=output, stderr=subprocess.STDOUT
        )
    noise = Noise(port, log, process)
    try:
        wait_for_port(port, process, log)
        yield noise
    finally:
        process.kill()
        process.wait()


def test_no_request_leaves_a_trace_in_the_log_at_any_level(noisy: Noise) -> None:
    answers = {name: noisy.send(text) for name, text in GARBAGE.items()}
    log = noisy.ended()
    assert CANARY not in log
    assert "127.0.0.1" not in log
    assert answers["a good request"].startswith(b"HTTP/1.1 404")
    assert answers["a header that is none"].startswith(b"HTTP/1.1 400")
    assert [line for line in log.splitlines() if not re.fullmatch(LIFE, line)] == [FAILURE]


def test_serves_without_a_signature_and_stops_gracefully(
    make_app: MakeApp, settings: Settings, live_server: LiveServer
) -> None:
    make_app(settings)
    server = live_server(settings)
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        connection.request("GET", f"/{CANARY}")
        answer = connection.getresponse()
        assert answer.status == 404
        assert answer.headers["Server"] is None
    assert server.stop() == 0
    log = server.log.read_text(encoding="utf-8")
    assert log.count(f"Listening on 127.0.0.1:{server.port}; links begin with {settings.url}.") == 1
    assert log.splitlines()[-1].startswith("info code=stopped")
    assert CANARY not in log


def test_connections_that_say_nothing_keep_nobody_waiting(
    make_app: MakeApp, settings: Settings, live_server: LiveServer
) -> None:
    make_app(settings)
    server = live_server(settings, "--workers", "1", "--threads", "2")
    with ExitStack() as silent:
        for _ in range(8):
            silent.enter_context(closing(socket.create_connection(("127.0.0.1", server.port))))
        # Gunicorn would give each of them a thread for five seconds: two at a time, twenty in all.
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=4)) as connection:
            connection.request("GET", "/")
            assert connection.getresponse().status == 200


def refusal(settings: Settings, *options: str) -> str:
    result = CliRunner(env=environment(settings)).invoke(main, ["serve", *options])
    assert result.exit_code == 1
    return result.output


def test_is_refused_before_init(settings: Settings) -> None:
    assert "Bring them up to date: surveyapp init" in refusal(settings)


def test_is_refused_where_something_listens_already(make_app: MakeApp, settings: Settings) -> None:
    make_app(settings)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        said = refusal(settings, "--port", str(other.getsockname()[1]))
    assert "something listens there already" in said


def test_takes_one_way_to_say_where_to_listen(settings: Settings) -> None:
    result = CliRunner(env=environment(settings)).invoke(
        main, ["serve", "--bind", "127.0.0.1:1", "--port", "2"]
    )
    assert result.exit_code == 2
    assert "not both" in result.output


@pytest.mark.parametrize(
    ("proxies", "seen"), [("0", "http://localhost/"), ("1", "https://survey.example.org/")]
)
def test_believes_as_many_proxies_as_the_setting_counts(
    make_app: MakeApp, settings: Settings, proxies: str, seen: str
) -> None:
    app = make_app(Settings.from_environment(environment(settings) | {"SURVEYAPP_PROXIES": proxies}))
    app.add_url_rule("/seen", view_func=lambda: [request.root_url, request.remote_addr])
    headers = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "survey.example.org",
        "X-Forwarded-For": "203.0.113.9",
    }
    assert app.test_client().get("/seen", headers=headers).json == [seen, "127.0.0.1"]
