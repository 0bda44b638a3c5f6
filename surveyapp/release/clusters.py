"""Clusters: responses that leave with the same labels, and what a set of them costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

import numpy as np

from surveyapp.release.joins import Joins
from surveyapp.release.shares import Shares
from surveyapp.release.words import SILENT, UNTICKED

Members = dict[int, int]
"""How many responses of each combination."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Some responses, the steps at which they are shown, and what they cost.

    ``forced`` steps are taken whatever the members have in common; ``stars`` counts them where every
    quasi-identifier is hidden.
    """

    members: Members
    size: int
    forced: int
    steps: int
    cost: int
    stars: int


class Telling(NamedTuple):
    """A sensitive column: the bits of all its values, those of answers, and how many values are demanded."""

    values: int
    answers: int
    least: int


class Clusters:
    """Makes clusters that may leave."""

    def __init__(self, joins: Joins):
        demands = joins.demands
        self.joins = joins
        self.least = 1 if demands.population else demands.k
        self._outside = joins.every if demands.drop else None
        self._told, self._telling = _told(joins)
        self._asked_of: dict[int, list[Telling]] = {}

    def of(self, members: Members, forced: int = 0) -> Cluster | None:
        """The cluster of some responses; None where it may not leave.

        Where rows are left out, those of whom every step is forced are, and nothing is demanded of them.
        """
        size = sum(members.values())
        outside = forced == self._outside
        if size < self.least and not outside:
            return None
        first, steps = self.joins.common(members, forced)
        price, steps = self.joins.price(first, steps)
        if self._telling and not outside and not self._tells_enough(members, steps):
            return None
        return Cluster(members, size, forced, steps, price * size, size if steps == self.joins.every else 0)

    def two(self, one: Members, other: Members, forced: tuple[int, int] = (0, 0)) -> list[Cluster] | None:
        """The clusters of two sets of responses, the first of which may be empty."""
        made = [self.of(each, own) for each, own in zip((one, other), forced, strict=True) if each]
        return None if None in made else [each for each in made if each is not None]

    def parted(self, members: Members, one: int, other: int) -> list[Cluster] | None:
        """Two clusters around two combinations, each response with the one that it shares more with."""
        size = sum(members.values())
        if size < 2 * self.least or one == other:
            return None
        every = sorted(members)
        nearness = self.joins.distances(one, every) - self.joins.distances(other, every)
        order = np.argsort(nearness, kind="stable").tolist()
        nearer = sum(members[every[at]] for at in order if nearness[at] <= 0)
        room, whole = min(max(nearer, self.least), size - self.least), self.joins.lattice.whole
        first: Members = {}
        second: Members = {}
        for member in (every[at] for at in order):
            taken = members[member] if whole and room else min(members[member], room)
            room = max(room - taken, 0)
            if taken:
                first[member] = taken
            if members[member] > taken:
                second[member] = members[member] - taken
        return self.two(first, second)

    def _tells_enough(self, members: Members, steps: int) -> bool:
        """Whether the members' answers vary as demanded, in whatever is shown at the steps."""
        told = reduce(or_, (self._told[member] for member in members))
        for values, answers, least in self._shown(steps):
            if told & answers and (told & values).bit_count() < least:
                return False
        return True

    def _shown(self, steps: int) -> list[Telling]:
        if steps not in self._asked_of:
            suppressed = self.joins.lattice.suppressed(self.joins.settled(steps)[2])
            self._asked_of[steps] = [each for name, each in self._telling.items() if name not in suppressed]
        return self._asked_of[steps]

    def shares(self, clusters: Sequence[Cluster]) -> Shares:
        """The clusters as parts of combinations; the same combination at the same levels is one part."""
        parts: dict[tuple[int, int, bool], int] = {}
        for cluster in clusters:
            for member, count in cluster.members.items():
                part = member, cluster.steps, cluster.forced == self._outside
                parts[part] = parts.get(part, 0) + count
        return Shares(
            np.array([self.joins.settled(steps)[2] for _, steps, _ in parts], dtype=np.int64),
            np.array([member for member, _, _ in parts], dtype=np.int64),
            np.array(list(parts.values()), dtype=np.int64),
            np.array([outside for _, _, outside in parts]),
            sum(cluster.cost for cluster in clusters),
        )


def _told(joins: Joins) -> tuple[list[int], dict[str, Telling]]:
    """By combination what its responses tell, a bit for each value of a column; and which bits those are."""
    told, telling, width = [0] * len(joins.lattice.counted.counts), {}, 0
    for column in joins.lattice.sensitive:
        bits = [1 << width + code for code in range(len(column.words))]
        values = {word: bit for word, bit in zip(column.words, bits, strict=True) if word not in SILENT}
        answers = sum(bit for word, bit in values.items() if word != UNTICKED)
        telling[column.name] = Telling(sum(values.values()), answers, joins.demands.diverse[column.name])
        for at, code in zip(column.at.tolist(), column.codes.tolist(), strict=True):
            told[at] |= bits[code]
        width += len(bits)
    return told, telling
