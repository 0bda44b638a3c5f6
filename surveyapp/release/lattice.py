"""The lattice of levels, and the search for the one at which nobody can be singled out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from surveyapp.instrument.model import Instrument
from surveyapp.release.carried import determinants
from surveyapp.release.coarsen import coarse
from surveyapp.release.columns import Column, Combinations, combinations, packed
from surveyapp.release.ladders import Ladder
from surveyapp.release.profile import Profile
from surveyapp.release.terms import Refusal

Levels = tuple[int, ...]
"""One level for each quasi-identifier, in the order of the data's columns."""
Search = Callable[["Lattice", int], Levels]
"""Gives the levels to release at, for a lattice and k. Raises Refusal where no levels meet k."""


@dataclass(frozen=True)
class Lattice:
    """All levels that the quasi-identifiers of some data can be shown at.

    The data is counted once, by distinct combination, so that trying levels costs by combinations and not
    by people. ``columns`` has one cell for each combination; ``follows`` says for each column which others
    decide about it; ``bound`` are those that always stay hidden, since what decides about them does not
    leave.
    """

    columns: tuple[Column, ...]
    ladders: tuple[Ladder, ...]
    counted: Combinations
    follows: tuple[frozenset[int], ...]
    bound: frozenset[int] = frozenset()
    _coarse: dict[tuple[int, int], Column] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def tops(self) -> Levels:
        """The level of each ladder at which its variable is hidden."""
        return tuple(ladder.top for ladder in self.ladders)

    def settled(self, levels: Levels) -> Levels:
        """The levels with each variable hidden that depends on one that is not shown as collected."""
        veiled = {
            at for at, level in enumerate(levels) if not self.ladders[at].as_collected(level)
        } | self.bound
        return tuple(
            top if at in self.bound or self.follows[at] & veiled else level
            for at, (level, top) in enumerate(zip(levels, self.tops, strict=True))
        )

    def smallest(self, levels: Levels) -> int:
        """How many people the smallest class at some levels has; 0 where there is nobody.

        A class are those who share all cells, missing words being values like any other.
        """
        columns = [self._at(place, level) for place, level in enumerate(self.settled(levels))]
        sizes = [len(column.words) for column in columns]
        key, _ = packed([column.codes for column in columns], sizes, len(self.counted.counts))
        _, index = np.unique(key, return_inverse=True)
        classes = np.bincount(index.reshape(-1), weights=self.counted.counts)
        return int(classes.min(initial=np.iinfo(np.int64).max)) if len(classes) else 0

    def _at(self, place: int, level: int) -> Column:
        if (place, level) not in self._coarse:
            column = coarse(self.columns[place], self.ladders[place], level)
            self._coarse[place, level] = column
        return self._coarse[place, level]


def lattice(instrument: Instrument, profile: Profile, columns: Sequence[Column], rows: int) -> Lattice:
    """The lattice of a profile's quasi-identifiers over all responses."""
    shown = [column for column in columns if column.name in profile.ladders]
    counted = combinations([column.codes for column in shown], [len(column.words) for column in shown], rows)
    behind = determinants(instrument)
    hidden = {
        each.control.name for each in instrument.variables if each.control and each.name in profile.withheld
    }
    controls = [column.variable.control.name if column.variable.control else "" for column in shown]
    follows = tuple(
        frozenset(place for place, control in enumerate(controls) if control in behind[column.name])
        for column in shown
    )
    return Lattice(
        tuple(Column(each.variable, each.words, counted.codes[:, at]) for at, each in enumerate(shown)),
        tuple(profile.ladders[column.name] for column in shown),
        counted,
        follows,
        frozenset(place for place, column in enumerate(shown) if behind[column.name] & hidden),
    )


def by_steps(lattice: Lattice, k: int) -> Levels:
    """The finest step that gives every class k members, all ladders climbed together.

    Step s is level s of each ladder, or its top. Raises Refusal where not even hiding everything does.
    """
    for step in range(max(lattice.tops, default=0) + 1):
        levels = lattice.settled(tuple(min(step, top) for top in lattice.tops))
        if lattice.smallest(levels) >= k:
            return levels
    raise Refusal(
        "no-level",
        "At no level of the profile's ladders would everybody share their values with enough others "
        f"(k = {k}). Nothing is released.",
    )
