"""What people say of those invited, read and checked before a forecast is made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveyapp.services import Refused, campaigns, forecast
from surveyapp.services.forecast import Basis, Known, Wrong, read_combinations, read_known
from tests.services.conftest import TINY, Desk

MORE = TINY.replace(
    "      - {name: sued,",
    "      - {name: chair, type: yes_no, ask: Chair?, privacy: quasi_identifier}\n      - {name: sued,",
)


@pytest.fixture
def basis(desk: Desk) -> Basis:
    (desk.settings.instruments / "tiny.yaml").write_text(MORE)
    (desk.settings.exports / "tiny.yaml").unlink()
    desk.create()
    return forecast.basis(desk.settings, "round-1")


def groups(basis: Basis, known: Known) -> dict[str, int]:
    return {", ".join(group.labels): group.people for group in forecast.forecast(basis, known).groups}


def test_totals_and_yes_and_no_and_words_are_understood(basis: Basis) -> None:
    known = Known({"area": {"adult": 12, "Pediatric": 8}, "chair": {"yes": 5, "No": 15}})
    assert groups(basis, known) == {
        "Pediatric, Yes": 2,
        "Adult, Yes": 3,
        "Pediatric, No": 6,
        "Adult, No": 9,
    }


def test_an_instrument_without_a_profile_of_its_own_has_the_plainest(basis: Basis) -> None:
    assert list(basis.profile.ladders) == ["area", "chair"]


def test_combinations_are_taken_as_they_are(basis: Basis) -> None:
    pasted = read_combinations("area\tchair\tpeople\nAdult\tyes\t1\nAdult\tno\t11\npediatric\tNo\t8\n")
    found = groups(basis, Known(combinations=pasted))
    assert found == {"Adult, Yes": 1, "Pediatric, No": 8, "Adult, No": 11}


def test_estimates_are_in_any_proportion(basis: Basis) -> None:
    known = Known({"area": {"adult": 20}}, {"chair": {"yes": 1, "no": 9}})
    chair = next(item for item in forecast.forecast(basis, known).items if item.name == "chair")
    assert chair.rarest == ("Yes", pytest.approx(2))


@pytest.mark.parametrize(
    ("known", "name", "said"),
    [
        (Known({"area": {"adult": 12}}), "area", "add up to 12, and 20"),
        (Known({"area": {"adult": 12.5, "pediatric": 7.5}}), "area", "whole numbers"),
        (Known({"area": {"adult": -1, "pediatric": 21}}), "area", "no number of people"),
        (Known({"area": {"adult": float("nan")}}), "area", "no number of people"),
        (Known({"area": {"children": 20}}), "area", "no answer to"),
        (Known({"words": {"x": 20}}), "words", "nothing that can be counted"),
        (Known(rate=0), "response_rate", "above 0"),
        (Known(rate=101), "response_rate", "up to 100"),
        (Known(combinations=[{"area": "adult", "people": "19"}]), "combinations", "add up to 19"),
        (Known(combinations=[{"area": "adult", "people": "²"}]), "combinations", "no number of people"),
        (Known(combinations=[{"people": "20"}]), "combinations", "names the same questions"),
        (Known(combinations=[{"area": "adult", "people": "10"}] * 2), "combinations", "stands there twice"),
        (Known(combinations=[{"site": "north", "people": "20"}]), "combinations", "nothing that can be"),
    ],
)
def test_what_cannot_be_right_is_said_where_it_stands(
    basis: Basis, known: Known, name: str, said: str
) -> None:
    with pytest.raises(Wrong, match=said) as wrong:
        forecast.forecast(basis, known)
    assert wrong.value.name == name


def test_lines_of_different_lengths_are_told() -> None:
    with pytest.raises(Wrong, match="has 1 cells; there are 2"):
        read_combinations("area,people\nadult\n")


def test_what_is_not_asked_of_everybody_is_an_estimate(desk: Desk) -> None:
    asked = TINY.replace(
        "ask: Distress?, when: {sued: yes}", "ask: D?, when: {sued: yes}, privacy: quasi_identifier"
    )
    (desk.settings.instruments / "tiny.yaml").write_text(asked)
    (desk.settings.exports / "tiny.yaml").unlink()
    desk.create()
    with pytest.raises(Wrong, match="Not everybody is asked"):
        forecast.forecast(forecast.basis(desk.settings, "round-1"), Known({"distress": {"yes": 4, "no": 16}}))


def test_the_roster_of_the_profile_is_taken_where_nothing_else_is_said(desk: Desk) -> None:
    profile = desk.settings.exports / "tiny.yaml"
    people = "[{area: adult, people: 19}, {area: pediatric, people: 1}]"
    profile.write_text(profile.read_text() + f"  population: {people}\n")
    desk.create()
    basis = forecast.basis(desk.settings, "round-1")
    assert groups(basis, Known()) == {"Pediatric": 1, "Adult": 19}


def test_a_roster_of_the_profile_in_other_numbers_is_left_alone(desk: Desk) -> None:
    age = "      - {name: age, type: integer, ask: Age?, min: 20, privacy: quasi_identifier}\n"
    (desk.settings.instruments / "tiny.yaml").write_text(TINY + age)
    profile = desk.settings.exports / "tiny.yaml"
    ladder = "    age: [{young: ~, old: 50}]\n  population: [{age: 34, people: 20}]\n"
    profile.write_text(profile.read_text() + ladder)
    desk.create()
    assert groups(forecast.basis(desk.settings, "round-1"), Known()) == {}


def test_totals_beside_combinations_tell_how_the_others_are_spread(basis: Basis) -> None:
    pasted = read_combinations("area,people\nadult,12\npediatric,8\n")
    known = Known({"chair": {"yes": 2, "no": 18}}, combinations=pasted)
    chair = next(item for item in forecast.forecast(basis, known).items if item.name == "chair")
    assert chair.rarest == ("Yes", pytest.approx(2))


def test_a_file_holds_counts_estimates_and_the_rate(tmp_path: Path) -> None:
    text = "area: {adult: 70}\nestimates: {sued: {yes: 4}}\nresponse_rate: 63\ncombinations: []\n"
    assert read_known(text, "r.yaml") == Known({"area": {"adult": 70}}, {"sued": {"yes": 4}}, [], 63)


@pytest.mark.parametrize(
    "text", ["- 1", "area: 70", "estimates: 3", "response_rate: many", "combinations: [3]", "{"]
)
def test_a_file_that_holds_something_else_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_known(text, "r.yaml")


def test_an_open_campaign_is_forecast_with_the_profile_it_was_opened_with(desk: Desk) -> None:
    desk.open()
    (desk.settings.exports / "tiny.yaml").write_text("nonsense")
    assert list(forecast.basis(desk.settings, "round-1").profile.ladders) == ["area"]
    with pytest.raises(Refused, match="There is no campaign"):
        forecast.basis(desk.settings, "round-2")


def test_k_beyond_what_is_reckoned_with_is_told(desk: Desk) -> None:
    campaigns.create(
        desk.settings, campaigns.Plan(name="wide", instrument="tiny", invited=200, k=65, minimum=65)
    )
    with pytest.raises(Wrong, match="k up to 64"):
        forecast.forecast(forecast.basis(desk.settings, "wide"), Known())
