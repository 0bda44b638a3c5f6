"""Worlds beside the truth: a few people in other strata, with answers that change nothing that is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product, zip_longest

import numpy as np

from surveyapp.release.tables.counted import Counts, Layout
from surveyapp.release.tables.linked import Ints
from surveyapp.release.tables.problem import Problem, bounds_of
from surveyapp.release.tables.published import Spans

MOST = 16
"""People beyond whom nothing is tried."""


@dataclass(frozen=True)
class Outside:
    """A block as it looks from outside: its cells, with the least and the most that is told of each."""

    problem: Problem
    low: Ints
    high: Ints

    @classmethod
    def of(cls, problem: Problem, spans: Spans) -> Outside:
        """What is published of a block."""
        return cls(problem, *bounds_of(problem, spans))

    def moved(self, base: Ints) -> Counts | None:
        """Counts for another base that fit what is told; None where none is at hand.

        Whoever leaves a stratum takes the answer along, or gives another, as the bounds allow: the first that
        does.
        """
        change = base - self.problem.counts.base
        leaving = np.repeat(np.arange(len(base)), np.maximum(-change, 0))
        coming = np.repeat(np.arange(len(base)), np.maximum(change, 0))
        if max(len(leaving), len(coming)) > MOST:
            return None
        found = [each.copy() for each in self.problem.counts.by_code]
        for start, end in zip_longest(leaving.tolist(), coming.tolist()):
            for at, counts in enumerate(found):
                ways = _ways(counts, start, end, 1 if len(found) == 1 else 2)
                way = next((each for each in ways if self._has_room(at, each)), None)
                if way is None:
                    return None
                found[at] = counts + way
        moved = Counts(self.problem.block, tuple(found))
        return moved if self._fits(moved, base) else None

    @cached_property
    def _inside(self) -> Ints:
        """By stratum and column, whether one is in the other."""
        study = self.problem.study
        columns = [np.isin(np.arange(study.strata.size), members) for members in study.members]
        return np.stack(columns, axis=1).astype(np.int64)

    @cached_property
    def _rooms(self) -> list[Ints]:
        """By subject, how far what counts each code can fall and rise in each column."""
        problem, width = self.problem, self._inside.shape[1]
        found = [np.full((2, len(each.words), width), problem.study.rows) for each in problem.block.subjects]
        counts = problem.linked.counts
        for cell, (at, codes, column) in enumerate(self._cells):
            room = counts[cell] - self.low[cell], self.high[cell] - counts[cell]
            for code in codes:
                found[at][:, code, column] = np.minimum(found[at][:, code, column], room)
        return found

    @cached_property
    def _cells(self) -> list[tuple[int, list[int], int]]:
        """The subject, codes and column that each cell counts."""
        behind = self.problem.block.behind
        places = ((behind(name, code), column) for name, code, column in self.problem.cells)
        return [(at, list(codes), column) for (at, codes), column in places]

    def _has_room(self, subject: int, way: Ints) -> bool:
        effect, (down, up) = way @ self._inside, self._rooms[subject]
        return bool((effect <= up).all() and (-effect <= down).all())

    def _fits(self, counts: Counts, base: Ints) -> bool:
        """Whether counts, added up, are a world that looks the same."""
        asked = all(np.array_equal(each[1:].sum(axis=0), base) for each in counts.by_code)
        sums = [each @ self._inside for each in counts.by_code]
        cells = np.array([sums[at][codes, column].sum() for at, codes, column in self._cells])
        layout = Layout(self.problem.block, base)
        ticked = all(
            sum(times * counts.by_code[at][code, stratum] for (at, code), times in terms) <= side
            for stratum in layout.active
            for terms, side in layout.ticked(int(base[stratum]))
        )
        return bool(asked and ticked and (cells >= self.low).all() and (cells <= self.high).all())


def _ways(counts: Ints, start: int | None, end: int | None, first: int) -> Iterator[Ints]:
    """One person less in a stratum and one more in another, the same answer before any other."""
    codes = range(first, len(counts))
    before = [code for code in codes if counts[code, start] > 0] if start is not None else [None]
    after = list(codes) if end is not None else [None]
    for one, other in sorted(product(before, after), key=lambda pair: pair[0] != pair[1]):
        change = np.zeros_like(counts)
        if one is not None:
            change[one, start] -= 1
        if other is not None:
            change[other, end] += 1
        yield change
