"""Each format read back by a library that is not the one that wrote it, or by its own program."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import pandas as pd
import pyreadstat
import pytest

from surveyapp.release.package import Campaign, Delivery, package
from tests.release.r_script import columns_named
from tests.release.tiny import TERMS, cells, instrument, profile, stored

ITEMS = """
    - name: years
      type: choice
      ask: How many years, "really"?
      privacy: quasi_identifier
      options: {under_5: Under 5, 5_to_9: 5 to 9 — "about", 10_up: "10 or more"}
    - {name: sued, type: yes_no, ask: Sued?, privacy: quasi_identifier}
    - {name: cost, type: integer, ask: What did it cost?, when: {sued: yes}, min: -99, privacy: ordinary}
    - {name: pay, type: number, ask: Pay?, privacy: ordinary}
    - {name: since, type: date, ask: Since when?, precision: month, privacy: ordinary}
    - {name: day, type: date, ask: Which day?, precision: day, privacy: ordinary}
    - {name: year, type: date, ask: Which year?, privacy: ordinary}
    - {name: place, type: text, ask: Where?, privacy: quasi_identifier}
    - {name: mood, type: scale, ask: How are you?, scale: {1: Well, 2: Not so well}, privacy: ordinary}
"""
LADDERS = """
quasi_identifiers:
  years: [{few: [under_5, 5_to_9], many: [10_up]}]
  sued: []
  place: []
"""
ROWS: list[dict[str, Any]] = [
    {
        "years": "under_5",
        "sued": "yes",
        "cost": 7,
        "pay": 2.5,
        "since": "2021-05",
        "place": "north",
        "mood": "1",
    },
    {"years": "5_to_9", "sued": "yes", "cost": -97, "pay": 1e12, "day": "2021-05-31", "place": "north"},
    {"years": "10_up", "sued": "no", "pay": -3, "year": "1999", "place": "south", "mood": "2"},
    {"years": "10_up", "sued": "no", "since": "1959-01", "place": "south", "mood": "2"},
]
Exported = Callable[..., Path]


@pytest.fixture
def exported(tmp_path: Path) -> Exported:
    """Gives the package of the rows above in a format."""

    def export(*formats: str) -> Path:
        of, out = instrument(ITEMS), tmp_path / "out"
        package(Campaign("sealed", 99, TERMS), of, profile(of, LADDERS), stored(ROWS), out, Delivery(formats))
        return out

    return export


def shown(out: Path, name: str) -> list[str]:
    """A column as data.csv has it."""
    return [row[name] for row in cells(out / "data.csv")]


def test_spss_has_labels_and_user_missing_numbers(exported: Exported) -> None:
    out = exported("sav")
    data, meta = pyreadstat.read_sav(out / "data.sav", user_missing=True)
    assert meta.column_names == list(cells(out / "data.csv")[0])
    assert meta.column_names_to_labels["years"] == 'How many years, "really"?'
    labels = meta.variable_value_labels
    assert labels["years"] == {1.0: 'Under 5 or 5 to 9 — "about"', 2.0: "10 or more"}
    assert labels["cost"] == {-909.0: "not asked of this person, given the other answers"}, "below -97"
    words = {-909.0: "not_asked", -908.0: "not_answered"}
    assert [words.get(value, str(int(value))) for value in data["cost"]] == shown(out, "cost")
    assert [words.get(value, f"{value:g}") for value in data["mood"]] == shown(out, "mood")
    assert meta.missing_ranges["cost"] == [{"lo": -909.0, "hi": -906.0}]
    missing = pyreadstat.read_sav(out / "data.sav")[0]["cost"]
    assert [pd.isna(value) for value in missing] == [word == "not_asked" for word in shown(out, "cost")]
    assert list(data["place"]) == shown(out, "place")
    assert date(2021, 5, 31) in list(data["day"])
    assert meta.variable_measure["mood"] == "nominal"


def test_stata_has_labels_and_extended_missing_values(exported: Exported) -> None:
    out = exported("dta")
    data, meta = pyreadstat.read_dta(out / "data.dta", user_missing=True)
    assert meta.column_names_to_labels["cost"] == "What did it cost?"
    assert meta.variable_value_labels["years"] == {1: 'Under 5 or 5 to 9 — "about"', 2: "10 or more"}
    words = {"a": "not_asked", "b": "not_answered", "c": "suppressed", "d": "*"}
    for name in ("cost", "mood", "year"):
        assert [words.get(value, str(value)) for value in data[name]] == shown(out, name)
    assert meta.variable_value_labels["cost"] == {"a": "not asked of this person, given the other answers"}
    assert list(data["place"]) == shown(out, "place")
    again = pd.read_stata(out / "data.dta", convert_categoricals=False)
    assert list(again["cost"].dropna()) == [float(word) for word in shown(out, "cost") if word != "not_asked"]
    assert {str(each.date()) for each in again["since"].dropna()} == {"1959-01-01", "2021-05-01"}
    assert {str(each.date()) for each in again["day"].dropna()} == {"2021-05-31"}
    assert again["pay"].max() == 1e12


def test_parquet_has_numbers_as_numbers_and_keeps_every_missing_word(exported: Exported) -> None:
    out = exported("parquet")
    data = pd.read_parquet(out / "data.parquet")
    for name in ("years", "sued", "since", "place", "mood"):
        assert list(data[name]) == shown(out, name)
    for name in ("cost", "pay", "year", "day"):
        both = zip(data[name], data[f"{name}_missing"], strict=True)
        found = [value if pd.isna(word) else word for value, word in both]
        expected = shown(out, name)
        assert [str(value) if isinstance(value, date) else value for value in found] == [
            float(word) if name != "day" and word[-1].isdigit() else word for word in expected
        ]


def test_excel_shows_labels_and_runs_nothing(exported: Exported) -> None:
    out = exported("xlsx")
    book = openpyxl.load_workbook(out / "data.xlsx")
    assert book.sheetnames == ["data", "codebook"]
    sheet = book["data"]
    header, *rows = [[cell.value for cell in row] for row in sheet]
    labels = cells(out / "data_labels.csv")
    assert header == list(labels[0])
    for row, expected in zip(rows, labels, strict=True):
        found = dict(zip(header, row, strict=True))
        assert found["cost"] == (
            expected["cost"] if expected["cost"] == "not_asked" else int(expected["cost"])
        )
        assert [found[name] for name in ("years", "sued", "since", "place", "mood")] == [
            expected[name] for name in ("years", "sued", "since", "place", "mood")
        ]
    assert sheet.freeze_panes == "B2"
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "inlineStr"}
    assert {cell.data_type for row in book["codebook"] for cell in row} <= {"s", "n", "inlineStr"}
    assert (book.properties.creator, book.properties.created.year) == ("surveyapp", 1980)


def test_the_descriptor_is_valid_and_fits_both_files(exported: Exported) -> None:
    out = exported()
    report = frictionless.validate(out / "datapackage.json")
    assert report.valid, report.flatten(["type", "note"])
    assert [task.name for task in report.tasks] == ["data", "data_labels"]
    data = frictionless.Package(out / "datapackage.json").get_resource("data")
    assert {field.name: field.type for field in data.schema.fields} == {
        "years": "string",
        "sued": "string",
        "cost": "integer",
        "pay": "number",
        "since": "yearmonth",
        "day": "date",
        "year": "integer",
        "place": "string",
        "mood": "string",
    }
    years = data.schema.get_field("years")
    assert (years.title, years.constraints["enum"]) == ('How many years, "really"?', ["few", "many"])


def test_the_descriptor_finds_a_value_that_is_none(exported: Exported) -> None:
    out = exported()
    file = out / "data.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("few", "other", 1), encoding="utf-8")
    assert not frictionless.validate(out / "datapackage.json").valid


def test_the_r_script_names_the_columns_that_there_are(exported: Exported) -> None:
    out = exported()
    script = (out / "analysis.R").read_text(encoding="ascii")
    columns = set(cells(out / "data.csv")[0])
    assert columns_named(script, "wording") == columns
    assert columns_named(script, "numbers") == {"cost", "pay", "year"}
    assert columns_named(script, "days") == {"day"}
    assert columns_named(script, "columns") == {"years", "sued", "mood"}


def test_the_r_script_runs_as_it_is_where_r_is_there(exported: Exported, tmp_path: Path) -> None:
    """Without R the parse above is all that is looked at."""
    out = exported()
    if shutil.which("Rscript") is None:
        return
    look = (
        f"source({str(out / 'analysis.R')!r})\n"
        "stopifnot(is.factor(data$years), is.numeric(data$pay), inherits(data$day, 'Date'))\n"
        "not_asked <- sum(missing$cost == 'not_asked', na.rm = TRUE)\n"
        "cat('LOOK', levels(data$years), sum(data$cost, na.rm = TRUE), not_asked)"
    )
    (tmp_path / "more.R").write_text(look, encoding="utf-8")
    for environment in ({"LC_ALL": "C"}, {"LC_ALL": "C.UTF-8"}):
        done = subprocess.run(
            ["Rscript", "--vanilla", tmp_path / "more.R"],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.endswith("10 or more -90 2")
        alone = subprocess.run(
            ["Rscript", "--vanilla", out / "analysis.R"], cwd="/", capture_output=True, check=False
        )
        assert alone.returncode == 0, alone.stderr
