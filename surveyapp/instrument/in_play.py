"""What is in play for some rules: the controls and scores that decide them, and what looks at those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from surveyapp.instrument.domains import Observers
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rules import ALWAYS, All, Rule, Test, tests
from surveyapp.instrument.scores import Count, Recode, Score, Several, Threshold


def rules_of(instrument: Instrument) -> dict[str, Rule]:
    """The rule under which each control is asked: its section's and its item's."""
    return {
        control.name: All((section.when or ALWAYS, item.when or ALWAYS))
        for section, items in instrument.asked
        for item in items
        for control in item.controls()
    }


class InPlay:
    """The controls (``observers``, by name) and the ``scores`` that rules depend on, by way of each other."""

    def __init__(self, instrument: Instrument, rule_of: Mapping[str, Rule], goals: Iterable[Rule]):
        self.instrument = instrument
        self.scores: dict[str, Score] = {}
        self.observers: dict[str, Observers] = {}
        self._rule_of = rule_of
        pending = [*goals]
        while pending:
            for test in tests(pending.pop()):
                pending += self._look(test.subject, test)

    def _look(self, subject: str, test: Test | None) -> Iterator[Rule]:
        """Takes up a subject, and gives the rules that decide whether it is asked and what it offers."""
        score = self.instrument.scores.get(subject)
        if score is None:
            yield from self._look_at_control(subject, test)
        elif subject not in self.scores:
            self.scores[subject] = score
            for source in score.sources():
                yield from self._look(source, None)
                if source in self.observers and source not in self.instrument.scores:
                    _observe(self.observers[source], score)

    def _look_at_control(self, name: str, test: Test | None) -> Iterator[Rule]:
        if name not in self.observers:
            self.observers[name] = Observers()
            yield self._rule_of[name]
            options = self.instrument.controls[name].options.values()
            yield from (option.when for option in options if option.when is not None)
        if test is not None and test not in self.observers[name].tests:
            self.observers[name].tests.append(test)


def _observe(observers: Observers, score: Score) -> None:
    """Adds what a score sees of one of its sources."""
    if isinstance(score, Threshold):
        observers.tests += score.tests()
    elif isinstance(score, Count):
        observers.tests.append(Test("", "is", score.values))
    elif isinstance(score, Recode):
        observers.recodes.append(score)
        observers.tests.append(Test("", "is", tuple(score.to)))
    elif isinstance(score, Several):
        observers.summed = True
