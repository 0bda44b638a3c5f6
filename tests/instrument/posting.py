"""What people may post: any answer that a field takes for itself, on the path or not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.kinds.choices import Choices
from surveyapp.instrument.kinds.quantities import Date, Integer, Quantity, Rating
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rules import Value

DAYS_TRIED = ("01-01", "01-31", "02-01", "02-28", "03-01", "12-31")


@st.composite
def answers_for(draw: Any, instrument: Instrument) -> dict[str, Value]:
    """What somebody may post: for each control an answer that its field takes, or none; off the path too."""
    posted: dict[str, Value] = {}
    for name, control in instrument.controls.items():
        value = draw(st.sampled_from(posts(control)))
        if value is not None:
            posted[name] = value
    return posted


def posts(control: Control) -> list[Value | None]:
    """What can be posted in a control: all of it where that is not much, else what makes a difference."""
    item = control.item
    if control.other_of is not None or (not control.options and item.type in ("text", "comment")):
        return [None, "words"]
    if isinstance(item, Choices):
        return [None, *_ticks(item)]
    if control.options:
        return [None, *control.options]
    if isinstance(item, Date):
        length = {"year": 4, "month": 7, "day": 10}[item.precision]
        days = [f"{year}-{day}" for year in (2018, 2019, 2020, 2021, 2022) for day in DAYS_TRIED]
        days.append("2020-02-29")
        return [None, *sorted({day[:length] for day in days})]
    return [None, *_numbers(item)] if isinstance(item, Quantity) else [None]


def _ticks(item: Choices) -> Iterator[list[str]]:
    for size in range(1, len(item.options) + 1):
        for codes in itertools.combinations(item.options, size):
            alone = [code for code in codes if item.options[code].exclusive]
            fits = size == 1 if alone else size >= (item.at_least or 1)
            if fits and size <= (item.at_most or size):
                yield list(codes)


def _numbers(item: Quantity) -> Iterator[int | float]:
    low = -4 if item.min is None else item.min
    high = 8 if item.max is None else item.max
    step = 1 if isinstance(item, Integer) else item.step if isinstance(item, Rating) else 0.125
    value: float = low
    while value <= high:
        yield int(value) if float(value).is_integer() else value
        value += step
