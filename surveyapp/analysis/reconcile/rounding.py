"""What a number as printed can have been before it was rounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor


@dataclass(frozen=True, slots=True)
class Printed:
    """A number with the decimals it was printed with."""

    value: Fraction
    decimals: int

    def __str__(self) -> str:
        return f"{float(self.value):.{self.decimals}f}"

    @property
    def unit(self) -> Fraction:
        """What the last printed digit counts."""
        return Fraction(1, 10**self.decimals)

    def fits(self, value: Fraction) -> bool:
        """Whether a value is printed so when halves are rounded up, or to the even digit."""
        scaled, printed = value / self.unit, self.value / self.unit
        return printed in (floor(scaled + Fraction(1, 2)), round(scaled))


def is_share(count: int, of: int, percent: Printed) -> bool:
    """Whether so many of so many are printed as that percentage."""
    return of > 0 and percent.fits(Fraction(100 * count, of))


def nearest_count(count: int, of: int, percent: Printed) -> int | None:
    """The count nearest to the given one that is that percentage of `of`; None where there is none."""
    least = (percent.value - percent.unit) * of / 100
    most = min((percent.value + percent.unit) * of / 100, Fraction(of))
    return _nearest(count, max(least, Fraction(0)), most, lambda other: is_share(other, of, percent))


def nearest_whole(count: int, of: int, percent: Printed) -> int | None:
    """The whole nearest to the given one of which `count` is that percentage; None where there is none."""
    least = max(Fraction(100 * count) / (percent.value + percent.unit / 2), Fraction(max(count, 1)))
    low = percent.value - percent.unit / 2
    most = 100 * count / low if low > 0 else max(Fraction(of), least + 1)
    return _nearest(of, least, most, lambda other: is_share(count, other, percent))


def _nearest(wanted: int, least: Fraction, most: Fraction, fits: Callable[[int], bool]) -> int | None:
    """The whole number nearest to `wanted` that fits; those that do lie together between the ends."""
    low, high = ceil(least), floor(most)
    candidates = {min(max(wanted, low), high), low, low + 1, high, high - 1}
    fitting = [number for number in candidates if low <= number <= high and fits(number)]
    return min(fitting, key=lambda number: abs(number - wanted), default=None)
