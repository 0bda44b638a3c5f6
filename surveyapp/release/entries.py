"""Entries: what is known of each variable, for every file that describes or labels the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from surveyapp.instrument.kinds.base import Control, Item, Variable
from surveyapp.instrument.kinds.quantities import Quantity
from surveyapp.instrument.model import Instrument
from surveyapp.release.columns import Column
from surveyapp.release.ladders import Ladder
from surveyapp.release.profile import Profile
from surveyapp.release.words import MISSING, SUPPRESSED

APART = "not in the data: comments are kept apart from all answers, and read by a person before they leave"
TYPED = "withheld: a text that people typed may hold a name"
COLLECTED = "as collected"
BESIDE = "as collected; what was written beside it is kept apart from all answers"
WITHHELD = "withheld"
TABLES_ONLY = "in tables only"
CARRIED = "suppressed where what it depends on is hidden or in groups"


@dataclass(frozen=True)
class Entry:
    """One variable: what was asked, what its codes stand for, and what was done to it.

    ``labels`` puts codes into words; those of a variable that is hidden are the codes as collected.
    ``counts`` says how many cells of the data hold each word; it is None for what is not in the data.
    """

    name: str
    wording: str
    kind: str
    done: str
    number: str = ""
    section: str = ""
    privacy: str = ""
    range: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] | None = None

    @property
    def n(self) -> int | None:
        """How many cells show a value; None for what is not in the data."""
        if self.counts is None:
            return None
        return sum(count for word, count in self.counts.items() if word not in MISSING)

    @property
    def missing(self) -> dict[str, int]:
        """How many cells hold each of the words for a missing value, those that occur."""
        counts = self.counts or {}
        return {word: counts[word] for word in MISSING if word in counts}


@dataclass(frozen=True)
class Entries:
    """The entries of a package: ``levels`` are those at which each quasi-identifier is shown somewhere."""

    instrument: Instrument
    profile: Profile
    levels: Mapping[str, Sequence[int]]

    @cached_property
    def _sections(self) -> dict[str, str]:
        """The title of the section that each item stands in."""
        return {item.name: section.title for section, items in self.instrument.asked for item in items}

    def of(self, column: Column) -> Entry:
        """The entry of a column as it leaves."""
        name = column.name
        counts = column.counts()
        ladder = self.profile.ladders.get(name)
        labels = dict(column.variable.codes)
        if ladder is None:
            done = CARRIED if SUPPRESSED in counts else COLLECTED
        else:
            labels = self._shown(column.variable, ladder) or labels
            done = _climbed(ladder, self.levels[name])
        if done == COLLECTED and _has_text(column.variable):
            done = BESIDE
        return self._entry(column.variable, done, labels, counts)

    def without_rows(self) -> Iterator[Entry]:
        """The entry of each variable where no row leaves: nothing is counted."""
        for variable in self.instrument.variables:
            if variable.name not in self.profile.withheld:
                yield self._entry(variable, TABLES_ONLY, dict(variable.codes))

    def left_behind(self) -> Iterator[Entry]:
        """What was asked and is not in the data: what is withheld, and what is kept apart."""
        for variable in self.instrument.variables:
            if variable.name in self.profile.withheld:
                done = TYPED if variable.type == "text" else WITHHELD
                yield self._entry(variable, done, dict(variable.codes))
        for control in self.instrument.controls.values():
            if control.apart:
                yield self._apart(control)

    def _shown(self, variable: Variable, ladder: Ladder) -> dict[str, str]:
        """The labels at every level that is shown: no label stands for two things, whatever its level."""
        shown: dict[str, str] = {}
        for level in sorted(self.levels[variable.name]):
            shown |= ladder.shown(variable.codes, level)
        return shown

    def _entry(
        self,
        variable: Variable,
        done: str,
        labels: Mapping[str, str],
        counts: Mapping[str, int] | None = None,
    ) -> Entry:
        control = variable.control
        if control is None:
            kind = "score" if variable.name in self.instrument.scores else "mark"
            section = "Scores" if kind == "score" else "About the data"
            return Entry(
                variable.name, variable.wording, kind, done, section=section, labels=labels, counts=counts
            )
        item = control.item
        return Entry(
            name=variable.name,
            wording=f"{item.ask} {variable.wording}" if control.statement else variable.wording,
            kind=item.type,
            done=done,
            number=str(self.instrument.numbers[control.name]),
            section=self._sections[item.name],
            privacy=item.privacy,
            range=_range(item),
            labels=labels,
            counts=counts,
        )

    def _apart(self, control: Control) -> Entry:
        """A text that is kept apart; beside an option it bears a name that a column may have too."""
        item, beside = control.item, control.other_of is not None
        return Entry(
            name=f"{control.name} (text)" if beside else control.name,
            wording=f"{item.ask} {control.wording}: in words" if beside else control.wording,
            kind="comment" if beside else item.type,
            done=APART,
            number=str(self.instrument.numbers[control.name]),
            section=self._sections[item.name],
            privacy="comment",
        )


def _climbed(ladder: Ladder, levels: Sequence[int]) -> str:
    """What was done to a quasi-identifier that is shown at these levels."""
    ways = []
    if any(ladder.as_collected(level) for level in levels):
        ways.append(COLLECTED)
    if any(level < ladder.top and not ladder.as_collected(level) for level in levels):
        ways.append("in groups")
    if ladder.top in levels:
        ways.append("hidden")
    return ways[0] if len(ways) == 1 else f"{', '.join(ways[:-1])} or {ways[-1]}, row by row"


def _has_text(variable: Variable) -> bool:
    """Whether something could be written beside what the column says."""
    if variable.control is None:
        return False
    options = variable.control.options
    asked = [options[variable.option]] if variable.option else options.values()
    return any(option.other for option in asked)


def _range(item: Item) -> str:
    if not isinstance(item, Quantity):
        return ""
    low = "" if item.min is None else f"from {item.min:.15g} "
    high = "" if item.max is None else f"up to {item.max:.15g} "
    return f"{low}{high}{item.unit}".strip()
