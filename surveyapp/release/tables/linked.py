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
    from scipy.sparse import coo_array

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

    @classmethod
    def each(cls, things: Ints, times: Ints | int) -> Sums:
        """A row for each of some things."""
        return cls(np.arange(len(things)), things, np.broadcast_to(times, len(things)), len(things))

    @classmethod
    def below(cls, sums: Sequence[Sums]) -> Sums:
        """Sums over the same things, one below the other."""
        starts = np.cumsum([0, *(each.rows for each in sums)]).tolist()
        return cls(
            np.concatenate([each.row + start for each, start in zip(sums, starts, strict=False)]),
            np.concatenate([each.thing for each in sums]),
            np.concatenate([each.times for each in sums]),
            starts[-1],
        )

    def plus(self, other: Sums) -> Sums:
        """Both sums of each row."""
        return Sums(
            np.concatenate([self.row, other.row]),
            np.concatenate([self.thing, other.thing]),
            np.concatenate([self.times, other.times]),
            self.rows,
        )

    def matrix(self, things: int, copies: int = 1) -> coo_array:
        """The same as a sparse matrix, over so many copies of all things, one beside the other."""
        from scipy.sparse import coo_array

        copy = np.arange(copies)[:, np.newaxis]
        places = (self.row + copy * self.rows).ravel(), (self.thing + copy * things).ravel()
        times = np.tile(self.times.astype(float), copies)
        return coo_array((times, places), shape=(copies * self.rows, copies * things))


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

    def possible(self, parts: Ints) -> bool:
        """Whether whole numbers are a world that agrees with what is known beforehand."""
        return bool(
            (parts >= 0).all()
            and (self.equal(parts) == self.equal_to).all()
            and (self.most(parts) <= self.most_is).all()
        )

    @cached_property
    def rows(self) -> Sums:
        """Equations over parts and then cells: what is known, and each cell is its sum."""
        own = self.parts + np.arange(self.cells.rows)
        return Sums.below([self.equal, self.cells.plus(Sums.each(own, -1))])

    @cached_property
    def right(self) -> Floats:
        """The right-hand sides of the equations."""
        return np.concatenate([self.equal_to, np.zeros(self.cells.rows)]).astype(float)


def between(cells: Ints, low: Ints, high: Ints) -> bool:
    """Whether every cell lies between its bounds."""
    return bool((cells >= low).all() and (cells <= high).all())
