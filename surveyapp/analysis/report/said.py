"""Numbers in words, as a journal prints them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import inf

from surveyapp.analysis.document.report import Cell
from surveyapp.analysis.figures.shares import Range, percent
from surveyapp.analysis.inference.outcome import Untestable
from surveyapp.analysis.inference.proportions import Interval, clopper_pearson, wilson
from surveyapp.analysis.report.published import Counted

HELD = "a"
"""The mark of what is held back."""
NOTHING = "–"
INTERVALS = {"wilson": wilson, "clopper_pearson": clopper_pearson}


def probability(p: float) -> str:
    """A probability to three digits, half rounded up: ".031", "<.001", ">.999"."""
    if p < 0.001:
        return "<.001"
    rounded = Decimal(p).quantize(Decimal("0.001"), ROUND_HALF_UP)
    return ">.999" if p > 0.999 else str(rounded).removeprefix("0")


def odds(value: float) -> str:
    """An odds ratio to two digits, or infinity."""
    return "∞" if value == inf else f"{value:.2f}"


def between(interval: Interval, *, ratio: bool = False) -> str:
    """An interval: of shares in whole percent, or of a ratio."""
    if ratio:
        return f"{odds(interval.low)} to {odds(interval.high)}"
    return f"{100 * interval.low:.0f} to {100 * interval.high:.0f}%"


def number(value: float) -> str:
    """A number without zeros that say nothing."""
    return f"{value:.15g}"


def share(count: Range, counted: Counted) -> Cell:
    """How many of those who answered: "37/63 (59%)", or what can be said of it."""
    answered = counted.answered
    n, of = (answered.low, "") if answered.exact else (counted.asked, " asked")
    if count.exact and answered.exact:
        return Cell(f"{count.low}/{n} ({percent(count.low, n)})")
    if count.exact:
        return Cell(f"{count.low} of {n} asked", HELD)
    if count.low == 0 and count.high >= n:
        return Cell(NOTHING, HELD)
    return Cell(f"{Range(count.low, min(count.high, n)).of(n)}{of}", HELD)


def interval(count: Range, counted: Counted, kind: str) -> str:
    """The 95 % interval of a share of those who answered; nothing where it is not shown."""
    answered = counted.answered
    if not (count.exact and answered.exact):
        return NOTHING
    found = INTERVALS[kind](count.low, answered.low)
    return NOTHING if isinstance(found, Untestable) else between(found)


def of_asked(count: Range, of: int) -> Cell:
    """How many of those asked did not answer, or of all were not asked: a count, no percentage."""
    if count.exact:
        return Cell(f"{count.low} of {of}")
    if count.low == 0 and count.high >= of:
        return Cell(NOTHING, HELD)
    return Cell(count.of(of), HELD)
