"""Rules as rows of a form, and back."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.instrument.edit.conditions import Row, Rows, rows_of, rule_of
from surveyapp.instrument.edit.subjects import subjects
from tests.instrument.authoring import instrument_of

SHOWN = [
    ({"a": "yes"}, Rows("all", (Row("a", "is", ("yes",)),))),
    ({"a": ["x", "y"]}, Rows("all", (Row("a", "is", ("x", "y")),))),
    ({"not": {"a": 1}}, Rows("all", (Row("a", "is_not", ("1",)),))),
    ({"a": {"at_least": 3}}, Rows("all", (Row("a", "at_least", ("3",)),))),
    ({"a": {"answered": False}}, Rows("all", (Row("a", "not_answered"),))),
    (
        {"a": "x", "b": {"less_than": 2.5}},
        Rows("all", (Row("a", "is", ("x",)), Row("b", "less_than", ("2.5",)))),
    ),
    (
        {"any": [{"a": "x"}, {"not": {"b": "y"}}]},
        Rows("any", (Row("a", "is", ("x",)), Row("b", "is_not", ("y",)))),
    ),
    ({"all": [{"a": "x"}, {"a": "y"}]}, Rows("all", (Row("a", "is", ("x",)), Row("a", "is", ("y",))))),
]


@pytest.mark.parametrize(("rule", "rows"), SHOWN)
def test_rows_show_a_rule_and_write_it_again(rule: dict[str, Any], rows: Rows) -> None:
    assert rows_of(rule) == rows
    assert rule_of(rows) == rule


def test_no_rule_is_no_rows() -> None:
    assert rows_of(None) == Rows("all", ())
    assert rule_of(Rows("any", ())) is None


@pytest.mark.parametrize(
    "rule", [{"any": [{"all": [{"a": 1}, {"b": 2}]}, {"c": 3}]}, {"not": {"not": {"a": 1}}}, 7]
)
def test_what_is_nested_deeper_or_unreadable_has_no_rows(rule: Any) -> None:
    assert rows_of(rule) is None


def test_a_rule_can_speak_of_what_comes_before_and_of_scores_of_that() -> None:
    document = instrument_of(
        "- {name: role, type: choice, ask: Part?, options: {gave: Gave}}\n"
        "- {name: shifts, type: integer, ask: Shifts?}\n"
        "- {name: words, type: comment, ask: Words?}\n"
        "- {name: late, type: scale, ask: Late?, scale: {1: Low, 2: High}}",
        derive="busy: {item: shifts, at_least: 9, label: Busy}\ntired: {item: late, at_least: 2}",
    ).document
    found = {each.name: each for each in subjects(document, 0, 3)}
    assert list(found) == ["role", "shifts", "busy"]
    assert (found["role"].words, found["role"].codes, found["role"].bounded) == (
        "1. Part?",
        {"gave": "Gave"},
        False,
    )
    assert found["shifts"].bounded
    assert found["busy"].codes == {"yes": "Yes", "no": "No"}
    assert {each.name: each for each in subjects(document)}["late"].bounded
