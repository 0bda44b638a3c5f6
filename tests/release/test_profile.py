"""Release profiles: what they say, and every problem that keeps one from being used."""

from __future__ import annotations

import pytest

from surveyapp.instrument.problems import Unusable
from surveyapp.release.profile import Profile, load_profile, terms_with
from surveyapp.release.terms import Terms
from tests.release.tiny import HERE, YEARS, bundled_profile, instrument, profile, profile_text

AGE = "- {name: age, type: integer, ask: Age?, min: 18, max: 99, privacy: quasi_identifier}"


def codes(items: str, privacy: str, more: str = "") -> list[str]:
    with pytest.raises(Unusable) as caught:
        profile(instrument(items, more), privacy)
    assert all(problem.message for problem in caught.value.problems)
    return [problem.code for problem in caught.value.problems]


def years(ladder: str) -> list[str]:
    return codes(YEARS, f"quasi_identifiers: {{years: {ladder}}}")


@pytest.mark.parametrize("name", sorted(path.stem for path in (HERE / "exports").glob("*.yaml")))
def test_profiles_that_come_along_fit_their_instruments(name: str) -> None:
    by = bundled_profile(name)
    assert (by.name, by.document.instrument) == (name, name)


def test_every_instrument_that_comes_along_has_a_profile() -> None:
    assert {path.name for path in (HERE / "instruments").glob("*.yaml")} == {
        path.name for path in (HERE / "exports").glob("*.yaml")
    }


def test_a_profile_written_and_read_again_is_the_same() -> None:
    by = bundled_profile("needs_assessment")
    again = Profile.from_canonical(by.canonical)
    assert (again, again.hash, again.ladders) == (by, by.hash, by.ladders)


def test_bands_survive_being_written_and_read_again() -> None:
    by = profile(instrument(AGE), "quasi_identifiers: {age: [{under_40: 18, 40_up: 40}]}")
    ladder = Profile.from_canonical(by.canonical).ladders["age"]
    assert [ladder.at(word, 1) for word in ("18", "39", "40")] == ["under_40", "under_40", "40_up"]


def test_a_problem_says_where_and_what_to_do() -> None:
    text = profile_text("quasi_identifiers:\n  years:\n    - {0_to_9: [under_5, 5_to_8], 10_up: [10_up]}")
    with pytest.raises(Unusable) as caught:
        load_profile(text, "exports/tiny.yaml", instrument(YEARS))
    first = caught.value.problems[0]
    assert str(first.where) == "exports/tiny.yaml:6:9"
    assert "exports/tiny.yaml:6:28: unknown-label" in str(caught.value)
    assert "did you mean '5_to_9'?" in str(caught.value)


def test_a_marked_item_needs_a_ladder() -> None:
    assert codes(YEARS, "{}") == ["missing-ladder"]


def test_a_withheld_item_needs_none() -> None:
    assert profile(instrument(YEARS), "withhold: [years]").withheld == {"years"}
    assert codes(YEARS, "{quasi_identifiers: {years: []}, withhold: [years]}") == ["withheld"]


def test_every_option_of_a_marked_choices_item_needs_a_ladder() -> None:
    items = "- {name: a, type: choices, ask: A?, options: {x: X, y: Y}, privacy: quasi_identifier}"
    assert codes(items, "quasi_identifiers: {a_x: []}") == ["missing-ladder"]
    assert set(profile(instrument(items), "quasi_identifiers: {a_x: [], a_y: []}").ladders) == {"a_x", "a_y"}


@pytest.mark.parametrize(
    "privacy",
    ["withhold: [a_x]", "quasi_identifiers: {a_y: []}", "{quasi_identifiers: {a_y: []}, withhold: [a_x]}"],
)
def test_options_that_would_give_each_other_away_are_held_back_together(privacy: str) -> None:
    items = """
    - name: a
      type: choices
      ask: A?
      options: {x: X, y: Y, none: {label: None of these, exclusive: true}}
    - {name: b, type: yes_no, ask: B?}
    """
    assert codes(items, privacy) == ["split-options"]
    profile(instrument(items), "withhold: [a_x, a_y, a_none]")
    profile(instrument(items), "quasi_identifiers: {a_x: [], a_y: [], a_none: []}")


def test_what_decides_about_a_quasi_identifier_needs_a_ladder_too() -> None:
    items = """
    - {name: sued, type: yes_no, ask: Sued?}
    - {name: suits, type: integer, ask: How often?, when: {sued: yes}, privacy: quasi_identifier}
    """
    assert codes(items, "quasi_identifiers: {suits: []}") == ["decided-by-another"]
    profile(instrument(items), "quasi_identifiers: {suits: [], sued: []}")
    profile(instrument(items), "{quasi_identifiers: {suits: []}, withhold: [sued]}")


@pytest.mark.parametrize(
    ("privacy", "expected"),
    [
        ("quasi_identifiers: {years: [], yers: []}", ["unknown-variable"]),
        ("{quasi_identifiers: {years: []}, withhold: [wel]}", ["unknown-variable"]),
        ("{quasi_identifiers: {years: []}, labels: {years: {few: Few}}}", ["unknown-label"]),
        ("{quasi_identifiers: {years: []}, k: 1}", ["out-of-bounds"]),
        ("{quasi_identifiers: {years: []}, surprise: 1}", ["unknown-key"]),
        ("{withhold: [years, well]}", ["nothing-left"]),
    ],
)
def test_names_and_numbers_are_checked(privacy: str, expected: list[str]) -> None:
    assert codes(YEARS, privacy) == expected


@pytest.mark.parametrize(
    ("ladder", "expected"),
    [
        ("[{few: [under_5, 5_to_9]}]", ["not-grouped"]),
        ("[{few: [under_5, 5_to_9], more: [5_to_9, 10_up]}]", ["grouped-twice"]),
        ("[{few: [under_5, 5_to_9], many: [10_up, 20_up]}]", ["unknown-label"]),
        ("[{few: [under_5, 5_to_9], many: [10_up]}, {all: [few, 10_up]}]", ["not-grouped", "unknown-label"]),
        ("[{few: 0, many: 10}]", ["not-a-group"]),
        ("[{'*': [under_5, 5_to_9, 10_up]}]", ["reserved-label"]),
        ("[{not_asked: [under_5, 5_to_9, 10_up]}]", ["reserved-label"]),
        ("[{NA: [under_5, 5_to_9, 10_up]}]", ["unfit-label"]),
        ("[{10-14: [under_5, 5_to_9, 10_up]}]", ["reads-as-date"]),
        ("[{under_5: [under_5, 5_to_9], 10_up: [10_up]}]", ["label-reused"]),
        ("[other]", ["wrong-shape"]),
    ],
)
def test_each_level_groups_exactly_the_labels_before(ladder: str, expected: list[str]) -> None:
    assert sorted(years(ladder)) == expected


def test_labels_of_the_field_are_taken() -> None:
    by = profile(
        instrument(YEARS), 'quasi_identifiers: {years: [{"0-9": [under_5, 5_to_9], "10+": [10_up]}]}'
    )
    assert by.ladders["years"].at("5_to_9", 1) == "0-9"


@pytest.mark.parametrize(
    ("ladder", "expected"),
    [
        ("[{young: 20, old: 60}]", ["not-below"]),
        ("[{young: ~, old: 60, older: 50}]", ["band-order"]),
        ("[{young: ~, old: sixty}]", ["not-a-band"]),
        ("[{young: 18, old: ~}]", ["not-a-band"]),
        ("[{young: [18], old: [60]}]", ["not-a-band", "not-a-band"]),
        ("[{18: 18, old: 60}]", ["unfit-label"]),
        ("[{young: ~, old: 60}, {all: [young]}]", ["not-grouped"]),
    ],
)
def test_numbers_are_cut_into_bands_without_gaps(ladder: str, expected: list[str]) -> None:
    assert codes(AGE, f"quasi_identifiers: {{age: {ladder}}}") == expected


def test_a_number_without_a_lowest_value_needs_an_open_band() -> None:
    items = "- {name: a, type: number, ask: A?, privacy: quasi_identifier}"
    assert codes(items, "quasi_identifiers: {a: [{low: 0, high: 5}]}") == ["not-below"]


def test_text_has_no_groups() -> None:
    items = "- {name: a, type: text, ask: A?, privacy: quasi_identifier}"
    assert codes(items, "quasi_identifiers: {a: [{low: [x]}]}") == ["no-groups"]


def test_a_score_has_no_ladder_of_its_own() -> None:
    items = "- {name: a, type: integer, ask: A?}"
    assert codes(items, "quasi_identifiers: {b: []}", "derive: {b: {item: a, at_least: 3}}") == [
        "ladder-on-score"
    ]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("- {name: a, type: choice, ask: A?, options: {suppressed: S, x: X}}", "reserved-code"),
        ("- {name: synthetic, type: yes_no, ask: A?}", "reserved-variable"),
    ],
)
def test_the_datas_own_words_are_not_for_instruments(items: str, expected: str) -> None:
    assert codes(items, "{}") == [expected]


@pytest.mark.parametrize(("text", "code"), [("- a", "not-a-profile"), ("name: [", "not-yaml")])
def test_what_is_no_profile_is_said_so(text: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        load_profile(text, "x.yaml", instrument(YEARS))
    assert caught.value.problems[0].code == code


def test_a_profile_for_another_instrument_is_not_used() -> None:
    with pytest.raises(Unusable, match="other-instrument"):
        load_profile("name: a\ninstrument: b\nprivacy: {withhold: [years]}", "a.yaml", instrument(YEARS))


def test_a_profile_may_ask_for_more_than_the_terms_and_never_for_less() -> None:
    of = instrument(YEARS)
    stricter = profile(of, "{quasi_identifiers: {years: []}, k: 12, smallest_cell: 7}")
    laxer = profile(of, "{quasi_identifiers: {years: []}, k: 2, minimum: 2, smallest_cell: 1}")
    terms = Terms("rows", 5, 10, 5)
    assert terms_with(stricter, terms) == Terms("rows", 12, 12, 7)
    assert terms_with(laxer, terms) == terms
