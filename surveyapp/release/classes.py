"""Equivalence classes: who shares all released quasi-identifiers, and what a class lacks."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from surveyapp.release.columns import Codes, Column, occurring, packed, ranked
from surveyapp.release.demands import Demands
from surveyapp.release.lattice import Lattice, Levels, Told
from surveyapp.release.roster import Roster
from surveyapp.release.union import Union
from surveyapp.release.words import SILENT, UNTICKED

Counts = npt.NDArray[np.int64]
Which = npt.NDArray[np.bool_]


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
    def _union(self) -> Union:
        return Union(self.lattice.sensitive, self._combinations)

    @cached_property
    def _combinations(self) -> int:
        return len(self.lattice.counted.counts)

    def at(self, levels: Levels) -> Counts:
        """The number of each combination's class at some levels, counted from 0."""
        parts = [self._labels[place, level] for place, level in enumerate(levels)]
        return ranked(*packed([codes for codes, _ in parts], [size for _, size in parts], self._combinations))

    def lacking(self, levels: Levels) -> Which:
        """The combinations whose class at settled levels has not all that is demanded.

        Where those in small classes are more than may be hidden, no others are looked for.
        """
        key = self.at(levels)
        if self.roster is None:
            sizes = np.bincount(key, weights=self.lattice.counted.counts)
            lacking = sizes[key] < self.demands.k
        else:
            lacking = self.roster.matching(levels) < self.demands.k
        telling = self.telling(levels)
        if telling and self.lattice.counted.counts[lacking].sum() <= self.budget:
            lacking |= self._union.uniform(key, telling)[key]
        return lacking

    def telling(self, levels: Levels) -> list[tuple[Told, int]]:
        """The sensitive columns that levels leave shown, and how many values of each a class must have."""
        suppressed = self.lattice.suppressed(levels)
        diverse = self.demands.diverse
        return [(each, diverse[each.name]) for each in self.lattice.sensitive if each.name not in suppressed]

    def stars_suffice(self, hidden: Counts) -> bool:
        """Whether the hidden responses, so many of each combination, may stand as a class of their own."""
        if self.demands.drop:
            return True
        enough = (hidden.sum() if self.roster is None else self.roster.everybody) >= self.demands.k
        return bool(enough) and all(
            _values(column, hidden) >= least for column, least in self.telling(self.lattice.tops)
        )


def distinct(key: Counts, column: Column) -> Counts:
    """By class number, how many values of a column the class has; what is missing is none.

    A class that tells no answer counts as if it had one value more than there are.
    """
    width, size = len(column.words), int(key.max(initial=-1)) + 1
    classes, codes = np.divmod(occurring(key * width + column.codes, size * width), width)
    values = values_of(column)
    found = np.bincount(classes[values[codes]], minlength=size)
    answers = values & np.array([word != UNTICKED for word in column.words])
    told = np.bincount(classes[answers[codes]], minlength=size)
    return np.where(told == 0, width + 1, found)


def _values(column: Told, hidden: Counts) -> int:
    """How many values of a column the hidden have as a class of their own (see ``distinct``)."""
    codes = column.codes[hidden[column.at] > 0]
    return int(
        distinct(np.zeros_like(codes, dtype=np.int64), Column(column.variable, column.words, codes))[0]
    )


def values_of(column: Column) -> Which:
    """Which of a column's words are values."""
    return np.array([word not in SILENT for word in column.words])


def _labels(column: Column, labels: list[str]) -> tuple[Codes, int]:
    shown = column.renamed(labels)
    return shown.codes, len(shown.words)
