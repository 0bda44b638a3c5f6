"""Measure what requests cost and what pages weigh, print it as tables, and judge it by the targets."""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from bench import package, release, report
from bench.speed import Figure, figures
from bench.survey import measured
from bench.weight import MOST_BYTES, MOST_REQUESTS, Weight, weigh

INSTRUMENTS = ("needs_assessment", "peer_support_satisfaction", "mini_z")
ROUNDS, QUICK_ROUNDS = 31, 9
ROWS, QUICK_ROWS = 1_000_000, 100_000
JUDGED = {True: "met", False: "NOT MET", None: ""}
SPEED_HEAD = ("What", "CPU ms", "a second", "ratio", "middle half", "target", "")
WEIGHT_HEAD = ("Instrument", "page", "bytes", "alone", "requests", "")


def main() -> None:
    """Run all of it. The exit code says nothing about the figures: they are for people to judge."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and fewer stored responses")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures into a file, too")
    given = parser.parse_args()
    rounds, rows = (QUICK_ROUNDS, QUICK_ROWS) if given.quick else (ROUNDS, ROWS)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    print(f"{machine}, Python {platform.python_version()}; gunicorn with 1 worker of 4 threads.")
    with tempfile.TemporaryDirectory(prefix="surveyapp-bench-") as name:
        weights = list(weights_in(Path(name)))
        print_table(
            f"Pages and all they load, gzip -6: up to {MOST_BYTES:,} bytes in {MOST_REQUESTS} requests",
            [WEIGHT_HEAD, *map(weight_row, weights)],
        )
        speeds = list(figures(Path(name), rounds, rows))
        packages = list(package.costs(Path(name), given.quick))
        reports = list(report.costs(Path(name)))
    searches = list(release.searches())
    print_table(
        f"Medians of {rounds} alternating rounds; the full box holds {rows:,} responses",
        [SPEED_HEAD, *map(speed_row, speeds)],
    )
    print_table("Hiding people among each other, k = 5", [release.HEAD, *map(release.row, searches)])
    print_table(
        "The needs assessment's data package, CPU and memory", [package.HEAD, *map(package.row, packages)]
    )
    print_table(
        "The needs assessment's report, CPU with start-up", [package.HEAD, *map(package.row, reports)]
    )
    if given.json:
        found = {"machine": machine, "rounds": rounds, "rows": rows}
        found |= {"speed": list(map(judged, speeds)), "weight": list(map(judged, weights))}
        found["release"] = list(map(asdict, searches))
        found["package"] = list(map(asdict, packages))
        found["report"] = list(map(asdict, reports))
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def weights_in(folder: Path) -> Iterator[Weight]:
    """The weights of the pages of every instrument."""
    for name in INSTRUMENTS:
        with measured(name, folder / name, {}) as survey:
            yield from weigh(survey)


def judged(figure: Figure | Weight) -> dict[str, object]:
    """A figure for a program."""
    return asdict(figure) | {"met": figure.met}


def speed_row(figure: Figure) -> tuple[str, ...]:
    """A figure for a person."""
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f} x"
    unit = "ms" if figure.ratio is None else "x"
    target = "" if figure.target is None else f"<= {figure.target:g} {unit}"
    spread = f"{figure.low:.2f}-{figure.high:.2f} {unit}"
    return figure.name, f"{figure.cpu:.3f}", f"{figure.rate:.0f}", ratio, spread, target, JUDGED[figure.met]


def weight_row(weight: Weight) -> tuple[str, ...]:
    """A weight for a person."""
    numbers = (weight.compressed, weight.alone, weight.requests)
    return weight.instrument, weight.page, *(f"{each:,}" for each in numbers), JUDGED[weight.met]


def print_table(title: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Rows in columns as wide as they need to be."""
    every = list(rows)
    widths = [max(map(len, column)) for column in zip(*every, strict=True)]
    print(f"\n{title}\n")
    for row in every:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(), flush=True
        )


if __name__ == "__main__":
    main()
