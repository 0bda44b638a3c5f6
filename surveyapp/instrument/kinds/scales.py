"""Kinds that are answered on a scale: one statement, several statements, retrospective pairs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field
from wtforms.fields.core import UnboundField

from surveyapp.instrument.fields import CodeField
from surveyapp.instrument.kinds.base import Control, Item, Name, Option, Options

Statements = Annotated[dict[Name, str], Field(min_length=1)]


class Scale(Item):
    """One of the points of a scale."""

    type: Literal["scale"]
    scale: str | Options
    """The name of one of the instrument's scales, or the points themselves."""

    def picks(self) -> dict[str, Option]:
        return self.scale if isinstance(self.scale, dict) else {}

    def field(self, control: Control) -> UnboundField[Any]:
        return UnboundField(CodeField, codes=tuple(control.options))


class Grid(Scale):
    """Several statements on one scale; each is a numbered item and a column."""

    type: Literal["grid"]  # type: ignore[assignment]  # the discriminator names the kind
    statements: Statements

    def rows(self) -> dict[str, str]:
        return self.statements

    def controls(self) -> tuple[Control, ...]:
        return tuple(
            Control(f"{self.name}_{name}", self, text, self.picks(), statement=name)
            for name, text in self.statements.items()
        )


class BeforeAfter(Grid):
    """The same statements for now and for before: a then-test. Columns are named statement_period."""

    type: Literal["before_after"]  # type: ignore[assignment]  # the discriminator names the kind
    periods: Annotated[dict[Name, str], Field(min_length=2, max_length=2)]
    """Two periods, the earlier one first; people are asked the later one first."""

    def controls(self) -> tuple[Control, ...]:
        return tuple(
            Control(
                f"{name}_{period}", self, f"{text} ({label})", self.picks(), statement=name, period=period
            )
            for period, label in reversed(self.periods.items())
            for name, text in self.statements.items()
        )

    def faults(self) -> Iterator[tuple[str, str, str]]:
        labels = list(self.periods.values())
        if labels[0] == labels[1]:
            yield "periods", "both periods have the same label", "say which is before and which is now"
