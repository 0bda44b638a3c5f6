"""`surveyapp forecast`: in words and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Typist

ROSTER = """
area: {adult: 99, pediatric: 1}
estimates: {sued: {yes: 1, no: 3}}
response_rate: 50
"""


@pytest.fixture
def roster(typist: Typist, tmp_path: Path) -> Path:
    typist.said("campaign create spring --instrument needs_assessment --invited 100")
    file = tmp_path / "roster.yaml"
    file.write_text(ROSTER, encoding="utf-8")
    return file


def test_it_tells_who_stands_out_and_what_would_leave(typist: Typist, roster: Path) -> None:
    said = typist.said(f"forecast spring --roster {roster}")
    assert "One of your colleagues is “Pediatric emergency medicine”" in said
    assert "“Yes”, is that of about 25 people" in said
    assert "About 50 people would answer" in said
    assert "A row file with k = 5" in said


def test_the_same_for_programs_and_at_another_rate(typist: Typist, roster: Path) -> None:
    found = typist.json(f"forecast spring --roster {roster} --response-rate 80")
    assert (found["people"], found["rate"], found["terms"]["k"]) == (100, 0.8, 5)
    assert found["groups"][0]["people"] == 1


def test_what_is_wrong_with_a_roster_is_one_sentence(typist: Typist, roster: Path) -> None:
    roster.write_text("area: {adult: 9}")
    assert "add up to 9, and 100 people are invited" in typist.refused(f"forecast spring --roster {roster}")
