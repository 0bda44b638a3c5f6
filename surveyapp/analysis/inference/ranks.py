"""Wilcoxon's rank tests, exact with ties and with pairs that did not change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import erfc, gcd, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

from surveyapp.analysis.inference.outcome import Method, Untestable, probability

EXACT_UP_TO = 200
"""Ranked answers (of both groups, or differences) up to which the tests are exact."""

Zeros = Literal["wilcoxon", "pratt"]


@dataclass(frozen=True, slots=True)
class RankSum:
    """Sizes, W as R gives it (pairs in which the first is greater; ties half), W / (m n), and two-sided p."""

    m: int
    n: int
    w: float
    superiority: float
    p: float
    method: Method


@dataclass(frozen=True, slots=True)
class SignedRank:
    """Pairs, how many did not change, V (the ranks of those that rose), two-sided p; what became of zeros."""

    pairs: int
    zeros: int
    v: float
    p: float
    method: Method
    zero_method: Zeros


def rank_sum(
    first: Sequence[float], second: Sequence[float], *, exact_up_to: int = EXACT_UP_TO
) -> RankSum | Untestable:
    """The Wilcoxon-Mann-Whitney test of two groups, with midranks.

    Exact: over all ways to deal the ranks to the groups, the share whose rank sum lies at least as far from
    its mean as the observed one (as `coin::wilcox_test` has it; twice the smaller tail differs where ties
    make the distribution skew). Beyond `exact_up_to` answers normal, with the variance corrected for ties and
    a continuity correction of 1/2, as R's ``wilcox.test(exact = FALSE)``. Assumes independent answers and, to
    speak of a shift, distributions of one shape. Mann, Whitney 1947, doi:10.1214/aoms/1177730491; the
    recursion over tied ranks is Streitberg, Röhmel 1986's, as in Hothorn 2001,
    https://cran.r-project.org/doc/Rnews/Rnews_2001-1.pdf.
    """
    m, n = len(first), len(second)
    if not (m and n):
        return Untestable("one group is empty")
    ranks = doubled_ranks([*first, *second])
    if len(set(ranks)) == 1:
        return Untestable("all answers are the same")
    total, mean = sum(ranks[:m]), m * (m + n + 1)
    if m + n <= exact_up_to:
        p, method = _dealt(ranks, total, m), Method.EXACT
    else:
        spread = sum(rank * rank for rank in ranks) - (m + n) * (m + n + 1) ** 2
        p, method = _normal(total - mean, m * n * spread / ((m + n) * (m + n - 1))), Method.NORMAL
    w = total / 2 - m * (m + 1) / 2
    return RankSum(m, n, w, w / (m * n), p, method)


def signed_rank(
    before: Sequence[float],
    after: Sequence[float],
    *,
    zeros: Zeros = "wilcoxon",
    exact_up_to: int = EXACT_UP_TO,
) -> SignedRank | Untestable:
    """Wilcoxon's signed-rank test of the differences after - before, with midranks.

    Zeros: `wilcoxon` leaves unchanged pairs out before ranking, as R's ``wilcox.test``; `pratt` ranks them
    and then leaves them out, as `coin::wilcoxsign_test`. Exact: over all signs of the other differences, the
    share whose V lies at least as far from its mean as the observed one. Beyond `exact_up_to` changed pairs
    normal, corrected for ties and continuity. Differences that agree to twelve digits of the largest answer
    are tied. Assumes independent pairs and differences that mean the same along the scale. Wilcoxon 1945,
    doi:10.2307/3001968; Pratt 1959, doi:10.1080/01621459.1959.10501526. Raises ValueError where the pairs are
    not complete.
    """
    grain = max((abs(value) for value in (*before, *after)), default=0) * 1e-12 or 1.0
    changes = [round((b - a) / grain) for a, b in zip(before, after, strict=True)]
    changed = [change for change in changes if change]
    if not changed:
        return Untestable("no pair changed")
    kept = changes if zeros == "pratt" else changed
    ranked = [
        (rank, change) for rank, change in zip(doubled_ranks(map(abs, kept)), kept, strict=True) if change
    ]
    ranks = [rank for rank, _ in ranked]
    v = sum(rank for rank, change in ranked if change > 0)
    if len(ranks) <= exact_up_to:
        p, method = _signed(ranks, v), Method.EXACT
    else:
        p, method = _normal(v - sum(ranks) / 2, sum(rank * rank for rank in ranks) / 4), Method.NORMAL
    return SignedRank(len(changes), len(changes) - len(changed), v / 2, p, method, zeros)


def doubled_ranks(values: Iterable[float]) -> list[int]:
    """Twice the rank of each value, from 2; ties share the mean of theirs, which doubling keeps whole."""
    given = list(values)
    order = sorted(range(len(given)), key=given.__getitem__)
    ranks = [0] * len(given)
    start = 0
    for _, tied in groupby(order, key=given.__getitem__):
        places = list(tied)
        for place in places:
            ranks[place] = 2 * start + len(places) + 1
        start += len(places)
    return ranks


def _dealt(ranks: list[int], total: int, m: int) -> float:
    """How often a random `m` of the doubled ranks sum to at least as far from the mean as `total`."""
    if 2 * m > len(ranks):
        m, total = len(ranks) - m, sum(ranks) - total
    lowest = min(ranks)
    step = gcd(*(rank - lowest for rank in ranks))
    scores = sorted((rank - lowest) // step for rank in ranks)
    ways = np.zeros((m + 1, sum(scores[-m:]) + 1))
    ways[0, 0] = 1
    for score in scores:
        ways[1:, score:] = ways[1:, score:] + ways[:-1, : ways.shape[1] - score]
    sums = m * lowest + step * np.arange(ways.shape[1])
    return _as_far(sums, ways[m], total, m * (len(ranks) + 1))


def _signed(ranks: list[int], v: int) -> float:
    """How often random signs of the doubled ranks sum to at least as far from the mean as `v`."""
    step = gcd(*ranks)
    ways = np.zeros(sum(ranks) // step + 1)
    ways[0] = 1
    for score in (rank // step for rank in ranks):
        ways[score:] = ways[score:] + ways[:-score]
    return _as_far(2 * step * np.arange(len(ways)), ways, 2 * v, sum(ranks))


def _as_far(sums: npt.NDArray[np.int64], ways: npt.NDArray[np.float64], observed: int, mean: int) -> float:
    apart = np.abs(sums - mean) >= abs(observed - mean)
    return probability(float(ways[apart].sum() / ways.sum()))


def _normal(apart: float, variance: float) -> float:
    """Two-sided p of a sum of doubled ranks that lies `apart` from its mean; 1/2 of a rank is 1 here."""
    corrected = max(0.0, abs(apart) - 1)
    return probability(erfc(corrected / sqrt(2 * variance)))
