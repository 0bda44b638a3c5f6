"""Sends requests as fast as they are answered: a process of its own, so that its CPU is not the server's.

Reads a `Job` as JSON on standard input and prints what became of it, a `Done`, on standard output.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TypedDict

END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
PIECE = 65536
TIMEOUT = 60.0
BALLOT = "{ballot}"
BALLOT_FIELD = re.compile(rb'name="_ballot" value="([^"]+)"')

Ask = tuple[str, str | None]
"""A path to GET, or a path and a body to POST to it; `BALLOT` in it becomes that of the last page read."""


class Job(TypedDict):
    """What to send to a port of this machine: a list of visits, each of them some requests in turn.

    So many visits go on at once. Each has its own connection where `apart` is set; else the next one takes
    it over.
    """

    port: int
    at_once: int
    apart: bool
    visits: list[list[Ask]]


class Done(TypedDict):
    """How many seconds a job took, and how often each status was answered."""

    seconds: float
    statuses: dict[str, int]


class Connection:
    """A connection that stays open, with as much of HTTP as our own answers need."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), TIMEOUT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def ask(self, request: bytes) -> tuple[str, bytes]:
        """The status and the body of an answer. Raises ConnectionError where it is cut short."""
        self._socket.sendall(request)
        received = b""
        while END_OF_HEAD not in received:
            received += self._more()
        head, _, body = received.partition(END_OF_HEAD)
        length = LENGTH.search(head)
        if length is None:
            raise ConnectionError("an answer does not say how long it is")
        missing, pieces = int(length[1]) - len(body), [body]
        while missing > 0:
            pieces.append(self._more())
            missing -= len(pieces[-1])
        return head[9:12].decode(), b"".join(pieces)

    def _more(self) -> bytes:
        piece = self._socket.recv(PIECE)
        if not piece:
            raise ConnectionError("an answer was cut short")
        return piece


def request(ask: Ask) -> bytes:
    """The bytes of a request such as a browser sends."""
    path, body = ask
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1", "User-Agent: bench"]
    lines += ["Accept: text/html", "Accept-Language: en", "Accept-Encoding: identity"]
    if body is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body.encode())}"]
    return "\r\n".join([*lines, "", body or ""]).encode()


def visit(connection: Connection, asks: list[Ask]) -> Iterator[str]:
    """The status of each answer, in turn."""
    ballot = ""
    for path, body in asks:
        status, page = connection.ask(request((path, body and body.replace(BALLOT, ballot))))
        found = BALLOT_FIELD.search(page)
        if found:
            ballot = found[1].decode()
        yield status


def run(job: Job) -> Done:
    """Do a job."""
    waiting = iter(job["visits"])
    work = apart if job["apart"] else in_turn
    begun = time.perf_counter()
    with ThreadPoolExecutor(job["at_once"]) as threads:
        # Python's iterators hand each visit to one thread only.
        places = [threads.submit(work, job["port"], waiting) for _ in range(job["at_once"])]
    statuses = sum((place.result() for place in places), Counter[str]())
    return Done(seconds=time.perf_counter() - begun, statuses=dict(statuses))


def apart(port: int, waiting: Iterator[list[Ask]]) -> Counter[str]:
    """Visits on a connection each."""
    statuses: Counter[str] = Counter()
    for asks in waiting:
        with closing(Connection(port)) as connection:
            statuses.update(visit(connection, asks))
    return statuses


def in_turn(port: int, waiting: Iterator[list[Ask]]) -> Counter[str]:
    """Visits one after the other on one connection."""
    with closing(Connection(port)) as connection:
        return Counter(status for asks in waiting for status in visit(connection, asks))


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
