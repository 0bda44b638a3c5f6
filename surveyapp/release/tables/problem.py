"""From counts to a problem of hiding: which cells are small, which may be hidden with them, who may try."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log2

import numpy as np

from surveyapp.release.tables.blocks import Block
from surveyapp.release.tables.bounds import Aim, Rule
from surveyapp.release.tables.counted import Counts, Key, Layout
from surveyapp.release.tables.linked import Flags, Ints
from surveyapp.release.tables.published import Span, Spans
from surveyapp.release.tables.study import Study
from surveyapp.release.tables.suppress import Knows, Linked

TELLING = 3
"""From this smallest cell on a hidden count is said to be small or not; below, that would give it away."""

WHOLE = 50
"""How many counts of a group one of everybody is worth."""


def span_of(count: int, smallest: int, most: int) -> Span:
    """What anybody knows of a hidden count at once: small or not, and no more than were asked."""
    if smallest < TELLING:
        return 0, most
    return (0, smallest - 1) if count < smallest else (smallest, most)


@dataclass(frozen=True)
class Problem:
    """A block's cells, and the keys under which they stand in tables.

    Keys that count the same people (those who left a tick list out, in the table of each option) are one
    cell: shown together or hidden together. ``opened`` are the subjects and columns that are shown.
    """

    study: Study
    block: Block
    opened: frozenset[tuple[str, int]]
    settled: Spans | None = None
    """For groups: what was decided about their own counts, before they head columns."""

    @cached_property
    def counts(self) -> Counts:
        """The block's counts."""
        return self.study.counts[self.block.name]

    @cached_property
    def keys(self) -> list[Key]:
        """All keys in order; a code of 0 is none, since it follows from who was asked."""
        found: list[Key] = []
        for subject in self.block.subjects:
            scores = [each.score for each in self.block.derived if each.source == subject.name]
            for column in self._seen(subject.name):
                for each in (subject, *scores):
                    found += [(each.name, code, column) for code in range(1, len(each.words))]
        return found

    @cached_property
    def _same(self) -> dict[Key, int]:
        """The cell of each key."""
        found: dict[tuple[int, tuple[int, ...], int], int] = {}
        return {
            key: found.setdefault((*self.block.behind(key[0], key[1]), key[2]), len(found))
            for key in self.keys
        }

    @cached_property
    def cells(self) -> list[Key]:
        """The first key of each cell."""
        found: dict[int, Key] = {}
        for key, cell in self._same.items():
            found.setdefault(cell, key)
        return list(found.values())

    @cached_property
    def places(self) -> Ints:
        """The cell of each key, in their order."""
        return np.array([self._same[key] for key in self.keys], dtype=np.int64)

    def _seen(self, name: str) -> list[int]:
        """The columns of everybody, and of each group of which one column at least is shown."""
        groups = {self.study.columns[at].group for of, at in self.opened if of == name}
        return [at for at in self.study.seen(self.block, name) if self.study.columns[at].group in groups]

    @cached_property
    def layout(self) -> Layout:
        """Where the parts stand."""
        return self.study.layout(self.block, self.counts.base)

    def asked(self, column: int) -> int:
        """How many were asked in a column."""
        return int(self.counts.base[self.study.members[column]].sum())

    def shown(self, name: str, column: int) -> bool:
        """Whether a column is shown for a variable; a score goes with its source."""
        return (self.block.source(name), column) in self.opened

    def protects(self, name: str, column: int) -> bool:
        """Whether a small count tells about people who can be found."""
        group = self.study.columns[column].group
        guarded = group is not None and self.study.groups[group].protected
        return guarded or self.block.of(name)[0].protected

    @cached_property
    def totals(self) -> dict[tuple[str, int], list[int]]:
        """By variable and column, the counts by code."""
        places = dict.fromkeys((name, column) for name, _, column in self.keys)
        return {(name, at): self.counts.sums(name, self.study.members[at]) for name, at in places}

    @cached_property
    def linked(self) -> Linked:
        """The cells as a problem."""
        counts = np.array([self.totals[name, at][code] for name, code, at in self.cells], dtype=np.int64)
        low, high = counts.copy(), counts.copy()
        forced, free = np.zeros((2, len(counts)), dtype=np.bool_)
        smallest = self.study.smallest
        for at, key in enumerate(self.cells):
            name, code, column = key
            count = int(counts[at])
            if not self.shown(name, column):
                low[at], high[at], forced[at] = 0, self.asked(column), True
            elif self.protects(name, column):
                low[at], high[at] = span_of(count, smallest, self.asked(column))
                settled = self.settled is not None and key in self.settled.by_cell
                forced[at] = (
                    not self.settled.exact(*key)
                    if settled and self.settled
                    else (code > 1 and 0 < count < smallest)
                )
                free[at] = not settled
        return Linked(counts, low, high, forced, free & ~forced, self._cost(counts), self._rule(low < high))

    def _cost(self, counts: Ints) -> Ints:
        """What hiding each cell loses: 1 + log2(1 + count) for each of its keys, in sixteenths.

        A count of everybody weighs as much as WHOLE of a group, and whatever decides who is asked other
        items as much as all of those: their tables go with it.
        """
        following = 1 + len(self.study.following(self.block))
        bits = [round(16 * (1 + log2(1 + count))) for count in counts.tolist()]
        whole = [WHOLE if column == 0 else 1 for _, _, column in self.cells]
        times = np.bincount(self.places, minlength=len(whole)) * following
        return np.array(bits, dtype=np.int64) * np.array(whole, dtype=np.int64) * times

    def _rule(self, hideable: Flags) -> Rule | None:
        """What follows from hiding anything at all; nothing where a whole column is too small to show."""
        if self.study.smallest < 2 or not all(self.shown(name, column) for name, _, column in self.cells):
            return None
        values = np.array([code > 1 for _, code, _ in self.cells], dtype=np.bool_)
        return Rule(hideable & values, self.study.smallest - 1)

    def aims(self, linked: Linked, *, other: bool = False) -> Iterator[Aim]:
        """How far cells must be able to go.

        Small ones over all that "small" means, those of columns that are too small to be shown by one at
        least. ``other`` turns the latter round.
        """
        for at, (name, code, column) in enumerate(self.cells):
            count = int(linked.counts[at])
            if not linked.forced[at] or code < 2 or not count:
                continue
            if self.shown(name, column):
                if count < self.study.smallest:
                    yield from small_aims(at, count, self.study.smallest)
            elif self.protects(name, column) and not self._everybody(name, code):
                up = (count < self.asked(column)) is not other
                yield Aim(at, 1 if up else -1, count + (1 if up else -1))

    def _everybody(self, name: str, code: int) -> bool:
        """Whether all who answered said the same: that holds for whoever is in a small column as well."""
        overall = self.totals[name, 0]
        return overall[code] == sum(overall[2:])

    @cached_property
    def layouts(self) -> list[Layout]:
        """The parts for somebody who holds the tables, and for somebody who has the row file beside them.

        Both know how many of each stratum were asked.
        """
        told = self.study.told(self.block, self.counts.base)
        return [self.layout] if told is None else [self.layout, told]

    def knows(self, layout: Layout) -> Knows:
        """What can be worked out over the parts of a layout."""
        return Knows(layout.system(self.cells, self.study.members), layout.parts(self.counts), ())

    def write(self, hidden: Flags, spans: Spans) -> None:
        """Write down what is published of the block."""
        low, high = self.told(hidden[self.places])
        for at, (name, code, column) in enumerate(self.keys):
            if self.shown(name, column):
                spans.by_cell[name, code, column] = (int(low[at]), int(high[at]))
                spans.asked[name, column] = self.asked(column)

    def told(self, hidden: Flags) -> tuple[Ints, Ints]:
        """Bounds as they are told of each key: no wider than its column leaves open at first sight."""
        linked, at = self.linked, self.places
        low = np.where(hidden, linked.low[at], linked.counts[at])
        high = np.where(hidden, linked.high[at], linked.counts[at])
        least, most = low.copy(), high.copy()
        places: dict[tuple[str, int], list[int]] = {}
        for place, (name, _, column) in enumerate(self.keys):
            places.setdefault((name, column), []).append(place)
        for (name, column), cells in places.items():
            if self.shown(name, column):
                asked = self.asked(column)
                least[cells] = np.maximum(low[cells], asked - (high[cells].sum() - high[cells]))
                most[cells] = np.minimum(high[cells], asked - (low[cells].sum() - low[cells]))
        return least, most


def small_aims(cell: int, count: int, smallest: int) -> Iterator[Aim]:
    """A small count must be able to be any small count; where 1 is the only one, the next as well."""
    if smallest < TELLING:
        yield Aim(cell, 1, smallest)
        return
    if count < smallest - 1:
        yield Aim(cell, 1, smallest - 1)
    if count > 1:
        yield Aim(cell, -1, 1)


def bounds_of(problem: Problem, spans: Spans) -> tuple[Ints, Ints]:
    """The bounds of a problem's cells as they are published; those that are in no table are anything."""
    low = np.zeros(len(problem.cells), dtype=np.int64)
    high = np.full(len(problem.cells), problem.study.rows, dtype=np.int64)
    for at, key in zip(problem.places, problem.keys, strict=True):
        least, most = spans.by_cell.get(key, (0, problem.study.rows))
        low[at], high[at] = max(low[at], least), min(high[at], most)
    return low, high
