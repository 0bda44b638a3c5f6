"""Kinds that are answered with a quantity: a rating, a whole number, a number, a date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from wtforms.fields.core import UnboundField

from surveyapp.instrument.fields import DateField, NumberField
from surveyapp.instrument.kinds.base import Control, Item, Variable, VariableType

MOST_RATINGS = 1_000


class Quantity(Item):
    """A number between two bounds, either of which may be open."""

    min: float | None = None
    max: float | None = None
    unit: str = ""

    def variable(self, control: Control) -> Variable:
        return Variable(control.name, control, self.variable_type(), control.wording)

    def variable_type(self) -> VariableType:
        """How the column is typed."""
        return "number"

    def field(self, control: Control) -> UnboundField[Any]:
        return UnboundField(NumberField, minimum=self.min, maximum=self.max, whole=False, unit=self.unit)

    def faults(self) -> Iterator[tuple[str, str, str]]:
        if self.min is not None and self.max is not None and self.min > self.max:
            yield "max", "max is below min", "swap them"


class Integer(Quantity):
    """A whole number."""

    type: Literal["integer"]

    def variable_type(self) -> VariableType:
        return "integer"

    def field(self, control: Control) -> UnboundField[Any]:
        return UnboundField(NumberField, minimum=self.min, maximum=self.max, whole=True, unit=self.unit)


class Number(Quantity):
    """A number, decimals allowed."""

    type: Literal["number"]


class Rating(Quantity):
    """A point between two labelled ends, on a slider that is also a number field."""

    type: Literal["rating"]
    min: float = 0
    max: float = 10
    step: float = 1
    low: str = ""
    """The label of the lower end."""
    high: str = ""
    """The label of the upper end."""

    def variable_type(self) -> VariableType:
        whole = all(float(value).is_integer() for value in (self.min, self.step))
        return "integer" if whole else "number"

    def field(self, control: Control) -> UnboundField[Any]:
        whole = self.variable_type() == "integer"
        return UnboundField(
            NumberField, minimum=self.min, maximum=self.max, step=self.step, whole=whole, unit=self.unit
        )

    def faults(self) -> Iterator[tuple[str, str, str]]:
        yield from super().faults()
        if self.step <= 0:
            yield "step", "step must be more than 0", "write how far apart two ratings are"
        elif (self.max - self.min) / self.step > MOST_RATINGS:
            yield "step", f"there are more than {MOST_RATINGS:,} ratings", "make step larger"
        elif self.min < self.max < self.min + self.step:
            yield "step", "one step leads past max", "make step smaller"


class Date(Item):
    """A date, no finer than the precision asks: a whole day is rarely needed and often tells who."""

    type: Literal["date"]
    precision: Literal["year", "month", "day"] = "year"

    def variable(self, control: Control) -> Variable:
        return Variable(control.name, control, "date", control.wording)

    def field(self, control: Control) -> UnboundField[Any]:
        return UnboundField(DateField, precision=self.precision)
