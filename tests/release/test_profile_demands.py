"""What a profile asks for beyond k: how it is recoded and suppressed, variety, the roster, groups."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from surveyapp.instrument.load import folder_library
from surveyapp.instrument.problems import Unusable
from surveyapp.release.demands import Demands, Population
from surveyapp.release.profile import Profile, checked, open_profile, terms_with
from surveyapp.release.profile_schema import profile_schema
from surveyapp.release.terms import Terms
from tests.release.tiny import HERE, instrument, profile, profile_text

ITEMS = """
    - name: area
      type: choice
      ask: Area?
      privacy: quasi_identifier
      options: {adult: Adult, child: Child}
    - {name: age, type: integer, ask: Age?}
    - {name: well, type: yes_no, ask: Are you well?}
"""
LADDERS = "quasi_identifiers: {area: []}"
TERMS = Terms("rows", 5, 10, 5)


def asked(more: str) -> Profile:
    return profile(instrument(ITEMS), f"{{{LADDERS}, {more}}}")


def codes(more: str) -> list[str]:
    with pytest.raises(Unusable) as caught:
        asked(more)
    assert all(problem.message for problem in caught.value.problems)
    return [problem.code for problem in caught.value.problems]


def test_what_is_not_said_has_a_usual_value() -> None:
    by = profile(instrument(ITEMS), f"{{{LADDERS}}}")
    assert by.demands(TERMS) == Demands(5, suppress_at_most=0.05)
    assert (by.groups, by.population) == ((), None)


def test_what_is_said_is_demanded() -> None:
    by = asked("recoding: local, suppress_at_most: 0.1, diverse: {well: 2}, k: 7, groups: [area, well]")
    assert by.demands(terms_with(by, TERMS)) == Demands(7, {"well": 2}, suppress_at_most=0.1, local=True)
    assert by.groups == ("area", "well")


def test_a_campaign_keeps_k_among_those_who_answered_whatever_the_roster() -> None:
    by = asked("population: [{area: adult, people: 12}, {people: 4, area: child}]")
    roster = Population(("area",), {("adult",): 12, ("child",): 4})
    assert by.population == roster
    assert by.demands(TERMS).population is None
    assert by.demands() == Demands(2, population=roster, suppress_at_most=0.05)


def test_everything_is_kept_when_a_campaign_opens() -> None:
    by = asked("recoding: local, diverse: {well: 2}, population: [{area: adult, people: 1}], groups: [well]")
    again = Profile.from_canonical(by.canonical)
    assert (again, again.population, again.demands(TERMS)) == (by, by.population, by.demands(TERMS))


def test_a_profile_that_was_kept_before_there_were_these_fields_is_read() -> None:
    text = '{"name":"a","instrument":"a","privacy":{"quasi_identifiers":{"area":[]},"withhold":["age"]}}'
    assert Profile.from_canonical(text).demands(TERMS) == Demands(5, suppress_at_most=0.05)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("recoding: lokal", ["unknown-word"]),
        ("suppress_at_most: 1.5", ["out-of-bounds"]),
        ("suppress_at_most: -0.1", ["out-of-bounds"]),
        ("drop: true", ["drop-in-campaign"]),
        ("drop: perhaps", ["wrong-shape"]),
        ("diverse: {wel: 2}", ["unknown-variable"]),
        ("diverse: {well: 1}", ["out-of-bounds"]),
        ("diverse: {well: 3}", ["too-diverse"]),
        ("diverse: {area: 2}", ["diverse-on-ladder"]),
        ("diverse: {well: 2}, withhold: [well]", ["withheld"]),
        ("groups: [are]", ["unknown-variable"]),
        ("groups: [age]", ["group-not-coded"]),
        ("groups: [well], withhold: [well]", ["withheld"]),
        ("groups: [well, area, well]", ["group-doubled"]),
        ("values: {area: [adult, child]}", []),
        ("values: {area: [adult]}", ["not-grouped"]),
        ("values: {well: [yes]}", ["values-unused"]),
        ("population: [{area: adult}]", ["missing"]),
        ("population: [{area: adult, people: -1}]", ["out-of-bounds"]),
        ("population: [{people: 1}]", ["population-unnamed"]),
        ("population: [{area: adults, people: 1}]", ["unknown-code"]),
        ("population: [{well: yes, people: 1}]", ["population-unknown"]),
        ("population: [{area: adult, people: 1}, {area: adult, people: 2}]", ["population-doubled"]),
        ("population: [{area: adult, people: 1}, {areas: child, people: 2}]", ["population-varies"]),
        ("surprise: 1", ["unknown-key"]),
    ],
)
def test_each_field_is_checked(more: str, expected: list[str]) -> None:
    if expected:
        assert codes(more) == expected
    else:
        asked(more)


def test_an_entry_of_the_roster_has_its_place() -> None:
    with pytest.raises(Unusable, match=r"tiny\.yaml:4:75: unknown-code: 'area' has no code 'adlut'"):
        asked("population: [{area: child, people: 1}, {area: adlut, people: 1}]")


def test_all_problems_are_said_at_once_and_none_that_follows_from_another() -> None:
    privacy = "{k: 1, drop: true, surprise: 1, quasi_identifiers: {area: x}}"
    text = f"name: tiny\ninstrument: tiny\nprivacy: {privacy}\n"
    found = checked(text, "tiny.yaml", lambda _: instrument(ITEMS))
    assert found[0] is None
    assert [problem.code for problem in found[1]] == [
        "out-of-bounds",
        "drop-in-campaign",
        "unknown-key",
        "wrong-shape",
    ]
    assert "did you mean" in found[1][2].hint or "there are" in found[1][2].hint


def test_a_key_that_is_written_twice_is_a_problem() -> None:
    assert codes("k: 5, k: 6") == ["duplicate-key"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: a\nprivacy: {withhold: [area]}\n", ["missing"]),
        ("instrument: tiny\nprivacy: {withhold: [area]}\n", ["missing"]),
        ("name: tiny\ninstrument: tiny\n", ["missing"]),
        ("name: tiny\ninstrument: other\nprivacy: {}\n", ["unknown-instrument"]),
    ],
)
def test_a_profile_is_for_an_instrument_that_there_is(text: str, expected: list[str]) -> None:
    def find(name: str) -> object:
        return {"tiny": instrument(ITEMS)}[name]

    _, problems = checked(text, "tiny.yaml", find)  # type: ignore[arg-type]  # raises KeyError as a library does
    if expected == ["missing"] and "instrument" not in text:
        assert {problem.code for problem in problems} == {"missing"}
    else:
        assert [problem.code for problem in problems] == expected


def test_an_instrument_with_problems_is_said_to_have_them(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text("name: tiny\n", encoding="utf-8")
    _, problems = checked(profile_text("{}"), "tiny.yaml", folder_library(tmp_path))
    assert [problem.code for problem in problems] == ["instrument-unusable"]


@pytest.mark.parametrize(
    ("privacy", "expected"),
    [
        ("{quasi_identifiers: {a: []}}", ["missing"]),
        ("{k: 2}", ["missing"]),
        (
            "{k: 2, quasi_identifiers: {a: []}, minimum: 5, smallest_cell: 5, groups: []}",
            ["campaign-only"] * 3,
        ),
        ("{k: 2, quasi_identifiers: {a: []}, withhold: [a]}", ["withheld"]),
        ("{k: 2, quasi_identifiers: {a: [{x: [p, q], y: [q]}]}}", ["grouped-twice"]),
        ("{k: 2, quasi_identifiers: {a: [{x: [p]}, {z: [y]}]}}", ["not-grouped", "unknown-label"]),
        ("{k: 2, quasi_identifiers: {a: [{x: 5, y: 5}]}}", ["band-order"]),
        ("{k: 2, quasi_identifiers: {a: [{x: 5, y: six}]}}", ["not-a-band"]),
        ("{k: 2, quasi_identifiers: {a: [{x: 5, y: [p]}]}}", ["not-a-group"]),
        ("{k: 2, quasi_identifiers: {a: [{'*': [p]}]}}", ["reserved-label"]),
        ("{k: 2, quasi_identifiers: {a: [{' ': [p]}]}}", ["unfit-label"]),
        ("{k: 2, recoding: local, quasi_identifiers: {a: [{p: [p, q]}]}}", ["label-reused"]),
        ("{k: 2, quasi_identifiers: {a: [{x: [p]}]}, values: {a: [p]}}", ["values-unused"]),
        ("{k: 2, quasi_identifiers: {a: [{x: [p]}]}, population: [{a: q, people: 1}]}", ["unknown-code"]),
        ("{k: 2, quasi_identifiers: {a: [{x: [p]}]}, labels: {a: {z: Z}}}", ["unknown-label"]),
    ],
)
def test_a_profile_for_any_csv_file_is_checked_without_the_file(privacy: str, expected: list[str]) -> None:
    with pytest.raises(Unusable) as caught:
        open_profile(f"privacy: {privacy}\n", "p.yaml")
    assert [problem.code for problem in caught.value.problems] == expected


def test_labels_of_other_peoples_data_may_look_like_dates_and_return_higher_up() -> None:
    ladder = "[{1-5: [1-5, NA], 10+: [10+]}]"
    by, _ = open_profile(f"privacy: {{k: 2, quasi_identifiers: {{a: {ladder}}}}}\n", "p.yaml")
    assert [by.ladders["a"].at("NA", level) for level in range(3)] == ["NA", "1-5", "*"]


def test_the_schema_takes_what_the_program_takes() -> None:
    schema = profile_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    valid = jsonschema.Draft202012Validator(schema).is_valid
    document = {"name": "a", "privacy": {"k": 2, "quasi_identifiers": {"zip": {"ladder_file": "zip.csv"}}}}
    assert valid(document)
    assert valid(json.loads(asked("population: [{area: adult, people: 1}], diverse: {well: 2}").canonical))
    assert not valid({"name": "a"})
    assert not valid({"name": "a", "privacy": {"surprise": 1}})
    assert not valid({"name": "a", "privacy": {"quasi_identifiers": {"a": ["same"]}}})


def test_the_schema_takes_every_profile_that_comes_along() -> None:
    from surveyapp.instrument.tree import read

    validator = jsonschema.Draft202012Validator(profile_schema())
    for path in (HERE / "exports").glob("*.yaml"):
        validator.validate(read(path.read_text(encoding="utf-8"), path.name).data)
