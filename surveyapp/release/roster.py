"""The roster: how many people each label could stand for."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import product

import numpy as np
import numpy.typing as npt

from surveyapp.release.columns import combinations
from surveyapp.release.demands import Population
from surveyapp.release.lattice import Lattice, Levels
from surveyapp.release.words import HIDDEN, NO_VALUE


class Roster:
    """Counts the people on the roster who match the labels of combinations.

    ``*`` matches everybody, and so does a missing word: the roster does not say who left a question out. So
    do quasi-identifiers that the roster knows nothing of.
    """

    def __init__(self, lattice: Lattice, population: Population):
        self._lattice, self._population = lattice, population
        names = [ladder.variable for ladder in lattice.ladders]
        self._places = [names.index(name) for name in population.variables]
        self.everybody = sum(population.counts.values())
        self._count = cache(self._counted)
        self._shown = cache(self._labels)

    def matching(self, levels: Levels) -> npt.NDArray[np.int64]:
        """How many people match each combination at some levels."""
        columns = [
            self._lattice.columns[place].renamed(self._shown(place, levels[place])) for place in self._places
        ]
        sizes = [len(column.words) for column in columns]
        rows = len(self._lattice.counted.counts)
        found = combinations([column.codes for column in columns], sizes, rows)
        people = self._count(tuple(levels[place] for place in self._places))
        counts = [
            people[tuple(column.words[code] for column, code in zip(columns, codes, strict=True))]
            for codes in found.codes.tolist()
        ]
        return np.array(counts, dtype=np.int64)[found.index]

    def people(self, combination: int, levels: Levels) -> int:
        """How many people match one combination at some levels."""
        labels = [
            self._shown(place, levels[place])[self._lattice.columns[place].codes[combination]]
            for place in self._places
        ]
        return self._count(tuple(levels[place] for place in self._places))[tuple(labels)]

    def _labels(self, place: int, level: int) -> list[str]:
        labels = [self._lattice.ladders[place].at(word, level) for word in self._lattice.columns[place].words]
        return [HIDDEN if label in NO_VALUE else label for label in labels]

    def _counted(self, levels: Levels) -> Counter[tuple[str, ...]]:
        """People by their labels at the levels of the roster's variables, `*` for each in turn."""
        ladders = [self._lattice.ladders[place] for place in self._places]
        people: Counter[tuple[str, ...]] = Counter()
        for values, count in self._population.counts.items():
            each = zip(ladders, values, levels, strict=True)
            labels = [{ladder.at(value, level), HIDDEN} for ladder, value, level in each]
            for shown in product(*labels):
                people[shown] += count
        return people
