"""Diverging stacked bars: how answers to statements lie on the two sides of a scale's middle.

Robbins and Heiberger 2011, Plotting Likert and other rating scales, Proc. Joint Statistical Meetings.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from surveyapp.analysis.figures.colours import (
    HAIR,
    INK,
    LEFT,
    NEUTRAL,
    PAPER,
    QUIET,
    RIGHT,
    readable_on,
    side,
)
from surveyapp.analysis.figures.shares import Hidden, Range, percent
from surveyapp.analysis.figures.sheet import (
    AT_LEAST,
    PERHAPS,
    Drawing,
    Face,
    Fill,
    Sheet,
    plain_settings,
    width_of,
    wrapped,
)

PLAIN, SMALL, STRONG, SLANTED = Face(8.5), Face(8), Face(9, "-Bold"), Face(8.5, "-Oblique")
WIDTH, EDGE, LABELS, RIGHT_END = 510.0, 4.0, 168.0, 458.0
"""Points: 180 mm, two columns of a journal; the margin, the labels' column, and where the bars must end."""
START = EDGE + LABELS + 10
BAR, BETWEEN, SWATCH = 15.0, 5.0, 8.0
TICK = 25
"""Percent from line to line."""


@dataclass(frozen=True, slots=True)
class Answers:
    """A statement with how many people chose each point of the scale, in the order of the scale."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bounded:
    """A statement of which only ranges are shown: the people on both sides, of n, and the same in words."""

    label: str
    n: int
    left: Range
    right: Range
    words: str


Row = Answers | Bounded | Hidden


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under a heading, which may be empty."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Likert:
    """What a figure shows.

    `about` names it; `points` are the scale from left to right: the first `left` lie left of the middle,
    the last `right` right of it; one between them lies across it. `sides` are words for both sides.
    Raises ValueError where these numbers don't fit each other or the counts.
    """

    about: str
    points: tuple[str, ...]
    left: int
    right: int
    sides: tuple[str, str]
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        if len(self.points) - self.left - self.right not in (0, 1) or min(self.left, self.right) < 1:
            raise ValueError(f"{self.left} and {self.right} points of {len(self.points)}")
        rows = [row for row in self.rows if isinstance(row, Answers)]
        if any(len(row.counts) != len(self.points) for row in rows):
            raise ValueError("a row needs a count for each point")

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for block in self.blocks for row in block.rows)

    @property
    def colours(self) -> tuple[str, ...]:
        """The colour of each point."""
        middle = (NEUTRAL,) * (len(self.points) - self.left - self.right)
        return (*side(LEFT, self.left), *middle, *reversed(side(RIGHT, self.right)))


class _Axis(NamedTuple):
    """Where shares stand on the sheet: the middle and a whole in points, and the percentages at both ends."""

    middle: float
    whole: float
    left: int
    right: int

    def at(self, share: float) -> float:
        return self.middle + share * self.whole


def sentences(likert: Likert) -> tuple[str, ...]:
    """Every number of the figure, a sentence for each row."""
    return tuple(
        f"{block.heading}: {told}" if block.heading else told
        for block in likert.blocks
        for told in (_told(likert, row) for row in block.rows)
    )


@plain_settings()
def draw(likert: Likert) -> Drawing:
    """The figure, with its numbers in words. Raises ImportError where matplotlib is missing."""
    sheet, axis = Sheet(WIDTH), _axis(likert)
    bottom = _legend(sheet, likert)
    for block in likert.blocks:
        bottom = _block(sheet, likert, axis, block, bottom)
    bottom = _ticks(sheet, likert, axis, bottom)
    alt = (
        f"{likert.about}. Stacked bars, one for each of {len(likert.rows)} rows: "
        f"{likert.sides[0].lower()} to the left of a middle line, {likert.sides[1].lower()} to the right."
    )
    return sheet.drawing(bottom + 10, alt, sentences(likert))


def _told(likert: Likert, row: Row) -> str:
    if isinstance(row, Hidden | Bounded):
        return f"{row.label}: {row.words}."
    n = sum(row.counts)
    parts = zip(likert.points, row.counts, strict=True)
    return (
        f"{row.label}: {', '.join(f'{point} {count}/{n} ({percent(count, n)})' for point, count in parts)}."
    )


def _reach(likert: Likert, row: Row) -> tuple[float, float]:
    """The largest shares that a row may have left and right of the middle."""
    if isinstance(row, Bounded):
        return row.left.high / row.n, row.right.high / row.n
    if isinstance(row, Hidden) or not sum(row.counts):
        return 0.0, 0.0
    n, ends = sum(row.counts), len(row.counts) - likert.right
    across = sum(row.counts[likert.left : ends]) / 2
    return (sum(row.counts[: likert.left]) + across) / n, (sum(row.counts[ends:]) + across) / n


def _axis(likert: Likert) -> _Axis:
    reaches = [_reach(likert, row) for row in likert.rows]
    left, right = (max(TICK, *(ceil(reach[way] * 100 / TICK) * TICK for reach in reaches)) for way in (0, 1))
    whole = (RIGHT_END - START) / (left + right) * 100
    return _Axis(START + left / 100 * whole, whole, left, right)


def _legend(sheet: Sheet, likert: Likert) -> float:
    """The scale's points and, where needed, how a range is drawn; gives the height below them."""
    entries = [(label, Fill(colour)) for label, colour in zip(likert.points, likert.colours, strict=True)]
    if any(isinstance(row, Bounded) for row in likert.rows):
        entries += [("at least, on this side", AT_LEAST), ("perhaps on this side", PERHAPS)]
    x, y = EDGE, EDGE
    for label, fill in entries:
        needed = SWATCH + 4 + width_of(label, SMALL)
        if x > EDGE and x + needed > WIDTH - EDGE:
            x, y = EDGE, y + SMALL.leading + 3
        sheet.bar(x, y, SWATCH, SWATCH, fill)
        sheet.text(x + SWATCH + 4, y + SWATCH - 1, label, SMALL)
        x += needed + 14
    return y + SMALL.leading + 2


def _block(sheet: Sheet, likert: Likert, axis: _Axis, block: Block, top: float) -> float:
    """A heading and its rows; gives the height below them."""
    if block.heading:
        lines = wrapped(block.heading, WIDTH - 2 * EDGE, STRONG)
        sheet.lines(EDGE, top + 6 + len(lines) * STRONG.leading / 2, lines, STRONG)
        top += 6 + len(lines) * STRONG.leading
    bottom = top
    for row in block.rows:
        bottom = _row(sheet, likert, axis, row, bottom + BETWEEN)
    for percentage in range(-axis.left, axis.right + 1, TICK):
        x = axis.at(percentage / 100)
        sheet.line((x, top + 2), (x, bottom + BETWEEN - 2), INK if percentage == 0 else HAIR, 0.8)
    return bottom + BETWEEN


def _row(sheet: Sheet, likert: Likert, axis: _Axis, row: Row, top: float) -> float:
    label = wrapped(row.label, LABELS, PLAIN)
    words = [] if isinstance(row, Answers) else wrapped(row.words, RIGHT_END - START - 8, SLANTED)
    high = max(BAR, len(label) * PLAIN.leading)
    sheet.lines(EDGE, top + high / 2, label, PLAIN)
    if isinstance(row, Hidden):
        high = max(high, len(words) * SLANTED.leading)
        _blank(sheet, top, high)
        sheet.lines(START + 4, top + high / 2, words, SLANTED, colour=QUIET)
        return top + high
    n = row.n if isinstance(row, Bounded) else sum(row.counts)
    sheet.text(WIDTH - EDGE, top + high / 2 + 3, f"n = {n}", PLAIN, align="right")
    if isinstance(row, Answers):
        _bars(sheet, likert, axis, row, top + (high - BAR) / 2)
        return top + high
    _ranges(sheet, axis, row, top + (high - BAR) / 2)
    below = len(words) * SLANTED.leading
    _blank(sheet, top + high + BETWEEN, below - BETWEEN)
    sheet.lines(START + 4, top + high + 1 + below / 2, words, SLANTED, colour=QUIET)
    return top + high + below + 1


def _blank(sheet: Sheet, top: float, high: float) -> None:
    """Room for words: paper over the lines of the axis, up to the rows above and below."""
    sheet.bar(START - 1, top - BETWEEN + 1, RIGHT_END - START + 2, high + 2 * BETWEEN - 2, Fill(PAPER))


def _bars(sheet: Sheet, likert: Likert, axis: _Axis, row: Answers, top: float) -> None:
    n, (reach, _) = sum(row.counts), _reach(likert, row)
    done = 0
    for count, colour in zip(row.counts, likert.colours, strict=True):
        start, width = axis.at(done / n - reach) if n else 0, axis.whole * count / n if n else 0
        done += count
        words = percent(count, n)
        if count:
            sheet.bar(start, top, width, BAR, Fill(colour))
        if count and width_of(words, SMALL) + 4 <= width:
            middle = start + width / 2
            sheet.text(middle, top + BAR / 2 + 3, words, SMALL, align="center", colour=readable_on(colour))


def _ranges(sheet: Sheet, axis: _Axis, row: Bounded, top: float) -> None:
    for way, known in ((-1, row.left), (1, row.right)):
        low, high = (axis.at(way * count / row.n) for count in (known.low, known.high))
        if known.low:
            sheet.bar(min(axis.middle, low), top, abs(low - axis.middle), BAR, AT_LEAST)
        if not known.exact:
            sheet.bar(min(low, high), top, abs(high - low), BAR, PERHAPS)


def _ticks(sheet: Sheet, likert: Likert, axis: _Axis, top: float) -> float:
    """The axis, and what both sides are called; gives the height below."""
    below = top + SMALL.leading
    for percentage in range(-axis.left, axis.right + 1, TICK):
        x = axis.at(percentage / 100)
        sheet.text(x, below, f"{abs(percentage)}%", SMALL, align="center", colour=QUIET)
    lines = 0
    for words, x, align, room in (
        (f"← {likert.sides[0]}", axis.middle - 12, "right", axis.middle - 12 - EDGE),
        (f"{likert.sides[1]} →", axis.middle + 12, "left", WIDTH - EDGE - axis.middle - 12),
    ):
        for line, said in enumerate(wrapped(words, room, SMALL), 1):
            sheet.text(x, below + line * SMALL.leading + 2, said, SMALL, align=align)
            lines = max(lines, line)
    return below + lines * SMALL.leading
