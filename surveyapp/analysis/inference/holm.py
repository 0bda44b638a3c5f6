"""Several tests of one family."""

from __future__ import annotations

from collections.abc import Sequence


def holm(probabilities: Sequence[float]) -> tuple[float, ...]:
    """The probabilities of a family adjusted by Holm's method, in the order given.

    The i-th smallest of m becomes ``(m - i + 1) p``, at least what the one before became, at most 1. Holds
    the chance of any false finding in the family, whatever the tests' dependence. Untestable members are left
    out by the caller. Holm 1979, Scand J Statist 6:65-70, https://www.jstor.org/stable/4615733.
    """
    left = len(probabilities)
    adjusted = [0.0] * left
    reached = 0.0
    for place in sorted(range(left), key=probabilities.__getitem__):
        reached = max(reached, min(1.0, left * probabilities[place]))
        adjusted[place] = reached
        left -= 1
    return tuple(adjusted)
