"""Subjects: what is counted, one for each variable that has a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from surveyapp.instrument.kinds.base import Control, Variable
from surveyapp.instrument.kinds.quantities import Rating
from surveyapp.instrument.model import Instrument
from surveyapp.release.carried import sources
from surveyapp.release.columns import Codes, Column, narrow
from surveyapp.release.ladders import Ladder, is_bands
from surveyapp.release.table import spelled, value_of
from surveyapp.release.words import NOT_ANSWERED, NOT_ASKED

ABSENT_LABELS = {NOT_ASKED: "Not asked", NOT_ANSWERED: "Not answered"}
ABSENT = tuple(ABSENT_LABELS)
ANSWERED = "answered"
MOST_POINTS = 12
"""Points of a rating that are counted one by one."""


@dataclass(frozen=True)
class Subject:
    """One variable as tables count it.

    ``values`` are its rows with their labels. ``codes`` has a number for each response: 0 where it was not
    asked, 1 where it was not answered, 2 and more for the values in order. ``protected`` unless it is
    ordinary; ``crossed`` where it can be counted by group.
    """

    variable: Variable
    values: Mapping[str, str]
    codes: Codes
    protected: bool
    crossed: bool = True
    collected: Mapping[str, int] = field(default_factory=dict)
    """The code of each value as collected."""

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.variable.name

    @property
    def control(self) -> Control:
        """What was filled in. Raises TypeError for a score."""
        if self.variable.control is None:
            raise TypeError(f"{self.name} is a score")
        return self.variable.control

    @property
    def words(self) -> tuple[str, ...]:
        """The words that the codes stand for."""
        return (*ABSENT, *self.values)


def subject(instrument: Instrument, column: Column, ladder: Ladder | None) -> Subject:
    """The subject of a column.

    Numbers are counted in the bands that the profile gives them, short ratings by point; of other numbers,
    dates and texts only how many answered is counted, and not by group.
    """
    place, values = _places(column, ladder)
    words = (*ABSENT, *values)
    rank = {word: code for code, word in enumerate(words)}
    codes = np.array([rank[place[word]] for word in column.words], dtype=narrow(len(words)))[column.codes]
    only = tuple(values) == (ANSWERED,)
    guarded = not only and protected(instrument, column.variable)
    collected = {word: rank[row] for word, row in place.items()}
    return Subject(column.variable, values, codes, guarded, not only, collected)


def _places(column: Column, ladder: Ladder | None) -> tuple[dict[str, str], dict[str, str]]:
    """The row that each of a column's words is counted in, and the rows with their labels."""
    variable = column.variable
    present = [word for word in column.words if word not in ABSENT]
    same = {word: word for word in ABSENT}
    if variable.codes:
        return same | {word: word for word in variable.codes}, dict(variable.codes)
    cut = next((at + 1 for at, level in enumerate(ladder.levels) if is_bands(level)), 0) if ladder else 0
    if ladder is not None and cut:
        shown = ladder.shown({}, cut)
        return same | {word: ladder.at(word, cut) for word in present}, shown
    points = _points(variable)
    if points and set(present) <= points.keys():
        return same | {word: word for word in points}, points
    return same | dict.fromkeys(present, ANSWERED), {ANSWERED: "Answered"}


def _points(variable: Variable) -> dict[str, str]:
    item = variable.control.item if variable.control is not None else None
    if not isinstance(item, Rating) or variable.type != "integer":
        return {}
    count = int((item.max - item.min) / item.step) + 1
    if count > MOST_POINTS:
        return {}
    points = [spelled(variable, item.min + at * item.step) for at in range(count)]
    ends = {points[0]: item.low, points[-1]: item.high}
    return {point: f"{point} ({ends[point]})" if ends.get(point) else point for point in points}


def protected(instrument: Instrument, variable: Variable) -> bool:
    """Whether a small count of the variable tells about people: unless all that it is made of is ordinary."""
    if variable.control is not None:
        return variable.control.item.privacy != "ordinary"
    behind = sources(instrument, variable.name)
    return any(instrument.controls[name].item.privacy != "ordinary" for name in behind)


@dataclass(frozen=True)
class Derived:
    """A score that one variable decides: ``place[code]`` is the score's code for each code of its source."""

    score: Subject
    source: str
    place: tuple[int, ...]


def derived(instrument: Instrument, column: Column, subjects: Mapping[str, Subject]) -> Derived | None:
    """A score as sums of its source's cells; None where it is a number, or comes from several columns."""
    variable = column.variable
    behind = sorted(sources(instrument, variable.name))
    source = subjects.get(behind[0]) if len(behind) == 1 else None
    if source is None or not variable.codes or tuple(source.values) == (ANSWERED,):
        return None
    found = subject(instrument, column, None)
    rank = {word: code for code, word in enumerate(found.words)}
    place = [0, 1]
    for word in source.values:
        given = {"1": "yes", "0": "no"}[word] if source.variable.type == "flag" else word
        value = value_of(instrument, {behind[0]: given})(variable.name)
        place.append(1 if value is None else rank[spelled(variable, value)])
    made = np.array(place, dtype=np.int64)[source.codes]
    if not np.array_equal(made, found.codes):
        return None
    return Derived(found, source.name, tuple(place))
