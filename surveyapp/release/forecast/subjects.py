"""Subjects: what colleagues may know of each other, with the answers that a forecast can count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from surveyapp.instrument import rules as language
from surveyapp.instrument.kinds.base import Control, Item, Variable
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rules import Rule, Value
from surveyapp.release.carried import determinants, sources
from surveyapp.release.ladders import Ladder, is_bands
from surveyapp.release.profile import Profile

ANSWERS = {"1": "yes", "0": "no"}


@dataclass(frozen=True)
class Subject:
    """One variable that colleagues may know.

    ``codes`` are its answers in words; of numbers and dates the bands of the profile's first level, with
    ``starts``, the values at which they begin. ``held``: the profile does not let it leave, and it counts
    only because it decides who is asked something else. ``rules`` decide who is asked.
    """

    variable: Variable
    control: Control
    codes: Mapping[str, str]
    ladder: Ladder
    rules: tuple[Rule, ...] = ()
    starts: Mapping[str, Value] | None = None
    held: bool = False

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.variable.name

    @property
    def wording(self) -> str:
        """What is asked."""
        return self.variable.wording

    @cached_property
    def rules_of(self) -> dict[str, Rule]:
        """The rules under which single options are offered, by code."""
        options = self.control.options
        if self.variable.option is not None:
            found = {"1": options[self.variable.option].when}
        else:
            found = {self._code(code): option.when for code, option in options.items()}
        return {code: rule for code, rule in found.items() if rule is not None}

    def answer(self, code: str, before: Value | None) -> Value | None:
        """What the control holds for a code; ``before`` are the options ticked so far in the same list."""
        if self.variable.option is not None:
            ticked = before if isinstance(before, list) else []
            return [*ticked, self.variable.option] if code == "1" else before
        if self.starts is not None:
            return self.starts[code]
        return ANSWERS[code] if self.variable.type == "flag" else code

    def _code(self, code: str) -> str:
        return {"yes": "1", "no": "0"}[code] if self.variable.type == "flag" else code


def subjects(instrument: Instrument, profile: Profile) -> tuple[list[Subject], list[Variable]]:
    """What can be counted, in the order asked, and what cannot: quasi-identifiers that are typed freely."""
    behind = determinants(instrument)
    deciding = {name for ladder in profile.ladders for name in behind[ladder]}
    counted, uncounted = [], []
    for section, items in instrument.asked:
        for item in items:
            for variable in item.variables():
                control = variable.control
                ladder = profile.ladders.get(variable.name)
                held = ladder is None
                if control is None or (held and control.name not in deciding):
                    continue
                rules = _given(section.when, item)
                found = _subject(variable, control, ladder or Ladder(variable.name), rules)
                if found is not None:
                    counted.append(replace(found, held=held))
                elif not held:
                    uncounted.append(variable)
    return counted, uncounted


def _given(section: Rule | None, item: Item) -> tuple[Rule, ...]:
    return tuple(rule for rule in (section, item.when) if rule is not None)


def _subject(variable: Variable, control: Control, ladder: Ladder, given: tuple[Rule, ...]) -> Subject | None:
    if variable.codes:
        return Subject(variable, control, variable.codes, ladder, given)
    if not ladder.levels or not is_bands(ladder.levels[0]):
        return None
    bands = ladder.levels[0]
    labels = {label: ladder.labels.get(label, label) for label in bands}
    above = Ladder(variable.name, ladder.levels[1:], ladder.labels)
    return Subject(variable, control, labels, above, given, _starts(bands))


def _starts(bands: Mapping[str, object]) -> dict[str, Value]:
    """A value in each band: its first one, or one below the next where it is open below."""
    starts = list(bands.values())
    found: dict[str, Value] = {}
    for label, start in bands.items():
        if isinstance(start, int | float | str):
            found[label] = start
        else:
            above = language.number(starts[1]) if len(starts) > 1 else 0
            found[label] = "0001" if above is None else above - 1
    return found


def looked_at(instrument: Instrument, rule: Rule) -> frozenset[str]:
    """The controls that a rule looks at, those behind scores included."""
    return frozenset().union(*(sources(instrument, test.subject) for test in language.tests(rule)))
