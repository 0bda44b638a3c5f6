"""Reachability against brute force, and by example."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Walk
from surveyapp.instrument.reach import unreached
from surveyapp.instrument.rule_data import subjects_of
from surveyapp.instrument.rules import Value
from surveyapp.instrument.tree import Tree
from tests.instrument.authoring import codes_of
from tests.instrument.strategies import instruments, posts

MOST_WALKS = 3_000


def every_post(instrument: Instrument) -> Iterator[dict[str, Value]]:
    """Every combination of answers to what rules look at."""
    names = [name for name in instrument.controls if name in subjects_of(instrument)]
    choices = [posts(instrument.controls[name]) for name in names]
    size = 1
    for each in choices:
        size *= len(each)
    assume(size <= MOST_WALKS)
    for values in itertools.product(*choices):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def brute_force(instrument: Instrument) -> list[tuple[str, str]]:
    """What never is, and what always is, told by trying everything."""
    held: dict[tuple[str, str], set[bool]] = {}
    for answers in every_post(instrument):
        walk = Walk(instrument, answers)
        for section, items in instrument.asked:
            if section.when is not None:
                held.setdefault(("asked", f"the section '{section.name}'"), set()).add(
                    walk.holds(section.when)
                )
            if not walk.holds(section.when):
                continue
            for item in items:
                if item.when is not None:
                    held.setdefault(("asked", f"the item '{item.name}'"), set()).add(item.name in walk.asked)
                for code, option in item.picks().items():
                    if option.when is not None and item.name in walk.asked:
                        thing = f"the option '{code}' of '{item.name}'"
                        held.setdefault(("offered", thing), set()).add(code in walk.offered[item.name])
    never = [(f"never-{how}", thing) for (how, thing), found in held.items() if found == {False}]
    return sorted(never + [("always-holds", thing) for (_, thing), found in held.items() if found == {True}])


def decided(instrument: Instrument) -> list[tuple[str, str]]:
    """What the search says, in the same form."""
    found = []
    for problem in unreached(instrument, Tree("random.yaml")):
        thing = problem.message.removeprefix("no combination of answers leads to ").removeprefix(
            "the rule of "
        )
        found.append((problem.code, thing.removesuffix(" holds whatever is answered")))
    return sorted(found)


@settings(max_examples=150, deadline=None)
@given(instruments(most_items=4, bounded=True))
def test_search_agrees_with_trying_everything(instrument: Instrument) -> None:
    assert decided(instrument) == brute_force(instrument)


def never(items: str, derive: str = "") -> list[str]:
    """The codes that the checker reports."""
    return codes_of(items, derive=derive)


HOURS = "- {name: h1, type: number, ask: H, min: 0}\n- {name: h2, type: number, ask: H}\n"
TOTAL = "total: {sum: [h1, h2]}\naverage: {mean: [h1, h2], at_least_answered: 1}"
ASK = "- {name: b, type: yes_no, ask: B, when: %s}"


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("{total: {at_least: 100}}", []),
        ("{total: {more_than: 10, less_than: 10.01}}", []),
        ("{total: 12.5, h1: {less_than: 3}}", []),
        ("{total: {at_least: 50}, h1: {less_than: 30}, h2: {at_most: 20}}", ["never-asked"]),
        ("{total: {at_least: 50}, h1: {at_most: 30}, h2: {at_most: 20}}", []),
        ("{total: {less_than: 0}, h2: {at_least: 0}}", ["never-asked"]),
        ("{average: {at_least: 10}, h1: {at_most: 4}, h2: {at_most: 4}}", ["never-asked"]),
        ("{average: {at_least: 4}, h1: {at_most: 4}, h2: {at_most: 4}}", []),
    ],
)
def test_sums_of_open_numbers_are_decided(rule: str, codes: list[str]) -> None:
    assert never(HOURS + ASK % rule, TOTAL) == codes


def test_a_whole_number_lies_between_no_two_neighbours() -> None:
    items = "- {name: n, type: integer, ask: N}\n"
    assert never(items + ASK % "{n: {more_than: 3, less_than: 4}}") == ["never-asked"]
    assert never(items + ASK % "{n: {more_than: 3, less_than: 5}}") == []


def test_a_rating_is_met_on_its_steps_only() -> None:
    items = "- {name: r, type: rating, ask: R, min: 0, max: 3, step: 2}\n"
    assert never(items + ASK % "{r: {at_least: 3}}") == ["never-asked"]
    assert never(items + ASK % "{r: {at_least: 2}}") == []


def test_ticks_keep_to_their_bounds_and_to_what_stands_alone() -> None:
    options = "options: {x: X, y: Y, z: Z, none: {label: None, exclusive: true}}"
    two = f"- {{name: m, type: choices, ask: M, at_most: 2, {options}}}\n"
    assert never(two + ASK % "{all: [{m: x}, {m: y}, {m: z}]}") == ["never-asked"]
    assert never(two + ASK % "{all: [{m: x}, {m: y}]}") == []
    assert never(two + ASK % "{all: [{m: x}, {m: none}]}") == ["never-asked"]


def test_a_chain_of_items_is_followed_to_its_end() -> None:
    items = "- {name: q0, type: yes_no, ask: A}\n"
    items += "".join(
        f"- {{name: q{at}, type: yes_no, ask: A, when: {{q{at - 1}: yes}}}}\n" for at in range(1, 30)
    )
    assert never(items) == []
    assert never(items + ASK % "{q29: yes, q3: no}") == ["never-asked"]


def test_a_rule_that_the_section_already_holds_is_said_to_decide_nothing() -> None:
    section = (
        "- {name: two, title: Two, when: {a: yes}, items: [{name: b, type: yes_no, ask: B, when: {a: yes}}]}"
    )
    assert codes_of("- {name: a, type: yes_no, ask: A}", sections=section) == ["always-holds"]


def test_a_section_that_is_never_reached_is_said_once() -> None:
    section = "- {name: two, title: Two, when: {a: yes, not: {a: yes}}, items: "
    section += "[{name: b, type: yes_no, ask: B, when: {a: yes}}]}"
    assert codes_of("- {name: a, type: yes_no, ask: A}", sections=section) == ["never-asked"]


def test_three_hundred_items_are_decided() -> None:
    scale = "scale: {1: A, 2: B, 3: C, 4: D, 5: E}"
    items = "- {name: q0, type: yes_no, ask: A}\n"
    items += "".join(
        f"- {{name: q{at}, type: yes_no, ask: A, when: {{any: [{{q{at - 1}: yes}}, {{q{at // 2}: no}}]}}}}\n"
        for at in range(1, 280)
    )
    items += "".join(f"- {{name: s{at}, type: scale, ask: S, {scale}}}\n" for at in range(20))
    items += ASK % "{score: {at_least: 101}}"
    found = never(items, "score: {sum: [" + ", ".join(f"s{at}" for at in range(20)) + "]}")
    assert found == ["never-asked"]


def test_what_would_take_too_long_is_undecided() -> None:
    """Random three-literal clauses just where they are hardest to satisfy."""
    rng = random.Random(1)
    items = "".join(f"- {{name: q{at}, type: yes_no, ask: A}}\n" for at in range(60))
    clauses = []
    for _ in range(260):
        literals = [f"{{q{rng.randrange(60)}: {rng.choice(['yes', 'no'])}}}" for _ in range(3)]
        clauses.append(f"{{any: [{', '.join(literals)}]}}")
    assert never(items + ASK % f"{{all: [{', '.join(clauses)}]}}") == ["undecided"]
