"""Counts as the published tables show them, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from surveyapp.analysis.figures.shares import Range
from surveyapp.release.tables import TablesMade
from surveyapp.release.tables.subjects import ABSENT
from surveyapp.release.words import NOT_ANSWERED

Where = tuple[str, str]
"""A group and one of its labels."""
EVERYBODY: Where = ("", "")


@dataclass(frozen=True)
class Counted:
    """A variable's counts among some people: how many were ``asked``, and a range for each word.

    Ranges are no wider than the table's, which tells them: a count is also what the others leave.
    """

    asked: int
    cells: Mapping[str, Range]
    """Every value, and ``not_answered``."""
    smallest: int = 1
    """The least count of several answers that may be printed."""

    def of(self, words: Iterable[str]) -> Range:
        """How many gave one of some answers."""
        inside = set(words)
        these = [each for word, each in self.cells.items() if word in inside]
        others = [each for word, each in self.cells.items() if word not in inside]
        least = max(sum(each.low for each in these), self.asked - sum(each.high for each in others))
        most = min(sum(each.high for each in these), self.asked - sum(each.low for each in others))
        return Range(least, most)

    def told(self, words: Collection[str]) -> Range:
        """The same as it may be printed: a small count of several answers together is not."""
        found = self.of(words)
        small = len(words) > 1 and found.exact and 0 < found.low < self.smallest
        return Range(0, min(self.smallest - 1, self.asked)) if small else found

    @property
    def values(self) -> tuple[str, ...]:
        """The words that are answers."""
        return tuple(word for word in self.cells if word not in ABSENT)

    @property
    def answered(self) -> Range:
        """How many answered."""
        return self.of(self.values)

    @property
    def left_open(self) -> Range:
        """How many were asked and did not answer."""
        return self.of((NOT_ANSWERED,))

    @property
    def shown(self) -> dict[str, int] | None:
        """How many gave each answer, where all of that is shown; else None."""
        counts = {word: self.cells[word] for word in self.values}
        if not all(each.exact for each in counts.values()):
            return None
        return {word: each.low for word, each in counts.items()}


class Published:
    """What the tables show, by variable and by group; ``smallest`` says what may be printed of each."""

    def __init__(self, made: TablesMade, smallest: Callable[[str], int]):
        self._made, self._smallest = made, smallest

    def counted(self, variable: str, where: Where = EVERYBODY) -> Counted | None:
        """A variable's counts; None where no table shows them."""
        column, words = self._made.columns.get(where), self._made.words.get(variable)
        asked = None if column is None else self._made.spans.asked.get((variable, column))
        if column is None or words is None or asked is None:
            return None
        spans = self._made.spans.by_cell
        # Words stand as not asked, not answered, and then the values.
        cells = {word: Range(*spans[variable, code, column]) for code, word in enumerate(words) if code}
        return Counted(asked, cells, self._smallest(variable))
