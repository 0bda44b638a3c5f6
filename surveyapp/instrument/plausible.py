"""Made-up answers: within the bounds that the fields hold, and marked as synthetic where they are words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from surveyapp.instrument.kinds.base import Control, Item
from surveyapp.instrument.kinds.choices import OTHER_LENGTH, Choices
from surveyapp.instrument.kinds.quantities import Date, Integer, Quantity, Rating
from surveyapp.instrument.kinds.words import Comment, Text
from surveyapp.instrument.rules import Value

if TYPE_CHECKING:
    from random import Random

PHRASES = (
    "Synthetic comment: nothing to add.",
    "Synthetic comment: the questions were clear.",
    "Synthetic comment: it was good to be asked.",
    "Synthetic comment: shorter would be better.",
    "Synthetic comment: please tell us what comes of this.",
)
OTHERS = ("Synthetic: something else", "Synthetic: none of those listed")
TEXTS = {
    None: "Synthetic",
    "letters": "Synthetic",
    "digits": "1234567890",
    "code": "synth1",
    "postcode": "00000",
}
ALONE = 0.15
"""How often somebody picks an option that stands alone."""

YEARS = (2001, 2020)
REACH = 100
"""How far a number goes from its only bound."""


def plausible(control: Control, offered: Sequence[str], rng: Random) -> Value | None:
    """An answer that the control's field takes; None where nothing is offered that it would take."""
    item = control.item
    if control.other_of is not None:
        return rng.choice(OTHERS)[:OTHER_LENGTH]
    if isinstance(item, Choices):
        return _ticked(item, offered, rng)
    if control.options:
        return rng.choice(offered) if offered else None
    if isinstance(item, Quantity):
        return _quantity(item, rng)
    return _date(item.precision, rng) if isinstance(item, Date) else _words(item, rng)


def _words(item: Item, rng: Random) -> Value | None:
    if isinstance(item, Text):
        return TEXTS[item.pattern][: item.max_length]
    return rng.choice(PHRASES)[: item.max_length].strip() if isinstance(item, Comment) else None


def _ticked(item: Choices, offered: Sequence[str], rng: Random) -> Value | None:
    alone = [code for code in offered if item.options[code].exclusive]
    together = [code for code in offered if not item.options[code].exclusive]
    fewest = item.at_least or 1
    most = min(item.at_most or len(together), len(together))
    if alone and (fewest > most or rng.random() < ALONE):
        return [rng.choice(alone)]
    if fewest > most:
        return None
    # The least of three draws: most people tick few.
    picked = set(rng.sample(together, min(rng.randint(fewest, most) for _ in range(3))))
    return [code for code in item.options if code in picked]


def _quantity(item: Quantity, rng: Random) -> int | float:
    low, high = _bounds(item)
    if isinstance(item, Integer):
        return rng.randint(math.ceil(low), max(math.ceil(low), math.floor(high)))
    if isinstance(item, Rating):
        steps = int((high - low) / item.step + 1e-9)
        return _short(low + rng.randint(0, steps) * item.step)
    return min(max(_short(rng.uniform(low, high), 1), low), high)


def _bounds(item: Quantity) -> tuple[float, float]:
    if item.min is None:
        high = REACH if item.max is None else item.max
        return min(0, high - REACH), high
    return item.min, item.min + REACH if item.max is None else item.max


def _short(value: float, places: int = 9) -> int | float:
    value = round(float(value), places)
    return int(value) if value.is_integer() else value


def _date(precision: str, rng: Random) -> str:
    day = f"{rng.randint(*YEARS)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return day[: {"year": 4, "month": 7, "day": 10}[precision]]
