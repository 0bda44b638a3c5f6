"""The path: what counts of what was posted; and instruments read again from what is stored of them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.instrument.check import check
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Walk, on_path
from surveyapp.instrument.rules import Value
from tests.instrument.authoring import instrument_of, nothing_to_include
from tests.instrument.strategies import answers_for, as_text, instruments

REACHABILITY = {"never-asked", "never-offered", "always-holds", "undecided"}


@settings(max_examples=100, deadline=None)
@given(instruments())
def test_random_instruments_are_sound(instrument: Instrument) -> None:
    checked, problems = check(as_text(instrument), "random.yaml", nothing_to_include)
    assert {problem.code for problem in problems} <= REACHABILITY
    assert checked == instrument


@settings(max_examples=100, deadline=None)
@given(instruments())
def test_what_is_stored_of_an_instrument_gives_it_back(instrument: Instrument) -> None:
    again = Instrument.from_canonical(instrument.canonical)
    assert again == instrument
    assert again.canonical == instrument.canonical
    assert again.hash == instrument.hash


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_what_is_on_the_path_stays_on_the_path(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    kept = on_path(instrument, data.draw(answers_for(instrument)))
    assert on_path(instrument, kept) == kept


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_only_what_was_asked_and_posted_is_kept_in_the_order_asked(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    posted = data.draw(answers_for(instrument))
    walk = Walk(instrument, posted)
    assert [name for name in instrument.controls if name in walk.kept] == list(walk.kept)
    for name, value in walk.kept.items():
        assert instrument.controls[name].item.name in walk.asked
        given_value = posted[name]
        assert set(value) <= set(given_value) if isinstance(given_value, list) else value == given_value


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_answers_off_the_path_change_nothing(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    first = data.draw(answers_for(instrument))
    walk = Walk(instrument, first)
    others = data.draw(answers_for(instrument))
    off = {
        name: value for name, value in others.items() if instrument.controls[name].item.name not in walk.asked
    }
    again = Walk(instrument, {**first, **off})
    assert again.kept == walk.kept
    assert again.asked == walk.asked
    assert again.offered == walk.offered


def kept(items: str, answers: dict[str, Value], **more: str) -> dict[str, Value]:
    return on_path(instrument_of(items, **more), answers)


CHAIN = """
- {name: a, type: yes_no, ask: A}
- {name: b, type: yes_no, ask: B, when: {a: yes}}
- {name: c, type: yes_no, ask: C, when: {b: yes}}
"""


def test_an_answer_off_the_path_does_not_exist_for_later_rules() -> None:
    assert kept(CHAIN, {"a": "no", "b": "yes", "c": "yes"}) == {"a": "no"}


def test_an_option_that_is_not_offered_cannot_be_picked() -> None:
    items = "- {name: a, type: yes_no, ask: A}\n"
    items += "- {name: m, type: choices, ask: M, options: {x: {label: X, when: {a: yes}}, y: Y}}"
    assert kept(items, {"a": "no", "m": ["x", "y"]}) == {"a": "no", "m": ["y"]}
    assert kept(items, {"a": "no", "m": ["x"]}) == {"a": "no"}


def test_the_text_of_an_other_option_counts_with_its_option_only() -> None:
    items = "- {name: w, type: choice, ask: W, options: {x: X, z: {label: Else, other: true}}}"
    assert kept(items, {"w": "x", "w_other": "words"}) == {"w": "x"}
    assert kept(items, {"w": "z", "w_other": "words"}) == {"w": "z", "w_other": "words"}


def test_dates_are_compared_as_finely_as_both_are_told() -> None:
    items = "- {name: d, type: date, ask: D, precision: month}\n"
    items += "- {name: a, type: yes_no, ask: A, when: {d: {more_than: 2020}}}"
    assert kept(items, {"d": "2020-12", "a": "yes"}) == {"d": "2020-12"}
    assert kept(items, {"d": "2021-01", "a": "yes"}) == {"d": "2021-01", "a": "yes"}


def test_codes_that_only_begin_with_a_digit_are_no_numbers() -> None:
    items = "- {name: y, type: choice, ask: Y, options: {1_3: One to three, 4: Four}}\n"
    items += "- {name: a, type: yes_no, ask: A, when: {y: {at_least: 2}}}"
    assert kept(items, {"y": "1_3", "a": "yes"}) == {"y": "1_3"}
