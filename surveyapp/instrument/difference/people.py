"""Whether two rules ask the same people, decided as reachability is: by a search that leaves nothing out."""

from __future__ import annotations

from enum import Enum
from functools import cached_property

from surveyapp.instrument.domains import TooMuch
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rule_data import subjects_of
from surveyapp.instrument.rules import All, Not, Rule, tests
from surveyapp.instrument.search import Budget, Search

STEPS = 30_000
"""For all rules of two instruments together; enough for a tenth of a second."""


class Asked(Enum):
    """Who is asked under a new rule, beside those under an old one."""

    SAME = "The same people are asked."
    MORE = "More people are asked."
    FEWER = "Fewer people are asked."
    OTHERS = "Other people are asked."
    UNKNOWN = "Perhaps other people are asked: the rules are too involved to decide that."


class People:
    """Compares rules of two instruments."""

    def __init__(self, old: Instrument, new: Instrument, steps: int = STEPS):
        self.old, self.new = old, new
        self._budget = Budget(steps)

    @cached_property
    def _searches(self) -> tuple[Search, Search]:
        return Search(self.old, self._budget), Search(self.new, self._budget)

    @cached_property
    def _known(self) -> tuple[set[str], set[str]]:
        """What rules can speak of in each; nothing where a rule speaks of what is not there."""
        known = ({*each.controls, *each.scores} for each in (self.old, self.new))
        old, new = (
            names if subjects_of(each) <= names else set()
            for each, names in zip((self.old, self.new), known, strict=True)
        )
        return old, new

    def asked(self, before: Rule, after: Rule) -> Asked:
        """Who is asked after, beside before. The same only if both instruments say so."""
        subjects = {test.subject for rule in (before, after) for test in tests(rule)}
        if not all(subjects <= known for known in self._known):
            return Asked.OTHERS
        try:
            more, fewer = (
                any(search.answers(goal) is not None for search in self._searches)
                for goal in (All((after, Not(before))), All((before, Not(after))))
            )
        except TooMuch:
            return Asked.UNKNOWN
        if more:
            return Asked.OTHERS if fewer else Asked.MORE
        return Asked.FEWER if fewer else Asked.SAME
