"""Counts as figures show them: exact, as a range, or held back."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not take (section 2.2)."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A row that is held back: its label, and the words that stand in its place."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Range:
    """A count that is known to lie from `low` to `high`; the two are equal where it is known exactly."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def of(self, n: int) -> str:
        """The count among n people in words: "8/9 (89%)", "35 or more of 39", "at most 3 of 39"."""
        if self.exact:
            return f"{self.low}/{n} ({percent(self.low, n)})"
        if self.high >= n:
            return f"{self.low} or more of {n}"
        return f"at most {self.high} of {n}" if self.low == 0 else f"{self.low} to {self.high} of {n}"


def percent(count: int, n: int) -> str:
    """A share as a whole percentage, half rounded up; what is more than nothing or less than all says so."""
    if n == 0:
        return "–"
    whole = (200 * count + n) // (2 * n)
    if count > 0 and whole == 0:
        return "<1%"
    return ">99%" if count < n and whole == 100 else f"{whole}%"


def printable(text: str) -> str:
    """A text without the characters that XML can't hold."""
    return UNPRINTABLE.sub("", text)
