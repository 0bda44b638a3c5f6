"""What it costs to show a value less exactly: Iyengar's loss metric, in whole numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from math import lcm

import numpy as np
import numpy.typing as npt

from surveyapp.release.columns import Column
from surveyapp.release.ladders import Ladder
from surveyapp.release.lattice import Lattice, Levels
from surveyapp.release.words import NO_VALUE

FINEST = 2**31
Costs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Loss:
    """The loss of the cells of some data, after Iyengar (2002), doi:10.1145/775047.775089.

    A label that covers c of the m values of its variable costs (c - 1) / (m - 1), ``*`` costs 1, and a
    missing word shown as it is costs nothing. What is suppressed along with a quasi-identifier is lost as
    well: a cell of a column that it carries along costs 1. The loss of a file is the mean over all those
    cells.

    Costs are counted in whole ``unit``s to a cell, so that sums are exact and do not depend on an order. The
    unit is the least common multiple of all m - 1, or FINEST where that is larger: a cell is then
    off by less than a billionth, and still no label costs less than one that it covers.
    """

    lattice: Lattice

    @cached_property
    def unit(self) -> int:
        """What a hidden cell costs."""
        every = lcm(*(max(_values(column) - 1, 1) for column in self.lattice.columns))
        return min(every, FINEST)

    @cached_property
    def cells(self) -> int:
        """How many cells of a response have a cost."""
        return len(self.lattice.columns) + len(self.lattice.carried)

    @property
    def most(self) -> int:
        """The cost of a response of which everything is hidden."""
        return self.cells * self.unit

    @cached_property
    def words(self) -> tuple[tuple[Costs, ...], ...]:
        """By place and level, the cost of each word of the lattice's column."""
        both = zip(self.lattice.columns, self.lattice.ladders, strict=True)
        return tuple(
            tuple(self._level(column, ladder, level) for level in range(ladder.top + 1))
            for column, ladder in both
        )

    @cached_property
    def _totals(self) -> tuple[list[int], ...]:
        """By place and level, the cost of that column over all responses."""
        counts = self.lattice.counted.counts
        return tuple(
            [int(costs[column.codes] @ counts) for costs in levels]
            for column, levels in zip(self.lattice.columns, self.words, strict=True)
        )

    def total(self, levels: Levels) -> int:
        """The cost of all responses shown at settled levels."""
        own = sum(totals[level] for totals, level in zip(self._totals, levels, strict=True))
        return own + self.lattice.rows * self.along(levels)

    def along(self, levels: Levels) -> int:
        """The cost of what is suppressed along with a response shown at settled levels."""
        return self.unit * (len(self.lattice.suppressed(levels)) - len(self.lattice.held))

    def each(self, levels: Levels, chosen: npt.NDArray[np.int64]) -> Costs:
        """The cost of one response of each of the ``chosen`` combinations, shown at settled levels."""
        costs = np.full(len(chosen), self.along(levels), dtype=np.int64)
        for column, words, level in zip(self.lattice.columns, self.words, levels, strict=True):
            costs += words[level][column.codes[chosen]]
        return costs

    def mean(self, cost: int) -> float:
        """A cost over all responses as a share of the largest that there is, from 0 to 1."""
        return cost / max(self.most * self.lattice.rows, 1)

    def _level(self, column: Column, ladder: Ladder, level: int) -> Costs:
        if level == ladder.top:
            return np.full(len(column.words), self.unit, dtype=np.int64)
        known = _known(column)
        covered = Counter(ladder.at(word, level) for word in known)
        costs = [
            0
            if word in NO_VALUE
            else (covered[ladder.at(word, level)] - 1) * self.unit // max(len(known) - 1, 1)
            for word in column.words
        ]
        return np.array(costs, dtype=np.int64)


def _known(column: Column) -> list[str]:
    """All values of a variable: those that it can have where that is a list, else those that occur."""
    return [word for word in dict.fromkeys((*column.variable.codes, *column.words)) if word not in NO_VALUE]


def _values(column: Column) -> int:
    return len(_known(column))
