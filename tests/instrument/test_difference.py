"""What differs between two versions, one planted edit at a time."""

from __future__ import annotations

import pytest

from surveyapp.instrument.difference.change import CHANGES, Effect, worst
from surveyapp.instrument.difference.compare import difference
from surveyapp.instrument.difference.items import FIELDS
from surveyapp.instrument.kinds import KINDS
from surveyapp.instrument.model import Document, Include, Instrument, Measure, Section
from tests.instrument.authoring import instrument_of

SUED = "- {name: sued, type: yes_no, ask: Sued?}\n"
CHOICE = SUED + "- {name: c, type: choice, ask: C, options: {x: Ex, y: Why}}"
MANY = "- {name: m, type: choices, ask: M, options: {x: Ex, y: Why, z: Zed}, at_most: 2}"
SCALE = "- {name: s, type: scale, ask: S, scale: {1: Low, 2: Middle, 3: High}}"
GRID = "- {name: g, type: grid, ask: G, scale: {1: Low, 2: High}, statements: {one: I am, two: I was}}"
PAIR = (
    "- {name: p, type: before_after, ask: P, scale: {1: Low, 2: High}, statements: {one: I am, two: I was}, "
    "periods: {before: Back then, after: Now}}"
)
RATING = "- {name: r, type: rating, ask: R, min: 0, max: 10, step: 1, low: Bad, high: Good}"
WHOLE = "- {name: n, type: integer, ask: N, min: 0, max: 9, unit: hours}"
TEXT = "- {name: t, type: text, ask: T, max_length: 9, pattern: digits}"
RULED = SUED + "- {name: w, type: yes_no, ask: W, when: {sued: yes}}"

PLANTED = [
    ("question", CHOICE, "Sued?", "Were you sued?"),
    ("numbers-changed", CHOICE, "Sued?", "Sued in 5 years?"),
    ("help", CHOICE, "ask: C,", "ask: C, help: Mind,"),
    ("required", CHOICE, "ask: C,", "ask: C, required: true,"),
    ("privacy", CHOICE, "ask: C,", "ask: C, privacy: ordinary,"),
    ("about", CHOICE, "ask: C,", "ask: C, wording: verbatim,"),
    ("about", CHOICE, "ask: C,", "ask: C, codes: [{system: L, code: 1}],"),
    ("rule-changed", CHOICE, "ask: C,", "ask: C, when: {sued: yes},"),
    ("option-added", CHOICE, "y: Why", "y: Why, z: Zed"),
    ("option-removed", CHOICE, ", y: Why", ""),
    ("option-order", CHOICE, "x: Ex, y: Why", "y: Why, x: Ex"),
    ("label", CHOICE, "x: Ex", "x: Eks"),
    ("numbers-changed", CHOICE, "x: Ex", "x: Ex 5"),
    ("label-moved", CHOICE, "x: Ex, y: Why", "x: Why, y: Ex"),
    ("about", CHOICE, "x: Ex", "x: {label: Ex, codes: [{system: L, code: 1}]}"),
    ("other-added", CHOICE, "x: Ex", "x: {label: Ex, other: true}"),
    ("rule-changed", CHOICE, "x: Ex", "x: {label: Ex, when: {sued: no}}"),
    ("exclusive-changed", MANY, "x: Ex", "x: {label: Ex, exclusive: true}"),
    ("bounds-widened", MANY, ", at_most: 2", ""),
    ("bounds-narrowed", MANY, "at_most: 2", "at_most: 1"),
    ("bounds-narrowed", MANY, "at_most: 2", "at_most: 2, at_least: 2"),
    ("scale-changed", SCALE, "3: High", "3: High, 4: Highest"),
    ("scale-changed", SCALE, ", 3: High", ""),
    ("label", SCALE, "2: Middle", "2: Between"),
    ("label-moved", SCALE, "1: Low, 2: Middle, 3: High", "1: High, 2: Middle, 3: Low"),
    ("row-added", GRID, "two: I was", "two: I was, three: I will"),
    ("row-removed", GRID, ", two: I was", ""),
    ("question", GRID, "two: I was", "two: I were"),
    ("order", GRID, "one: I am, two: I was", "two: I was, one: I am"),
    ("periods-changed", PAIR, "after: Now", "later: Now"),
    ("periods-changed", PAIR, "before: Back then, after: Now", "before: Now, after: Back then"),
    ("periods-changed", PAIR, "before: Back then, after: Now", "after: Now, before: Back then"),
    ("label", PAIR, "after: Now", "after: Today"),
    ("row-removed", PAIR, ", two: I was", ""),
    ("scale-changed", RATING, "max: 10", "max: 11"),
    ("scale-changed", RATING, "min: 0", "min: 1"),
    ("scale-changed", RATING, "step: 1", "step: 2"),
    ("label", RATING, "low: Bad", "low: Awful"),
    ("label-moved", RATING, "low: Bad, high: Good", "low: Good, high: Bad"),
    ("bounds-narrowed", WHOLE, "max: 9", "max: 8"),
    ("bounds-narrowed", WHOLE, "min: 0", "min: 1"),
    ("bounds-widened", WHOLE, "max: 9", "max: 10"),
    ("bounds-widened", WHOLE, "min: 0, ", ""),
    ("unit-changed", WHOLE, "hours", "days"),
    ("kind-changed", WHOLE, "integer", "number"),
    ("precision-changed", "- {name: d, type: date, ask: D}", "ask: D", "ask: D, precision: month"),
    ("bounds-narrowed", TEXT, "max_length: 9", "max_length: 8"),
    ("bounds-widened", TEXT, "max_length: 9", "max_length: 10"),
    ("bounds-widened", TEXT, ", pattern: digits", ""),
    ("bounds-narrowed", TEXT, "digits", "letters"),
    ("apart-changed", TEXT, "ask: T", "ask: T, privacy: comment"),
    ("about", "- {name: k, type: comment, ask: K}", "ask: K", "ask: K, max_length: 9"),
    ("note", "- {name: o, type: note, ask: O}", "ask: O", "ask: Oh"),
    ("rule-changed", RULED, "{sued: yes}", "{sued: no}"),
    ("rule-changed", RULED, ", when: {sued: yes}", ""),
    ("rule-reworded", RULED, "{sued: yes}", "{all: [{sued: yes}, {not: {sued: no}}]}"),
    ("item-removed", CHOICE, SUED, ""),
    ("item-added", CHOICE, SUED, SUED + "- {name: more, type: yes_no, ask: More?}\n"),
    ("order", SUED + WHOLE, SUED + WHOLE, WHOLE + "\n" + SUED),
]


@pytest.mark.parametrize(("code", "items", "before", "after"), PLANTED)
def test_a_planted_edit_is_found_and_classed(code: str, items: str, before: str, after: str) -> None:
    assert before in items
    old, new = instrument_of(items), instrument_of(items.replace(before, after, 1))
    found = difference(old, new)
    assert code in {change.code for change in found}
    assert worst(found) is CHANGES[code].effect
    back = difference(new, old)
    assert {change.where for change in found} == {change.where for change in back}


SECTION = "- {name: two, title: Two, items: [{name: b, type: yes_no, ask: B}]}"
MEASURED = "measure: {variant: ten, wording_hash: abc, licence: free, direction: high_is_bad, cut_off: 3}"
TOP = [
    ("heading", {"sections": SECTION.replace("Two", "Three")}),
    ("heading", {"sections": SECTION.replace("Two,", "Two, introduction: Words,")}),
    ("rule-changed", {"sections": SECTION.replace("Two,", "Two, when: {sued: yes},")}),
    ("item-removed", {"sections": ""}),
    ("heading", {"top": "introduction: About this"}),
    ("about", {"top": "contact: The committee"}),
    ("about", {"top": "ethics: Approved"}),
    ("about", {"top": "items: 2"}),
    ("measure-added", {"top": MEASURED}),
    ("spelling", {"top": "scales: {unused: {1: Low, 2: High}}"}),
    ("score-added", {"derive": "sum: {sum: [s]}"}),
]


@pytest.mark.parametrize(("code", "more"), TOP)
def test_an_edit_around_the_items_is_found_and_classed(code: str, more: dict[str, str]) -> None:
    items = SUED + SCALE
    old = instrument_of(items, **{"sections": SECTION, **dict.fromkeys(set(more) - {"sections"}, "")})
    found = difference(old, instrument_of(items, **{"sections": SECTION, **more}))
    assert code in {change.code for change in found}
    assert worst(found) is CHANGES[code].effect


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("score-removed", ""),
        ("score-changed", "total: {sum: [s], at_least_answered: 1}"),
        ("score-changed", "total: {mean: [s]}"),
        ("heading", "total: {sum: [s], label: All}"),
    ],
)
def test_scores_are_compared(code: str, after: str) -> None:
    found = difference(instrument_of(SCALE, derive="total: {sum: [s]}"), instrument_of(SCALE, derive=after))
    assert [(change.code, change.where) for change in found] == [(code, "score total")]


@pytest.mark.parametrize(
    "key", ["variant: eleven", "wording_hash: abd", "direction: low_is_bad", "cut_off: 4"]
)
def test_a_measure_of_another_kind_is_breaking(key: str) -> None:
    name = key.partition(":")[0]
    changed = ", ".join(
        key if part.strip().startswith(name) else part.strip() for part in MEASURED[10:-1].split(",")
    )
    found = difference(
        instrument_of(SCALE, top=MEASURED), instrument_of(SCALE, top=f"measure: {{{changed}}}")
    )
    assert [change.code for change in found] == ["measure-changed"]


def test_a_measure_that_is_not_locked_any_more_is_breaking() -> None:
    found = difference(instrument_of(SCALE, top=MEASURED), instrument_of(SCALE))
    assert [change.code for change in found] == ["measure-changed"]


def test_a_renamed_item_is_a_guess_and_stays_breaking() -> None:
    found = difference(instrument_of(SUED), instrument_of(SUED.replace("name: sued", "name: lawsuit")))
    assert {change.code: change.hint for change in found} == {
        "item-removed": "Perhaps it is called lawsuit now.",
        "item-added": "",
    }


def test_a_renamed_code_is_a_guess_too() -> None:
    found = difference(instrument_of(CHOICE), instrument_of(CHOICE.replace("x: Ex", "ex: Ex")))
    assert [change.hint for change in found if change.code == "option-removed"] == [
        "Perhaps its code is ex now."
    ]


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        ("{any: [{sued: yes}, {often: yes}]}", "More people are asked."),
        ("{all: [{sued: yes}, {often: yes}]}", "Fewer people are asked."),
        ("{often: yes}", "Other people are asked."),
    ],
)
def test_it_is_said_who_is_asked_now(rule: str, who: str) -> None:
    items = SUED + "- {name: often, type: yes_no, ask: Often?}\n- {name: w, type: yes_no, ask: W, when: %s}"
    found = difference(instrument_of(items % "{sued: yes}"), instrument_of(items % rule))
    assert [change.said.endswith(who) for change in found] == [True]


def test_a_rule_that_is_too_involved_counts_as_breaking() -> None:
    new = RULED.replace("{sued: yes}", "{all: [{sued: yes}, {not: {sued: no}}]}")
    found = difference(instrument_of(RULED), instrument_of(new), steps=1)
    assert worst(found) is Effect.BREAKING


def test_an_item_in_a_section_with_another_rule_asks_other_people() -> None:
    inside = "- {name: two, title: Two, when: {sued: yes}, items: [{name: b, type: yes_no, ask: B}%s]}"
    moved = "{name: n, type: yes_no, ask: N}"
    old = instrument_of(SUED + f"- {moved}", sections=inside % "")
    found = difference(old, instrument_of(SUED, sections=inside % f", {moved}"))
    assert (found[0].code, found[0].where) == ("rule-changed", "item n")


def test_every_key_of_every_kind_is_compared() -> None:
    keys = {key for kind in KINDS.values() for key in kind.model_fields}
    assert keys - FIELDS.keys() == {"type", "name"}
    assert set(Section.model_fields) == {"name", "title", "introduction", "when", "items"}
    assert set(Include.model_fields) == {"include", "when", "title", "source", "measure", "items", "derive"}
    assert set(Measure.model_fields) == {"variant", "wording_hash", "licence", "direction", "cut_off"}
    known = {"name", "title", "source", "introduction", "contact", "ethics", "items"}
    assert set(Document.model_fields) == known | {"scales", "sections", "derive", "measure"}


def test_every_code_can_be_met() -> None:
    planted = {code for code, *_ in (*PLANTED, *TOP)}
    assert set(CHANGES) - planted == {"measure-changed", "other-removed", "score-changed", "score-removed"}


def test_numbers_in_a_title_are_only_words() -> None:
    old = instrument_of(SUED)
    new = Instrument(old.document.model_copy(update={"title": "Tiny 2027"}))
    assert [change.code for change in difference(old, new)] == ["heading"]
