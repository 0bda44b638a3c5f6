"""What a control can be answered with, divided into classes that no comparison in play tells apart.

The classes of a control are complete: every answer that its field takes, and no answer, is in one of them.
Where sums or means are in play, a class of numbers is one number, or a span of which only the ends are
known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.kinds.choices import Choices
from surveyapp.instrument.kinds.quantities import Date, Integer, Quantity, Rating
from surveyapp.instrument.kinds.words import Text
from surveyapp.instrument.rules import Test, Value, compare, number
from surveyapp.instrument.scores import Recode

MOST_NUMBERS = 256
MOST_SUBSETS = 20_000
Bound = tuple[Fraction | float, int]
"""A number and which side of it: (10, -1) is the end of what is less than 10, (10, 0) is 10 itself."""


class TooMuch(Exception):
    """There is more to look at than the budget allows."""


@dataclass(frozen=True, slots=True)
class Class:
    """Answers that count as one: one of them as posted and as kept, and the span of their numbers.

    ``exact`` says that the class is told whole by its one answer, as far as the comparisons in play go.
    """

    posted: Value | None = None
    kept: Value | None = None
    low: Bound | None = None
    high: Bound | None = None
    exact: bool = True


MISSING = Class()


@dataclass(slots=True)
class Observers:
    """Everything in play that looks at one control."""

    tests: list[Test] = field(default_factory=list)
    recodes: list[Recode] = field(default_factory=list)
    summed: bool = False

    def key(self, value: Value | None) -> object:
        """What the observers see of an answer: the same for answers that they cannot tell apart."""
        return (
            value is None,
            tuple(compare(test, value) for test in self.tests),
            tuple(recode.value(lambda _: value) for recode in self.recodes),
            number(value) if self.summed else None,
        )


def classes(control: Control, observers: Observers, offered: Iterable[str]) -> tuple[Class, ...]:
    """The classes of a control that is asked with these options, first no answer. May raise TooMuch."""
    item = control.item
    if isinstance(item, Quantity) and observers.summed:
        return (MISSING, *_spans(item, observers))
    if control.options:
        offered = tuple(offered)
        answers = _subsets(item, observers, offered) if isinstance(item, Choices) else _codes(offered)
    elif isinstance(item, Quantity):
        answers = ((value, value) for value in _numbers(item, observers))
    elif isinstance(item, Date):
        answers = ((day, day) for day in _dates(item.precision, observers))
    else:
        sample = "1" if isinstance(item, Text) and item.pattern == "digits" else "a"
        answers = iter([(sample, sample)])
    found = {observers.key(None): MISSING}
    for posted, kept in answers:
        low = number(kept) if observers.summed else None
        bound = None if low is None else (_fraction(low), 0)
        found.setdefault(observers.key(kept), Class(posted, kept, bound, bound))
    return tuple(found.values())


def _codes(offered: tuple[str, ...]) -> Iterator[tuple[Value, Value]]:
    return ((code, code) for code in offered)


def _subsets(
    item: Choices, observers: Observers, offered: tuple[str, ...]
) -> Iterator[tuple[Value, Value | None]]:
    """Sets of options that the field takes, one for each way in which the tests see them."""
    many = [code for code, option in item.options.items() if not option.exclusive]
    counted = item.at_least is not None or item.at_most is not None
    wanted = [set(test.operand) for test in observers.tests if isinstance(test.operand, tuple)]
    nothing: tuple[tuple[bool, ...], bool, int] = ((False,) * len(wanted), False, 0)
    seen: dict[tuple[tuple[bool, ...], bool, int], tuple[str, ...]] = {nothing: ()}
    for code in many:
        here = code in offered
        for (met, kept, count), picked in list(seen.items()):
            met_too = tuple(old or (here and code in codes) for old, codes in zip(met, wanted, strict=True))
            state = (met_too, kept or here, count + 1 if counted else 1)
            if item.at_most is None or state[2] <= item.at_most:
                seen.setdefault(state, (*picked, code))
        if len(seen) > MOST_SUBSETS:
            raise TooMuch
    alone = [(code,) for code, option in item.options.items() if option.exclusive]
    together = [picked for picked in seen.values() if picked and len(picked) >= (item.at_least or 0)]
    for picked in (*alone, *together):
        yield list(picked), [code for code in picked if code in offered] or None


def _fraction(value: float) -> Fraction:
    return Fraction(str(value))


def _value(at: Fraction | float) -> int | float:
    return int(at) if float(at).is_integer() else float(at)


def _thresholds(observers: Observers) -> list[Fraction]:
    found: set[Fraction] = set()
    for test in observers.tests:
        operands = test.operand if isinstance(test.operand, tuple) else (test.operand,)
        numbers = [number(operand) for operand in operands if not isinstance(operand, bool)]
        found |= {_fraction(value) for value in numbers if value is not None}
    return sorted(found)


@dataclass(frozen=True, slots=True)
class _Line:
    """The numbers that an item takes: from low to high, in steps where there is a step."""

    low: Fraction | float
    high: Fraction | float
    step: Fraction | None
    origin: Fraction

    @classmethod
    def of(cls, item: Quantity) -> _Line:
        low: Fraction | float = -math.inf if item.min is None else _fraction(item.min)
        high: Fraction | float = math.inf if item.max is None else _fraction(item.max)
        step, origin = None, Fraction(0)
        if isinstance(item, Integer):
            step = Fraction(1)
        elif isinstance(item, Rating) and item.step > 0:
            step, origin = _fraction(item.step), _fraction(item.min)
        line = cls(low, high, step, origin)
        return cls(line.up(low), line.down(high), step, origin) if step else line

    def up(self, at: Fraction | float) -> Fraction | float:
        """The first point from here upwards."""
        if self.step is None or isinstance(at, float):
            return at
        return self.origin + math.ceil((at - self.origin) / self.step) * self.step

    def down(self, at: Fraction | float) -> Fraction | float:
        """The first point from here downwards."""
        if self.step is None or isinstance(at, float):
            return at
        return self.origin + math.floor((at - self.origin) / self.step) * self.step

    def pieces(self, cuts: list[Fraction]) -> Iterator[tuple[Bound, Bound]]:
        """The line cut at the thresholds, which are pieces of their own; with both ends."""
        start: Bound = (self.low, 0)
        for cut in cuts:
            yield from self._piece(start, (cut, -1))
            yield from self._piece(max(start, (cut, 0)), (cut, 0))
            start = max(start, (cut, 1))
        yield from self._piece(start, (self.high, 0))

    def _piece(self, low: Bound, high: Bound) -> Iterator[tuple[Bound, Bound]]:
        high = min(high, (self.high, 0))
        if self.step is not None:
            low, high = self._on_points(low, high)
        if low <= high:
            yield low, high

    def _on_points(self, low: Bound, high: Bound) -> tuple[Bound, Bound]:
        step = self.step or Fraction(1)
        first, last = self.up(low[0]), self.down(high[0])
        first = first + step if low[1] > 0 and first == low[0] else first
        last = last - step if high[1] < 0 and last == high[0] else last
        return (first, 0), (last, 0)

    def within(self, low: Bound, high: Bound) -> Fraction | float:
        """One of the numbers between two bounds that enclose some."""
        if low[1] == 0 and not isinstance(low[0], float):
            return low[0]
        if high[1] == 0 and not isinstance(high[0], float):
            return high[0]
        if isinstance(low[0], float) and isinstance(high[0], float):
            return self.origin
        if isinstance(low[0], float):
            return high[0] - 1
        return low[0] + 1 if isinstance(high[0], float) else (low[0] + high[0]) / 2


def _numbers(item: Quantity, observers: Observers) -> Iterator[int | float]:
    line = _Line.of(item)
    for low, high in line.pieces(_thresholds(observers)):
        yield _value(line.within(low, high))


def _spans(item: Quantity, observers: Observers) -> Iterator[Class]:
    line = _Line.of(item)
    if line.step and line.high - line.low < MOST_NUMBERS * line.step:
        at = line.low
        while at <= line.high:
            yield Class(_value(at), _value(at), (at, 0), (at, 0))
            at += line.step
        return
    for low, high in line.pieces(_thresholds(observers)):
        at = line.within(low, high)
        yield Class(_value(at), _value(at), low, high, exact=low == high)


def ends(item: Quantity, span: Class) -> tuple[int | float, ...]:
    """Some numbers of a span: as near its ends as it goes, and one between."""
    if span.low is None or span.high is None:
        return ()
    line = _Line.of(item)
    near = [] if isinstance(span.low[0], float) else [span.low[0], span.low[0] + Fraction(1, 1000)]
    near += [] if isinstance(span.high[0], float) else [span.high[0], span.high[0] - Fraction(1, 1000)]
    points = [line.within(span.low, span.high), *near]
    return tuple(dict.fromkeys(_value(at) for at in points if holds_number(item, span, at)))


def holds_number(item: Quantity, span: Class, at: Fraction | float) -> bool:
    """Whether the number is in the span and one that the item takes."""
    line = _Line.of(item)
    inside = span.low is not None and span.high is not None and span.low <= (at, 0) <= span.high
    return inside and line.up(at) == at


def _dates(precision: str, observers: Observers) -> Iterator[str]:
    """Dates at and around every date in play, and one where there is none."""
    length = {"year": 4, "month": 7, "day": 10}[precision]
    operands: set[str] = {"2020"}
    for test in observers.tests:
        given = test.operand if isinstance(test.operand, tuple) else (test.operand,)
        operands |= {str(operand) for operand in given if not isinstance(operand, bool)}
    days: set[date] = set()
    for operand in operands | {operand[:length] for operand in operands}:
        days |= set(_around(operand))
    return iter(sorted({day.isoformat()[:length] for day in days}))


def _around(text: str) -> Iterator[date]:
    """The first and the last day of a year, month or day, the day before and the day after."""
    try:
        first = date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return
    last = first
    if len(text) == 4:
        last = date(first.year, 12, 31)
    elif len(text) == 7:
        last = date(first.year, first.month, 28)
        while last.month == first.month and last < date.max and (last + timedelta(1)).month == first.month:
            last += timedelta(1)
    yield from (first, last)
    if first > date.min:
        yield first - timedelta(1)
    if last < date.max:
        yield last + timedelta(1)
