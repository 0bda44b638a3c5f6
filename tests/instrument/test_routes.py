"""Ways through an instrument: their lengths against brute force, the map in words, how to get anywhere."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings

from surveyapp.instrument import duration
from surveyapp.instrument.domains import TooMuch
from surveyapp.instrument.kinds import KINDS
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers, Walk
from surveyapp.instrument.routes.lengths import lengths
from surveyapp.instrument.routes.map import stops, way_to
from tests.instrument.authoring import instrument_of
from tests.instrument.strategies import instruments
from tests.instrument.test_reach import every_post

SUED = "- {name: sued, type: yes_no, ask: Sued?}\n"
BRANCHES = (
    SUED
    + "- {name: how, type: grid, ask: H, scale: {1: A, 2: B}, statements: {x: X, y: Y}, when: {sued: yes}}\n"
    + "- {name: why, type: yes_no, ask: Why, when: {sued: no}}\n"
    + "- {name: end, type: comment, ask: More?}"
)


def asked(instrument: Instrument, answers: Answers) -> int:
    """How many numbered questions these answers lead to."""
    on_path = Walk(instrument, answers).asked
    items = [item for name, item in instrument.items.items() if name in on_path and item.numbered]
    return sum(max(1, len(item.rows())) for item in items)


@settings(max_examples=150, deadline=None)
@given(instruments(most_items=4, bounded=True))
def test_lengths_agree_with_trying_everything(instrument: Instrument) -> None:
    found = lengths(instrument)
    tried = [asked(instrument, answers) for answers in every_post(instrument)]
    assert found.shortest.questions <= min(tried)
    assert found.longest.questions >= max(tried)
    if found.exact:
        assert (found.shortest.questions, found.longest.questions) == (min(tried), max(tried))
        assert asked(instrument, found.shortest.answers) == min(tried)
        assert asked(instrument, found.longest.answers) == max(tried)
        assert found.shortest.seconds <= found.longest.seconds + 60


@settings(max_examples=100, deadline=None)
@given(instruments())
def test_the_way_to_an_item_leads_there(instrument: Instrument) -> None:
    for name in instrument.items:
        with suppress(TooMuch):  # sums of numbers without bounds are not decided at one value
            answers = way_to(instrument, name)
            assert answers is None or name in Walk(instrument, answers).asked


def test_branches_have_a_shortest_and_a_longest_way() -> None:
    found = lengths(instrument_of(BRANCHES))
    assert found.exact
    assert (found.shortest.questions, found.longest.questions) == (2, 4)
    assert (found.shortest.answers, found.longest.answers) == ({}, {"sued": "yes"})


def test_what_too_many_answers_decide_is_bounded() -> None:
    many = "".join(f"- {{name: q{at}, type: yes_no, ask: Q}}\n" for at in range(60))
    last = ", ".join(f"{{q{at}: yes}}" for at in range(60))
    found = lengths(instrument_of(f"{many}- {{name: z, type: yes_no, ask: Z, when: {{any: [{last}]}}}}"))
    assert not found.exact
    assert (found.shortest.questions, found.longest.questions) == (60, 61)


def test_a_sum_over_a_long_scale_is_exact() -> None:
    """One hundred answers add up to few different sums."""
    items = "".join(f"- {{name: s{at}, type: scale, ask: S, scale: {{1: A, 2: B}}}}\n" for at in range(40))
    sums = f"total: {{sum: [{', '.join(f's{at}' for at in range(40))}]}}"
    end = "- {name: z, type: yes_no, ask: Z, when: {total: {at_least: 80}}}"
    found = lengths(instrument_of(items + end, derive=sums))
    assert found.exact
    assert (found.shortest.questions, found.longest.questions) == (40, 41)
    assert set(found.longest.answers.values()) == {"2"}


def test_a_sum_over_the_rows_of_a_grid_is_exact() -> None:
    rows = ", ".join(f"r{at}: R" for at in range(20))
    grid = f"- {{name: g, type: grid, ask: G, scale: {{1: A, 2: B, 3: C}}, statements: {{{rows}}}}}\n"
    sums = f"total: {{sum: [{', '.join(f'g_r{at}' for at in range(20))}]}}"
    end = "- {name: z, type: yes_no, ask: Z, when: {total: 60}}"
    found = lengths(instrument_of(grid + end, derive=sums))
    assert found.exact
    assert (found.shortest.questions, found.longest.questions) == (20, 21)


@pytest.mark.parametrize("step", ["0.1", "0.5"])
def test_numbers_too_fine_to_add_in_any_order_are_bounded(step: str) -> None:
    items = "".join(f"- {{name: r{at}, type: rating, ask: R, max: 1, step: {step}}}\n" for at in range(2))
    end = "- {name: z, type: yes_no, ask: Z, when: {total: {at_least: 1.5}}}"
    found = lengths(instrument_of(items + end, derive="total: {sum: [r0, r1]}"))
    assert found.exact is (step == "0.5")
    assert (found.shortest.questions, found.longest.questions) == (2, 3)


def test_a_note_is_read_and_not_counted() -> None:
    note = "- {name: n, type: note, ask: " + "word " * 238 + "}\n"
    found = lengths(instrument_of(note + SUED))
    assert found.longest.questions == 1
    assert found.longest.seconds == pytest.approx(60 + duration.seconds(instrument_of(SUED).items["sued"]))


def test_every_kind_has_its_seconds() -> None:
    assert duration.SECONDS.keys() == KINDS.keys()


def test_introductions_are_read() -> None:
    told = lengths(instrument_of(SUED, top="introduction: " + "word " * 238))
    assert told.shortest.seconds - lengths(instrument_of(SUED)).shortest.seconds == pytest.approx(60)
    assert [duration.minutes(spent) for spent in (0, 29, 89, 91)] == [1, 1, 1, 2]


def test_the_map_says_what_leads_to_a_question_and_what_it_opens() -> None:
    ((_, found),) = stops(instrument_of(BRANCHES))
    first, second = found[:2]
    assert [(stop.numbers, stop.condition) for stop in found] == [
        ("1", ""),
        ("2–3", "you answered “Yes” to question 1"),
        ("4", "you answered “No” to question 1"),
        ("5", ""),
    ]
    assert [(door.opens, door.condition) for door in first.doors] == [
        ("questions 2–3", "you answered “Yes” to question 1"),
        ("question 4", "you answered “No” to question 1"),
    ]
    assert second.doors == ()


def test_a_score_opens_doors_for_all_that_it_is_made_of() -> None:
    items = "".join(f"- {{name: {name}, type: scale, ask: A, scale: {{1: L, 2: H}}}}\n" for name in "ab")
    section = "- {name: two, title: Two, when: {strain: yes}, items: [{name: z, type: yes_no, ask: Z}]}"
    derive = "total: {sum: [a, b], label: All}\nstrain: {item: total, at_least: 3}"
    found = stops(instrument_of(items, sections=section, derive=derive))
    for stop in found[0][1]:
        assert [door.opens for door in stop.doors] == ["“Two” (question 3)"]
    assert found[1][1][0].condition


def test_an_answer_that_opens_behind_an_answer_is_told() -> None:
    items = SUED + "- {name: c, type: choice, ask: C, options: {x: X, y: {label: Why, when: {sued: yes}}}}"
    ((_, found),) = stops(instrument_of(items))
    assert [door.opens for door in found[0].doors] == ["the answer “Why” to question 2"]


def test_nowhere_and_too_far() -> None:
    never = SUED + "- {name: z, type: yes_no, ask: Z, when: {all: [{sued: yes}, {sued: no}]}}"
    assert way_to(instrument_of(never), "z") is None
    with pytest.raises(TooMuch):
        way_to(instrument_of(BRANCHES), "how", steps=1)
    with pytest.raises(KeyError):
        way_to(instrument_of(BRANCHES), "nothing")
