"""Variety: those who share what colleagues know must not all have given the same sensitive answer.

Otherwise whoever knows one of them to be among them knows the answer, however many they are. So in a
campaign every class of rows shows at least two different values of each sensitive variable, as distinct
l-diversity asks for (Machanavajjhala et al. 2007, doi:10.1145/1217299.1217302). Having left a question out
tells no answer, nor has a box that was not ticked.

Where all who answered said the same, no class can vary. If they are as many as the terms' minimum, tables
would say so too, and it may be shown; otherwise the variable does not leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from surveyapp.instrument.kinds.base import Variable
from surveyapp.instrument.model import Instrument
from surveyapp.release.carried import sources
from surveyapp.release.columns import Column
from surveyapp.release.demands import Demands
from surveyapp.release.profile import Profile
from surveyapp.release.terms import Terms
from surveyapp.release.words import NO_VALUE, UNTICKED

VALUES = 2


def varied(demands: Demands, instrument: Instrument, profile: Profile, columns: Sequence[Column]) -> Demands:
    """The demands with variety in each sensitive variable to which there are different answers."""
    known = profile.ladders.keys() | profile.withheld
    different = {
        column.name: VALUES
        for column in columns
        if column.name not in known and _sensitive(instrument, column.variable) and len(_said(column)) > 1
    }
    return replace(demands, diverse=different | dict(demands.diverse))


def without_uniform(
    profile: Profile, instrument: Instrument, columns: Sequence[Column], terms: Terms
) -> Profile:
    """The profile without sensitive items to which fewer than the minimum gave one and the same answer."""
    uniform = [column.variable for column in columns if _uniform(instrument, column, terms)]
    items = {variable.control.item.name for variable in uniform if variable.control and variable.option}
    behind = [sources(instrument, variable.name) for variable in uniform if variable.control is None]
    items |= {instrument.controls[name].item.name for names in behind for name in names}
    return profile.without(
        each.name
        for each in instrument.variables
        if each in uniform or (each.control is not None and each.control.item.name in items)
    )


def quiet(column: Column) -> Column:
    """The column as far as it tells answers: a box that was not ticked tells none."""
    if column.variable.option is None:
        return column
    return column.renamed([UNTICKED if word == "0" else word for word in column.words])


def _uniform(instrument: Instrument, column: Column, terms: Terms) -> bool:
    said = _said(column)
    if len(said) != 1 or (column.variable.option and "0" in said):
        return False
    return sum(said.values()) < terms.minimum and _sensitive(instrument, column.variable)


def _said(column: Column) -> dict[str, int]:
    """The different answers that were given, each with how many gave it."""
    return {word: count for word, count in column.counts().items() if word not in NO_VALUE}


def _sensitive(instrument: Instrument, variable: Variable) -> bool:
    """Whether a variable, or any that it is computed from, is marked sensitive."""
    control = variable.control
    names = sources(instrument, variable.name) if control is None else frozenset({control.name})
    return any(instrument.controls[name].item.privacy == "sensitive" for name in names)
