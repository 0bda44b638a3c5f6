"""Compiled styles against the path: the same without numbers, and never one element too few."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.instrument.conditions import (
    ALWAYS,
    NEVER,
    Checked,
    Condition,
    Filled,
    both,
    css,
    either,
    met,
    opposite,
)
from surveyapp.instrument.conditions import given as assuming
from surveyapp.instrument.load import folder_library
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers, Walk
from surveyapp.instrument.picks import picks
from surveyapp.instrument.rules import Test
from surveyapp.instrument.rules import tests as comparisons
from surveyapp.instrument.styles import conditions, style_rules, styles
from surveyapp.settings import bundled
from tests.instrument.authoring import instrument_of
from tests.instrument.strategies import answers_for, instruments


def walked(instrument: Instrument, answers: Answers) -> set[str]:
    """The ids of everything that the path shows."""
    walk = Walk(instrument, answers)
    shown = {f"section-{section.name}" for section in instrument.sections if walk.holds(section.when)}
    shown |= {f"item-{name}" for name in walk.asked}
    return shown | {f"option-{name}-{code}" for name, codes in walk.offered.items() for code in codes}


def styled(instrument: Instrument, answers: Answers) -> set[str]:
    """The ids of everything that the styles show when the answers are in the page's fields."""
    listed = {name: value if isinstance(value, list) else [value] for name, value in answers.items()}
    options = {name for name, control in instrument.controls.items() if control.options}
    checked = {f"{name}-{code}" for name in options & set(listed) for code in listed[name]}
    filled = set(listed) - options
    rules = conditions(instrument)

    def visible(element: str) -> bool:
        return met(rules.get(element, ALWAYS), checked.__contains__, filled.__contains__)

    shown: set[str] = set()
    for section, items in instrument.asked:
        if visible(f"section-{section.name}"):
            shown.add(f"section-{section.name}")
            for item in items:
                if visible(f"item-{item.name}"):
                    shown.add(f"item-{item.name}")
                    ids = [
                        f"option-{control.name}-{code}"
                        for control in item.controls()
                        for code in control.options
                    ]
                    shown |= set(filter(visible, ids))
    return shown


def every_test(instrument: Instrument) -> Iterator[Test]:
    for section, items in instrument.asked:
        options = [option.when for item in items for option in item.picks().values()]
        for rule in (section.when, *(item.when for item in items), *options):
            if rule is not None:
                yield from comparisons(rule)


def told_by_styles(instrument: Instrument, test: Test) -> bool:
    """Whether styles can tell the comparison exactly."""
    if picks(instrument, test) is not None:
        return True
    return test.operator == "answered" and test.subject not in instrument.scores


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_styles_show_what_the_path_shows(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    answers = data.draw(answers_for(instrument))
    shown, wanted = styled(instrument, answers), walked(instrument, answers)
    assert shown >= wanted
    if all(told_by_styles(instrument, test) for test in every_test(instrument)):
        assert shown == wanted


def sheet(items: str, **more: str) -> str:
    return styles(instrument_of(items, **more))


def test_an_instrument_without_rules_has_no_styles() -> None:
    assert sheet("- {name: a, type: yes_no, ask: A}") == ""


def test_an_item_is_hidden_unless_its_rule_holds() -> None:
    found = sheet("- {name: a, type: yes_no, ask: A}\n- {name: b, type: yes_no, ask: B, when: {a: yes}}")
    assert found == ("@supports selector(:has(*)){#survey:not(:has(#a-yes:checked)) #item-b{display:none}}")


def test_conditions_are_transitive() -> None:
    items = """
- {name: a, type: yes_no, ask: A}
- {name: b, type: yes_no, ask: B, when: {a: yes}}
- {name: c, type: yes_no, ask: C, when: {b: no}}
"""
    rules = dict(style_rules(instrument_of(items)))
    assert rules["item-c"] == "#survey:not(:has(#a-yes:checked):has(#b-no:checked))"


def test_what_the_section_asks_is_not_asked_again() -> None:
    more = "- {name: two, title: Two, when: {a: yes}, items: [{name: b, type: yes_no, ask: B}, "
    more += "{name: c, type: yes_no, ask: C, when: {b: yes}}]}"
    rules = dict(style_rules(instrument_of("- {name: a, type: yes_no, ask: A}", sections=more)))
    assert rules["item-c"] == "#survey:not(:has(#b-yes:checked))"


def test_a_number_shows_what_depends_on_it_once_it_is_filled() -> None:
    items = "- {name: n, type: integer, ask: N}\n- {name: b, type: yes_no, ask: B, when: {n: {at_least: 3}}}"
    assert (
        dict(style_rules(instrument_of(items)))["item-b"] == "#survey:not(:has(#n:not(:placeholder-shown)))"
    )


def test_below_a_not_a_number_hides_nothing() -> None:
    items = "- {name: n, type: integer, ask: N}\n"
    items += "- {name: b, type: yes_no, ask: B, when: {not: {n: {at_least: 3}}}}"
    assert style_rules(instrument_of(items)) == []


def test_a_threshold_on_a_scale_lists_its_codes() -> None:
    items = "- {name: s, type: scale, ask: S, scale: {1: One, 2: Two, 3: Three}}\n"
    items += "- {name: b, type: yes_no, ask: B, when: {s: {at_least: 2}}}"
    assert dict(style_rules(instrument_of(items)))["item-b"] == "#survey:not(:has(:is(#s-2,#s-3):checked))"


def test_a_score_over_one_scale_lists_its_codes() -> None:
    items = "- {name: s, type: scale, ask: S, scale: {1: One, 2: Two, 3: Three}}\n"
    items += "- {name: b, type: yes_no, ask: B, when: {high: yes}}"
    found = instrument_of(items, derive="high: {item: s, more_than: 2}")
    assert dict(style_rules(found))["item-b"] == "#survey:not(:has(#s-3:checked))"


def test_ids_need_no_escape_for_codes_that_begin_with_a_digit() -> None:
    items = "- {name: y, type: choice, ask: Y, options: {0_to_4: Few, 5_up: Many}}\n"
    items += "- {name: b, type: yes_no, ask: B, when: {y: 5_up}}"
    assert ":has(#y-5_up:checked)" in sheet(items)


A, B, C = Checked(("a",)), Checked(("b",)), Filled("c")


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (both(A, B), ":has(#a:checked):has(#b:checked)"),
        (either(A, B), ":has(:is(#a,#b):checked)"),
        (either(A, C), ":is(:has(#a:checked),:has(#c:not(:placeholder-shown)))"),
        (opposite(A), ":not(:has(#a:checked))"),
        (opposite(either(A, C)), ":not(:has(#a:checked),:has(#c:not(:placeholder-shown)))"),
        (both(opposite(A), opposite(B)), ":not(:has(:is(#a,#b):checked))"),
        (
            either(both(A, B), both(A, C)),
            ":has(#a:checked):is(:has(#b:checked),:has(#c:not(:placeholder-shown)))",
        ),
    ],
)
def test_conditions_are_written_as_compound_selectors(condition: Condition, text: str) -> None:
    assert css(condition) == text


@pytest.mark.parametrize(
    ("condition", "simple"),
    [
        (both(A, A), A),
        (both(A, opposite(A)), NEVER),
        (either(A, opposite(A)), ALWAYS),
        (either(C, opposite(C)), ALWAYS),
        (both(A, either(A, C)), A),
        (both(), ALWAYS),
        (either(), NEVER),
        (opposite(opposite(A)), A),
        (assuming(both(A, C), [A]), C),
        (assuming(opposite(A), [A]), NEVER),
    ],
)
def test_conditions_are_simplified(condition: Condition, simple: Condition) -> None:
    assert condition == simple


def conditions_of(depth: int = 3) -> st.SearchStrategy[Condition]:
    leaf = st.sampled_from([A, B, C, Checked(("a", "d")), Filled("e")])
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: both(*parts)),
            st.lists(inner, max_size=3).map(lambda parts: either(*parts)),
            inner.map(opposite),
            st.tuples(inner, inner).map(lambda pair: either(both(pair[0], A), both(pair[1], A))),
        ),
        max_leaves=8,
    )


@given(st.lists(conditions_of(), max_size=3), st.sets(st.sampled_from("abcde")))
def test_simplifying_changes_no_meaning(parts: list[Condition], on: set[str]) -> None:
    def true(condition: Condition) -> bool:
        return met(condition, on.__contains__, on.__contains__)

    assert true(both(*parts)) == all(map(true, parts))
    assert true(either(*parts)) == any(map(true, parts))
    for part in parts:
        assert true(opposite(part)) != true(part)
        known = [other for other in parts if true(other)]
        assert true(assuming(part, known)) == true(part)


@pytest.mark.parametrize("name", ["needs_assessment", "peer_support_satisfaction"])
def test_the_styles_of_the_instruments_that_come_along_are_short(name: str) -> None:
    found = styles(folder_library(bundled("instruments"))(name))
    assert 0 < len(found.encode()) < 3_000
    assert not set(found) & set("<>&\"'")
