"""The lattice of levels: every way in which the quasi-identifiers of some data can be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from surveyapp.instrument.model import Instrument
from surveyapp.release.carried import determinants
from surveyapp.release.columns import Column, Combinations, Numbers, combinations, occurring
from surveyapp.release.ladders import Ladder
from surveyapp.release.profile import Profile

Levels = tuple[int, ...]
"""One level for each quasi-identifier, in the order of the data's columns."""


@dataclass(frozen=True)
class Told(Column):
    """A sensitive column: combination ``at[i]`` has a response with the word ``words[codes[i]]``."""

    at: Numbers


@dataclass(frozen=True)
class Lattice:
    """All levels that the quasi-identifiers of some data can be shown at.

    The data is counted once, by distinct combination, so that trying levels costs by combinations and not by
    people. ``columns`` are the quasi-identifiers, with one cell for each combination; their words are sorted,
    so nothing here depends on the order of the responses.

    ``sensitive`` are the variables of which a class must have several values. Combinations are counted over
    these as well, or else are ``whole``: responses with the same combination leave at the same levels.

    What is not shown as collected carries others along, given by the places of the quasi-identifiers that
    decide about them: ``follows`` those that are hidden with it, ``carried`` the other columns of the data
    that are suppressed with it. ``bound`` are hidden and ``held`` suppressed whatever the levels are, since
    what decides about them does not leave.
    """

    columns: tuple[Column, ...]
    ladders: tuple[Ladder, ...]
    counted: Combinations
    follows: tuple[frozenset[int], ...]
    bound: frozenset[int] = frozenset()
    sensitive: tuple[Told, ...] = ()
    whole: bool = False
    carried: Mapping[str, frozenset[int]] = field(default_factory=dict)
    held: frozenset[str] = frozenset()

    @property
    def rows(self) -> int:
        """How many responses there are."""
        return len(self.counted.index)

    @cached_property
    def tops(self) -> Levels:
        """The level of each ladder at which its variable is hidden."""
        return tuple(ladder.top for ladder in self.ladders)

    def with_sensitive(self, sensitive: Sequence[Column]) -> Lattice:
        """The lattice with the combinations counted over some columns of the responses too."""
        if not sensitive:
            return self
        index, places = self.counted.index, len(self.columns)
        responses = [Column(each.variable, each.words, each.codes[index]) for each in self.columns]
        known, counted = _counted([*responses, *sensitive], self.rows)
        every = np.arange(len(counted.counts))
        told = tuple(Told(each.variable, each.words, each.codes, every) for each in known[places:])
        return replace(self, columns=known[:places], counted=counted, sensitive=told)

    def taken_whole(self, sensitive: Sequence[Column]) -> Lattice:
        """The lattice with what the responses of each combination tell in some columns."""
        told = tuple(self._told(column.canonical()) for column in sensitive)
        return replace(self, sensitive=told, whole=True)

    def _told(self, column: Column) -> Told:
        width = max(len(column.words), 1)
        pairs = occurring(self.counted.index * width + column.codes, len(self.counted.counts) * width)
        return Told(column.variable, column.words, pairs % width, pairs // width)

    def veiled(self, levels: Levels) -> frozenset[int]:
        """The places whose values are not all shown as collected."""
        coarser = {at for at, level in enumerate(levels) if not self.ladders[at].as_collected(level)}
        return self.bound | coarser

    def settled(self, levels: Levels) -> Levels:
        """The levels with each variable hidden that depends on one that is not shown as collected."""
        veiled = self.veiled(levels)
        return tuple(
            top if at in self.bound or self.follows[at] & veiled else level
            for at, (level, top) in enumerate(zip(levels, self.tops, strict=True))
        )

    def suppressed(self, levels: Levels) -> frozenset[str]:
        """The other columns that are suppressed where the quasi-identifiers are shown at these levels.

        One level above as collected is enough: a group's label may still leave open which of its people were
        asked, and who was asked would then tell more than the label.
        """
        veiled = self.veiled(levels)
        return self.held | {name for name, places in self.carried.items() if places & veiled}


def lattice(instrument: Instrument, profile: Profile, columns: Sequence[Column], rows: int) -> Lattice:
    """The lattice of a profile's quasi-identifiers over all responses to an instrument."""
    shown = [column for column in columns if column.name in profile.ladders]
    behind = determinants(instrument)
    hidden = {
        each.control.name for each in instrument.variables if each.control and each.name in profile.withheld
    }
    controls = [column.variable.control.name if column.variable.control else "" for column in shown]
    follows = {
        name: frozenset(place for place, control in enumerate(controls) if control in decide)
        for name, decide in behind.items()
    }
    others = behind.keys() - profile.ladders.keys() - profile.withheld
    held = frozenset(name for name in others if behind[name] & hidden)
    return replace(
        plain(profile.ladders, columns, rows),
        follows=tuple(follows[column.name] for column in shown),
        bound=frozenset(place for place, column in enumerate(shown) if behind[column.name] & hidden),
        carried={name: follows[name] for name in sorted(others - held) if follows[name]},
        held=held,
    )


def plain(ladders: Mapping[str, Ladder], columns: Sequence[Column], rows: int) -> Lattice:
    """The lattice of a table of which no column decides about another."""
    known, counted = _counted([column for column in columns if column.name in ladders], rows)
    own = tuple(ladders[column.name] for column in known)
    return Lattice(known, own, counted, (frozenset(),) * len(known))


def _counted(columns: Sequence[Column], rows: int) -> tuple[tuple[Column, ...], Combinations]:
    """The columns with one cell for each combination that occurs, and the combinations."""
    every = [column.canonical() for column in columns]
    counted = combinations([column.codes for column in every], [len(column.words) for column in every], rows)
    cells = (Column(each.variable, each.words, counted.codes[:, at]) for at, each in enumerate(every))
    return tuple(cells), counted
