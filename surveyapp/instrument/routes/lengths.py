"""The shortest and the longest way through an instrument, found by going through it with everybody at once.

Everybody who stands at an item is a handful of states (``state``): people whom no later rule can tell apart
count as one, with the least and the most that they were asked so far. That is exact as long as every class
of answers is told by one answer and the states stay few; else bounds that hold for certain are given.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from surveyapp.instrument.domains import Class, TooMuch, classes
from surveyapp.instrument.duration import reading, seconds
from surveyapp.instrument.kinds.base import Control, Item
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.ranges import Range, of_classes, of_score, rule_truth
from surveyapp.instrument.routes.state import Plan, State
from surveyapp.instrument.rules import Value
from surveyapp.instrument.search import Budget

STEPS = 12_000
"""States looked at in all; about a tenth of a second."""

ANYTHING = Range(missing=True, low=(-math.inf, 0), high=(math.inf, 0), span=True, worded=True)
Trail = tuple["Trail", str, Value] | None
"""Answers, the last one first."""


@dataclass(frozen=True, slots=True)
class Way:
    """One extreme: how many numbered questions are asked, in how many seconds, and by which answers."""

    questions: int = 0
    seconds: float = 0.0
    trail: Trail = None

    def longer(self, questions: int, seconds: float) -> Way:
        """The way with so much more to ask."""
        return Way(self.questions + questions, self.seconds + seconds, self.trail)

    @property
    def answers(self) -> dict[str, Value]:
        """The answers that decide it."""
        found: dict[str, Value] = {}
        trail = self.trail
        while trail is not None:
            trail, name, value = trail
            found[name] = value
        return dict(reversed(found.items()))


@dataclass(frozen=True, slots=True)
class Lengths:
    """The shortest and the longest way; where they are not ``exact``, bounds that hold for certain."""

    shortest: Way
    longest: Way
    exact: bool = True


@dataclass(slots=True)
class _Crowd:
    """People who stand alike, with the least and the most that they were asked."""

    state: State
    shortest: Way = field(default_factory=Way)
    longest: Way = field(default_factory=Way)

    def take_longer(self, questions: int, seconds: float) -> None:
        """Everybody is asked so much more."""
        self.shortest = self.shortest.longer(questions, seconds)
        self.longest = self.longest.longer(questions, seconds)

    def join(self, other: _Crowd) -> None:
        self.shortest = min(self.shortest, other.shortest, key=_size)
        self.longest = max(self.longest, other.longest, key=_size)


def _joined(crowds: Iterable[_Crowd]) -> list[_Crowd]:
    """The crowds, those who stand alike as one."""
    met: dict[object, _Crowd] = {}
    for crowd in crowds:
        known = met.setdefault(crowd.state.key, crowd)
        if known is not crowd:
            known.join(crowd)
    return list(met.values())


def _size(way: Way) -> tuple[int, float]:
    return way.questions, way.seconds


def lengths(instrument: Instrument, steps: int = STEPS) -> Lengths:
    """The shortest and the longest way, by the number of questions, then by time."""
    walk = _Through(Plan(instrument), Budget(steps))
    try:
        return walk.lengths()
    except TooMuch:
        return walk.bounds()


class _Through:
    """One instrument, gone through from its first item to its last."""

    def __init__(self, plan: Plan, budget: Budget):
        self.plan, self.budget = plan, budget
        self._classes: dict[tuple[str, tuple[str, ...]], tuple[Class, ...]] = {}
        self._ranges: dict[str, Range] = {}
        self.weights = dict(_weights(plan.instrument))
        self.watched = {
            name: [each for each in controls if each.name in plan.in_play.observers]
            for name, controls in plan.instrument.controls_of.items()
        }
        self.before = reading(plan.instrument.document.introduction)

    def lengths(self) -> Lengths:
        start = Way(0, self.before)
        crowds = [_Crowd(State(self.plan, {}, {}), start, start)]
        forgets = set(self.plan.needed.values())
        for at, item in enumerate(self.plan.items):
            crowds = [after for crowd in crowds for after in self._take(at, item, crowd)]
            if self.watched[item.name] or at in forgets:
                for crowd in crowds:
                    crowd.state = crowd.state.after(at)
                crowds = _joined(crowds)
        (everybody,) = crowds
        return Lengths(everybody.shortest, everybody.longest)

    def _take(self, at: int, item: Item, crowd: _Crowd) -> list[_Crowd]:
        """Everybody after an item: those who are asked it by what they answer, the others as they were."""
        self.budget.spend(1)
        controls = self.watched[item.name]
        if not crowd.state.holds(self.plan.asked[at]):
            for control in controls:
                crowd.state = crowd.state.answered(control.name, None)
            return [crowd]
        crowd.take_longer(*self.weights[item.name])
        crowds = [crowd]
        for control in controls:
            crowds = _joined(after for each in crowds for after in self._answer(control, each))
        return crowds

    def _answer(self, control: Control, crowd: _Crowd) -> Iterator[_Crowd]:
        """One crowd for each class of answers."""
        offered = tuple(code for code, option in control.options.items() if crowd.state.holds(option.when))
        for each in self._classes_of(control, offered):
            self.budget.spend(1)
            if not each.exact:
                raise TooMuch
            ways = (
                way if each.posted is None else replace(way, trail=(way.trail, control.name, each.posted))
                for way in (crowd.shortest, crowd.longest)
            )
            yield _Crowd(crowd.state.answered(control.name, each.kept), *ways)

    def _classes_of(self, control: Control, offered: tuple[str, ...]) -> tuple[Class, ...]:
        key = (control.name, offered)
        if key not in self._classes:
            observers = self.plan.in_play.observers[control.name]
            self._classes[key] = classes(control, observers, offered)
        return self._classes[key]

    def bounds(self) -> Lengths:
        """What is asked of everybody in any case, and what can be asked of somebody at all."""
        least = most = Way(0, self.before)
        for item, rule in zip(self.plan.items, self.plan.asked, strict=True):
            can, can_not = rule_truth(rule, self._range)
            questions, spent = self.weights[item.name]
            if not can_not:
                least = least.longer(questions, spent)
            if can:
                most = most.longer(questions, spent)
        return Lengths(least, most, exact=False)

    def _range(self, subject: str) -> Range:
        """Everything that a subject can come to, whatever else is answered."""
        if subject not in self._ranges:
            score = self.plan.in_play.scores.get(subject)
            self._ranges[subject] = of_score(score, self._range) if score else self._any_answer(subject)
        return self._ranges[subject]

    def _any_answer(self, name: str) -> Range:
        control = self.plan.instrument.controls[name]
        try:
            return of_classes(self._classes_of(control, tuple(control.options)))
        except TooMuch:
            return ANYTHING


def _weights(instrument: Instrument) -> Iterator[tuple[str, tuple[int, float]]]:
    """Each item's numbered questions and seconds; the first of a section carries its introduction."""
    for section, items in instrument.asked:
        introduction = reading(section.introduction)
        for item in items:
            questions = max(1, len(item.rows())) if item.numbered else 0
            yield item.name, (questions, seconds(item) + introduction)
            introduction = 0
