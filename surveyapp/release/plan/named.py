"""Names in a plan: what an instrument has under them, as the makers of tables, tests and figures take it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from surveyapp.instrument import rules
from surveyapp.instrument.kinds.base import Item, Variable
from surveyapp.instrument.kinds.scales import BeforeAfter, Scale
from surveyapp.instrument.model import Instrument

Measure = Literal["named", "ordered", "measured"]
"""Codes that are names; codes on a scale; numbers."""
MEASURED = ("integer", "number")


@dataclass(frozen=True, slots=True)
class Row:
    """What a table shows under one name: one variable, or those of an item with several.

    ``wording`` is the question, or a score's label; of several variables each has words of its own, which
    ``labels`` gives in the same order: the option, the statement, the statement with its period.
    """

    name: str
    wording: str
    variables: tuple[Variable, ...]
    labels: tuple[str, ...]
    item: Item | None

    @property
    def several(self) -> bool:
        """Whether the rows stand together under a heading."""
        return self.item is not None and self.name == self.item.name and len(self.variables) > 1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two variables of the same people, the earlier one first, and what both say."""

    label: str
    first: Variable
    second: Variable


@dataclass(frozen=True, slots=True)
class Block:
    """Variables on one scale under a heading."""

    heading: str
    variables: tuple[Variable, ...]
    labels: tuple[str, ...]


def variables_of(name: str, instrument: Instrument) -> tuple[Variable, ...]:
    """The variables of an item, or the variable or score of that name; none where there is no such name.

    Retrospective pairs come statement by statement, the earlier period first.
    """
    item = instrument.items.get(name)
    if isinstance(item, BeforeAfter):
        return tuple(each for pair in before_and_after(item) for each in (pair.first, pair.second))
    if item is not None:
        return item.variables()
    return (instrument.columns[name],) if name in instrument.columns else ()


def row_of(name: str, instrument: Instrument) -> Row:
    """What a table shows under a name. Raises ValueError where the name has no variables."""
    variables = variables_of(name, instrument)
    if not variables:
        raise ValueError(f"no variables under {name}")
    control = variables[0].control
    item = control.item if control else None
    whole = item is not None and item.name == name
    wording = item.ask if item is not None and whole else variables[0].wording
    return Row(name, wording, variables, tuple(map(label_of, variables)), item)


def label_of(variable: Variable) -> str:
    """What a variable is called among others of its item: its option or its statement, else its question."""
    if variable.control is not None and variable.option is not None:
        return variable.control.options[variable.option].label
    return variable.wording


def statements_of(name: str, instrument: Instrument) -> dict[str, tuple[str, Variable]]:
    """By what tells an item's variables apart, their words and themselves; by "" where there is one."""
    found = {}
    variables = variables_of(name, instrument)
    if len(variables) == 1:
        return {"": (label_of(variables[0]), variables[0])}
    for variable in variables:
        control = variable.control
        part = variable.option or (control.statement if control else None)
        found[part or ""] = (label_of(variable), variable)
    return found


def before_and_after(item: BeforeAfter) -> tuple[Pair, ...]:
    """Every statement of a retrospective item, before against after."""
    earlier, later = item.periods
    found = {variable.name: variable for variable in item.variables()}
    return tuple(
        Pair(text, found[f"{name}_{earlier}"], found[f"{name}_{later}"])
        for name, text in item.statements.items()
    )


def measure(variable: Variable) -> Measure | None:
    """How the values of a variable compare; None for dates and texts, which a plan does not use."""
    if variable.type in MEASURED:
        return "measured"
    if not variable.codes:
        return None
    item = variable.control.item if variable.control else None
    return "ordered" if isinstance(item, Scale) else "named"


def numbers(variable: Variable) -> dict[str, float] | None:
    """The codes of a variable as numbers; None where one is no number, or where nothing is coded."""
    found = {code: rules.number(code) for code in variable.codes}
    known = {code: float(value) for code, value in found.items() if value is not None}
    return known if known and len(known) == len(found) else None


def ranks(variable: Variable) -> dict[str, float]:
    """What the codes of a variable are ranked by: their numbers, or else their places in the instrument."""
    return numbers(variable) or {code: float(place) for place, code in enumerate(variable.codes)}


def scales(variables: Iterable[Variable]) -> list[tuple[object, ...]]:
    """The different scales among variables: codes with their labels in order, or how they are measured."""
    return list(dict.fromkeys((variable.type in MEASURED, *variable.codes.items()) for variable in variables))
