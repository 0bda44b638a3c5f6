"""Fisher's exact test of a table with any number of rows and columns."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb, factorial, lgamma, prod

import numpy as np
import numpy.typing as npt

from surveyapp.analysis.inference.outcome import Method, Untestable, probability

MOST_PARTIAL = 5_000_000
"""Partial tables made by any one column, up to which the test is exact: about three seconds."""
AT_ONCE = 500_000
"""Partial tables held in memory before equal ones are put together."""
GRAIN = 2**36
"""Steps in which log probabilities are counted, so that equally probable tables compare as equal."""
SAME = GRAIN // 10**7

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FisherTest:
    """Two-sided p of a table; what of the table was tested: answers, rows and columns that hold any.

    The statistic and its degrees of freedom are there where the approximation was used.
    """

    n: int
    rows: int
    columns: int
    p: float
    method: Method
    statistic: float | None = None
    degrees: int | None = None


def fisher(table: Sequence[Sequence[int]], *, most_partial: int = MOST_PARTIAL) -> FisherTest | Untestable:
    """The Freeman-Halton test: is the distribution over the columns the same in every row?

    Exact: of all tables with the observed margins, the probability of those at most as probable as the
    observed one (to one part in 10^7, as in R's ``fisher.test``). The columns are dealt to two halves; the
    partial tables of each half are counted by row totals and probability, and those that complete each other
    are joined. Assumes independent answers. Where a column would make more than `most_partial` partial
    tables, Pearson's chi-squared without correction takes its place, on (rows - 1)(columns - 1) degrees of
    freedom. Freeman, Halton 1951, doi:10.1093/biomet/38.1-2.141; compare Mehta, Patel 1983,
    doi:10.1080/01621459.1983.10477989. Raises ValueError where rows differ in length or a count is negative.
    """
    counts = _inhabited(table)
    if min(counts.shape, default=0) < 2:
        return Untestable("fewer than two rows or two columns hold any answers")
    n, (rows, columns) = int(counts.sum()), counts.shape
    factorials = np.array([lgamma(count + 1) for count in range(n + 1)])
    halves = _halves(counts if rows <= columns else counts.T, factorials, most_partial)
    if halves is not None:
        p = _joined(*halves, int(_grains(factorials)[counts].sum()))
        return FisherTest(n, rows, columns, probability(p), Method.EXACT)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    statistic = float(((counts - expected) ** 2 / expected).sum())
    degrees = (rows - 1) * (columns - 1)
    from scipy.special import chdtrc

    p = probability(float(chdtrc(degrees, statistic)))
    return FisherTest(n, rows, columns, p, Method.CHI_SQUARED, statistic, degrees)


def _inhabited(table: Sequence[Sequence[int]]) -> Ints:
    if len({len(row) for row in table}) > 1 or any(count < 0 for row in table for count in row):
        raise ValueError("rows of one length, and no negative counts")
    if not any(map(any, table)):
        return np.zeros((0, 0), dtype=np.int64)
    counts = np.array([list(row) for row in table], dtype=np.int64)
    held: Ints = counts[counts.any(axis=1)][:, counts.any(axis=0)]
    return held


@dataclass(frozen=True, slots=True)
class _Half:
    """Partial tables, grouped by row totals in ascending order and by how rare they are.

    Either what a half's columns hold in each row or what they leave; which row is which does not matter to
    the other half, so totals in another order are one group. Sorted by totals, then by `rareness`: the
    logarithm of the product of all cells' factorials, in grains. `mass`: of columns that hold the totals, the
    probability of all tables in the group given those totals; of columns that leave them, the probability
    given all rows.
    """

    totals: Ints
    rareness: Ints
    mass: Floats


def _halves(counts: Ints, factorials: Floats, most: int) -> tuple[_Half, _Half] | None:
    """The columns dealt to two halves, largest first, always to the smaller one; None if that is too much."""
    limits = np.sort(counts.sum(axis=1))
    if int(limits[-1]).bit_length() > 62 // len(limits):
        return None
    nothing, certain = np.zeros(1, dtype=np.int64), np.ones(1)
    holding = _Half(np.zeros((1, len(limits)), dtype=np.int64), nothing, certain)
    leaving = _Half(limits[np.newaxis], nothing, certain)
    for size in sorted((int(total) for total in counts.sum(axis=0)), reverse=True):
        if comb(size + len(limits) - 1, size) > most:
            return None
        cells = _cells(size, limits)
        if min(len(holding.mass), len(leaving.mass)) * len(cells) > most:
            return None
        if len(holding.mass) < len(leaving.mass):
            holding = _combined(holding, cells, limits, factorials, 1)
        else:
            leaving = _combined(leaving, cells, limits, factorials, -1)
    return holding, leaving


def _cells(size: int, limits: Ints) -> Ints:
    """Every way to deal a column's answers to the rows, one a line."""
    cells = np.zeros((1, 0), dtype=np.int64)
    for _ in limits[1:]:
        ways = size - cells.sum(axis=1) + 1
        before = np.repeat(np.cumsum(ways) - ways, ways)
        cells = np.column_stack([np.repeat(cells, ways, axis=0), np.arange(len(before)) - before])
    cells = np.column_stack([cells, size - cells.sum(axis=1)])
    fitting: Ints = cells[(np.sort(cells, axis=1) <= limits).all(axis=1)]
    return fitting


def _combined(half: _Half, cells: Ints, limits: Ints, factorials: Floats, sign: int) -> _Half:
    """The half with one more column, in pieces that fit the memory of a small machine.

    A column of size c takes `cells` from totals t with probability (product of binomials t over cell) / (sum
    of t over c): t are the new totals of columns that hold them (sign 1), the old ones of those that leave
    (-1).
    """
    chances = -factorials[cells].sum(axis=1)
    rareness = _grains(factorials)[cells].sum(axis=1)
    step = max(1, AT_ONCE // len(cells))
    pieces = []
    for start in range(0, len(half.mass), step):
        piece = slice(start, start + step)
        old, mass = half.totals[piece], np.maximum(half.mass[piece], sys.float_info.min)
        totals = (old[:, np.newaxis] + sign * cells).reshape(-1, len(limits))
        totals.sort(axis=1)
        fitting = ((totals >= 0) & (totals <= limits)).all(axis=1)
        totals = totals[fitting]
        before = np.log(mass) - sign * (factorials[old].sum(axis=1) - factorials[old.sum(axis=1)])
        chance = np.add.outer(before, chances).ravel()[fitting]
        chance += sign * (factorials[totals].sum(axis=1) - factorials[totals.sum(axis=1)])
        chance += factorials[cells[0].sum()]
        rare = np.add.outer(half.rareness[piece], rareness).ravel()[fitting]
        pieces.append(_grouped(totals, rare, np.exp(chance)))
    if len(pieces) == 1:
        return pieces[0]
    parts = zip(*((piece.totals, piece.rareness, piece.mass) for piece in pieces), strict=True)
    return _grouped(*map(np.concatenate, parts))


def _grouped(totals: Ints, rareness: Ints, mass: Floats) -> _Half:
    packed = totals @ (1 << np.arange(0, 62, 62 // totals.shape[1])[: totals.shape[1]])
    order = np.lexsort((rareness, packed))
    packed, rareness = packed[order], rareness[order]
    new = np.ones(len(packed), dtype=bool)
    new[1:] = (np.diff(packed) != 0) | (np.diff(rareness) != 0)
    starts = np.flatnonzero(new)
    return _Half(totals[order[starts]], rareness[starts], np.add.reduceat(mass[order], starts))


def _grains(factorials: Floats) -> Ints:
    return np.rint(factorials * GRAIN).astype(np.int64)


def _joined(holding: _Half, leaving: _Half, observed: int) -> float:
    """The probability of the completed tables that are at most as probable as the observed one."""
    left = dict(_by_totals(leaving))
    extreme = 0.0
    for totals, mine in _by_totals(holding):
        theirs = left.get(totals)
        if theirs is None:
            continue
        # A group holds every order of its totals; each completes one order of the others.
        orders = factorial(len(totals)) / prod(map(factorial, Counter(totals).values()))
        mass = holding.mass[mine] / orders
        # Summed from the rarest, so that small probabilities keep their digits.
        tails = np.append(np.cumsum(leaving.mass[theirs][::-1])[::-1], 0.0)
        rare = np.searchsorted(leaving.rareness[theirs], observed - SAME - holding.rareness[mine])
        extreme += float(mass @ tails[rare])
    return extreme


def _by_totals(half: _Half) -> Iterator[tuple[tuple[int, ...], slice]]:
    starts = np.flatnonzero(np.append(True, np.diff(half.totals, axis=0).any(axis=1)))
    ends = [*starts[1:].tolist(), len(half.mass)]
    for totals, start, end in zip(half.totals[starts].tolist(), starts.tolist(), ends, strict=True):
        yield tuple(totals), slice(start, end)
