"""A report as data: what fits together, and what is refused."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from surveyapp.analysis.document.csv import text
from surveyapp.analysis.document.report import Cell, Column, Row, Table
from tests.analysis.document.reports import grouped, plain, report


def test_columns_stand_in_groups_and_rows_in_parts() -> None:
    assert grouped().groups == (("", 1), ("Area", 2), ("", 1))
    assert plain().groups == ()
    assert [len(part) for part in grouped().parts] == [2, 2]


def test_a_report_lists_its_tables_and_figures() -> None:
    made = report()
    assert [table.name for table in made.tables] == ["practice", "plain"]
    assert [figure.name for figure in made.figures] == ["figure_1", "figure_2"]


@pytest.mark.parametrize(
    "row", [Row(Cell("A")), Row(Cell("A"), (Cell(), Cell())), Row(Cell(), (Cell(),) * 3, True)]
)
def test_a_row_has_a_cell_for_each_column(row: Row) -> None:
    with pytest.raises(ValueError, match="cells in 1 columns"):
        Table("t", "Table 1", "", "", (Column("n"),), (row,))


def test_a_csv_is_the_printed_table() -> None:
    assert list(csv.reader(StringIO(text(grouped()), newline=""))) == [
        ["Table 1. Practice, by area", "", "", "", ""],
        ["Question", "", "Area", "Area", ""],
        ["", "All", "Adult", "Pediatric", "P"],
        ["Years in practice", "", "", "", ".062 [a]"],
        ["0 to 4 years", "14/66 (21%)", "7/46 (15%)", "7/20 (35%)", ""],
        ["Quality review", "", "", "", ""],
        ["Stress [b]", "35 or more of 39 [b]", "–", "–", ""],
        ["n/N: of those asked.", "", "", "", ""],
        ["[a] Exact test.", "", "", "", ""],
        ["[b] Held back.", "", "", "", ""],
    ]


def test_no_cell_of_a_csv_runs() -> None:
    lines = list(csv.reader(StringIO(text(plain()), newline="")))
    assert lines[2] == ["'=1+1", "-2.5"]
    assert lines[3][1] == "'@SUM(A1)"
