"""Servers as processes, the CPU that they use, and the client that keeps them busy."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.client import Ask, Done, Job
from surveyapp.settings import Settings
from tests.serving import environment, free_port, wait_for_port

AT_ONCE = 4
"""Requests at the same time: as many as a worker has threads."""


class Unexpected(Exception):
    """An answer had another status than was asked for: the bench would measure something else."""


@dataclass(frozen=True)
class Served:
    """A server that runs: its first process and its port."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu_seconds(self) -> float:
        """CPU time of all its processes so far, the program's own and the system's for it."""
        first = psutil.Process(self.process.pid)
        return sum(map(_cpu_seconds, (first, *first.children(recursive=True))))


@dataclass(frozen=True)
class Spent:
    """What some visits cost: CPU milliseconds a visit, and visits a second."""

    cpu: float
    rate: float


def _cpu_seconds(process: psutil.Process) -> float:
    """CPU time of a process: Linux has it in nanoseconds by thread, others in hundredths of a second."""
    threads = Path(f"/proc/{process.pid}/task")
    if threads.exists():
        return sum(int((each / "schedstat").read_text().split()[0]) for each in threads.iterdir()) / 1e9
    times = process.cpu_times()
    return times.user + times.system


@contextmanager
def serving(command: Sequence[str | Path], settings: Settings, log: Path) -> Iterator[Served]:
    """A command that serves for these settings on a free port, until the context ends."""
    port = free_port()
    variables = environment(settings) | {"SURVEYAPP_BIND": f"127.0.0.1:{port}"}
    with log.open("ab") as output:
        process = subprocess.Popen(command, env=variables, stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_for_port(port, process, log)
        yield Served(process, port)
    finally:
        process.terminate()
        process.wait()


def spend(served: Served, visits: list[list[Ask]], statuses: list[str], apart: bool = False) -> Spent:
    """Have the visits made, whose answers have these statuses, and measure the server meanwhile.

    Raises `Unexpected` where they have others.
    """
    job = Job(port=served.port, at_once=AT_ONCE, apart=apart, visits=visits)
    command = [sys.executable, "-m", "bench.client"]
    before = served.cpu_seconds()
    client = subprocess.run(command, input=json.dumps(job).encode(), stdout=subprocess.PIPE, check=True)
    cpu = served.cpu_seconds() - before
    done: Done = json.loads(client.stdout)
    if Counter(done["statuses"]) != Counter(statuses * len(visits)):
        raise Unexpected(f"wanted {statuses} from each of {len(visits)}, got {done['statuses']}")
    return Spent(cpu=1000 * cpu / len(visits), rate=len(visits) / done["seconds"])
