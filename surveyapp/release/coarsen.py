"""Coarsening: columns at chosen levels, and what goes along with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from surveyapp.instrument.model import Instrument
from surveyapp.release.carried import determinants
from surveyapp.release.columns import Column
from surveyapp.release.ladders import Ladder
from surveyapp.release.profile import Profile
from surveyapp.release.words import SUPPRESSED


def coarse(column: Column, ladder: Ladder, level: int) -> Column:
    """The column at a level of its ladder."""
    return column.renamed([ladder.at(word, level) for word in column.words])


def veiled(profile: Profile, levels: Mapping[str, int]) -> frozenset[str]:
    """The variables whose values are not all shown as collected: coarser, hidden or withheld."""
    coarser = {name for name, level in levels.items() if not profile.ladders[name].as_collected(level)}
    return profile.withheld | coarser


def carried_along(instrument: Instrument, veiled: frozenset[str]) -> frozenset[str]:
    """The variables that would give a veiled one back, wholly or in part.

    One level above as collected is enough: a group's label may still leave open which of its people were
    asked, and who was asked would then tell more than the label.
    """
    controls = {
        each.control.name for each in instrument.variables if each.control is not None and each.name in veiled
    }
    return frozenset(name for name, behind in determinants(instrument).items() if behind & controls)


def released(
    instrument: Instrument, profile: Profile, columns: Sequence[Column], levels: Mapping[str, int]
) -> Iterator[Column]:
    """The columns that leave: quasi-identifiers at their levels, what goes along suppressed."""
    carried = carried_along(instrument, veiled(profile, levels))
    for column in columns:
        if column.name in profile.withheld:
            continue
        if column.name in levels:
            yield coarse(column, profile.ladders[column.name], levels[column.name])
        else:
            yield column.everywhere(SUPPRESSED) if column.name in carried else column
