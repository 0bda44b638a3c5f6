"""Kinds that are answered by picking: yes or no, one option, several options."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field
from wtforms.fields.core import UnboundField

from surveyapp.instrument.fields import CodeField, CodesField, TextField
from surveyapp.instrument.kinds.base import Control, Item, Option, Options, Variable

OTHER_LENGTH = 200
YES_NO = {"yes": Option(label="Yes"), "no": Option(label="No")}


class YesNo(Item):
    """Yes or no; 1 and 0 in the data."""

    type: Literal["yes_no"]

    def picks(self) -> dict[str, Option]:
        return YES_NO

    def variable(self, control: Control) -> Variable:
        return Variable(control.name, control, "flag", control.wording, {"1": "Yes", "0": "No"})

    def field(self, control: Control) -> UnboundField[Any]:
        return UnboundField(CodeField, codes=tuple(control.options))


class Choice(Item):
    """One of the options."""

    type: Literal["choice"]
    options: Annotated[Options, Field(min_length=1)]

    def picks(self) -> dict[str, Option]:
        return self.options

    def field(self, control: Control) -> UnboundField[Any]:
        if control.other_of:
            return UnboundField(TextField, max_length=OTHER_LENGTH)
        return UnboundField(CodeField, codes=tuple(control.options))


class Choices(Choice):
    """Any number of the options; one column of 1 and 0 for each."""

    type: Literal["choices"]  # type: ignore[assignment]  # the discriminator names the kind
    at_least: Annotated[int, Field(ge=1)] | None = None
    at_most: Annotated[int, Field(ge=1)] | None = None

    def variables(self) -> tuple[Variable, ...]:
        control = self.controls()[0]
        return tuple(
            Variable(
                f"{self.name}_{code}",
                control,
                "flag",
                f"{self.ask} {option.label}",
                {"1": "Ticked", "0": "Not ticked"},
                code,
            )
            for code, option in self.options.items()
        )

    def field(self, control: Control) -> UnboundField[Any]:
        if control.other_of:
            return super().field(control)
        exclusive = frozenset(code for code, option in control.options.items() if option.exclusive)
        return UnboundField(
            CodesField,
            codes=tuple(control.options),
            exclusive=exclusive,
            at_least=self.at_least,
            at_most=self.at_most,
        )

    def faults(self) -> Iterator[tuple[str, str, str]]:
        together = sum(not option.exclusive for option in self.options.values())
        if self.at_least and self.at_least > together:
            yield (
                "at_least",
                f"{self.at_least} cannot be ticked of {together}",
                "lower at_least or add options",
            )
        if self.at_least and self.at_most and self.at_least > self.at_most:
            yield "at_most", "at_most is below at_least", "swap them"
