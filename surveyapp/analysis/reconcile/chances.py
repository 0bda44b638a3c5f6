"""Which P values a test can give, and what a printed P value says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from surveyapp.analysis.inference.mcnemar import chi_squared, exact
from surveyapp.analysis.reconcile.rounding import Printed

MOST_PAIRS = 200
"""Pairs up to which all results of McNemar's test are gone through."""
THRESHOLDS = frozenset(map(Fraction, ("0.1", "0.05", "0.01", "0.005", "0.001", "0.0001", "0.00001")))
"""Bounds that are printed for any smaller value."""


@dataclass(frozen=True, slots=True)
class PrintedP:
    """A P value as printed, with its relation: =, <, ≤, > or ≥."""

    relation: str
    printed: Printed

    def __str__(self) -> str:
        return f"P {self.relation} {self.printed}"

    def fits(self, p: float) -> bool:
        """Whether an exact value is printed so.

        Below a customary threshold everything is; below any other bound, what lies in the last digit before
        it: whoever had .016 would not print P < .03.
        """
        value, bound = Fraction(p), self.printed.value
        if self.relation == "=":
            return self.printed.fits(value)
        low = Fraction(0) if bound in THRESHOLDS else bound - self.printed.unit
        return {
            "<": low <= value < bound,
            "≤": low < value <= bound,
            ">": value > bound,
            "≥": value >= bound,
        }[self.relation]

    @property
    def reading(self) -> str:
        """What it says, for a sentence."""
        bound = self.printed
        below = Printed(bound.value - bound.unit, bound.decimals)
        if self.relation not in "<≤" or bound.value in THRESHOLDS:
            return str(self)
        ends = f"[{below}, {bound})" if self.relation == "<" else f"({below}, {bound}]"
        return f"{self}, that is, in {ends}"


@cache
def pair_counts(pairs: int) -> tuple[tuple[int, int], ...]:
    """The discordant counts, the larger first, that up to so many pairs can have."""
    return tuple((n - c, c) for n in range(1, pairs + 1) for c in range(n // 2 + 1))


@cache
def possible(pairs: int) -> tuple[tuple[float, int, int], ...]:
    """Every exact p of McNemar's test of up to so many pairs, each with counts that give it; ascending."""
    found = {(p := exact(b, c)): (p, b, c) for b, c in reversed(pair_counts(pairs))}
    return tuple(sorted(found.values()))


def other_ways(claim: PrintedP, counts: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Variants of McNemar's test that are printed so, each with the first discordant counts that are."""
    variants: dict[str, Callable[[int, int], float]] = {
        "the mid-p": lambda b, c: exact(b, c, mid_p=True),
        "chi-squared with continuity correction": lambda b, c: chi_squared(b, c, corrected=True),
        "chi-squared without correction": lambda b, c: chi_squared(b, c, corrected=False),
    }
    for name, variant in variants.items():
        for b, c in counts:
            if claim.fits(variant(b, c)):
                yield f"{name} gives {variant(b, c):.4f} for {b} against {c}"
                break
