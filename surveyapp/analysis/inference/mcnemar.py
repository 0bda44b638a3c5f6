"""McNemar's test: did more pairs change one way than the other?"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, inf, sqrt

from surveyapp.analysis.inference.outcome import Method, Untestable, probability
from surveyapp.analysis.inference.proportions import Interval, clopper_pearson

EXACT_UP_TO = 10_000
"""Discordant pairs up to which the test is exact."""


@dataclass(frozen=True, slots=True)
class McNemar:
    """The discordant pairs, the odds ratio b/c (infinite where c is 0) with its interval, and two-sided p."""

    b: int
    c: int
    odds_ratio: float
    interval: Interval
    p: float
    method: Method


def mcnemar(
    b: int, c: int, *, mid_p: bool = False, confidence: float = 0.95, exact_up_to: int = EXACT_UP_TO
) -> McNemar | Untestable:
    """McNemar's test of paired yes/no answers: `b` pairs say yes only first, `c` only second.

    Exact: given the b + c discordant pairs, b is binomial with probability 1/2 (`exact`). Odds ratio
    b/c; its exact interval is low/(1 - low) to high/(1 - high) of the Clopper-Pearson interval of b/(b + c).
    Assumes independent pairs. Beyond `exact_up_to` discordant pairs chi-squared with one degree of freedom:
    ``(|b - c| - 1)^2 / (b + c)``, and without the 1 in place of the mid-p. McNemar 1947,
    doi:10.1007/BF02295996; Fagerland, Lydersen, Laake 2013, doi:10.1186/1471-2288-13-91. Raises ValueError
    where a count is negative.
    """
    if min(b, c) < 0:
        raise ValueError(f"{b} and {c} pairs")
    share = clopper_pearson(b, b + c, confidence)
    if isinstance(share, Untestable):
        return Untestable("no pair is discordant")
    interval = Interval(_odds(share.low), _odds(share.high), confidence, "exact conditional")
    if b + c > exact_up_to:
        p, method = chi_squared(b, c, corrected=not mid_p), Method.CHI_SQUARED
    else:
        p, method = exact(b, c, mid_p=mid_p), Method.MID_P if mid_p else Method.EXACT
    return McNemar(b, c, b / c if c else inf, interval, p, method)


def exact(b: int, c: int, *, mid_p: bool = False) -> float:
    """The exact two-sided p of b against c pairs: twice the smaller binomial tail, at most 1.

    The mid-p counts the probability of what was observed once instead of twice.
    """
    pairs, fewer = b + c, min(b, c)
    ways, tail = 1, 0
    for k in range(fewer):
        tail += ways
        ways = ways * (pairs - k) // (k + 1)
    once = 1 if mid_p else 2
    return probability((2 * tail + once * ways) / 2**pairs)


def chi_squared(b: int, c: int, *, corrected: bool) -> float:
    """The p of McNemar's statistic by the chi-squared distribution, with Edwards's correction or without.

    There is no correction where b = c, as in R. Edwards 1948, doi:10.1007/BF02289261.
    """
    apart = max(0, abs(b - c) - corrected)
    return probability(erfc(apart / sqrt(2 * (b + c))))


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else inf
