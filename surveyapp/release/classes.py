"""Equivalence classes: who shares all released quasi-identifiers, and what a class lacks."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from surveyapp.release.columns import Codes, Column, packed
from surveyapp.release.demands import Demands
from surveyapp.release.lattice import Lattice, Levels
from surveyapp.release.roster import Roster
from surveyapp.release.words import SILENT, UNTICKED

Counts = npt.NDArray[np.int64]
Which = npt.NDArray[np.bool_]
SPARE = 1024


class Classes:
    """The classes that combinations fall into at any levels, held against what is demanded of them."""

    def __init__(self, lattice: Lattice, demands: Demands):
        self.lattice, self.demands = lattice, demands
        self.budget = demands.suppressible(lattice.rows)
        self.roster = None if demands.population is None else Roster(lattice, demands.population)
        self._labels = {
            (place, level): _labels(column, [ladder.at(word, level) for word in column.words])
            for place, (column, ladder) in enumerate(zip(lattice.columns, lattice.ladders, strict=True))
            for level in range(ladder.top + 1)
        }

    @cached_property
    def _combinations(self) -> int:
        return len(self.lattice.counted.counts)

    def at(self, levels: Levels) -> tuple[Counts, int]:
        """The number of each combination's class at some levels, and a bound that all numbers lie below."""
        parts = [self._labels[place, level] for place, level in enumerate(levels)]
        key, bound = packed([codes for codes, _ in parts], [size for _, size in parts], self._combinations)
        if bound > 8 * self._combinations + SPARE:
            key = np.unique(key, return_inverse=True)[1].reshape(-1).astype(np.int64)
            bound = self._combinations
        return key, bound

    def lacking(self, levels: Levels) -> Which:
        """The combinations whose class at settled levels has not all that is demanded.

        Once they are more than may be hidden, the search looks for no others.
        """
        key, bound = self.at(levels)
        if self.roster is None:
            sizes = np.bincount(key, weights=self.lattice.counted.counts, minlength=bound)
            lacking = sizes[key] < self.demands.k
        else:
            lacking = self.roster.matching(levels) < self.demands.k
        counts = self.lattice.counted.counts
        for column, least in self.telling(levels):
            if counts[lacking].sum() > self.budget:
                break
            lacking |= distinct(key, column)[key] < least
        return lacking

    def telling(self, levels: Levels) -> list[tuple[Column, int]]:
        """The sensitive columns that levels leave shown, and how many values of each a class must have."""
        suppressed = self.lattice.suppressed(levels)
        diverse = self.demands.diverse
        return [(each, diverse[each.name]) for each in self.lattice.sensitive if each.name not in suppressed]

    def stars_suffice(self, hidden: Counts) -> bool:
        """Whether the hidden responses, so many of each combination, may stand as a class of their own."""
        if self.demands.drop:
            return True
        enough = (hidden.sum() if self.roster is None else self.roster.everybody) >= self.demands.k
        chosen = hidden > 0
        together = np.zeros(int(chosen.sum()), dtype=np.int64)
        return bool(enough) and all(
            distinct(together, Column(column.variable, column.words, column.codes[chosen]))[0] >= least
            for column, least in self.telling(self.lattice.tops)
        )


def distinct(key: Counts, column: Column) -> Counts:
    """By class number, how many values of a column the class has; what is missing is none.

    A class that tells no answer counts as if it had one value more than there are.
    """
    width = len(column.words)
    pairs = np.unique(key * width + column.codes)
    classes, codes = pairs // width, pairs % width
    size = int(key.max(initial=-1)) + 1
    values = values_of(column)
    found = np.bincount(classes[values[codes]], minlength=size)
    answers = values & np.array([word != UNTICKED for word in column.words])
    told = np.bincount(classes[answers[codes]], minlength=size)
    return np.where(told == 0, width + 1, found)


def values_of(column: Column) -> Which:
    """Which of a column's words are values."""
    return np.array([word not in SILENT for word in column.words])


def _labels(column: Column, labels: list[str]) -> tuple[Codes, int]:
    shown = column.renamed(labels)
    return shown.codes, len(shown.words)
