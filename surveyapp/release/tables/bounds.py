"""What can be worked out from the published cells: how far each can go, and worlds that prove it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from surveyapp.release.tables.linked import Flags, Floats, Ints, Sums, System, between

WIDEST = 4000
"""Parts and cells that one linear programme takes at once."""
NODES = 20_000
"""Branches after which a search for whole numbers is given up: a bound that is the same on every machine."""
NEAR = 1e-6


@dataclass(frozen=True)
class Aim:
    """A cell that must be able to stand at ``at`` or beyond: above it for a ``sign`` of 1, below for -1."""

    cell: int
    sign: int
    at: int

    def met(self, cells: Ints) -> bool:
        """Whether it stands there."""
        return bool(self.sign * (cells[self.cell] - self.at) >= 0)


@dataclass(frozen=True)
class Reach:
    """How far a cell goes towards its aim, in fractions; ``looser`` is how much one more unit of room in each
    cell's lower and upper bound would add at most, and ``parts`` a point where it stands there."""

    value: float
    looser: tuple[Floats, Floats]
    parts: Floats


def reaches(system: System, low: Ints, high: Ints, aims: Sequence[Aim]) -> Iterator[Reach]:
    """How far each aim's cell goes, with every cell between its bounds: a linear programme for each.

    Several are solved in one call, one beside the other. Raises ValueError where nothing lies between.
    """
    width = system.parts + len(low)
    together = max(1, WIDEST // max(width, 1))
    for start in range(0, len(aims), together):
        yield from _together(system, low, high, aims[start : start + together])


def _together(system: System, low: Ints, high: Ints, aims: Sequence[Aim]) -> Iterator[Reach]:
    from scipy import optimize

    solver: Any = optimize

    times, width = len(aims), system.parts + len(low)
    goal = np.zeros((times, width))
    for at, aim in enumerate(aims):
        goal[at, system.parts + aim.cell] = -aim.sign
    below = np.concatenate([np.zeros(system.parts), low])
    above = np.concatenate([np.full(system.parts, np.inf), high.astype(float)])
    more: dict[str, Any] = {}
    if system.most.rows:
        more = {"A_ub": system.most.matrix(width, times), "b_ub": np.tile(system.most_is, times)}
    found = solver.linprog(
        goal.ravel(),
        A_eq=system.rows.matrix(width, times),
        b_eq=np.tile(system.right, times),
        bounds=np.stack([np.tile(below, times), np.tile(above, times)], axis=1),
        method="highs",
        options={"presolve": False},  # they are small: it takes longer than it spares
        **more,
    )
    if found.status != 0:
        raise ValueError(f"a linear programme over the tables has no answer: {found.message}")
    parts = found.x.reshape(times, width)
    # A shown cell's bounds are one, so the solver may book its price on either: the sign tells which it is.
    prices = (found.lower.marginals + found.upper.marginals).reshape(times, width)[:, system.parts :]
    lower, upper = np.maximum(prices, 0), np.maximum(-prices, 0)
    for at, aim in enumerate(aims):
        value = float(parts[at, system.parts + aim.cell])
        yield Reach(value, (lower[at], upper[at]), parts[at, : system.parts])


@dataclass(frozen=True)
class Rule:
    """What the rule itself tells: something is hidden only where one of ``cells`` counts 1 to ``most``."""

    cells: Flags
    most: int

    def holds(self, counts: Ints) -> bool:
        """Whether a world would have been hidden at all."""
        return bool(((counts >= 1) & (counts <= self.most) & self.cells).any())


def world(
    system: System, low: Ints, high: Ints, rule: Rule | None = None, near: Ints | None = None
) -> Ints | None:
    """Parts in whole numbers with every cell between its bounds and the rule kept; None where none was found.

    ``near`` asks for one as close to other parts as can be, by the sum of all differences.
    """
    parts, cells = system.parts, len(low)
    ruled = np.flatnonzero(rule.cells) if rule is not None else np.zeros(0, dtype=np.int64)
    moves = parts if near is not None else 0
    width = parts + cells + len(ruled) + moves
    below, above = np.zeros(width), np.full(width, np.inf)
    below[parts : parts + cells], above[parts : parts + cells] = low, high
    above[parts + cells : parts + cells + len(ruled)] = 1
    goal = np.zeros(width)
    goal[width - moves :] = 1
    unlimited = np.full(system.most.rows, -np.inf)
    rows: list[Rows] = [
        (system.rows, system.right, system.right),
        (system.most, unlimited, system.most_is),
    ]
    if rule is not None:
        rows += _ruled(rule, ruled, parts, high)
    if near is not None:
        rows += _moved(near, width - moves)
    whole = np.concatenate([np.ones(parts), np.zeros(cells), np.ones(len(ruled)), np.zeros(moves)])
    for point in _points(goal, whole, (below, above), rows):
        found = np.rint(point[:parts]).astype(np.int64)
        counts = system.cells(found)
        if system.possible(found) and between(counts, low, high) and (rule is None or rule.holds(counts)):
            return found
    return None


Rows = tuple[Sums, Floats | Ints, Floats | Ints]
"""Sums with their lower and their upper sides."""


def _points(
    goal: Floats, whole: Floats, bounds: tuple[Floats, Floats], rows: Sequence[Rows]
) -> Iterator[Floats]:
    """The best point in fractions, which often has none; then with whole numbers where ``whole`` is 1.

    Nothing where there is none, or none in time. Now and then HiGHS's presolve takes a programme with an
    answer for one without, so that is not believed.
    """
    from scipy import optimize

    solver: Any = optimize
    sums, low, high = zip(*rows, strict=True)
    matrix = Sums.below(sums).matrix(len(goal))
    limits = solver.LinearConstraint(matrix, np.concatenate(low), np.concatenate(high))
    for integrality, presolve in ((0 * whole, False), (whole, True), (whole, False)):
        found = solver.milp(
            goal,
            integrality=integrality,
            bounds=solver.Bounds(*bounds),
            constraints=limits,
            options={"node_limit": NODES, "presolve": presolve},
        )
        if found.x is not None:
            yield found.x
        elif integrality is not whole:
            return


def _ruled(rule: Rule, ruled: Ints, parts: int, high: Ints) -> list[Rows]:
    """One of the rule's cells is marked, and a marked cell counts 1 to ``most``."""
    marks = parts + len(high) + np.arange(len(ruled))
    cells, room = Sums.each(parts + ruled, 1), high[ruled]
    unlimited = np.full(len(marks), np.inf)
    some = Sums(np.zeros_like(marks), marks, np.ones_like(marks), 1)
    return [
        (some, np.ones(1), np.full(1, np.inf)),
        (cells.plus(Sums.each(marks, -1)), 0 * room, unlimited),
        (cells.plus(Sums.each(marks, room)), -unlimited, rule.most + room),
    ]


def _moved(near: Ints, start: int) -> list[Rows]:
    """The columns from ``start`` on are at least how far each part lies from where it is near to."""
    parts, unlimited = np.arange(len(near)), np.full(len(near), np.inf)
    own = Sums.each(parts, 1)
    above, below = (own.plus(Sums.each(start + parts, sign)) for sign in (-1, 1))
    return [(above, -unlimited, near), (below, near, unlimited)]
