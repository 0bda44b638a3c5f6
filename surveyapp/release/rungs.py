"""Whether a ladder is sound: every level groups exactly the labels of the level before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from surveyapp.instrument import rules
from surveyapp.instrument.explain import nearest
from surveyapp.instrument.kinds.base import Variable
from surveyapp.instrument.kinds.quantities import Quantity
from surveyapp.instrument.problems import Path
from surveyapp.release.document import Level
from surveyapp.release.ladders import Rung, order
from surveyapp.release.words import MISSING

MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DAY = r"(0?[1-9]|[12]\d|3[01])"
READ_AS_DATE = re.compile(rf"{DAY}[-/]{DAY}|({MONTHS})[a-z]*[- ]?\d+|\d+[- ]?({MONTHS})[a-z]*", re.IGNORECASE)
"""Words that a spreadsheet turns into dates when it opens a CSV file."""
READ_AS_BLANK = {"", "na", "n/a", "nan", "null", "none", "nil"}
"""Words that readers of CSV files take for an empty cell."""
SAID = {
    "reserved-label": ("'{}' stands for a missing answer in the data", "rename the group"),
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
Fault = tuple[Path, str, str, str]
"""Path in the document, code, message, hint."""


def fault(path: Path, code: str, word: str, hint: str = "") -> Fault:
    """One problem of a ladder, in words."""
    message, usual = SAID[code]
    return path, code, message.format(word), hint or usual


@dataclass
class Climber:
    """Climbs the ladder of a variable and says where a rung is broken, no higher than the first that is."""

    variable: Variable
    path: Path
    before: list[str] | None = None
    used: set[str] = field(default_factory=set)

    def climb(self, levels: tuple[Level, ...]) -> Iterator[Fault]:
        """Every problem of the first level that has any."""
        codes = self.variable.codes
        self.before, self.used = list(codes) or None, set(codes)
        for index, level in enumerate(levels):
            if isinstance(level, str):
                continue
            path = (*self.path, index)
            faults = [*self._named(level, path), *self._level(level, path)]
            if faults:
                yield from faults
                return
            self.before = list(level)
            self.used |= level.keys()

    def _named(self, level: Rung, path: Path) -> Iterator[Fault]:
        for label, members in level.items():
            where = (*path, label)
            if label in MISSING:
                yield fault(where, "reserved-label", label)
            elif label != label.strip() or not label.isprintable() or label.lower() in READ_AS_BLANK:
                yield fault(where, "unfit-label", label)
            elif READ_AS_DATE.fullmatch(label):
                yield fault(where, "reads-as-date", label)
            elif label in self.used and members != (label,):
                yield fault(where, "label-reused", label)

    def _level(self, level: Rung, path: Path) -> Iterator[Fault]:
        if self.before is not None:
            yield from self._groups(level, path, self.before)
        elif self.variable.type in ("integer", "number", "date"):
            yield from self._bands(level, path)
        else:
            yield fault(path, "no-groups", self.variable.name)

    def _groups(self, level: Rung, path: Path, before: list[str]) -> Iterator[Fault]:
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
        is_number = rules.number(start) is not None
        return not isinstance(start, tuple) and (is_number or self.variable.type == "date")

    def _reaches_down(self, start: object) -> bool:
        item = self.variable.control.item if self.variable.control else None
        lowest = item.min if isinstance(item, Quantity) else None
        return start is None or (lowest is not None and order(start) <= order(lowest))
