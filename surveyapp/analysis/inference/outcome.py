"""What tests share: how a probability was computed, and that there may be none."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """How a probability was computed."""

    EXACT = "exact"
    MID_P = "exact, mid-p"
    NORMAL = "normal approximation"
    CHI_SQUARED = "chi-squared approximation"


@dataclass(frozen=True, slots=True)
class Untestable:
    """The answers allow no test or no estimate; the reason is a clause for readers."""

    reason: str


def probability(share: float) -> float:
    """A computed probability within what it can be: above 0, however small, and at most 1."""
    return min(1.0, max(share, sys.float_info.min))
