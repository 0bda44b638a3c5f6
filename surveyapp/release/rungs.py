"""Whether a ladder is sound: every level groups exactly the labels of the level before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from surveyapp.instrument import rules
from surveyapp.instrument.explain import nearest
from surveyapp.instrument.kinds.base import Variable
from surveyapp.instrument.kinds.quantities import Quantity
from surveyapp.instrument.problems import Path
from surveyapp.release.document import Level
from surveyapp.release.ladders import DATE, Rung, order
from surveyapp.release.words import MISSING

MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DAY = r"(0?[1-9]|[12]\d|3[01])"
READ_AS_DATE = re.compile(rf"{DAY}[-/]{DAY}|({MONTHS})[a-z]*[- ]?\d+|\d+[- ]?({MONTHS})[a-z]*", re.IGNORECASE)
"""Words that a spreadsheet turns into dates when it opens a CSV file."""
READ_AS_BLANK = {"", "na", "n/a", "nan", "null", "none", "nil"}
"""Words that readers of CSV files take for an empty cell."""
SAID = {
    "reserved-label": ("'{}' stands for a missing answer in the data", "rename the group; * needs no level"),
    "unfit-label": ("'{}' is read as something else in a data file", "rename the group"),
    "reads-as-date": ("a spreadsheet turns '{}' into a date", "write it like 5_to_9"),
    "label-reused": ("'{}' stood for something else before", "give the wider group a name of its own"),
    "no-groups": ("'{}' is free text, which has no groups", "write [] to hide it where it must be coarser"),
    "not-a-group": ("'{}' is not a list of labels of the level before", "write the labels in brackets"),
    "unknown-label": ("the level before has no '{}'", ""),
    "grouped-twice": ("'{}' is in another group already", "put every label into one group"),
    "not-grouped": ("'{}' is in no group", "put it into one, or into a group of its own"),
    "not-a-band": ("'{}' does not say where its band starts", "write its first value"),
    "not-below": ("values below '{}' are in no band", "write ~ as its start to leave it open"),
    "band-order": ("'{}' does not start above the band before it", "write the bands in order"),
}
"""What is said of each problem, and what to do."""
MEASURED = ("integer", "number", "date")
Fault = tuple[Path, str, str, str]
"""Path in the document, code, message, hint."""


def fault(path: Path, code: str, word: str, hint: str = "") -> Fault:
    """One problem of a ladder, in words."""
    message, usual = SAID[code]
    return path, code, message.format(word), hint or usual


@dataclass
class Climber:
    """Climbs the ladder of a variable and says where a rung is broken, no higher than the first that is.

    ``variable`` is None for a column of any CSV file: its first level says which values there are, and its
    labels may be whatever its values may be. ``reusable`` lets a label stand for something else higher up.
    """

    variable: Variable | None
    path: Path
    reusable: bool = False
    before: dict[str, None] | None = None
    used: set[str] = field(default_factory=set)

    def climb(self, levels: tuple[Level, ...]) -> Iterator[Fault]:
        """Every problem of the first level that has any."""
        self.before = dict.fromkeys(self.variable.codes if self.variable else known(levels)) or None
        self.used = set(self.before or ())
        for index, level in enumerate(levels):
            path = (*self.path, index)
            faults = [*self._named(level, path), *self._level(level, path)]
            if faults:
                yield from faults
                return
            self.before = dict.fromkeys(level)
            self.used |= level.keys()

    def _named(self, level: Rung, path: Path) -> Iterator[Fault]:
        for label, members in level.items():
            where = (*path, label)
            if label in MISSING:
                yield fault(where, "reserved-label", label)
            elif not label.strip() or (self.variable and _unfit(label)):
                yield fault(where, "unfit-label", label)
            elif self.variable and READ_AS_DATE.fullmatch(label):
                yield fault(where, "reads-as-date", label)
            elif label in self.used and members != (label,) and not self.reusable:
                yield fault(where, "label-reused", label)

    def _level(self, level: Rung, path: Path) -> Iterator[Fault]:
        if self.before is not None:
            yield from self._groups(level, path, self.before)
        elif self.variable is None or self.variable.type in MEASURED:
            yield from self._bands(level, path)
        else:
            yield fault(path, "no-groups", self.variable.name)

    def _groups(self, level: Rung, path: Path, before: Mapping[str, None]) -> Iterator[Fault]:
        seen: set[str] = set()
        for label, members in level.items():
            if not isinstance(members, tuple):
                yield fault((*path, label), "not-a-group", label)
                return
            for index, member in enumerate(members):
                where = (*path, label, index)
                if member not in before:
                    yield fault(where, "unknown-label", member, nearest(member, before))
                elif member in seen:
                    yield fault(where, "grouped-twice", member)
                seen.add(member)
        for member in before:
            if member not in seen:
                yield fault(path, "not-grouped", member)

    def _bands(self, level: Rung, path: Path) -> Iterator[Fault]:
        last: object = None
        for position, (label, start) in enumerate(level.items()):
            where = (*path, label)
            if not self._starts(start, first=position == 0):
                yield fault(where, "not-a-band", label)
            elif rules.number(label) is not None:
                yield fault(where, "unfit-label", label)
            elif position == 0 and not self._reaches_down(start):
                yield fault(where, "not-below", label)
            elif last is not None and order(start) <= order(last):
                yield fault(where, "band-order", label)
            last = start

    def _starts(self, start: object, *, first: bool) -> bool:
        if start is None:
            return first
        if rules.number(start) is not None:
            return True
        dated = self.variable is None or self.variable.type == "date"
        return dated and isinstance(start, str) and bool(DATE.fullmatch(start))

    def _reaches_down(self, start: object) -> bool:
        if self.variable is None:
            return True  # a value below is one that the ladder does not know
        item = self.variable.control.item if self.variable.control else None
        lowest = item.min if isinstance(item, Quantity) else None
        return start is None or (lowest is not None and order(start) <= order(lowest))


def known(levels: Sequence[Level]) -> dict[str, None]:
    """The values that the first level of a ladder groups; none where it cuts bands or there is no level."""
    groups = levels[0].values() if levels else ()
    return dict.fromkeys(label for labels in groups if isinstance(labels, tuple) for label in labels)


def _unfit(label: str) -> bool:
    return label != label.strip() or not label.isprintable() or label.lower() in READ_AS_BLANK
