"""Annealing: changing clusters little by little until they cost less."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

import numpy as np

from surveyapp.release.clusters import Cluster, Clusters, Members

NEAR, WINDOW = 24, 400
HOT, COLD = 0.25, 0.02
Change = tuple[tuple[int, ...], list[Cluster]]
"""The numbers of clusters that go, and the clusters that come for them."""


class Annealing:
    """Clusters that change: two give and take responses, or become one, or one becomes two.

    After Kirkpatrick, Gelatt and Vecchi (1983), doi:10.1126/science.220.4598.671: a change for the better is
    always made, one for the worse with a probability that falls with what it costs and with time. Changes are
    proposed between clusters of which each has a combination near one of the other's.
    """

    def __init__(
        self, makes: Clusters, start: Sequence[Cluster], most_stars: int, chance: np.random.Generator
    ):
        self._makes, self._most_stars, self._chance = makes, most_stars, chance
        self._now: dict[int, Cluster] = {}
        self._places: dict[int, dict[int, None]] = {}
        self._near: dict[int, list[int]] = {}
        self._made = 0
        self._cost = self._stars = 0
        self._change(((), list(start)))

    def best(self, proposals: int) -> list[Cluster]:
        """The cheapest clusters met on the way of so many proposals."""
        start, changes, least, kept = dict(self._now), list[Change](), self._cost, 0
        hot = HOT * self._cost / sum(each.size for each in start.values())
        lossy: list[int] = []
        for at, draw in enumerate(self._chance.random((proposals, 7)).tolist()):
            while lossy and lossy[-1] not in self._now:
                lossy.pop()
            if not lossy:
                lossy = [number for number, each in self._now.items() if each.cost]
                self._chance.shuffle(lossy)
            if not lossy:
                break
            change = self._proposed(lossy.pop(), draw)
            if change is None or not self._allows(change):
                continue
            more = self._more(change)
            if more <= 0 or draw[6] < exp(-more / (hot * COLD ** (at / proposals))):
                self._change(change)
                changes.append(change)
                if self._cost < least:
                    least, kept = self._cost, len(changes)
        return _replayed(start, changes[:kept])

    def _proposed(self, number: int, draw: Sequence[float]) -> Change | None:
        one = self._now[number]
        member = _pick(list(one.members), draw[0])
        near = self._neighbours(member)
        if not near:
            return None
        nearest = near[int(draw[1] ** 2 * len(near))]
        partner = _pick(list(self._places[nearest]), draw[2])
        if partner == number:
            new = self._makes.parted(one.members, member, nearest)
            return None if new is None else ((number,), new)
        other = self._now[partner]
        forced = one.forced, other.forced
        if draw[3] < 0.35:
            new = self._makes.two(_less(one.members, member), _more(other.members, member), forced)
        elif draw[3] < 0.8:
            back = _pick(list(other.members), draw[4])
            new = self._makes.two(
                _more(_less(one.members, member), back), _more(_less(other.members, back), member), forced
            )
        elif draw[3] < 0.9:
            new = self._makes.two({}, _joined(one.members, other.members), (0, one.forced | other.forced))
        else:
            second = _pick(list(one.members), draw[4])
            new = self._makes.parted(_joined(one.members, other.members), member, second)
        return None if new is None else ((number, partner), new)

    def _neighbours(self, member: int) -> list[int]:
        """The combinations near one, the nearest first; of many, those among the next in order."""
        found = self._near.get(member)
        if found is None:
            start = max(0, member - WINDOW)
            end = min(len(self._makes.joins.labels), member + WINDOW)
            others = np.delete(np.arange(start, end), member - start)
            order = np.argsort(self._makes.joins.distances(member, others), kind="stable")
            found = self._near[member] = others[order[:NEAR]].tolist()
        return found

    def _more(self, change: Change) -> int:
        old, new = change
        return sum(each.cost for each in new) - sum(self._now[number].cost for number in old)

    def _allows(self, change: Change) -> bool:
        old, new = change
        more = sum(each.stars for each in new) - sum(self._now[number].stars for number in old)
        return more <= 0 or self._stars + more <= self._most_stars

    def _change(self, change: Change) -> None:
        old, new = change
        for number in old:
            gone = self._now.pop(number)
            self._cost -= gone.cost
            self._stars -= gone.stars
            for member in gone.members:
                del self._places[member][number]
        for cluster in new:
            self._now[self._made] = cluster
            self._cost += cluster.cost
            self._stars += cluster.stars
            for member in cluster.members:
                self._places.setdefault(member, {})[self._made] = None
            self._made += 1


def _replayed(start: dict[int, Cluster], changes: Sequence[Change]) -> list[Cluster]:
    """The clusters after some changes, each of which numbers those that come as they come."""
    made = len(start)
    for old, new in changes:
        for number in old:
            del start[number]
        start |= enumerate(new, made)
        made += len(new)
    return list(start.values())


def _pick(among: Sequence[int], draw: float) -> int:
    return among[int(draw * len(among))]


def _less(members: Members, member: int) -> Members:
    left = dict(members)
    left[member] -= 1
    if not left[member]:
        del left[member]
    return left


def _more(members: Members, member: int) -> Members:
    return {**members, member: members.get(member, 0) + 1}


def _joined(one: Members, other: Members) -> Members:
    every = dict(one)
    for member, count in other.items():
        every[member] = every.get(member, 0) + count
    return every
