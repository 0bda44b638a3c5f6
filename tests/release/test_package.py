"""The data package as it stands on the disk."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from surveyapp.release.package import Campaign, package
from surveyapp.release.terms import Refusal, Terms
from surveyapp.release.verify import Breach, verify
from tests.release.tiny import TERMS, cells, export, instrument, profile, stored

ITEMS = """
    - name: years
      type: choice
      ask: Years?
      privacy: quasi_identifier
      options: {under_5: Under 5, 5_to_9: 5 to 9, 10_up: "10 or more"}
    - {name: well, type: yes_no, ask: "Are you well, really?"}
    - {name: pay, type: integer, ask: Pay?, unit: units, min: -9}
"""
LADDER = "quasi_identifiers: {years: [{few: [under_5, 5_to_9], many: [10_up]}]}"
ROWS: list[dict[str, Any]] = [
    {"years": "under_5", "well": "yes", "pay": -4},
    {"years": "5_to_9", "well": "no"},
    {"years": "10_up", "pay": 10},
    {"years": "10_up", "well": "yes", "pay": 9},
]


def test_the_files_say_what_was_answered_in_codes_and_in_labels(tmp_path: Path) -> None:
    of = instrument(ITEMS)
    made = export(of, profile(of, LADDER), ROWS, tmp_path / "out")
    assert (tmp_path / "out" / "data.csv").read_bytes() == (
        b"years,well,pay\nfew,0,not_answered\nfew,1,-4\nmany,1,9\nmany,not_answered,10\n"
    )
    assert (tmp_path / "out" / "data_labels.csv").read_bytes().startswith(b"\xef\xbb\xbfyears,well,pay\n")
    assert cells(tmp_path / "out" / "data_labels.csv")[:2] == [
        {"years": "Under 5 or 5 to 9", "well": "No", "pay": "not_answered"},
        {"years": "Under 5 or 5 to 9", "well": "Yes", "pay": "-4"},
    ]
    assert (made.k, made.reached, made.levels, made.rows) == (2, 2, {"years": 1}, 4)
    assert made.done == {"years": "in groups"}


def test_a_level_that_changes_nothing_is_said_to_leave_values_as_collected(tmp_path: Path) -> None:
    of = instrument(ITEMS + "    - {name: sued, type: yes_no, ask: Sued?, privacy: quasi_identifier}")
    rows = [{"years": "10_up", "sued": "yes"}, {"years": "10_up", "sued": "no"}]
    by = profile(of, "quasi_identifiers: {years: [same, same], sued: []}")
    made = export(of, by, rows, tmp_path / "out")
    assert made.levels == {"years": 1, "sued": 1}
    assert made.done == {"years": "as collected", "sued": "hidden"}


def test_the_codebook_says_what_every_column_means_and_what_was_done(tmp_path: Path) -> None:
    of = instrument(
        ITEMS + "    - {name: said, type: comment, ask: Say?}", "derive: {rich: {item: pay, at_least: 5}}"
    )
    export(of, profile(of, f"{LADDER}\nwithhold: [well]"), ROWS, tmp_path / "out")
    assert (
        (tmp_path / "out" / "codebook.csv")
        .read_bytes()
        .startswith(b"\xef\xbb\xbfvariable,number,wording,kind,")
    )
    years, pay, rich, well, said = cells(tmp_path / "out" / "codebook.csv")
    assert (years["number"], years["codes"]) == ("1", "few = Under 5 or 5 to 9; many = 10 or more")
    assert (years["released"], years["privacy"], years["n"]) == (
        "in groups",
        "quasi_identifier",
        "4",
    )
    assert (pay["codes"], pay["n"], pay["released"]) == ("from -9 units", "3", "as collected")
    assert pay["missing"] == "not_answered = asked and left out"
    assert (rich["kind"], rich["number"], rich["codes"]) == ("score", "", "1 = Yes; 0 = No")
    assert (well["variable"], well["wording"], well["released"]) == (
        "well",
        "Are you well, really?",
        "withheld",
    )
    assert (said["variable"], said["kind"], said["n"]) == ("said", "comment", "")
    assert "kept apart" in said["released"]


def test_the_codebook_counts_nothing_that_the_data_does_not_show(tmp_path: Path) -> None:
    of = instrument(
        """
        - {name: sued, type: yes_no, ask: Sued?, privacy: quasi_identifier}
        - {name: cost, type: integer, ask: Cost?, when: {sued: yes}}
        """
    )
    export(
        of,
        profile(of, "quasi_identifiers: {sued: []}"),
        [{"sued": "yes", "cost": 1}, {"sued": "no"}],
        tmp_path / "a",
    )
    assert [row["n"] for row in cells(tmp_path / "a" / "codebook.csv")] == ["0", "0"]


def test_made_up_data_says_so_in_every_row_and_in_the_codebook(tmp_path: Path) -> None:
    of = instrument(ITEMS)
    export(of, profile(of, LADDER), ROWS, tmp_path / "out", synthetic=True)
    assert {row["synthetic"] for row in cells(tmp_path / "out" / "data.csv")} == {"1"}
    assert {row["synthetic"] for row in cells(tmp_path / "out" / "data_labels.csv")} == {"Made up"}
    mark = cells(tmp_path / "out" / "codebook.csv")[0]
    assert (mark["variable"], mark["kind"], mark["n"]) == ("synthetic", "mark", "4")


def test_pandas_reads_the_data_as_it_is(tmp_path: Path) -> None:
    of = instrument(ITEMS)
    export(of, profile(of, LADDER), ROWS, tmp_path / "out")
    frame = pd.read_csv(tmp_path / "out" / "data.csv", na_values=["not_answered", "not_asked"])
    assert (frame.shape, frame["pay"].sum(), int(frame["well"].isna().sum())) == ((4, 3), 15.0, 1)


def test_text_cannot_run_as_a_formula(tmp_path: Path) -> None:
    of = instrument(
        """
        - {name: a, type: text, ask: A?}
        - {name: b, type: choice, ask: "=cmd()", options: {x: "=1+1", y: "-2"}}
        """
    )
    export(
        of, profile(of), [{"a": '=HYPERLINK("x","y")', "b": "x"}, {"a": "é\n,", "b": "y"}], tmp_path / "out"
    )
    assert (
        cells(tmp_path / "out" / "data.csv")
        == [
            {"a": "é\n,", "b": "y"},
            {"a": '\'=HYPERLINK("x","y")', "b": "x"},
        ][::-1]
    )
    assert [row["b"] for row in cells(tmp_path / "out" / "data_labels.csv")] == ["'=1+1", "-2"]
    assert cells(tmp_path / "out" / "codebook.csv")[1]["wording"] == "'=cmd()"


def test_the_same_package_again_is_the_same_bytes_and_harms_nothing(tmp_path: Path) -> None:
    of = instrument(ITEMS)
    first = export(of, profile(of, LADDER), ROWS, tmp_path / "out")
    again = export(of, profile(of, LADDER), ROWS[::-1], tmp_path / "out")
    assert (again, again.digest) == (first, first.digest)
    for name, digest in first.files.items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    of = instrument(ITEMS)
    (tmp_path / "out").mkdir()
    made = export(of, profile(of, LADDER), ROWS, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(made.files)


@pytest.mark.parametrize("name", ["notes.txt", "data.csv"])
def test_a_folder_that_holds_something_else_is_left_alone(name: str, tmp_path: Path) -> None:
    of = instrument(ITEMS)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("mine", encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        export(of, profile(of, LADDER), ROWS, tmp_path / "out")
    assert caught.value.code == "occupied"
    assert [(path.name, path.read_text(encoding="utf-8")) for path in (tmp_path / "out").iterdir()] == [
        (name, "mine")
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("campaign", "code"),
    [
        (Campaign("closed", 99, TERMS), "not-sealed"),
        (Campaign("sealed", 99, Terms("tables", 2, 2, 2)), "tables-only"),
        (Campaign("sealed", 3, TERMS), "more-than-invited"),
        (Campaign("sealed", 99, Terms("rows", 2, 5, 2)), "below-minimum"),
    ],
)
def test_where_the_gate_is_shut_nothing_is_written(campaign: Campaign, code: str, tmp_path: Path) -> None:
    of = instrument(ITEMS)
    with pytest.raises(Refusal) as caught:
        package(campaign, of, profile(of, LADDER), stored(ROWS), tmp_path / "out")
    assert caught.value.code == code
    assert not list(tmp_path.iterdir())


def test_one_row_file_leaves_a_campaign(tmp_path: Path) -> None:
    of = instrument(ITEMS)
    first = export(of, profile(of, LADDER), ROWS, tmp_path / "first")
    again = Campaign("released", 99, TERMS, left=first.files["data.csv"])
    assert package(again, of, profile(of, LADDER), stored(ROWS), tmp_path / "again").files == first.files
    with pytest.raises(Refusal) as caught:
        package(again, of, profile(of, LADDER), stored(ROWS * 2), tmp_path / "other")
    assert caught.value.code == "another-file"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "first"]


def test_a_search_that_errs_is_caught_on_the_written_file(tmp_path: Path) -> None:
    of = instrument(ITEMS)
    with pytest.raises(Breach):
        package(
            Campaign("sealed", 99, TERMS),
            of,
            profile(of, LADDER),
            stored(ROWS),
            tmp_path / "out",
            lambda *_: (0,),
        )
    assert not list(tmp_path.iterdir())


def test_where_no_level_serves_it_is_refused_without_a_count(tmp_path: Path) -> None:
    of = instrument(ITEMS)
    strict = profile(of, f"{LADDER}\nk: 5")
    with pytest.raises(Refusal) as caught:
        export(of, strict, ROWS, tmp_path / "out")
    assert "4" not in str(caught.value)


def test_verifying_counts_missing_words_as_values(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["a", "b"], ["*", "1"], ["*", "2"], ["not_asked", "3"]])
    assert verify(path, [], 3, 3) == 3
    with pytest.raises(Breach, match="too few"):
        verify(path, ["a"], 2, 3)
    with pytest.raises(Breach, match="every response"):
        verify(path, ["a"], 1, 4)
