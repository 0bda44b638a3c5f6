"""`surveyapp serve` as a process of its own, on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from surveyapp.settings import Settings, documented

COMMAND = Path(sys.executable).with_name("surveyapp")
PATIENCE = 60.0


@dataclass
class Server:
    """A running server: where it is, its process, and the file that holds all it printed and logged."""

    url: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> int:
        """Ask it to end gracefully; gives its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def environment(settings: Settings) -> dict[str, str]:
    """The environment that gives these settings, beside what this process has that is not a setting."""
    table = documented()
    ours = {row.variable for row in table.values()}
    given = {
        row.variable: ",".join(value) if isinstance(value, tuple) else str(value)
        for row, value in ((row, getattr(settings, name)) for name, row in table.items())
    }
    return {name: text for name, text in os.environ.items() if name not in ours} | given


def free_port() -> int:
    """A port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(
    settings: Settings,
    log: Path,
    *options: str,
    port: int | None = None,
    extra: Mapping[str, str] | None = None,
    with_worker: bool = False,
) -> Iterator[Server]:
    """`surveyapp serve OPTIONS` for settings whose databases are ready, until the context ends.

    Raises RuntimeError with what the server printed where it does not come up.
    """
    port, alone = port or free_port(), [] if with_worker else ["--no-worker"]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [COMMAND, "serve", "--bind", f"127.0.0.1:{port}", *alone, *options],
            env=environment(settings) | dict(extra or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", port, process, log)
    try:
        wait_for_port(port, process, log)
        yield server
    finally:
        if process.poll() is None:
            server.stop()


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once a process accepts connections. Raises RuntimeError with its log where it never does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server did not come up:\n{log.read_text(encoding='utf-8', errors='replace')}")
