"""Intervals for a proportion."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from surveyapp.analysis.inference.outcome import Untestable


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends and how surely they hold what they are about; which interval it is."""

    low: float
    high: float
    confidence: float
    kind: str


def wilson(count: int, of: int, confidence: float = 0.95) -> Interval | Untestable:
    """Wilson's score interval of a proportion, without continuity correction; ends are shares from 0 to 1.

    Those p for which ``|count/of - p| <= z sqrt(p (1 - p) / of)``. Assumes independent answers; approximate,
    and close to its confidence on average even in small samples. Wilson 1927,
    doi:10.1080/01621459.1927.10502953. Raises ValueError where the count is not within 0 and ``of``.
    """
    if (nothing := _nothing(count, of)) is not None:
        return nothing
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = count / of
    middle = share + z * z / (2 * of)
    reach = z * sqrt(share * (1 - share) / of + (z / (2 * of)) ** 2)
    scale = 1 + z * z / of
    low = (middle - reach) / scale if count else 0.0
    high = (middle + reach) / scale if count < of else 1.0
    return Interval(low, high, confidence, "Wilson")


def clopper_pearson(count: int, of: int, confidence: float = 0.95) -> Interval | Untestable:
    """The exact interval of a proportion; ends are shares from 0 to 1.

    Those p under which neither as many as ``count`` nor as few has a probability under ``(1 - confidence) /
    2``: quantiles of beta distributions. Assumes independent answers; holds at least the confidence. Clopper,
    Pearson 1934, doi:10.1093/biomet/26.4.404. Raises ValueError where the count is not within 0 and ``of``.
    """
    if (nothing := _nothing(count, of)) is not None:
        return nothing
    from scipy.special import betainccinv, betaincinv

    tail = (1 - confidence) / 2
    low = float(betaincinv(count, of - count + 1, tail)) if count else 0.0
    high = float(betainccinv(count + 1, of - count, tail)) if count < of else 1.0
    return Interval(low, high, confidence, "Clopper-Pearson")


def _nothing(count: int, of: int) -> Untestable | None:
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of}")
    return None if of else Untestable("nobody answered")
