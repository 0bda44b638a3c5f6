"""`surveyapp deidentify`: any CSV file, by command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Typist
from tests.release.test_documented import PAGE

PROFILE = (
    "privacy: {k: 2, suppress_at_most: 0.5, quasi_identifiers: {town: [{north: [Köln], south: [Ulm]}]}}\n"
)
PEOPLE = "town,ill\nKöln,no\nKöln,yes\nUlm,no\nUlm,yes\n"


@pytest.fixture
def analyst(tmp_path: Path) -> Typist:
    (tmp_path / "p.yaml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "people.csv").write_bytes(PEOPLE.encode("cp1252"))
    return Typist({"SURVEYAPP_HOME": str(tmp_path / "home")})


def command(folder: Path, more: str = "") -> str:
    return f"deidentify {folder}/people.csv --profile {folder}/p.yaml --out {folder}/out {more}"


def test_it_says_what_was_done_and_where_the_files_are(analyst: Typist, tmp_path: Path) -> None:
    assert analyst.said(command(tmp_path)).splitlines() == [
        "4 rows; every combination is shared by 2 or more.",
        "The data was read as cp1252; --encoding names another.",
        "Loss 0.000, where 0 is all as it was and 1 is nothing left.",
        "  town: level 0",
        f"{tmp_path}/out/data.csv",
        f"{tmp_path}/out/privacy.json",
    ]
    assert (tmp_path / "out" / "data.csv").read_text(encoding="utf-8").splitlines()[1] == "Köln,no"


def test_json_says_all_that_the_page_lists(analyst: Typist, tmp_path: Path) -> None:
    found = analyst.json(command(tmp_path))
    assert (found["k"], found["rows"], found["levels"], found["suppressed_rows"]) == (2, 4, {"town": 0}, 0)
    assert found["loss"] == 0
    assert found["seconds"] >= 0
    assert (found["encoding"], found["separator"]) == ("cp1252", ",")
    assert [name for name in found if f"`{name}`" not in PAGE] == []


def test_suppressed_rows_and_levels_of_local_recoding_are_told(analyst: Typist, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(PROFILE.replace("k: 2", "k: 2, recoding: local"), encoding="utf-8")
    (tmp_path / "people.csv").write_text("town\nKöln\nKöln\nKöln\nUlm\n", encoding="utf-8")
    said = analyst.said(command(tmp_path))
    assert "2 rows show nothing that others may know, or were left out.\n" in said
    assert "  town: level 0: 2 rows, level 2: 2 rows\n" in said


def test_separator_and_encoding_can_be_told(analyst: Typist, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(PEOPLE.replace(",", "\t").encode("cp850"))
    found = analyst.json(command(tmp_path, "--encoding cp850 --separator tab"))
    assert (found["encoding"], found["separator"], found["rows"]) == ("cp850", "\t", 4)


def test_values_that_no_ladder_knows_are_named(analyst: Typist, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE.replace("Ulm,yes", "Bonn,yes"), encoding="utf-8")
    said = analyst.refused(command(tmp_path))
    assert f"{tmp_path}/people.csv:5:1: unknown-value: column 'town': the ladder does not know 'Bonn'" in said
    assert not (tmp_path / "out").exists()
