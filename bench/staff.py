"""What pages of the workspace cost: `python -m bench.staff [WORDS]`, those whose name has the words.

CPU of one request in this process, the test client's part included, beside a bare Flask view; medians of some
rounds. What is edited is an instrument of 300 items; before each page of a draft, another process edits it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

from flask.testing import FlaskClient

from bench.bare import PATH, bare
from bench.processes import Unexpected, serving
from bench.staff_cases import DRAFT, EDITOR_MS, ITEM, Case, cases
from bench.workspace import Workspace, workspace
from tests.serving import COMMAND
from tests.staff.conftest import token

ROUNDS = 7
BARE_BYTES = 50_000
HEAD = ("Staff page or form", "CPU ms", "highest", "x bare", "target", "")
FIRST = {
    "Cards": DRAFT,
    "Item": f"{DRAFT}/items/{ITEM}",
    "Preview": f"{DRAFT}/preview",
    "Home": "/",
    "Library": "/instruments",
    "Campaigns": "/campaigns",
}
"""What a process may be asked first."""


@dataclass(frozen=True)
class Figure:
    """CPU milliseconds of a request: the median and the most; beside those of a bare view."""

    name: str
    cpu: float
    highest: float
    ratio: float
    most: float

    @property
    def met(self) -> bool:
        """Whether it is as fast as it has to be."""
        return self.cpu <= self.most


def figures(folder: Path, words: str = "") -> Iterator[Figure]:
    """Measure what comes first in a new process, then each page and form; those whose name has the words."""
    with workspace(folder) as place:
        least = median(_spent(bare(BARE_BYTES).test_client(), PATH, 200) for _ in range(100))
        for name, path in FIRST.items():
            if words in f"First: {name}":
                first = [_first(place, path, folder / "log") for _ in range(3)]
                yield _figure(f"First: {name}", first, least, EDITOR_MS)
        for case in cases():
            if words in case.name:
                yield _figure(case.name, [_cost(place, case) for _ in range(ROUNDS)][1:], least, case.most)


def _figure(name: str, spent: list[float], least: float, most: float) -> Figure:
    return Figure(name, median(spent), max(spent), median(spent) / least, most)


def _cost(place: Workspace, case: Case) -> float:
    client = place.clients[case.role]
    case.before(place)
    more: dict[str, Any] = {"headers": {"Accept": case.accept}}
    if case.fields is not None:
        given = {"csrf_token": token(client.get("/staff/account/"))} | case.fields(place)
        more |= {"method": "POST", "data": given}
    return _spent(client, f"/staff{case.path}", case.status, **more)


def _spent(client: FlaskClient, path: str, status: int, **more: Any) -> float:
    """CPU milliseconds of one request. Raises Unexpected where it is answered otherwise than it should be."""
    start = time.process_time()
    answer = client.open(path, **more)
    spent = time.process_time() - start
    if answer.status_code != status:
        raise Unexpected(f"{path}: {answer.status}\n{answer.get_data(as_text=True)[-3000:]}")
    return 1000 * spent


def _first(place: Workspace, path: str, log: Path) -> float:
    """CPU milliseconds of the first request that a served process gets."""
    name = place.app.extensions["surveyapp.staff"].config["SESSION_COOKIE_NAME"]
    cookie = place.clients["committee"].get_cookie(name, path="/staff")
    assert cookie is not None
    with serving((COMMAND, "serve"), place.app.settings, log) as served:
        time.sleep(3)
        before = served.cpu_seconds()
        connection = HTTPConnection("127.0.0.1", served.port)
        connection.request("GET", f"/staff{path}", headers={"Cookie": f"{cookie.key}={cookie.value}"})
        answer = connection.getresponse()
        answer.read()
        spent = 1000 * (served.cpu_seconds() - before)
    if answer.status != 200:
        raise Unexpected(f"{path}: {answer.status} {answer.headers}")
    return spent


def row(figure: Figure) -> tuple[str, ...]:
    """A figure for a person."""
    numbers = f"{figure.cpu:.1f}", f"{figure.highest:.1f}", f"{figure.ratio:.0f} x"
    return figure.name, *numbers, f"<= {figure.most:g} ms", "met" if figure.met else "NOT MET"


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="surveyapp-bench-") as folder:
        for words in (HEAD, *map(row, figures(Path(folder) / "home", " ".join(sys.argv[1:])))):
            name, *rest = words
            print(f"{name:34}", *(f"{each:>10}" for each in rest), flush=True)


if __name__ == "__main__":
    main()
