"""Risk, on classes small enough to work it out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from surveyapp.release.risk import Risk, by_invited
from tests.release.tiny import export, instrument, profile

SIZES = np.array([2, 3, 5])


def test_a_prosecutor_finds_one_in_the_smallest_class_and_one_a_class_on_average() -> None:
    assert Risk(SIZES, SIZES.astype(float)).prosecutor() == {"highest": 0.5, "average": 0.3}


def test_where_everybody_answered_a_journalist_is_a_prosecutor() -> None:
    risk = Risk(SIZES, SIZES.astype(float))
    assert risk.journalist() == risk.prosecutor()


def test_a_journalist_has_to_choose_among_more_people() -> None:
    risk = Risk(SIZES, np.array([4.0, 30.0, 10.0]))
    # highest 1/4; average: the larger of 3/44 and (2/4 + 3/30 + 5/10) / 10
    assert risk.journalist() == {"highest": 0.25, "average": 0.11}


@pytest.mark.parametrize(("invited", "people"), [(20, [4, 6, 10]), (5, [2, 3, 5])])
def test_people_are_as_many_times_the_responses_as_were_invited(invited: int, people: list[int]) -> None:
    assert by_invited(SIZES, invited).tolist() == people


AREA = """
- name: area
  type: choice
  ask: Where?
  options: {adult: Adult, pediatric: Pediatric}
  privacy: quasi_identifier
"""
ROWS = [{"area": "adult"}] * 4 + [{"area": "pediatric"}] * 2


def test_the_account_says_what_the_file_shows_and_what_the_roster_adds(tmp_path: Path) -> None:
    of = instrument(AREA)
    export(of, profile(of, "quasi_identifiers: {area: []}"), ROWS, tmp_path / "invited")
    said = json.loads((tmp_path / "invited" / "privacy.json").read_text(encoding="utf-8"))
    rows = said["rows"]
    assert (rows["responses"], rows["smallest_class"], rows["loss"]) == (6, 2, 0.0)
    assert rows["classes"] == {"number": 2, "smallest": 2, "median": 3, "largest": 4}
    assert rows["risk"]["prosecutor"] == {"highest": 0.5, "average": 0.333333}
    assert rows["risk"]["journalist"]["average"] == 0.002
    assert said["profile"]["name"] == "tiny"
    assert said["terms"] == {"publish": "rows", "k": 2, "minimum": 2, "smallest_cell": 2}
    roster = "population: [{area: adult, people: 70}, {area: pediatric, people: 5}]"
    export(of, profile(of, f"quasi_identifiers: {{area: []}}\n{roster}"), ROWS, tmp_path / "roster")
    risk = json.loads((tmp_path / "roster" / "privacy.json").read_text(encoding="utf-8"))["rows"]["risk"]
    assert risk["journalist"]["highest"] == 0.2
    assert risk["journalist"]["population"] == "the roster's counts in the profile"
