"""Verifying: what was written is read back, by other code than wrote it, and held against the terms."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection
from operator import itemgetter
from pathlib import Path


class Breach(Exception):
    """A file that was written does not keep the terms: a fault of this program. Nothing has left."""


def verify(path: Path, quasi_identifiers: Collection[str], k: int, rows: int) -> int:
    """The size of the smallest class in a written file, ``*`` and missing words being values like any other.

    Raises Breach where it is below k, or where the file does not have as many rows as it should.
    """
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        places = [header.index(name) for name in quasi_identifiers]
        take = itemgetter(*places) if places else len
        classes = Counter(map(take, lines))
    if classes.total() != rows:
        raise Breach(f"{path.name} does not hold every response")
    smallest = min(classes.values(), default=0)
    if smallest < k:
        raise Breach(f"{path.name} has people who share their values with too few others")
    return smallest
