"""What a data package costs, beside a plain loop of `json.loads` and `csv.writer` over the same box.

Each measurement is a process of its own: CPU from when it has started to the end, and the most memory.
The package is what every export writes but `tables/`: both CSV files, codebook and account, verified.
"""

from __future__ import annotations

import csv
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import make_url

from bench.survey import INVITED, NAME, Measured, fill, measured
from surveyapp.clock import today_in
from surveyapp.release.contents import FORMATS
from surveyapp.release.package import Campaign, Delivery, Method, package
from surveyapp.release.profile import Profile
from surveyapp.release.tables import TablesMade
from surveyapp.release.tables.published import Spans
from surveyapp.release.terms import Terms
from surveyapp.services import campaigns, library
from surveyapp.store import box
from tests.serving import environment

INSTRUMENT = "needs_assessment"
ROUNDS = 5
MOST_TIMES, MOST_MEMORY, MOST_MEMORY_LARGE = 2.0, 300, 500
SMALL, LARGE = 100_000, 1_000_000
HEAD = ("What", "responses", "CPU s", "ratio", "MB", "target", "")
PLAIN, PACKAGE = "A plain loop over the same box", "Data package"


@dataclass(frozen=True)
class Cost:
    """What one thing cost: median CPU seconds, a multiple of the plain loop's, and the most MB in memory."""

    name: str
    rows: int
    cpu: float
    ratio: float
    memory: float
    target: str
    met: bool | None


def costs(folder: Path, quick: bool) -> Iterator[Cost]:
    """Measure boxes of 100,000 and, unless `quick`, a million responses; other formats at the first."""
    for rows in (SMALL,) if quick else (SMALL, LARGE):
        rounds = ROUNDS if rows == SMALL else 1
        with measured(INSTRUMENT, folder / f"package-{rows}", {}) as survey:
            fill(survey, rows, SMALL)
            with survey.app.app_context():
                campaigns.close(NAME)
                campaigns.seal(today_in(survey.settings.timezone), NAME)
            plain = median(_run(survey, folder, "plain").cpu for _ in range(rounds))
            yield Cost(PLAIN, rows, plain, 1.0, 0.0, "", None)
            yield _package(survey, folder, rows, rounds, plain)
            for name in FORMATS if rows == SMALL and not quick else ():
                spent = _run(survey, folder, "package", name)
                yield Cost(f"with .{name}", rows, spent.cpu, spent.cpu / plain, spent.memory, "", None)


def _package(survey: Measured, folder: Path, rows: int, rounds: int, plain: float) -> Cost:
    spent = [_run(survey, folder, "package") for _ in range(rounds)]
    cpu, memory = median(each.cpu for each in spent), max(each.memory for each in spent)
    most = MOST_MEMORY if rows == SMALL else MOST_MEMORY_LARGE
    target = f"<= {MOST_TIMES:g} x, {most} MB"
    met = cpu <= MOST_TIMES * plain and memory <= most
    return Cost(PACKAGE, rows, cpu, cpu / plain, memory, target, met)


def row(cost: Cost) -> tuple[str, ...]:
    """A cost for a person."""
    judged = {True: "met", False: "NOT MET", None: ""}[cost.met]
    ratio = f"{cost.ratio:.2f} x"
    return cost.name, f"{cost.rows:,}", f"{cost.cpu:.2f}", ratio, f"{cost.memory:.0f}", cost.target, judged


@dataclass(frozen=True)
class Spent:
    """CPU seconds, and the largest size in MB."""

    cpu: float
    memory: float


def _run(survey: Measured, folder: Path, *what: str) -> Spent:
    """One measurement in a process of its own."""
    out = folder / "out"
    command = [sys.executable, "-m", "bench.package", str(out), *what]
    done = subprocess.run(command, env=environment(survey.settings), capture_output=True, check=True)
    shutil.rmtree(out, ignore_errors=True)
    return Spent(**json.loads(done.stdout))


def write_plain(out: Path, settings_url: str, names: Sequence[str]) -> None:
    """What anybody would write: every answer of every row into one CSV file."""
    out.mkdir()
    file = make_url(settings_url).database
    assert file is not None
    query = "SELECT answers FROM response WHERE campaign = ? AND answers IS NOT NULL ORDER BY id"
    with closing(sqlite3.connect(file)) as connection, (out / "data.csv").open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(names)
        for (answers,) in connection.execute(query, (NAME,)):
            row = json.loads(answers)
            writer.writerow([row.get(name, "") for name in names])


def no_tables(*_: object, **__: object) -> TablesMade:
    """No tables: they are measured by themselves."""
    return TablesMade({}, {}, Spans(), {}, {})


def _most_memory() -> float:
    """The largest size of this process in MB; the kernel's other count includes the one that began it."""
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def main() -> None:
    """Do one thing and print what it cost."""
    out, what, *formats = sys.argv[1:]
    from surveyapp.cli.console import create_cli_app

    with create_cli_app() as app:
        instrument = library.instrument(app.settings, INSTRUMENT)
        profile = Profile.from_canonical(library.profile(app.settings, INSTRUMENT, instrument).canonical)
        names = list(instrument.controls)
        start = time.process_time()
        if what == "plain":
            write_plain(Path(out), app.settings.box_database_url, names)
        else:
            campaign = Campaign("sealed", INVITED, Terms("rows", 5, 10, 5), synthetic=True)
            way, method = Delivery(formats), Method(tabulate=no_tables)
            package(campaign, instrument, profile, box.rows(NAME), Path(out), way, method)
        spent = time.process_time() - start
    print(json.dumps({"cpu": spent, "memory": _most_memory()}))


if __name__ == "__main__":
    main()
