"""A written file that does not keep what is demanded is found out."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveyapp.release.demands import Demands, Population
from surveyapp.release.ladders import Ladder
from surveyapp.release.verify import Breach
from surveyapp.release.verify_demands import verify_demands

LADDERS = {"area": Ladder("area", ({"any": ("adult", "child")},)), "sex": Ladder("sex")}
ROSTER = Population(("area",), {("adult",): 3, ("child",): 2})


def holds(folder: Path, rows: str, demands: Demands) -> bool:
    (folder / "data.csv").write_text(f"ill,area,sex\n{rows}", encoding="utf-8")
    try:
        verify_demands(folder / "data.csv", LADDERS, demands)
    except Breach:
        return False
    return True


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ("yes,any,f\nno,any,f\n", True),
        ("yes,any,f\nyes,any,f\n", False),
        ("yes,any,f\nno,any,m\n", False),
        ("yes,any,f\n,any,f\n", False),
        (",any,f\nnot_answered,any,f\n", True),
        ("suppressed,any,f\n", True),
    ],
)
def test_each_class_has_its_variety(tmp_path: Path, rows: str, kept: bool) -> None:
    assert holds(tmp_path, rows, Demands(2, diverse={"ill": 2})) is kept


@pytest.mark.parametrize(
    ("rows", "k", "kept"),
    [
        ("yes,adult,f\n", 3, True),
        ("yes,adult,f\n", 4, False),
        ("yes,any,f\nno,*,m\nno,not_answered,m\nno,,m\n", 5, True),
        ("yes,any,f\n", 6, False),
        ("yes,other,f\n", 1, False),
    ],
)
def test_k_people_on_the_roster_fit_each_row(tmp_path: Path, rows: str, k: int, kept: bool) -> None:
    assert holds(tmp_path, rows, Demands(k, population=ROSTER)) is kept
