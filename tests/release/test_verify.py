"""A written file that does not keep what is demanded is found out."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveyapp.release.demands import Demands, Population
from surveyapp.release.ladders import Ladder
from surveyapp.release.verify import Breach, verify

LADDERS = {"area": Ladder("area", ({"any": ("adult", "child")},)), "sex": Ladder("sex")}
ROSTER = Population(("area",), {("adult",): 3, ("child",): 2})


def verified(folder: Path, rows: str, demands: Demands, boxes: tuple[str, ...] = ()) -> int:
    (folder / "data.csv").write_text(f"ill,area,sex\n{rows}", encoding="utf-8")
    return verify(folder / "data.csv", LADDERS, demands, rows.count("\n"), boxes)


def holds(folder: Path, rows: str, demands: Demands, boxes: tuple[str, ...] = ()) -> bool:
    try:
        verified(folder, rows, demands, boxes)
    except Breach:
        return False
    return True


def test_the_smallest_class_has_k_rows_missing_words_being_values(tmp_path: Path) -> None:
    rows = "yes,*,f\nno,not_asked,f\n" * 2 + "no,*,f\n"
    assert verified(tmp_path, rows, Demands(2)) == 2
    with pytest.raises(Breach, match="too few"):
        verified(tmp_path, rows, Demands(3))


def test_a_file_without_a_row_or_a_column_is_caught(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("area\n1\n1\n", encoding="utf-8")
    area, sex = ({name: Ladder(name)} for name in ("area", "sex"))
    assert verify(path, area, Demands(2), 2) == verify(path, {}, Demands(2), 2) == 2
    for rows in (1, 3):
        with pytest.raises(Breach, match="every response"):
            verify(path, area, Demands(2), rows)
    with pytest.raises(Breach, match="every column"):
        verify(path, sex, Demands(2), 2)


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ("yes,any,f\nno,any,f\n", True),
        ("yes,any,f\nyes,any,f\n", False),
        ("yes,any,f\nyes,any,f\nno,any,m\nyes,any,m\n", False),
        ("yes,any,f\n,any,f\n", False),
        (",any,f\nnot_answered,any,f\n", True),
        ("suppressed,any,f\nsuppressed,any,f\n", True),
    ],
)
def test_each_class_has_its_variety(tmp_path: Path, rows: str, kept: bool) -> None:
    assert holds(tmp_path, rows, Demands(2, diverse={"ill": 2})) is kept


def test_a_box_that_nobody_ticked_tells_nothing(tmp_path: Path) -> None:
    rows, demands = "0,any,f\n0,any,f\n", Demands(2, diverse={"ill": 2})
    assert holds(tmp_path, rows, demands, ("ill",))
    assert not holds(tmp_path, rows, demands)
    assert not holds(tmp_path, rows.replace("0", "1"), demands, ("ill",))


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
