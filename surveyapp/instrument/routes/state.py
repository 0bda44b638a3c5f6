"""Where somebody stands on the way: of all answers so far, only what later rules can still see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from surveyapp.instrument.domains import TooMuch
from surveyapp.instrument.in_play import InPlay, rules_of
from surveyapp.instrument.kinds.base import Item
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rules import ALWAYS, All, Rule, Test, Value, compare, holds, number, tests
from surveyapp.instrument.scores import Count, Score, Several

Kept = str | int | float | tuple[str, ...] | None
"""An answer as a key can hold it."""

FINEST = 64
"""Parts of one that floating point adds without rounding, in any order."""

NO_CODE = "\0"
NOTHING, LOST = (0, 0.0), (-1, 0.0)
"""Totals: before the first answer, and once an answer is missing without which there is no score."""


@dataclass(frozen=True)
class Plan:
    """An instrument's items in order, and until which of them each answer is still looked at."""

    instrument: Instrument

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items in the order asked."""
        return tuple(self.instrument.items.values())

    @cached_property
    def asked(self) -> tuple[Rule, ...]:
        """For each item the rule under which it is asked."""
        found: list[Rule] = []
        for section, items in self.instrument.asked:
            for item in items:
                rules = tuple(rule for rule in (section.when, item.when) if rule is not None)
                found.append(rules[0] if len(rules) == 1 else All(rules))
        return tuple(found)

    @cached_property
    def rules(self) -> tuple[tuple[Rule, ...], ...]:
        """For each item the rules that decide about it: its section's, its own, its options'."""
        found: list[tuple[Rule, ...]] = []
        for section, items in self.instrument.asked:
            for item in items:
                options = [option.when for option in item.picks().values()]
                found.append(tuple(rule for rule in (section.when, item.when, *options) if rule is not None))
        return tuple(found)

    @cached_property
    def in_play(self) -> InPlay:
        """The controls and scores that any rule looks at."""
        every = [rule for rules in self.rules for rule in rules]
        return InPlay(self.instrument, rules_of(self.instrument), every)

    @cached_property
    def sums(self) -> frozenset[str]:
        """Scores of which only the total so far matters, not who added what."""
        controls = self.instrument.controls
        return frozenset(
            name
            for name, score in self.in_play.scores.items()
            if isinstance(score, (Several, Count)) and all(source in controls for source in score.sources())
        )

    @cached_property
    def needed(self) -> dict[str, int]:
        """For each control and sum, the last item at which a rule looks at it."""
        needed: dict[str, int] = {}

        def mark(subject: str, at: int) -> None:
            if needed.get(subject, -1) >= at:
                return
            needed[subject] = at
            if subject in self.in_play.scores and subject not in self.sums:
                for source in self.in_play.scores[subject].sources():
                    mark(source, at)

        for at, rules in enumerate(self.rules):
            for rule in rules:
                for test in tests(rule):
                    mark(test.subject, at)
        return needed

    @cached_property
    def adding(self) -> Mapping[str, tuple[str, ...]]:
        """By control, the sums that its answer adds to."""
        found: dict[str, list[str]] = {}
        for name in self.sums:
            for source in self.in_play.scores[name].sources():
                found.setdefault(source, []).append(name)
        return {name: tuple(sums) for name, sums in found.items()}


class State:
    """What is known at one point of the way."""

    __slots__ = ("_plan", "known", "totals")

    def __init__(self, plan: Plan, known: dict[str, Kept], totals: dict[str, tuple[int, float]]):
        self._plan, self.known, self.totals = plan, known, totals

    def holds(self, rule: Rule | None) -> bool:
        """Whether a rule holds here."""
        return holds(rule or ALWAYS, self.value_of)

    def value_of(self, subject: str) -> Value | None:
        """The answer or score by name."""
        score = self._plan.in_play.scores.get(subject)
        if score is None:
            kept = self.known.get(subject)
            return list(kept) if isinstance(kept, tuple) else kept
        if subject not in self._plan.sums:
            return score.value(self.value_of)
        return score.value(_standing_in(score, *self.totals.get(subject, NOTHING)).get)

    def answered(self, name: str, value: Value | None) -> State:
        """The state after one more answer. Raises TooMuch for a number too fine to be added in any order."""
        known, totals = dict(self.known), dict(self.totals)
        if name in self._plan.needed:
            known[name] = tuple(value) if isinstance(value, list) else value
        for total in self._plan.adding.get(name, ()):
            score = self._plan.in_play.scores[total]
            given, added = totals.get(total, NOTHING)
            more = None if value is None else _adds(score, value)
            if more is not None and given != LOST[0]:
                totals[total] = (given + 1, added + more)
            elif more is None and _needs_all(score):
                totals[total] = LOST
        return State(self._plan, known, totals)

    def after(self, at: int) -> State:
        """The state without what nothing looks at after the item of that position."""
        needed = self._plan.needed
        known = {name: value for name, value in self.known.items() if needed[name] > at}
        totals = {name: total for name, total in self.totals.items() if needed.get(name, -1) > at}
        return State(self._plan, known, totals)

    @property
    def key(self) -> tuple[object, ...]:
        """The same for states that no later rule can tell apart."""
        return (*self.known.items(), None, *sorted(self.totals.items()))


def _standing_in(score: Score, given: int, added: float) -> dict[str, Value]:
    """Answers that come to the same total: one for all that were given."""
    sources = score.sources()[: max(0, given)]
    if isinstance(score, Count):
        return {source: score.values[0] if at < added else NO_CODE for at, source in enumerate(sources)}
    return {source: added if at == 0 else 0 for at, source in enumerate(sources)}


def _needs_all(score: Score) -> bool:
    least = getattr(score, "at_least_answered", None)
    return least is None or least >= len(score.sources())


def _adds(score: Score, value: Value) -> float | None:
    """What an answer adds to a score; None where it does not count as given."""
    if isinstance(score, Count):
        return int(compare(Test("", "is", score.values), value))
    found = number(value)
    if found is not None and not float(found * FINEST).is_integer():
        raise TooMuch
    return found
