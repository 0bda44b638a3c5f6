"""Rules in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.outline import outline
from surveyapp.instrument.rules import parse
from surveyapp.instrument.words import in_words, rule_words
from tests.instrument.authoring import instrument_of
from tests.instrument.strategies import instruments

ITEMS = """
- {name: sued, type: yes_no, ask: Sued?}
- {name: suits, type: choice, ask: How many?, options: {1: One, 2: Two, 3: Three}}
- {name: support, type: choices, ask: Who?, options: {family: Family, friends: Friends, nobody: Nobody}}
- {name: hours, type: integer, ask: Hours?, unit: hours a week}
- {name: since, type: date, ask: Since?}
- {name: stress, type: grid, ask: Stress?, scale: {1: Yes, 2: No}, statements: {one: One, two: Two}}
"""
DERIVE = "often: {item: suits, at_least: 2}\nstrain: {sum: [stress_one, stress_two], label: Strain}"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"sued": "yes"}, "you answered “Yes” to question 1"),
        ({"not": {"sued": "yes"}}, "you did not answer “Yes” to question 1"),
        ({"sued": ["yes", "no"]}, "you answered question 1"),
        ({"sued": {"answered": False}}, "you left question 1 open"),
        ({"suits": ["1", "3"]}, "you answered “One” or “Three” to question 2"),
        ({"suits": {"at_least": 2}}, "you answered “Two” or “Three” to question 2"),
        ({"often": "yes"}, "you answered “Two” or “Three” to question 2"),
        ({"support": ["family", "nobody"]}, "you ticked “Family” or “Nobody” in question 3"),
        ({"not": {"support": "nobody"}}, "you did not tick “Nobody” in question 3"),
        ({"hours": {"more_than": 40}}, "your answer to question 4 is more than 40 hours a week"),
        (
            {"not": {"hours": {"more_than": 40}}},
            "your answer to question 4 is at most 40 hours a week or open",
        ),
        ({"hours": 40}, "your answer to question 4 is 40"),
        ({"since": {"at_least": 2020}}, "your answer to question 5 is 2020 or later"),
        ({"since": {"less_than": 2020}}, "your answer to question 5 is earlier than 2020"),
        ({"stress_two": "1"}, "you answered “Yes” to question 7"),
        ({"strain": {"at_most": 3}}, "“Strain” is at most 3"),
        (
            {"sued": "yes", "suits": "1"},
            "you answered “Yes” to question 1 and you answered “One” to question 2",
        ),
        (
            {"sued": "yes", "any": [{"suits": "1"}, {"hours": {"answered": True}}]},
            (
                "you answered “Yes” to question 1 "
                "and (you answered “One” to question 2 or you answered question 4)"
            ),
        ),
        (
            {"not": {"sued": "yes", "suits": "1"}},
            "you did not answer “Yes” to question 1 or you did not answer “One” to question 2",
        ),
    ],
)
def test_a_rule_reads_as_a_clause(rule: object, words: str) -> None:
    assert in_words(instrument_of(ITEMS, derive=DERIVE), parse(rule)) == words


def test_a_rule_reads_as_a_sentence() -> None:
    found = rule_words(instrument_of(ITEMS), parse({"sued": "yes"}))
    assert found == "Answer this if you answered “Yes” to question 1."


@settings(max_examples=100, deadline=None)
@given(instruments())
def test_every_instrument_has_an_outline(instrument: Instrument) -> None:
    text = outline(instrument)
    for name in instrument.items:
        assert instrument.items[name].ask in text
    for variable in instrument.variables:
        assert variable.name in text
