"""Synthetic respondents: valid, on the path, and as many of each kind as wanted."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wtforms import Form

from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers, on_path
from surveyapp.instrument.walk import Shortfall, respondent, respondents_by_marginals
from tests.instrument.authoring import instrument_of
from tests.instrument.strategies import instruments


def taken(control: Control, value: object) -> bool:
    """Whether the control's own field takes the answer as it would be posted."""
    bound = control.item.field(control).bind(Form(), control.name)
    typed = value if isinstance(value, list) else [str(value)]
    return bool(bound.read(typed) == value)


@settings(max_examples=150, deadline=None)
@given(instruments(), st.integers(0, 9))
def test_respondents_give_valid_answers_on_the_path(instrument: Instrument, seed: int) -> None:
    answers = respondent(instrument, random.Random(seed), skip=0.1)
    assert on_path(instrument, answers) == answers
    for name, value in answers.items():
        assert taken(instrument.controls[name], value), (name, value)


def test_the_same_seed_gives_the_same_person() -> None:
    instrument = instrument_of("- {name: n, type: integer, ask: N, min: 0, max: 1000}")
    assert respondent(instrument, random.Random(7)) == respondent(instrument, random.Random(7))


def test_everybody_answers_who_never_skips() -> None:
    instrument = instrument_of("- {name: a, type: yes_no, ask: A}")
    people = [respondent(instrument, random.Random(seed), skip=0) for seed in range(50)]
    assert Counter(person["a"] for person in people).keys() == {"yes", "no"}


def counted(people: list[Answers], name: str) -> dict[str, int]:
    given_answers = [person[name] for person in people if name in person]
    codes = (code for value in given_answers for code in (value if isinstance(value, list) else [value]))
    return dict(Counter(map(str, codes)))


def made(items: str, targets: dict[str, dict[str, int]], n: int) -> tuple[list[Answers], list[Shortfall]]:
    people, shortfalls = respondents_by_marginals(instrument_of(items), targets, n, random.Random(3))
    assert len(people) == n
    return people, shortfalls


ASKED = "- {name: a, type: yes_no, ask: A}\n- {name: b, type: yes_no, ask: B, when: {a: yes}}\n"


def test_targets_are_met_exactly_and_the_rest_leave_it_open() -> None:
    people, shortfalls = made(ASKED, {"a": {"yes": 12, "no": 5}, "b": {"yes": 9, "no": 2}}, 20)
    assert counted(people, "a") == {"yes": 12, "no": 5}
    assert counted(people, "b") == {"yes": 9, "no": 2}
    assert shortfalls == []
    assert all(person.get("a") == "yes" for person in people if "b" in person)


def test_more_answers_than_people_asked_are_scaled_down_and_said() -> None:
    people, shortfalls = made(ASKED, {"a": {"yes": 37, "no": 26}, "b": {"yes": 37, "no": 2}}, 66)
    assert counted(people, "b") == {"yes": 35, "no": 2}
    assert list(map(str, shortfalls)) == ["b: 39 answers wanted, but only 37 are asked"]
    assert (shortfalls[0].control, shortfalls[0].wanted, shortfalls[0].got) == ("b", 39, 37)


OFFERED = "- {name: a, type: yes_no, ask: A}\n"
OFFERED += "- {name: w, type: choice, ask: W, options: {x: {label: X, when: {a: yes}}, y: Y, z: Z}}"


def test_codes_that_only_some_are_offered_go_to_those_people() -> None:
    people, shortfalls = made(OFFERED, {"a": {"yes": 5, "no": 5}, "w": {"y": 5, "x": 5}}, 10)
    assert counted(people, "w") == {"x": 5, "y": 5}
    assert shortfalls == []


def test_a_code_that_too_few_are_offered_is_said() -> None:
    people, shortfalls = made(OFFERED, {"a": {"yes": 2, "no": 8}, "w": {"x": 3, "y": 4}}, 10)
    assert counted(people, "w") == {"x": 2, "y": 4}
    assert [(each.control, each.wanted, each.got) for each in shortfalls] == [("w", 3, 2)]


def test_ticks_are_counted_for_each_option() -> None:
    items = "- {name: m, type: choices, ask: M, options: {x: X, y: Y, none: {label: None, exclusive: true}}}"
    people, shortfalls = made(items, {"m": {"x": 15, "y": 8, "none": 4}}, 20)
    assert counted(people, "m") == {"x": 15, "y": 8, "none": 4}
    assert shortfalls == []
    assert all(person["m"] == ["none"] for person in people if "none" in person.get("m", []))


@pytest.mark.parametrize("bounds", ["at_most: 2", "at_least: 2", "at_least: 2, at_most: 2"])
def test_ticks_keep_to_the_bounds(bounds: str) -> None:
    items = f"- {{name: m, type: choices, ask: M, {bounds}, options: {{x: X, y: Y, z: Z}}}}"
    instrument = instrument_of(items)
    people, shortfalls = respondents_by_marginals(
        instrument, {"m": {"x": 8, "y": 6, "z": 6}}, 10, random.Random(5)
    )
    assert counted(people, "m") == {"x": 8, "y": 6, "z": 6}
    assert shortfalls == []
    assert all(taken(instrument.controls["m"], person["m"]) for person in people if "m" in person)


def test_ticks_beyond_the_people_are_said() -> None:
    items = "- {name: m, type: choices, ask: M, at_most: 1, options: {x: X, y: Y}}"
    people, shortfalls = made(items, {"m": {"x": 8, "y": 4}}, 6)
    assert counted(people, "m") == {"x": 4, "y": 2}
    assert [(each.wanted, each.got) for each in shortfalls] == [(8, 4), (4, 2)]


def test_numbers_are_given_as_numbers() -> None:
    people, _ = made("- {name: n, type: integer, ask: N}", {"n": {"3": 2, "4": 1}}, 4)
    assert sorted(person["n"] for person in people if "n" in person) == [3, 3, 4]


def test_items_without_targets_are_left_to_chance() -> None:
    people, _ = made("- {name: a, type: yes_no, ask: A}", {}, 60)
    assert set(counted(people, "a")) == {"yes", "no"}


@pytest.mark.parametrize("targets", [{"nothing": {"yes": 1}}, {"a": {"maybe": 1}}])
def test_targets_name_what_there_is(targets: dict[str, dict[str, int]]) -> None:
    with pytest.raises(KeyError):
        made(ASKED, targets, 3)


def test_nobody_ticks_fewer_than_are_taken_where_few_are_offered() -> None:
    """Of a list of which two must be ticked, some people are offered one only: they tick nothing."""
    items = """
- {name: q, type: yes_no, ask: Q}
- {name: c, type: choices, ask: C, at_least: 2, options: {a: A, b: {label: B, when: {q: yes}}}}
"""
    targets = {"q": {"yes": 3, "no": 5}, "c": {"a": 8, "b": 3}}
    people, shortfalls = respondents_by_marginals(instrument_of(items), targets, 8, random.Random(1))
    assert sorted(map(str, (person.get("c") for person in people))) == ["None"] * 5 + ["['a', 'b']"] * 3
    assert [each.control for each in shortfalls] == ["c"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_target_is_met_or_said(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    targets = {
        name: {code: data.draw(st.integers(0, 4)) for code in control.options}
        for name, control in instrument.controls.items()
        if control.options
    }
    people, shortfalls = respondents_by_marginals(instrument, targets, 8, random.Random(1))
    short = {each.control for each in shortfalls}
    for name, wanted in targets.items():
        found = counted(people, name)
        assert all(found.get(code, 0) <= count for code, count in wanted.items())
        if name not in short:
            assert found == {code: count for code, count in wanted.items() if count}
    for person in people:
        assert on_path(instrument, person) == person
        for name, value in person.items():
            assert taken(instrument.controls[name], value)
