"""Paired bars: the share that says something first and second, and how many changed which way."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.analysis.figures.colours import FIRST, HAIR, INK, PAPER, QUIET, SECOND
from surveyapp.analysis.figures.shares import Hidden, Range
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

PLAIN, SMALL, STRONG, SLANTED = Face(8.5), Face(8), Face(8, "-Bold"), Face(8.5, "-Oblique")
WIDTH, EDGE, LABELS = 510.0, 4.0, 158.0
"""Points: 180 mm, two columns of a journal; the margin, and the labels' column."""
START, END, COUNTS = EDGE + LABELS + 10, 312.0, 318.0
"""Points: where 0 and 100 % are, and where the counts beside the bars begin."""
COLUMNS = (408.0, 454.0, 506.0)
"""Points: the right ends of the two columns of pairs that changed and of the probabilities."""
BAR, BETWEEN, SWATCH = 11.0, 10.0, 8.0
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement with how many of n people agree first and second.

    `only` says how many do so only first and only second, `p` how probable that is by chance: all as words.
    """

    label: str
    n: int
    first: Range
    second: Range
    only: tuple[str, str]
    p: str


Row = Pair | Hidden


@dataclass(frozen=True, slots=True)
class Paired:
    """What a figure shows: its name, words for both periods, for what is compared ("agree"), and the rows."""

    about: str
    periods: tuple[str, str]
    says: str
    rows: tuple[Row, ...]


def sentences(paired: Paired) -> tuple[str, ...]:
    """Every number of the figure, a sentence for each row."""
    return tuple(_told(paired, row) for row in paired.rows)


@plain_settings()
def draw(paired: Paired) -> Drawing:
    """The figure, with its numbers in words. Raises ImportError where matplotlib is missing."""
    sheet = Sheet(WIDTH)
    top = _headings(sheet, paired)
    bottom = top
    for row in paired.rows:
        bottom = _row(sheet, row, bottom + BETWEEN / 2) + BETWEEN / 2
    for percentage in TICKS:
        x = _at(percentage / 100)
        sheet.line((x, top), (x, bottom), INK if percentage == 0 else HAIR, 0.8)
        sheet.text(x, bottom + SMALL.leading, f"{percentage}%", SMALL, align="center", colour=QUIET)
    middle = (START + END) / 2
    sheet.text(middle, bottom + 2 * SMALL.leading + 2, f"Who {paired.says}", SMALL, align="center")
    first, second = paired.periods
    alt = (
        f"{paired.about}. Two bars for each of {len(paired.rows)} rows: the share who {paired.says}, "
        f"{first.lower()} and {second.lower()}."
    )
    return sheet.drawing(bottom + 2 * SMALL.leading + 10, alt, sentences(paired))


def _told(paired: Paired, row: Row) -> str:
    if isinstance(row, Hidden):
        return f"{row.label}: {row.words}."
    first, second = paired.periods
    return (
        f"{row.label}: {first} {row.first.of(row.n)}, {second.lower()} {row.second.of(row.n)} {paired.says}; "
        f"only {first.lower()} {row.only[0]}, only {second.lower()} {row.only[1]}; {_probability(row.p)}."
    )


def _probability(p: str) -> str:
    return f"P = {p}" if p[:1].isdigit() or p[:1] == "." else f"P {p}" if p[:1] in "<>" else f"P: {p}"


def _at(share: float) -> float:
    return START + share * (END - START)


def _headings(sheet: Sheet, paired: Paired) -> float:
    """The legend and the columns' headings; gives the height below them."""
    x = EDGE
    ranged = any(isinstance(row, Pair) and not (row.first.exact and row.second.exact) for row in paired.rows)
    held = [("at least", AT_LEAST), ("perhaps", PERHAPS)] if ranged else []
    for label, fill in [*zip(paired.periods, (Fill(FIRST), Fill(SECOND)), strict=True), *held]:
        sheet.bar(x, EDGE, SWATCH, SWATCH, fill)
        sheet.text(x + SWATCH + 4, EDGE + SWATCH - 1, label, SMALL)
        x += SWATCH + 4 + width_of(label, SMALL) + 14
    first, second = paired.periods
    columns = [f"Only {first.lower()}", f"Only {second.lower()}", "P"]
    headings = [wrapped(words, 38, STRONG) for words in columns]
    base = EDGE + SWATCH + max(0, max(map(len, headings)) - 1) * STRONG.leading
    for lines, end in zip(headings, COLUMNS, strict=True):
        for number, words in enumerate(reversed(lines)):
            sheet.text(end, base - number * STRONG.leading, words, STRONG, align="right")
    sheet.text(COUNTS, base, "n/N (%)", STRONG)
    return base + 5


def _row(sheet: Sheet, row: Row, top: float) -> float:
    label = wrapped(row.label, LABELS, PLAIN)
    high = max(2 * BAR, len(label) * PLAIN.leading)
    if isinstance(row, Hidden):
        words = wrapped(row.words, COLUMNS[-1] - START - 4, SLANTED)
        high = max(high, len(words) * SLANTED.leading)
        sheet.bar(START + 1, top - 2, END - START, high + 4, Fill(PAPER))
        sheet.lines(START + 6, top + high / 2, words, SLANTED, colour=QUIET)
    else:
        _pair(sheet, row, top + high / 2)
    sheet.lines(EDGE, top + high / 2, label, PLAIN)
    return top + high


def _pair(sheet: Sheet, row: Pair, middle: float) -> None:
    for top, known, colour in ((middle - BAR, row.first, FIRST), (middle, row.second, SECOND)):
        low, high = (_at(count / row.n if row.n else 0) for count in (known.low, known.high))
        if known.low:
            sheet.bar(START, top + 0.5, low - START, BAR - 1, Fill(colour) if known.exact else AT_LEAST)
        if not known.exact:
            sheet.bar(low, top + 0.5, high - low, BAR - 1, PERHAPS)
        sheet.text(COUNTS, top + BAR / 2 + 3, known.of(row.n), SMALL)
    for words, end in zip((*row.only, row.p), COLUMNS, strict=True):
        lines = wrapped(words, 52 if end == COLUMNS[-1] else 36, PLAIN)
        first = middle + 3 - (len(lines) - 1) * PLAIN.leading / 2
        for number, line in enumerate(lines):
            sheet.text(end, first + number * PLAIN.leading, line, PLAIN, align="right")
