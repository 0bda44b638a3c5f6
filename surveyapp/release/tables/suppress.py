"""Which cells to hide: the least that keeps every small count from being worked out.

The programme has one yes-or-no for each cell. Whether a choice is enough is decided by linear programmes of
somebody who holds all other cells; whatever they can still work out gives a cut, which says how much room
must be hidden for it (Fischetti M, Salazar JJ. Solving the cell suppression problem on tabular data with
linear constraints. Manag Sci 2001;47:1008-1027).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from surveyapp.release.tables.bounds import NEAR, NODES, Aim, Reach, Rule, reaches, world
from surveyapp.release.tables.linked import Flags, Floats, Ints, System, between

ROUNDS = 60
LARGEST = 4_000
"""Rounds of cuts, and cells in a problem, beyond which a safe answer is taken that need not be the least."""
AT_ONCE = 4
"""Aims that are tried together, before looking whether what was found meets others too."""

World = tuple[Ints, Ints]
"""Parts in whole numbers that agree with what is known beforehand, and their cells."""
Cut = tuple[Floats, float]
"""How much room each cell makes when it is hidden, and how much of it must be made."""


@dataclass(frozen=True)
class Knows:
    """Somebody who may try: what is known to them, and how far each cell must be able to go for them."""

    system: System
    truth: Ints
    aims: tuple[Aim, ...]
    worlds: list[World] = field(default_factory=list)
    """Those that were found: one that fits what is told meets aims without a search."""


@dataclass(frozen=True)
class Linked:
    """Cells that hang together.

    ``forced`` are hidden in any case and ``free`` may be hidden as well, at the ``cost`` of each. A hidden
    cell lies between ``low`` and ``high`` for whoever sees only that it is hidden.
    """

    counts: Ints
    low: Ints
    high: Ints
    forced: Flags
    free: Flags
    cost: Ints
    rule: Rule | None

    def bounds(self, hidden: Flags) -> tuple[Ints, Ints]:
        """What is known of each cell at once: a shown one exactly."""
        return np.where(hidden, self.low, self.counts), np.where(hidden, self.high, self.counts)

    def ruled(self, cells: Ints) -> bool:
        """Whether cells keep the rule, if there is one."""
        return self.rule is None or self.rule.holds(cells)


@dataclass(frozen=True)
class Pattern:
    """Which cells are hidden, and whether no cheaper choice would do."""

    hidden: Flags
    least: bool


def attainable(linked: Linked, knows: Knows) -> Knows:
    """The aims, lowered to what can be reached where all is hidden that may be; without those that cannot.

    What the rest already tells (in a campaign that gives its rows, the row file) is no fault of the tables.
    """
    low, high = linked.bounds(linked.forced | linked.free)
    kept = {aim: aim.at for aim in knows.aims}
    for aim, reach in _unmet(linked, low, high, knows):
        whole = int(np.floor(reach.value + NEAR)) if aim.sign > 0 else int(np.ceil(reach.value - NEAR))
        kept[aim] = min(aim.at, whole) if aim.sign > 0 else max(aim.at, whole)
    lowered = (Aim(aim.cell, aim.sign, at) for aim, at in kept.items() if at != linked.counts[aim.cell])
    return replace(knows, aims=tuple(lowered))


def _unmet(linked: Linked, low: Ints, high: Ints, knows: Knows) -> Iterator[tuple[Aim, Reach]]:
    """The aims that no world at hand meets, with how far their cells go; worlds found on the way are kept."""
    known = fitting(linked, low, high, knows)
    ahead = list(knows.aims)
    while ahead := [aim for aim in ahead if not any(map(aim.met, known))]:
        now, ahead = ahead[:AT_ONCE], ahead[AT_ONCE:]
        for aim, reach in zip(now, reaches(knows.system, low, high, now), strict=True):
            parts = np.rint(reach.parts).astype(np.int64)
            cells = knows.system.cells(parts)
            fits = _fits(linked, low, high, cells) and knows.system.possible(parts)
            if fits:
                knows.worlds.append((parts, cells))
                known.append(cells)
            if not (fits and aim.met(cells)):
                yield aim, reach


def fitting(linked: Linked, low: Ints, high: Ints, knows: Knows) -> list[Ints]:
    """The cells of the worlds at hand that agree with the bounds and with the rule."""
    return [cells for _, cells in knows.worlds if _fits(linked, low, high, cells)]


def _fits(linked: Linked, low: Ints, high: Ints, cells: Ints) -> bool:
    return between(cells, low, high) and linked.ruled(cells)


def least(linked: Linked, known: Sequence[Knows]) -> Pattern:
    """The cheapest cells to hide such that every aim is met for everybody who may try.

    Beyond LARGEST cells or ROUNDS rounds: a safe choice of which no single cell could be shown again.
    """
    cuts: list[Cut] = []
    for _ in range(ROUNDS if len(linked.counts) <= LARGEST else 0):
        hidden = _cheapest(linked, cuts)
        if hidden is None:
            break
        more = _mended(linked, known, hidden)
        if not more:
            return Pattern(hidden, least=True)
        cuts += more
    return Pattern(_safe(linked, known), least=False)


def _mended(linked: Linked, known: Sequence[Knows], hidden: Flags) -> list[Cut]:
    """Cuts that a choice does not meet; more is hidden for each as long as that brings others to light."""
    cuts: list[Cut] = []
    while (found := _wanting(linked, known, hidden)).cuts:
        cuts, known, hidden = cuts + found.cuts, found.of, hidden.copy()
        for room, side in found.cuts:
            for cell in np.argsort(linked.cost / np.maximum(room, NEAR), kind="stable"):
                if room[hidden].sum() >= side:
                    break
                hidden[cell] = True
    return cuts


def _cheapest(linked: Linked, cuts: Sequence[Cut]) -> Flags | None:
    """The cheapest choice that meets all cuts; None where it was not found."""
    from scipy import optimize

    if not cuts:
        return linked.forced.copy()
    solver: Any = optimize
    found = solver.milp(
        linked.cost.astype(float),
        integrality=np.ones(len(linked.cost)),
        bounds=solver.Bounds(linked.forced.astype(float), (linked.forced | linked.free).astype(float)),
        constraints=[
            solver.LinearConstraint(
                np.stack([row for row, _ in cuts]), np.array([side for _, side in cuts]), np.inf
            )
        ],
        options={"mip_rel_gap": 0.0, "node_limit": NODES},
    )
    return found.x > 0.5 if found.status == 0 else None


@dataclass(frozen=True)
class Wanting:
    """A cut for each aim that a choice does not meet, and those aims."""

    cuts: list[Cut]
    of: list[Knows]


def _wanting(linked: Linked, known: Sequence[Knows], hidden: Flags) -> Wanting:
    """What a choice does not meet; nothing where it meets all, in whole numbers."""
    low, high = linked.bounds(hidden)
    found = Wanting([], [])
    fractions: list[tuple[Knows, Aim]] = []
    for each in known:
        missed = []
        for aim, reach in _unmet(linked, low, high, each):
            short = aim.sign * (aim.at - reach.value)
            if short > NEAR:
                found.cuts.append(_cut(linked, hidden, reach, short))
                missed.append(aim)
            else:
                fractions.append((each, aim))
        found.of.append(replace(each, aims=tuple(missed)))
    more = linked.free & ~hidden
    if found.cuts or not more.any() or all(_whole(linked, low, high, *each) for each in fractions):
        return found
    return Wanting([(more.astype(float), 1.0)], list(known))


def _cut(linked: Linked, hidden: Flags, reach: Reach, short: float) -> Cut:
    """How much each cell, hidden, would add to the reach at most, and how much is wanting.

    From the prices of the bounds: weak duality holds for any choice, so none that meets the aim is cut off.
    """
    lower, upper = reach.looser
    room = lower * (linked.counts - linked.low) + upper * (linked.high - linked.counts)
    side = short + float(room[hidden & ~linked.forced].sum())
    room[linked.forced] = 0
    return np.minimum(room, side), side - NEAR


def _whole(linked: Linked, low: Ints, high: Ints, knows: Knows, aim: Aim) -> bool:
    """Whether an aim that is met in fractions is met in whole numbers and under the rule."""
    found = reaching(linked, low, high, knows, aim)
    if found is not None:
        knows.worlds.append((found, knows.system.cells(found)))
    return found is not None


def reaching(
    linked: Linked, low: Ints, high: Ints, knows: Knows, aim: Aim, *, near: bool = False
) -> Ints | None:
    """A world in which the aim's cell stands where it must be able to stand; None where there is none."""
    low, high = low.copy(), high.copy()
    (low if aim.sign > 0 else high)[aim.cell] = aim.at
    return world(knows.system, low, high, linked.rule, knows.truth if near else None)


def _safe(linked: Linked, known: Sequence[Knows]) -> Flags:
    """All hidden that may be, then shown again one by one, the dearest first, wherever no aim suffers."""
    hidden = linked.forced | linked.free
    order = np.lexsort([np.arange(len(hidden)), -linked.cost])
    cells = [int(cell) for cell in order if linked.free[cell] and not linked.forced[cell]]
    return _shown_again(linked, known, hidden, cells)


def _shown_again(linked: Linked, known: Sequence[Knows], hidden: Flags, cells: Sequence[int]) -> Flags:
    """Shows as many of the cells as can be, trying halves where not all can."""
    if not cells:
        return hidden
    trial = hidden.copy()
    trial[list(cells)] = False
    if not _wanting(linked, known, trial).cuts:
        return trial
    if len(cells) == 1:
        return hidden
    middle = len(cells) // 2
    hidden = _shown_again(linked, known, hidden, cells[:middle])
    return _shown_again(linked, known, hidden, cells[middle:])
