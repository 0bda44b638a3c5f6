"""Linked counts: what is published as sums of small parts, and what is known about those parts beforehand.

A part is how many people of one stratum gave one answer. Every published cell is a sum of parts, so whoever
holds some cells holds equations about all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Sums:
    """Sums over numbered things: where ``row[e]`` is i, ``times[e]`` x thing ``thing[e]`` goes into row i."""

    row: Ints
    thing: Ints
    times: Ints
    rows: int

    @classmethod
    def of(cls, rows: Sequence[tuple[Ints, Ints]]) -> Sums:
        """Each row as the things in it and how often each counts."""
        empty = np.zeros(0, dtype=np.int64)
        row = [np.full(len(things), at, dtype=np.int64) for at, (things, _) in enumerate(rows)]
        return cls(
            np.concatenate([empty, *row]),
            np.concatenate([empty, *(things for things, _ in rows)]),
            np.concatenate([empty, *(times for _, times in rows)]),
            len(rows),
        )

    def __call__(self, things: Ints) -> Ints:
        """What every row comes to."""
        found = np.zeros(self.rows, dtype=np.int64)
        np.add.at(found, self.row, self.times * things[self.thing])
        return found

    def matrix(self, things: int) -> csr_array:
        """The same as a sparse matrix."""
        from scipy.sparse import csr_array

        return csr_array((self.times.astype(float), (self.row, self.thing)), shape=(self.rows, things))


@dataclass(frozen=True)
class System:
    """Parts (whole numbers from 0 on), cells as sums of them, and what is known beforehand.

    ``equal`` sums are known to come to ``equal_to``, ``most`` sums to ``most_is`` at most.
    """

    parts: int
    cells: Sums
    equal: Sums
    equal_to: Ints
    most: Sums
    most_is: Ints

    def holds(self, parts: Ints, low: Ints, high: Ints) -> bool:
        """Whether whole numbers are a world in which every cell lies between its bounds."""
        cells = self.cells(parts)
        return bool(
            (parts >= 0).all()
            and (self.equal(parts) == self.equal_to).all()
            and (self.most(parts) <= self.most_is).all()
            and (cells >= low).all()
            and (cells <= high).all()
        )

    @cached_property
    def rows(self) -> tuple[csr_array, csr_array | None]:
        """Equations over parts and then cells (each cell is its sum), and inequalities over the same."""
        cells, width = self.cells.rows, self.parts + self.cells.rows
        own = np.arange(cells)
        both = Sums(
            np.concatenate([self.equal.row, self.equal.rows + self.cells.row, self.equal.rows + own]),
            np.concatenate([self.equal.thing, self.cells.thing, self.parts + own]),
            np.concatenate([self.equal.times, self.cells.times, -np.ones_like(own)]),
            self.equal.rows + cells,
        )
        return both.matrix(width), self.most.matrix(width) if self.most.rows else None

    @cached_property
    def right(self) -> Floats:
        """The right-hand sides of the equations."""
        return np.concatenate([self.equal_to, np.zeros(self.cells.rows)]).astype(float)
