"""The data package as it stands on the disk."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from surveyapp.release.gate import Left
from surveyapp.release.package import Campaign, Delivery, Made, Method, package
from surveyapp.release.recoding import Recoding
from surveyapp.release.terms import Refusal, Terms
from surveyapp.release.verify import Breach
from tests.release.tiny import TERMS, cells, export, instrument, profile, stored

ITEMS = """
    - name: years
      type: choice
      ask: Years?
      privacy: quasi_identifier
      options: {under_5: Under 5, 5_to_9: 5 to 9, 10_up: "10 or more"}
    - {name: well, type: yes_no, ask: "Are you well, really?", privacy: ordinary}
    - {name: pay, type: integer, ask: Pay?, unit: units, min: -9, privacy: ordinary}
"""
LADDER = "quasi_identifiers: {years: [{few: [under_5, 5_to_9], many: [10_up]}]}"
ROWS: list[dict[str, Any]] = [
    {"years": "under_5", "well": "yes", "pay": -4},
    {"years": "5_to_9", "well": "no"},
    {"years": "10_up", "pay": 10},
    {"years": "10_up", "well": "yes", "pay": 9},
]


def files(out: Path) -> list[Path]:
    return [path for path in out.rglob("*") if path.is_file()]


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
    assert (made.k, made.reached, made.levels, made.rows) == (2, 2, {"years": (1,)}, 4)
    assert made.done == {"years": "in groups"}


def test_made_up_data_says_so_in_every_row_and_in_the_codebook(tmp_path: Path) -> None:
    of = instrument(ITEMS)
    export(of, profile(of, LADDER), ROWS, tmp_path / "out", synthetic=True)
    assert {row["synthetic"] for row in cells(tmp_path / "out" / "data.csv")} == {"1"}
    assert {row["synthetic"] for row in cells(tmp_path / "out" / "data_labels.csv")} == {"Made up"}
    mark = cells(tmp_path / "out" / "codebook.csv")[0]
    assert (mark["variable"], mark["kind"], mark["n"]) == ("synthetic", "mark", "4")
    for name in ("README.md", "codebook.html", "datapackage.json"):
        assert "no person gave these answers" in (tmp_path / "out" / name).read_text(encoding="utf-8")


def test_pandas_reads_the_data_as_it_is(tmp_path: Path) -> None:
    of = instrument(ITEMS)
    export(of, profile(of, LADDER), ROWS, tmp_path / "out")
    frame = pd.read_csv(tmp_path / "out" / "data.csv", na_values=["not_answered", "not_asked"])
    assert (frame.shape, frame["pay"].sum(), int(frame["well"].isna().sum())) == ((4, 3), 15.0, 1)


def test_text_cannot_run_as_a_formula(tmp_path: Path) -> None:
    of = instrument(
        """
        - {name: a, type: text, ask: A?, privacy: quasi_identifier}
        - {name: b, type: choice, ask: "=cmd()", options: {x: "=1+1", y: "-2"}, privacy: ordinary}
        """
    )
    by = profile(of, "quasi_identifiers: {a: []}")
    run = '=HYPERLINK("x","y")'
    export(of, by, [{"a": run, "b": "x"}] * 2 + [{"a": "é\n,", "b": "y"}] * 2, tmp_path / "out")
    written = cells(tmp_path / "out" / "data.csv")
    assert written == [{"a": "é\n,", "b": "y"}] * 2 + [{"a": f"'{run}", "b": "x"}] * 2 or (
        written == [{"a": f"'{run}", "b": "x"}] * 2 + [{"a": "é\n,", "b": "y"}] * 2
    )
    assert {row["b"] for row in cells(tmp_path / "out" / "data_labels.csv")} == {"'=1+1", "-2"}
    assert cells(tmp_path / "out" / "codebook.csv")[1]["wording"] == "'=cmd()"


def test_what_people_typed_stays_behind_without_a_ladder(tmp_path: Path) -> None:
    of = instrument("- {name: a, type: text, pattern: code, ask: A?}\n- {name: b, type: yes_no, ask: B?}")
    export(of, profile(of), [{"a": "canary", "b": "yes"}] * 2, tmp_path / "out")
    assert list(cells(tmp_path / "out" / "data.csv")[0]) == ["b"]
    assert not [path for path in files(tmp_path / "out") if b"canary" in path.read_bytes()]
    withheld = cells(tmp_path / "out" / "codebook.csv")[1]
    assert (withheld["variable"], "may hold a name" in withheld["released"]) == ("a", True)


def test_what_people_typed_leaves_where_k_typed_the_same(tmp_path: Path) -> None:
    of = instrument("- {name: a, type: text, ask: A?, privacy: quasi_identifier}")
    by = profile(of, "quasi_identifiers: {a: []}")
    export(of, by, [{"a": "north"}] * 2, tmp_path / "shared")
    assert {row["a"] for row in cells(tmp_path / "shared" / "data.csv")} == {"north"}
    export(of, by, [{"a": "north"}, {"a": "canary"}], tmp_path / "alone")
    left = [path for path in files(tmp_path / "alone") if b"canary" in path.read_bytes()]
    assert left == [], "nor does a list of values in any file have it"


def test_where_all_is_typed_there_are_no_rows(tmp_path: Path) -> None:
    of = instrument("- {name: a, type: text, ask: A?}")
    with pytest.raises(Refusal) as caught:
        export(of, profile(of), [{"a": "x"}] * 2, tmp_path / "out")
    assert caught.value.code == "nothing-left"


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
    assert {path.relative_to(tmp_path / "out").as_posix() for path in files(tmp_path / "out")} == set(
        made.files
    )


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
    again = Campaign("released", 1_000, TERMS, left=Left(first.files))
    assert package(again, of, profile(of, LADDER), stored(ROWS), tmp_path / "again").files == first.files
    with pytest.raises(Refusal) as caught:
        package(again, of, profile(of, LADDER), stored(ROWS * 2), tmp_path / "other")
    assert caught.value.code == "another-file"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "first"]


def test_a_search_that_errs_is_caught_on_the_written_file(tmp_path: Path) -> None:
    of = instrument(ITEMS)

    def erring(*_: object) -> Recoding:
        return Recoding(((0,),), np.zeros(len(ROWS), dtype=np.uint8), 0.0, 0)

    with pytest.raises(Breach):
        package(
            Campaign("sealed", 99, TERMS),
            of,
            profile(of, LADDER),
            stored(ROWS),
            tmp_path / "out",
            method=Method(search=erring),
        )
    assert not list(tmp_path.iterdir())


def test_where_no_level_serves_it_is_refused_without_a_count(tmp_path: Path) -> None:
    of = instrument(ITEMS)
    strict = profile(of, f"{LADDER}\nk: 5")
    with pytest.raises(Refusal) as caught:
        export(of, strict, ROWS, tmp_path / "out")
    assert "4" not in str(caught.value)


def test_another_format_is_the_same_rows_and_joins_the_files_that_are_there(tmp_path: Path) -> None:
    of, out = instrument(ITEMS), tmp_path / "out"
    first = export(of, profile(of, LADDER), ROWS, out)
    again = Campaign("released", 1_000, TERMS, left=Left(first.files))
    later = package(again, of, profile(of, LADDER), stored(ROWS), out, Delivery(("parquet", "dta")))
    assert later.files.items() > first.files.items()
    assert later.files.keys() - first.files.keys() == {"data.parquet", "data.dta"}
    assert {path.relative_to(out).as_posix() for path in files(out)} == later.files.keys()
    assert export(of, profile(of, LADDER), ROWS, tmp_path / "plain").files == first.files, "README and all"


def test_files_of_an_earlier_export_may_stand_beside(tmp_path: Path) -> None:
    of, out = instrument(ITEMS), tmp_path / "out"
    campaign = Campaign("released", 1_000, TERMS)
    first = package(campaign, of, profile(of, LADDER), stored(ROWS), out, Delivery(("dta",)))
    again = Campaign("released", 1_000, TERMS, left=Left(first.files))
    package(again, of, profile(of, LADDER), stored(ROWS), out)
    (out / "data.dta").write_bytes(b"touched")
    with pytest.raises(Refusal):
        package(again, of, profile(of, LADDER), stored(ROWS), out)


def test_what_leaves_is_remembered_before_it_is_there(tmp_path: Path) -> None:
    of, out = instrument(ITEMS), tmp_path / "out"
    remembered = []

    def leave(made: Made) -> None:
        assert not out.exists()
        remembered.append(made)
        raise RuntimeError("cut off")

    campaign = Campaign("sealed", 1_000, TERMS)
    with pytest.raises(RuntimeError):
        package(campaign, of, profile(of, LADDER), stored(ROWS), out, Delivery(leave=leave))
    assert not list(tmp_path.iterdir())
    assert remembered == [export(of, profile(of, LADDER), ROWS, out)]


def test_a_place_that_is_taken_is_found_out_before_anything_is_remembered(tmp_path: Path) -> None:
    of, remembered = instrument(ITEMS), []
    for name in ("out", "out.zip"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
        with pytest.raises(Refusal):
            package(
                Campaign("sealed", 1_000, TERMS),
                of,
                profile(of, LADDER),
                stored(ROWS),
                tmp_path / name,
                Delivery(leave=remembered.append),
            )
    assert remembered == []


def test_progress_is_told_to_its_end(tmp_path: Path) -> None:
    of = instrument(ITEMS)
    told: dict[str, list[tuple[int, int]]] = {}

    def tell(what: str, done: int, whole: int) -> None:
        told.setdefault(what, []).append((done, whole))

    campaign = Campaign("sealed", 1_000, TERMS, responses=len(ROWS))
    package(campaign, of, profile(of, LADDER), stored(ROWS), tmp_path / "out", Delivery(("xlsx",), tell=tell))
    whats = {"Reading answers", "Making tables", "Writing rows", "Writing a sheet", "Writing files"}
    assert told.keys() == whats
    for what in whats - {"Making tables"}:
        assert told[what][-1][0] == told[what][-1][1] > 0


def test_a_campaign_for_tables_gives_no_rows_and_counts_nothing(tmp_path: Path) -> None:
    of = instrument(ITEMS)
    made = export(of, profile(of, LADDER), ROWS, tmp_path / "out", terms=Terms("tables", 2, 2, 2))
    described = {"codebook.csv", "codebook.html", "README.md", "privacy.json"}
    assert {name for name in made.files if not name.startswith("tables/")} == described
    assert made.files.keys() > described
    rows = cells(tmp_path / "out" / "codebook.csv")
    assert [row["variable"] for row in rows] == ["years", "well", "pay"]
    assert {(row["n"], row["missing"]) for row in rows} == {("", "")}
    assert "rows" not in json.loads((tmp_path / "out" / "privacy.json").read_text(encoding="utf-8"))
