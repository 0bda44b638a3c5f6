"""Median and quartiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from surveyapp.analysis.inference.outcome import Untestable


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The number of answers, their median, and the quartiles around it, in the unit of the answers."""

    n: int
    lower: float
    median: float
    upper: float


def quartiles(values: Sequence[float]) -> Quartiles | Untestable:
    """Median and quartiles by R's type 2: the inverse of the distribution function, averaged where it steps.

    Of n sorted answers the quantile p is the one at n p rounded up, and where n p is whole the mean of that
    and the next. Hyndman, Fan 1996, doi:10.1080/00031305.1996.10473566, definition 2.
    """
    if not values:
        return Untestable("nobody answered")
    ordered = sorted(values)
    lower, median, upper = (_quantile(ordered, quarters) for quarters in (1, 2, 3))
    return Quartiles(len(ordered), lower, median, upper)


def _quantile(ordered: Sequence[float], quarters: int) -> float:
    whole, rest = divmod(len(ordered) * quarters, 4)
    return float(ordered[whole]) if rest else (ordered[whole - 1] + ordered[whole]) / 2
