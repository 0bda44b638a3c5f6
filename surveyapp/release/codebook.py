"""The codebook: what every column of the data means, and what was done to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveyapp.instrument.kinds.base import Variable
from surveyapp.instrument.kinds.quantities import Quantity
from surveyapp.instrument.model import Instrument
from surveyapp.release.columns import Column
from surveyapp.release.profile import Profile
from surveyapp.release.words import HIDDEN, MISSING, SUPPRESSED

HEADER = ("variable", "number", "wording", "kind", "codes", "n", "missing", "privacy", "released")
APART = "not in this file: comments are kept apart from all answers, and read by a person before they leave"
OTHER = "; what was written beside it is kept apart from all answers"


@dataclass(frozen=True)
class Codebook:
    """Describes a released file: ``columns`` as they left, quasi-identifiers at these ``levels``."""

    instrument: Instrument
    profile: Profile
    columns: Sequence[Column]
    levels: Mapping[str, int]

    def rows(self) -> Iterator[tuple[str, ...]]:
        """One row for each column of the data, in its order; then what was asked and is not in the data."""
        for column in self.columns:
            counts = column.counts()
            missing = "; ".join(f"{word} = {said}" for word, said in MISSING.items() if word in counts)
            n = sum(count for word, count in counts.items() if word not in MISSING)
            codes = "; ".join(f"{word} = {label}" for word, label in self.labels(column).items())
            yield self._row(column.variable, self.done(column), codes, str(n), missing)
        for variable in self.instrument.variables:
            if variable.name in self.profile.withheld:
                yield self._row(variable, "withheld")
        for item in self.instrument.items.values():
            for control in item.controls():
                if control.apart and control.other_of is None:
                    apart = Variable(control.name, control, "text", control.wording)
                    yield self._row(apart, APART)

    def labels(self, column: Column) -> dict[str, str]:
        """What the values of a column stand for; empty where they are numbers, texts or dates."""
        codes = column.variable.codes
        if column.words in ((HIDDEN,), (SUPPRESSED,)):
            return {}
        if column.name in self.levels:
            return self.profile.ladders[column.name].shown(codes, self.levels[column.name])
        return dict(codes)

    def spell(self, column: Column, word: str) -> str:
        """A word of a column as the file with labels writes it."""
        return self.labels(column).get(word, word)

    def done(self, column: Column) -> str:
        """What was done to a column before it left, in words."""
        name, level = column.name, self.levels.get(column.name, 0)
        ladder = self.profile.ladders.get(name)
        if column.words == (SUPPRESSED,):
            return "suppressed: it depends on a value that is hidden or shown in groups"
        if ladder is not None and not ladder.as_collected(level):
            return "hidden" if level == ladder.top else "in groups"
        return f"as collected{OTHER}" if _has_text(column.variable) else "as collected"

    def _row(
        self, variable: Variable, done: str, codes: str = "", n: str = "", missing: str = ""
    ) -> tuple[str, ...]:
        control = variable.control
        if control is None:
            kind = "score" if variable.name in self.instrument.scores else "mark"
            return variable.name, "", variable.wording, kind, codes, n, missing, "", done
        item, number = control.item, str(self.instrument.numbers[control.name])
        if isinstance(item, Quantity) and not codes:
            codes = _range(item)
        wording = f"{item.ask} {variable.wording}" if control.statement else variable.wording
        return variable.name, number, wording, item.type, codes, n, missing, item.privacy, done


def _has_text(variable: Variable) -> bool:
    """Whether something could be written beside what the column says."""
    if variable.control is None:
        return False
    options = variable.control.options
    asked = [options[variable.option]] if variable.option else options.values()
    return any(option.other for option in asked)


def _range(item: Quantity) -> str:
    low = "" if item.min is None else f"from {item.min:.15g} "
    high = "" if item.max is None else f"up to {item.max:.15g} "
    return f"{low}{high}{item.unit}".strip()
