"""Somebody who holds the written files, and works with whole people instead of counts.

Nothing here uses the engine: a world is how many people of each kind there are, where a kind is one set of
answers that the instrument allows, and every row of every file is an equation about them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

Kind = Mapping[str, str]
"""The words of one person's row: variable -> word, the missing words included."""
Cell = tuple[str, str, str, str]
"""Variable, word, group and group label; the last two are empty for everybody."""
WHERE = "not_asked", "not_answered"


def published(files: Mapping[str, bytes]) -> Iterator[dict[str, str]]:
    """The rows of all tables; not the index."""
    for name, content in files.items():
        if name.endswith(".csv") and name != "index.csv":
            yield from csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))


def spans(files: Mapping[str, bytes]) -> dict[Cell, tuple[int, int]]:
    """What the files say of each cell: at least and at most."""
    return {
        (row["variable"], row["value"], row["group"], row["group_value"]): (
            int(row["least"]),
            int(row["most"]),
        )
        for row in published(files)
        if row["value"]
    }


def not_shown(files: Mapping[str, bytes]) -> set[tuple[str, str, str]]:
    """The columns that are not shown: variable, group, label."""
    return {
        (row["variable"], row["group"], row["group_value"]) for row in published(files) if not row["value"]
    }


class Attacker:
    """Solves for cells over kinds of people, with a row file beside the tables where there is one.

    ``file`` has how often each row of the row file occurs, and ``fits`` says whether a person of a kind can
    stand behind a row.
    """

    def __init__(
        self,
        kinds: Sequence[Kind],
        people: int,
        known: Mapping[Cell, tuple[int, int]],
        labels: Callable[[str, Kind, Kind], str],
        file: Mapping[tuple[tuple[str, str], ...], int] | None = None,
        fits: Callable[[Kind, Kind], bool] = lambda _kind, _row: True,
    ):
        rows = [(dict(row), count) for row, count in file.items()] if file is not None else [({}, people)]
        self._labels = labels
        self._pairs = [(kind, row) for row, _ in rows for kind in kinds if fits(kind, row)]
        owner = [at for at, (row, _) in enumerate(rows) for kind in kinds if fits(kind, row)]
        totals = np.array([[float(of == at) for of in owner] for at in range(len(rows))])
        counts = np.array([float(count) for _, count in rows])
        self._rows = [LinearConstraint(totals, counts, counts)]
        if known:
            matrix = np.stack([self.counted(cell) for cell in known])
            least, most = np.array(list(known.values()), dtype=float).T
            self._rows.append(LinearConstraint(matrix, least, most))

    def counted(self, cell: Cell) -> npt.NDArray[np.float64]:
        """Which pairs of kinds and rows a cell counts."""
        variable, word, group, label = cell
        return np.array(
            [
                float(kind[variable] == word and (not group or self._labels(group, kind, row) == label))
                for kind, row in self._pairs
            ]
        )

    def interval(self, cell: Cell) -> tuple[int, int]:
        """The least and the most that a cell can be."""
        goal = self.counted(cell)
        return self._best(goal), -self._best(-goal)

    def _best(self, goal: npt.NDArray[np.float64]) -> int:
        found = milp(goal, integrality=np.ones(len(goal)), bounds=Bounds(0, np.inf), constraints=self._rows)
        assert found.status == 0, found.message
        return round(found.fun)


def all_kinds(words: Mapping[str, Sequence[str]], allowed: Callable[[Kind], bool]) -> list[Kind]:
    """Every combination of words that the instrument allows."""
    found = (dict(zip(words, each, strict=True)) for each in product(*words.values()))
    return [kind for kind in found if allowed(kind)]
