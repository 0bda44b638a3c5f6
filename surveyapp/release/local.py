"""Local recoding: every cell at a level of its own, better than the same levels for everybody."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from surveyapp.release.anneal import Annealing
from surveyapp.release.classes import Counts
from surveyapp.release.clusters import Cluster, Clusters
from surveyapp.release.demands import Demands
from surveyapp.release.exact import Exact
from surveyapp.release.joins import Joins
from surveyapp.release.lattice import Lattice
from surveyapp.release.loss import Loss
from surveyapp.release.shares import Shares

ROUNDS, PROPOSALS = 4, 10_000
LITTLE = 0.02
"""The mean loss of a cell below which parting is enough."""


def improved(
    lattice: Lattice, demands: Demands, loss: Loss, exact: Exact, proposals: int = PROPOSALS
) -> Shares:
    """A recoding that costs less than the exact answer at the same levels for everybody, or as much.

    The classes of that answer, each cell at the lowest level that its class has in common, are parted for as
    long as that helps. Where more than LITTLE is still lost, they are annealed ROUNDS times, with so many
    ``proposals`` each, and the cheapest clusters that were met are taken; not where combinations are taken
    whole, since annealing moves single responses. So the work is bounded: it grows with the number of
    distinct combinations when classes are parted, and annealing does not grow at all, though it gains less
    where there are many classes. Chance comes from fixed seeds, and combinations are counted in the order of
    their words: the same responses in any order give the same clusters.

    No more rows become all ``*`` than the demands allow or the exact answer has.
    """
    makes = Clusters(Joins(lattice, demands, loss))
    start = [part for cluster in _lowered(makes, exact) for part in _parted(makes, cluster)]
    most_stars = max(makes.joins.classes.budget, _stars(lattice, exact))
    best = start
    lossy = loss.mean(_cost(start)) > LITTLE and not lattice.whole
    for seed in range(ROUNDS if lossy else 0):
        found = Annealing(makes, start, most_stars, np.random.default_rng(seed)).best(proposals)
        best = min(best, found, key=_cost)
    return makes.shares(best) if _cost(best) < exact.cost else exact.shares(lattice, demands.drop)


def _lowered(makes: Clusters, exact: Exact) -> Iterator[Cluster]:
    """The classes of the exact answer, each cell as low as its class allows."""
    joins = makes.joins
    key = joins.classes.at(exact.levels)
    shown = joins.lattice.counted.counts - exact.hidden
    outside = joins.every if joins.demands.drop else 0
    if exact.hidden.any():
        yield _lowest(makes, exact.hidden, np.flatnonzero(exact.hidden), joins.every, outside)
    left = np.flatnonzero(shown)
    order = left[np.argsort(key[left], kind="stable")]
    for members in np.split(order, np.flatnonzero(np.diff(key[order])) + 1):
        yield _lowest(makes, shown, members, joins.at(exact.levels), 0)


def _lowest(makes: Clusters, counts: Counts, members: Counts, allowed: int, forced: int) -> Cluster:
    """The cluster of a class, as low as it may be shown, but no higher than is ``allowed`` anyway."""
    own = dict(zip(members.tolist(), counts[members].tolist(), strict=True))
    found = makes.of(own, forced) or makes.of(own, allowed)
    if found is None:
        raise AssertionError("a class of the exact answer may leave")
    return found


def _parted(makes: Clusters, cluster: Cluster) -> Iterator[Cluster]:
    """A cluster in parts around combinations that are far from each other, while that costs less."""
    ahead = [cluster]
    while ahead:
        whole = ahead.pop()
        parts = _halves(makes, whole) if whole.cost else None
        if parts is None or _cost(parts) >= whole.cost:
            yield whole
        else:
            ahead += parts


def _halves(makes: Clusters, whole: Cluster) -> list[Cluster] | None:
    members = sorted(whole.members)
    if whole.size < 2 * makes.least or len(members) < 2:
        return None
    one = members[int(np.argmax(makes.joins.distances(members[0], members)))]
    other = members[int(np.argmax(makes.joins.distances(one, members)))]
    return makes.parted(whole.members, one, other)


def _cost(clusters: list[Cluster]) -> int:
    return sum(cluster.cost for cluster in clusters)


def _stars(lattice: Lattice, exact: Exact) -> int:
    """How many responses of the exact answer have every quasi-identifier hidden."""
    return lattice.rows if exact.levels == lattice.tops else int(exact.hidden.sum())
