"""What is carried along: variables that would give a hidden value back.

An item that is asked only of people with a certain value gives that value away by being asked, or not
asked. So does an item of which some options are offered only then: the whole item, since the options that
are left tell whether the missing one was picked. So does a score that is computed from the value. And so
does whatever depends on one of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from surveyapp.instrument import rules
from surveyapp.instrument.kinds.base import Item
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rules import Rule


def determinants(instrument: Instrument) -> dict[str, frozenset[str]]:
    """By variable, the controls that decide whether it is asked, what is offered, or what it is worth.

    Transitive: what decides about a deciding control is among them.
    """

    deciding = deciders(instrument)

    def behind(controls: frozenset[str]) -> frozenset[str]:
        found: set[str] = set()
        ahead = set(controls)
        while ahead:
            found |= ahead
            ahead = {name for each in ahead for name in deciding[instrument.controls[each].item.name]} - found
        return frozenset(found)

    return {
        variable.name: behind(
            sources(instrument, variable.name)
            if variable.control is None
            else deciding[variable.control.item.name]
        )
        for variable in instrument.variables
    }


def deciders(instrument: Instrument) -> dict[str, frozenset[str]]:
    """For each item by name, the controls that the rules on it, its options and its section look at."""
    return {
        item.name: _looked_at(instrument, (section.when, *_rules(item)))
        for section, items in instrument.asked
        for item in items
    }


def sources(instrument: Instrument, subject: str) -> frozenset[str]:
    """The controls behind a rule's subject: itself, or those that a score is computed from."""
    score = instrument.scores.get(subject)
    if score is None:
        return frozenset({subject} & instrument.controls.keys())
    return frozenset().union(*(sources(instrument, name) for name in score.sources()))


def _rules(item: Item) -> Iterator[Rule | None]:
    yield item.when
    for option in item.picks().values():
        yield option.when


def _looked_at(instrument: Instrument, given: Iterable[Rule | None]) -> frozenset[str]:
    subjects = {test.subject for rule in given if rule is not None for test in rules.tests(rule)}
    return frozenset().union(*(sources(instrument, subject) for subject in subjects))
