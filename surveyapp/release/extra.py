"""Which further responses to hide, where those that must be hidden are no class of their own."""

from __future__ import annotations

import numpy as np

from surveyapp.release.classes import Classes, Counts
from surveyapp.release.lattice import Levels
from surveyapp.release.loss import Loss
from surveyapp.release.parts import Rest, parts


def extended(classes: Classes, loss: Loss, levels: Levels, hidden: Counts) -> Counts | None:
    """The hidden responses with those that cost least added to make a class; None where the budget ends.

    Any whole class that tells what the hidden tell suffices alone: it has all that is demanded of them, and
    of them less is shown. So the best way either hides one whole class more, or parts of classes that stay
    what they must be. In the plain case, the first responses to take are then the cheapest ones, as many as
    each class can spare.
    """
    counts = np.where(hidden > 0, 0, classes.lattice.counted.counts)
    left = np.flatnonzero(counts)
    price = np.zeros(len(counts), dtype=np.int64)
    price[left] = loss.most - loss.each(levels, left)
    rest = Rest(classes, levels, hidden, classes.at(levels), counts, price)
    ways = [
        way
        for way in (_whole(rest), parts(rest) if classes.telling(levels) else _spared(rest))
        if way is not None
    ]
    if not ways:
        return None
    return hidden + min(ways, key=lambda way: (int(way @ price), int(way.sum())))


def _whole(rest: Rest) -> Counts | None:
    """The class that is cheapest to hide, of those with which the hidden have what they need.

    One of people who were not asked, or left out, what a single hidden person told does not help that person.
    """
    sizes = np.bincount(rest.key, weights=rest.counts).astype(np.int64)
    prices = np.zeros(len(sizes), dtype=np.int64)
    prices[rest.key] = rest.price
    able = np.flatnonzero((sizes > 0) & (sizes <= rest.budget))
    for each in able[np.lexsort((sizes[able], (sizes * prices)[able]))].tolist():
        way = np.where(rest.key == each, rest.counts, 0)
        if rest.classes.stars_suffice(rest.hidden + way):
            return way
    return None


def _spared(rest: Rest) -> Counts | None:
    """The cheapest responses that classes can spare, as many as are lacking."""
    if rest.lacking > rest.budget:
        return None
    sizes = np.bincount(rest.key, weights=rest.counts).astype(np.int64)
    slack = np.maximum(sizes - rest.floor, 0)
    order = np.lexsort((rest.key, rest.price))
    taken, lacking = np.zeros_like(rest.counts), rest.lacking
    for at in order[(rest.counts[order] > 0) & (slack[rest.key[order]] > 0)].tolist():
        taken[at] = min(rest.counts[at], slack[rest.key[at]], lacking)
        slack[rest.key[at]] -= taken[at]
        lacking -= int(taken[at])
        if not lacking:
            return taken
    return None
