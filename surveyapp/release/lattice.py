"""The lattice of levels: every way in which the quasi-identifiers of some data can be shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from surveyapp.instrument.model import Instrument
from surveyapp.release.carried import determinants
from surveyapp.release.columns import Column, Combinations, combinations
from surveyapp.release.ladders import Ladder
from surveyapp.release.profile import Profile
from surveyapp.release.variety import quiet

Levels = tuple[int, ...]
"""One level for each quasi-identifier, in the order of the data's columns."""


@dataclass(frozen=True)
class Lattice:
    """All levels that the quasi-identifiers of some data can be shown at.

    The data is counted once, by distinct combination, so that trying levels costs by combinations and not by
    people. ``columns`` are the quasi-identifiers and ``sensitive`` the variables of which a class must have
    several values, with one cell for each combination; their words are sorted, so nothing here depends on the
    order of the responses.

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
    sensitive: tuple[Column, ...] = ()
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


def lattice(
    instrument: Instrument,
    profile: Profile,
    columns: Sequence[Column],
    rows: int,
    sensitive: Collection[str] = (),
) -> Lattice:
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
    known, telling, counted = _counted(
        shown, [quiet(each) for each in columns if each.name in sensitive], rows
    )
    return Lattice(
        known,
        tuple(profile.ladders[column.name] for column in shown),
        counted,
        tuple(follows[column.name] for column in shown),
        frozenset(place for place, column in enumerate(shown) if behind[column.name] & hidden),
        telling,
        {name: follows[name] for name in sorted(others - held) if follows[name]},
        held,
    )


def plain(
    ladders: Mapping[str, Ladder], columns: Sequence[Column], rows: int, sensitive: Collection[str] = ()
) -> Lattice:
    """The lattice of a table of which no column decides about another."""
    shown = [column for column in columns if column.name in ladders]
    known, telling, counted = _counted(shown, [each for each in columns if each.name in sensitive], rows)
    own = tuple(ladders[column.name] for column in shown)
    return Lattice(known, own, counted, (frozenset(),) * len(shown), sensitive=telling)


def _counted(
    shown: Sequence[Column], sensitive: Sequence[Column], rows: int
) -> tuple[tuple[Column, ...], tuple[Column, ...], Combinations]:
    """The columns with one cell for each combination that occurs, and the combinations."""
    every = [column.canonical() for column in (*shown, *sensitive)]
    counted = combinations([column.codes for column in every], [len(column.words) for column in every], rows)
    cells = [Column(each.variable, each.words, counted.codes[:, at]) for at, each in enumerate(every)]
    return tuple(cells[: len(shown)]), tuple(cells[len(shown) :]), counted
