"""Which parts of classes to hide, where classes must keep several values of a variable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from surveyapp.release.classes import Classes, Counts, distinct, values_of
from surveyapp.release.columns import Column, combinations, ranked
from surveyapp.release.lattice import Levels

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rest:
    """The responses that may still stay shown at some levels.

    By combination: ``key`` is the number of its class, ``counts`` how many of its responses are left, and
    ``price`` what hiding one of them costs, which is the same for all of a class.
    """

    classes: Classes
    levels: Levels
    hidden: Counts
    key: Counts
    counts: Counts
    price: Counts

    @property
    def budget(self) -> int:
        """How many more responses may be hidden."""
        return self.classes.budget - int(self.hidden.sum())

    @property
    def lacking(self) -> int:
        """How many more responses the class of the hidden needs, whatever they hold."""
        needed = 0 if self.classes.roster is not None else self.classes.demands.k
        return max(needed - int(self.hidden.sum()), 0)

    @property
    def floor(self) -> int:
        """How many responses a class must keep."""
        return 1 if self.classes.roster is not None else self.classes.demands.k

    @property
    def unseen(self) -> Iterator[tuple[Column, Numbers, int]]:
        """The sensitive columns of which the hidden lack values, those values, and how many they need."""
        for column, least in self.classes.telling(self.classes.lattice.tops):
            values = np.flatnonzero(values_of(column))
            seen = np.intersect1d(column.codes[self.hidden > 0], values)
            if len(seen) < least:
                yield column, np.setdiff1d(values, seen), least - len(seen)


def parts(rest: Rest) -> Counts | None:
    """The cheapest responses to hide so that every class, that of the hidden included, keeps what it needs.

    None where there are none. A mixed-integer program over how many responses of each kind to take, a kind
    being a class with certain sensitive values; HiGHS solves it to proven optimality. Of kinds with the same
    values only the cheapest are looked at, one for each response that can be needed at all: of so many
    classes, there is always one that nothing else is taken from.
    """
    kinds = Kinds.of(rest)
    taken = _solved(rest, kinds) if len(kinds.able) else None
    if taken is None:
        return None
    counts = np.zeros_like(rest.counts)
    for kind, number in zip(kinds.able.tolist(), taken.tolist(), strict=True):
        lot = number
        for at in kinds.combinations[kinds.index == kind].tolist():
            counts[at] = min(int(rest.counts[at]), lot)
            lot -= int(counts[at])
    return counts


@dataclass(frozen=True)
class Kinds:
    """The shown responses by class and sensitive values.

    ``index`` is the kind of each of the ``combinations`` that are left; by kind, ``key`` is the class,
    ``codes`` the values, ``counts`` how many there are and ``price`` what one costs. ``able`` are those to
    draw on.
    """

    combinations: Numbers
    index: Numbers
    key: Numbers
    codes: Numbers
    counts: Numbers
    price: Numbers
    able: Numbers

    @classmethod
    def of(cls, rest: Rest) -> Kinds:
        """The kinds at some levels."""
        left = np.flatnonzero(rest.counts)
        telling = rest.classes.telling(rest.levels)
        key = ranked(rest.key[left], int(rest.key.max()) + 1)
        sizes = [len(left), *(len(column.words) for column, _ in telling)]
        found = combinations([key, *(column.codes[left] for column, _ in telling)], sizes, len(left))
        kinds = found.codes.astype(np.int64)
        counts = np.bincount(found.index, weights=rest.counts[left]).astype(np.int64)
        price = np.zeros(len(counts), dtype=np.int64)
        price[found.index] = rest.price[left]
        able = np.bincount(kinds[:, 0], weights=counts)[kinds[:, 0]] > rest.floor
        for at, (column, least) in enumerate(telling):
            pair, size, different = _values(kinds, counts, at, column)
            able &= (size[pair] > 1) | (different[kinds[:, 0]] > least)
        needed = rest.lacking + sum(number for *_, number in rest.unseen)
        chosen = np.flatnonzero(able & (_rank(kinds[:, 1:], price, able) < needed))
        return cls(left, found.index, kinds[:, 0], kinds[:, 1:], counts, price, chosen)


def _values(kinds: Numbers, counts: Numbers, at: int, column: Column) -> tuple[Numbers, Numbers, Numbers]:
    """Pairs of class and value: that of each kind and the responses in each; and the values by class."""
    chosen = kinds[:, [0, at + 1]]
    pair = np.unique(chosen, axis=0, return_inverse=True)[1].reshape(-1)
    size = np.bincount(pair, weights=counts).astype(np.int64)
    return pair, size, distinct(chosen[:, 0], Column(column.variable, column.words, chosen[:, 1]))


def _rank(codes: Numbers, price: Numbers, able: npt.NDArray[np.bool_]) -> Numbers:
    """The place of each kind among those with the same sensitive values, the cheapest first."""
    group = np.unique(codes, axis=0, return_inverse=True)[1].reshape(-1)
    order = np.lexsort((price, ~able, group))
    start = np.searchsorted(group[order], group[order])
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - start
    return rank


@dataclass
class _Rows:
    """Linear constraints, written down one after the other."""

    entries: list[tuple[int, int, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, low: float, terms: dict[int, float], high: float) -> None:
        """Hold the sum of some variables, each times a number, between two bounds."""
        self.entries += [(len(self.low), column, number) for column, number in terms.items()]
        self.low.append(low)
        self.high.append(high)


def _solved(rest: Rest, kinds: Kinds) -> Numbers | None:
    """How many responses to take of each kind that can be drawn on.

    Variables are those numbers and then, each from 0 to 1, whether a value is left in a class or is seen
    among the hidden. Those need not be whole: they are bounded by whole numbers of responses.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    rows, taken = _Rows(), range(len(kinds.able))
    rows.add(rest.lacking, dict.fromkeys(taken, 1.0), rest.budget)
    width = _keep(rest, kinds, rows, len(kinds.able))
    width = _see(rest, kinds, rows, width)
    at, columns, numbers = zip(*rows.entries, strict=True)
    matrix = coo_array((numbers, (at, columns)), shape=(len(rows.low), width))
    cost, most = np.zeros(width), np.ones(width)
    price = kinds.price[kinds.able] * (rest.budget + 1) + 1  # where prices are equal, the fewest
    cost[: len(taken)] = price / np.gcd.reduce(price)
    most[: len(taken)] = kinds.counts[kinds.able]
    whole = np.arange(width) < len(taken)
    found = milp(
        cost,
        integrality=whole.astype(int),
        bounds=Bounds(0, most),
        constraints=LinearConstraint(matrix, rows.low, rows.high),
        options={"mip_rel_gap": 0},
    )
    return None if found.x is None else np.rint(found.x[: len(taken)]).astype(np.int64)


def _keep(rest: Rest, kinds: Kinds, rows: _Rows, width: int) -> int:
    """What classes must keep: enough responses, and enough values."""
    drawn = [(column, int(kinds.key[kind])) for column, kind in enumerate(kinds.able.tolist())]
    sizes = np.bincount(kinds.key, weights=kinds.counts)
    for key in sorted({key for _, key in drawn}):
        rows.add(-np.inf, {column: 1.0 for column, own in drawn if own == key}, sizes[key] - rest.floor)
    every = np.column_stack([kinds.key, kinds.codes])
    for at, (column, least) in enumerate(rest.classes.telling(rest.levels)):
        pair, size, different = _values(every, kinds.counts, at, column)
        left: dict[int, dict[int, float]] = {}
        values = values_of(column)[every[:, at + 1]]
        for each in sorted({int(pair[kind]) for kind in kinds.able if values[kind]}):
            own = [place for place, kind in enumerate(kinds.able.tolist()) if pair[kind] == each]
            rows.add(-np.inf, dict.fromkeys((*own, width), 1.0), size[each])
            left.setdefault(drawn[own[0]][1], {})[width] = 1.0
            width += 1
        for key, drawn_on in left.items():
            rows.add(least - (different[key] - len(drawn_on)), drawn_on, np.inf)
    return width


def _see(rest: Rest, kinds: Kinds, rows: _Rows, width: int) -> int:
    """What the class of the hidden must have: enough values."""
    names = [column.name for column, _ in rest.classes.telling(rest.levels)]
    for column, values, number in rest.unseen:
        codes = kinds.codes[kinds.able, names.index(column.name)]
        seen: dict[int, float] = {}
        for value in values.tolist():
            own = np.flatnonzero(codes == value).tolist()
            rows.add(0, dict.fromkeys(own, 1.0) | {width: -1.0}, np.inf)
            seen[width] = 1.0
            width += 1
        rows.add(number, seen, np.inf)
    return width
