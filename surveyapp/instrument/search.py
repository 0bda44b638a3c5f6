"""The search for answers that make a rule hold: complete, in the order asked, leaving out the hopeless."""

from __future__ import annotations

from fractions import Fraction

from surveyapp.instrument.domains import MISSING, Class, TooMuch, classes
from surveyapp.instrument.in_play import InPlay, rules_of
from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Walk
from surveyapp.instrument.ranges import Range, Truth, of_classes, of_score, of_value, rule_truth
from surveyapp.instrument.rules import ALWAYS, Rule, Test, Value, compare, number, tests
from surveyapp.instrument.scores import Count, Score, Several
from surveyapp.instrument.witness import Candidates

MOST_STEPS = 2_000_000
"""About as many comparisons as a few seconds allow."""

A_STEP = 15
"""What one step of a search costs apart from the comparisons of its goal."""


class Budget:
    """How much may still be done. ``spend`` raises TooMuch when nothing is left."""

    def __init__(self, steps: int = MOST_STEPS):
        self.left = steps

    def spend(self, steps: int) -> None:
        """Takes steps away."""
        self.left -= steps
        if self.left < 0:
            raise TooMuch


class Search:
    """Searches one instrument."""

    def __init__(self, instrument: Instrument, budget: Budget):
        self.instrument = instrument
        self.budget = budget
        self.order = {name: at for at, name in enumerate(instrument.controls)}
        self.rule_of = rules_of(instrument)

    def answers(self, goal: Rule) -> dict[str, Value] | None:
        """Answers with which the rule holds, or None where there are none. Raises TooMuch."""
        # Half of what is left, so that one hard rule does not leave the others undecided.
        budget = Budget(self.budget.left // 2)
        granted = budget.left
        try:
            return _Query(self, goal, budget).run()
        finally:
            self.budget.left -= granted - max(0, budget.left)


class _Query:
    """One search: the controls and scores that matter, what looks at them, and what is decided so far."""

    def __init__(self, search: Search, goal: Rule, budget: Budget):
        self.search = search
        self.budget = budget
        self.instrument = search.instrument
        self.goal = goal
        found = InPlay(search.instrument, search.rule_of, [goal])
        self.scores, self.observers = found.scores, found.observers
        self.slots = sorted(self.observers, key=search.order.__getitem__)
        self.cost = A_STEP + sum(1 for _ in tests(goal))
        budget.spend(self.cost + 2 * len(self.slots))
        self.decided: dict[str, Class] = {}
        self.unsure = False
        self._classes: dict[tuple[str, tuple[str, ...]], tuple[Class, ...]] = {}
        self._open: dict[str, Range] = {}
        self.sums = {name for name, score in self.scores.items() if self._adds_up(score)}
        self.needed = self._needed()

    def _control(self, name: str) -> Control:
        return self.instrument.controls[name]

    def _adds_up(self, score: Score) -> bool:
        """Whether only the sum so far matters, not who added what: so it is with whole numbers."""
        if isinstance(score, Count):
            return True
        found = [self._range(source) for source in score.sources() if source in self.observers]
        ends_of = [end for each in found for end in (each.low, each.high) if end is not None]
        return (
            isinstance(score, Several)
            and all(isinstance(at, Fraction) and at.denominator == 1 and side == 0 for at, side in ends_of)
            and not any(each.span for each in found)
        )

    def _needed(self) -> dict[str, float]:
        """For each control or sum, the last slot at which something still looks at it."""
        needed: dict[str, float] = {}

        def mark(subject: str, at: float) -> None:
            if needed.get(subject, -1) >= at:
                return
            needed[subject] = at
            if subject in self.scores:
                for source in self.scores[subject].sources():
                    if subject not in self.sums or source in self.scores:
                        mark(source, at)

        for test in tests(self.goal):
            mark(test.subject, len(self.slots))
        for at, name in enumerate(self.slots):
            options = self._control(name).options.values()
            for rule in (self.search.rule_of[name], *(option.when or ALWAYS for option in options)):
                for test in tests(rule):
                    mark(test.subject, at)
        return needed

    def _signature(self, depth: int) -> object:
        """What the rest of the search can still see of what is decided."""
        seen: list[object] = [depth]
        needed = [name for name in self.slots[:depth] if self.needed.get(name, -1) >= depth]
        seen += [self.decided[name].posted for name in needed]
        summed = [name for name in self.sums if self.needed.get(name, -1) >= depth]
        seen += [self._so_far(self.scores[name]) for name in summed]
        return repr(seen)

    def _so_far(self, score: Score) -> object:
        kept = [self.decided[source].kept for source in score.sources() if source in self.decided]
        given = [value for value in kept if value is not None]
        if isinstance(score, Count):
            test = Test("", "is", score.values)
            return len(given), sum(compare(test, value) for value in given)
        numbers = [value for value in map(number, given) if value is not None]
        return len(numbers), sum(numbers)

    def run(self) -> dict[str, Value] | None:
        """Answers with which the goal holds, or None. Raises TooMuch where it cannot be decided."""
        true, false = self._truth(self.goal)
        if not true:
            return None
        found = self._search() if false and self.slots else self._confirmed()
        if found is None and (self.unsure or not false):
            raise TooMuch
        return found

    def _search(self) -> dict[str, Value] | None:
        hopeless: set[object] = set()
        trail = [(self._signature(0), iter(self._choices(self.slots[0])))]
        while trail:
            signature, choices = trail[-1]
            name = self.slots[len(trail) - 1]
            chosen = next(choices, None)
            if chosen is None:
                hopeless.add(signature)
                self.decided.pop(name, None)
                trail.pop()
                continue
            self.decided[name] = chosen
            self.budget.spend(self.cost)
            true, false = self._truth(self.goal)
            last = len(trail) == len(self.slots)
            if true and (last or not false):
                found = self._confirmed()
                if found is not None:
                    return found
                self.unsure = True
            if true and not last:
                signature = self._signature(len(trail))
                if signature not in hopeless:
                    trail.append((signature, iter(self._choices(self.slots[len(trail)]))))
        return None

    def _choices(self, name: str) -> tuple[Class, ...]:
        """The classes of a control, given what is decided before it."""
        if not self._truth(self.search.rule_of[name])[0]:
            return (MISSING,)
        offered = tuple(
            code
            for code, option in self._control(name).options.items()
            if option.when is None or self._truth(option.when)[0]
        )
        return self._classes_of(name, offered)

    def _classes_of(self, name: str, offered: tuple[str, ...]) -> tuple[Class, ...]:
        key = (name, offered)
        if key not in self._classes:
            self._classes[key] = classes(self._control(name), self.observers[name], offered)
        return self._classes[key]

    def _truth(self, rule: Rule) -> Truth:
        return rule_truth(rule, self._range)

    def _range(self, subject: str) -> Range:
        score = self.scores.get(subject)
        if score is not None:
            known = self._known(subject)
            return of_score(score, self._range) if known is None else of_value(known[0])
        decided = self.decided.get(subject)
        if decided is not None:
            return of_classes([decided])
        if subject not in self._open:
            everything = tuple(self._control(subject).options)
            self._open[subject] = of_classes(self._classes_of(subject, everything))
        return self._open[subject]

    def _known(self, subject: str) -> tuple[Value | None] | None:
        """The one value of a subject all of whose sources are decided and exact; else None."""
        score = self.scores.get(subject)
        if score is None:
            decided = self.decided.get(subject)
            return (decided.kept,) if decided is not None and decided.exact else None
        found = {source: self._known(source) for source in score.sources()}
        values = {source: value[0] for source, value in found.items() if value is not None}
        return (score.value(values.get),) if len(values) == len(found) else None

    def _confirmed(self) -> dict[str, Value] | None:
        """Answers of the decided classes with which the goal holds on the real path."""
        compared = [
            test
            for rule in (self.goal, *(self.search.rule_of[name] for name in self.slots))
            for test in tests(rule)
        ]
        for answers in Candidates(self.instrument, self.decided, self.scores, compared).all():
            if Walk(self.instrument, answers).holds(self.goal):
                return answers
            self.budget.spend(self.cost)
        return None
