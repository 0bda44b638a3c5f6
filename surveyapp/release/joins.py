"""Joins: what responses have in common, and what it costs to show no more than that."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from heapq import heappop, heappush

import numpy as np
import numpy.typing as npt

from surveyapp.release.classes import Classes
from surveyapp.release.demands import Demands
from surveyapp.release.lattice import Lattice, Levels
from surveyapp.release.loss import Loss

MANY = 32
"""From how many on combinations are compared all at once."""
REMEMBERED = 2**17
Steps = npt.NDArray[np.int64]


class Joins:
    """The lowest levels at which combinations share all labels, as sets of steps up the ladders.

    A step leads from one level of one quasi-identifier to the next. A set of steps is a number with a bit for
    each, and what several combinations have in common is the union of what each has with the first of them.
    """

    def __init__(self, lattice: Lattice, demands: Demands, loss: Loss):
        self.lattice, self.demands, self.loss = lattice, demands, loss
        self.classes = Classes(lattice, demands)
        ladders = list(zip(lattice.columns, lattice.ladders, loss.words, strict=True))
        self.labels = np.column_stack(
            [
                column.renamed([ladder.at(word, level) for word in column.words]).codes
                for column, ladder, _ in ladders
                for level in range(ladder.top)
            ]
        )
        self.steps: Steps = np.column_stack(
            [
                (words[level + 1] - words[level])[column.codes]
                for column, ladder, words in ladders
                for level in range(ladder.top)
            ]
        )
        ends = np.cumsum([0, *lattice.tops]).tolist()
        self.fields = [((1 << top) - 1) << start for start, top in zip(ends, lattice.tops, strict=False)]
        self.starts = ends[:-1]
        self.every = (1 << ends[-1]) - 1
        self._labels = lru_cache(REMEMBERED)(lambda member: self.labels[member].tolist())
        self.pair = lru_cache(REMEMBERED)(self._pair)
        self.settled = lru_cache(REMEMBERED)(self._settled)
        self.price = lru_cache(REMEMBERED)(self._price)

    def _pair(self, one: int, other: int) -> int:
        """The steps that two combinations need until they share all labels."""
        both = zip(self._labels(one), self._labels(other), strict=True)
        return sum(1 << bit for bit, (left, right) in enumerate(both) if left != right)

    def common(self, members: Collection[int], forced: int = 0) -> tuple[int, int]:
        """The first of some combinations, and the steps that they need, the ``forced`` ones included."""
        first, *others = members
        if len(others) > MANY:
            needed = (self.labels[others] != self.labels[first]).any(axis=0)
            return first, forced | sum(1 << bit for bit in np.flatnonzero(needed).tolist())
        for each in others:
            forced |= self.pair(first, each)
        return first, forced

    def distances(self, one: int, others: Sequence[int] | Steps) -> Steps:
        """What a combination would cost in common with each of the others, but for what depends on it."""
        costs: Steps = (self.labels[others] != self.labels[one]) @ self.steps[one]
        return costs

    def _settled(self, steps: int) -> tuple[int, int, Levels]:
        """Steps with those that follow, the cost of what is suppressed along, and the levels they lead to."""
        levels = self.lattice.settled(self._levels(steps))
        return self.at(levels), self.loss.along(levels), levels

    def at(self, levels: Levels) -> int:
        """The steps that lead to some levels."""
        return sum(((1 << level) - 1) << start for level, start in zip(levels, self.starts, strict=True))

    def _levels(self, steps: int) -> Levels:
        return tuple((steps & field).bit_count() for field in self.fields)

    def _price(self, member: int, steps: int) -> tuple[int, int]:
        """What it costs to show a response after some steps, and the steps that it takes to show it so.

        With a roster, these are the cheapest further steps after which enough people match.
        """
        steps, cost = self._costing(member, steps)
        if self.classes.roster is None:
            return cost, steps
        ahead, seen = [(cost, steps)], {steps}
        while True:
            cost, steps = heappop(ahead)
            levels = self.settled(steps)[2]
            if self.classes.roster.people(member, levels) >= self.demands.k or steps == self.every:
                return cost, steps
            for field in self.fields:
                if steps & field != field:
                    higher, cost = self._costing(member, steps | (steps | ~field) + 1 & field)
                    if higher not in seen:
                        seen.add(higher)
                        heappush(ahead, (cost, higher))

    def _costing(self, member: int, steps: int) -> tuple[int, int]:
        """Steps with those that follow from them, and what a response costs after them."""
        settled, along, _ = self.settled(steps)
        climbed = enumerate(self.steps[member].tolist())
        return settled, along + sum(cost for bit, cost in climbed if settled >> bit & 1)
