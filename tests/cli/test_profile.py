"""`surveyapp profile`: check, list, show, schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from surveyapp.release.document import Privacy
from tests.cli.conftest import Typist

SOUND = "name: mini_z\ninstrument: mini_z\nprivacy: {k: 7, groups: [mini_z]}\n"
LADDERS = "{age: [{young: ~, old: 40}], sex: []}"
ANY = f"privacy: {{k: 2, drop: true, quasi_identifiers: {LADDERS}, withhold: [name]}}\n"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """An exports folder with one sound profile."""
    made = tmp_path / "exports"
    made.mkdir()
    (made / "mini_z.yaml").write_text(SOUND, encoding="utf-8")
    return made


@pytest.fixture
def author(exports: Path, tmp_path: Path) -> Typist:
    return Typist({"SURVEYAPP_HOME": str(tmp_path / "home"), "SURVEYAPP_EXPORTS": str(exports)})


def test_profiles_that_come_along_have_no_problems(tmp_path: Path) -> None:
    said = Typist({"SURVEYAPP_HOME": str(tmp_path)}).said("profile check")
    assert [line.rpartition(": ")[2] for line in said.splitlines()] == ["no problems"] * 3


def test_check_prints_every_problem_with_its_place_and_exits_with_1(author: Typist, exports: Path) -> None:
    file = exports / "mini_z.yaml"
    file.write_text(SOUND.replace("k: 7", "k: 1, drop: true"), encoding="utf-8")
    found = author.type("profile check")
    assert found.exit_code == 1
    assert found.output.splitlines()[:2] == [
        f"{file}:3:11: out-of-bounds: 'k' must be greater than or equal to 2",
        f"{file}:3:17: drop-in-campaign: no response to an instrument is left out",
    ]


def test_check_prints_json_for_programs(author: Typist, exports: Path) -> None:
    file = exports / "other.yaml"
    file.write_text(SOUND, encoding="utf-8")
    found = author.type(f"profile check {file} --json")
    assert found.exit_code == 1
    assert json.loads(found.output) == [
        {
            "file": str(file),
            "line": 1,
            "column": 1,
            "code": "file-name",
            "message": "the file holds the profile 'mini_z'",
            "hint": "call it mini_z.yaml",
        }
    ]


def test_check_reads_files_that_it_is_given_and_ladders_beside_them(author: Typist, tmp_path: Path) -> None:
    (tmp_path / "sex.csv").write_text("f;*\nm;*\n", encoding="utf-8")
    file = tmp_path / "any.yaml"
    file.write_text(ANY.replace("sex: []", "sex: {ladder_file: sex.csv}"), encoding="utf-8")
    assert author.said(f"profile check {file}") == f"{file}: no problems\n"
    file.write_bytes(b"\xff")
    assert "not-utf-8" in author.type(f"profile check {file}").output
    file.write_text("name: a\ninstrument: nothing\nprivacy: {}\n", encoding="utf-8")
    assert "unknown-instrument" in author.type(f"profile check {file}").output


def test_check_of_an_empty_folder_is_no_success(author: Typist, exports: Path) -> None:
    (exports / "mini_z.yaml").unlink()
    assert "There is no release profile in" in author.refused("profile check")


def test_list_names_profiles_and_those_with_problems(author: Typist, exports: Path) -> None:
    (exports / "any.yaml").write_text(ANY, encoding="utf-8")
    (exports / "broken.yaml").write_text("name: broken", encoding="utf-8")
    assert [(row["name"], row["instrument"], row["ladders"]) for row in author.json("profile list")] == [
        ("any", "", 2),
        ("broken", "", 0),
        ("mini_z", "mini_z", 0),
    ]
    lines = author.said("profile list").splitlines()
    assert lines[0].endswith("of any CSV file")
    assert lines[1].endswith("has problems: surveyapp profile check")


def test_show_says_what_leaves_where_nobody_wrote_a_profile(author: Typist) -> None:
    said = author.said("profile show peer_support_satisfaction")
    assert "\nReport\n  Peer support satisfaction survey: Wilson intervals\n" in said
    assert "\n  table table_1: " in said
    assert "There is no release profile 'nothing'" in author.refused("profile show nothing")


def test_show_says_what_leaves_of_an_instrument(tmp_path: Path) -> None:
    said = Typist({"SURVEYAPP_HOME": str(tmp_path)}).said("profile show needs_assessment")
    assert "  years: How many years have you been in practice?\n" in said
    assert "    2  0_to_9 (0 to 9 years); 10_up (10 years or more)\n    3  *\n" in said
    assert "\nSuppressed where reviewed is not shown as collected\n  review_distress," in said
    assert "\nAs collected\n  review_opt_out, suit_opt_out, mini_z, burned_out\n" in said
    assert "\nTables by\n  area, years\n" in said


def test_show_says_what_is_asked_beyond_the_terms(author: Typist) -> None:
    said = author.said("profile show mini_z")
    assert "  terms        k 7, otherwise as the campaign has them\n" in said
    assert "Told less exactly" not in said


def test_show_says_what_leaves_of_any_csv_file(author: Typist, exports: Path) -> None:
    more = "diverse: {ill: 2}, population: [{sex: f, people: 1200}]"
    (exports / "any.yaml").write_text(ANY.replace("drop: true", f"drop: true, {more}"), encoding="utf-8")
    lines = author.said("profile show any").splitlines()
    assert lines[0] == "unnamed: what may leave of any CSV file"
    assert lines[2:] == [
        "  recoding     each variable at one level for everybody",
        "  suppression  up to 5 % of the rows may be left out",
        "  terms        k 2",
        "  variety      2 values of ill in each class",
        "  roster       1,200 people by sex",
        "",
        "Told less exactly",
        "  age",
        "    0  as it is",
        "    1  young; old",
        "    2  *",
        "  sex",
        "    0  as it is",
        "    1  *",
        "",
        "Withheld",
        "  name",
    ]


def test_show_of_an_unknown_profile_says_where_to_look(author: Typist) -> None:
    assert "SURVEYAPP_EXPORTS" in author.refused("profile show nothing")


def test_schema_describes_every_field(author: Typist) -> None:
    schema = json.loads(author.said("profile schema"))
    assert schema["$schema"].endswith("2020-12/schema")
    fields = schema["$defs"]["Privacy"]["properties"]
    assert fields.keys() == Privacy.model_fields.keys()
