"""The exact search: the levels, and the rows to hide, that lose least."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
import numpy.typing as npt

from surveyapp.release.classes import Classes, Counts
from surveyapp.release.demands import Demands
from surveyapp.release.extra import extended
from surveyapp.release.lattice import Lattice, Levels
from surveyapp.release.loss import Loss
from surveyapp.release.shares import Shares


class Undecided(Exception):
    """The best way cannot be told from combinations that are taken whole."""


@dataclass(frozen=True)
class Exact:
    """One way of showing everybody at the same levels but for those who are hidden, and its cost.

    ``hidden`` is how many responses of each combination become all ``*``, or are left out. Where they are no
    class of their own yet it ``stands`` not: no way to hide more at these levels costs less.
    """

    levels: Levels
    hidden: Counts
    cost: int
    stands: bool = True

    @property
    def rank(self) -> tuple[int, int, Levels]:
        """What it is judged by: the cost; where that is equal, the fewest hidden; then the lowest levels."""
        return self.cost, int(self.hidden.sum()), self.levels

    def shares(self, lattice: Lattice, drop: bool) -> Shares:
        """The same as parts of combinations: those who are shown, and those who are hidden or left out."""
        shown = lattice.counted.counts - self.hidden
        chosen = [np.flatnonzero(shown), np.flatnonzero(self.hidden)]
        sizes = [len(each) for each in chosen]
        levels = np.array([self.levels, lattice.tops], dtype=np.int64)
        hides = np.repeat([False, True], sizes)
        counts = np.concatenate([shown[chosen[0]], self.hidden[chosen[1]]])
        return Shares(levels[hides.astype(np.int64)], np.concatenate(chosen), counts, hides & drop, self.cost)


def least(lattice: Lattice, demands: Demands, loss: Loss) -> Exact | None:
    """The way that costs least over all levels and all choices of responses to hide; None where none serves.

    Levels are tried in the order of what they cost with nobody hidden. That bounds from below what they cost
    with any choice, since hiding a response never makes it cheaper, and what any coarser levels cost, since
    no label costs less than one that it covers and what is suppressed along stays so. So all levels of which
    the bound is not above the cost of the best way so far have been tried, with the cheapest choice, when
    the search ends: none that are left, nor any above them, can be better. Levels without anybody to hide
    need not be climbed from: what is above them costs no less and ranks after them. Each set of levels is
    taken in its settled form, the one in which it would leave, and every settled form is reached by single
    steps through settled forms below it.

    Raises Undecided where combinations are taken whole and the best way might be to hide a part of one.
    """
    classes = Classes(lattice, demands)
    start = lattice.settled((0,) * len(lattice.tops))
    ahead, seen = [(loss.total(start), start)], {start}
    best: Exact | None = None
    while ahead:
        bound, levels = heappop(ahead)
        if best is not None and bound > best.cost:
            break
        lacking = classes.lacking(levels)
        found = _cheapest(classes, loss, levels, lacking, None if best is None else best.cost)
        if found is not None and (best is None or found.rank < best.rank):
            best = found
        if lacking.any():
            for place, top in enumerate(lattice.tops):
                if levels[place] < top:
                    higher = lattice.settled((*levels[:place], levels[place] + 1, *levels[place + 1 :]))
                    if higher not in seen:
                        seen.add(higher)
                        heappush(ahead, (loss.total(higher), higher))
    if best is not None and not best.stands:
        raise Undecided
    return best


def _cheapest(
    classes: Classes, loss: Loss, levels: Levels, lacking: npt.NDArray[np.bool_], most: int | None
) -> Exact | None:
    """The cheapest choice of responses to hide at some levels; None where none is within the budget.

    Hiding a part of a class that lacks something leaves it lacking, so all of it is hidden. Where that alone
    costs more than ``most``, no choice is looked for.
    """
    hidden = np.where(lacking, classes.lattice.counted.counts, 0)
    if hidden.sum() > classes.budget or (classes.demands.drop and hidden.sum() == classes.lattice.rows):
        return None
    suffices = not lacking.any() or classes.stars_suffice(hidden)
    needed = Exact(levels, hidden, _cost(loss, levels, hidden), suffices)
    if suffices or classes.lattice.whole:
        return needed
    if most is not None and needed.cost > most:
        return None
    more = extended(classes, loss, levels, hidden)
    return None if more is None else Exact(levels, more, _cost(loss, levels, more))


def _cost(loss: Loss, levels: Levels, hidden: Counts) -> int:
    """The cost of all responses, those hidden that are."""
    chosen = np.flatnonzero(hidden)
    return loss.total(levels) + int((loss.most - loss.each(levels, chosen)) @ hidden[chosen])
