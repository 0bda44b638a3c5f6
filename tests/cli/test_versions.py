"""`surveyapp instrument publish`, `versions`, `retire`, `diff` and `routes`, and what `init` loads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Typist
from tests.services.conftest import PROFILE, TINY

REWORDED = TINY.replace("Sued?", "Were you sued?")
CUT = TINY.replace(", pediatric: Pediatric", "")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The tiny instrument in a folder of instruments."""
    for folder, text in (("instruments", TINY), ("exports", PROFILE)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "tiny.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "instruments" / "tiny.yaml"


@pytest.fixture
def office(file: Path, tmp_path: Path) -> Typist:
    """Somebody at a home where nothing is set up yet."""
    folders = {name: str(tmp_path / name.lower()) for name in ("INSTRUMENTS", "EXPORTS")}
    given = {f"SURVEYAPP_{name}": folder for name, folder in folders.items()}
    return Typist({**given, "SURVEYAPP_HOME": str(tmp_path / "home")})


def test_init_loads_the_files_as_published_versions(office: Typist, file: Path) -> None:
    assert "Published: tiny, version 1" in office.said("init")
    (again,) = office.json("instrument versions tiny")
    assert (again["number"], again["retired"], again["campaigns"]) == (1, False, [])
    file.write_text(REWORDED, encoding="utf-8")
    second = office.json("init")
    assert second["published"] == []
    (said,) = second["files"]
    assert said.startswith(f"{file} is not what version 1 says")
    assert said.endswith(f"surveyapp instrument publish {file}")


def test_a_file_that_cannot_be_published_does_not_stop_init(office: Typist, file: Path) -> None:
    file.write_text("name: [", encoding="utf-8")
    assert f"surveyapp instrument check {file}" in office.said("init")


def test_publishing_numbers_a_file(office: Typist, file: Path) -> None:
    office.said("init")
    file.write_text(REWORDED, encoding="utf-8")
    assert "tiny@2" in office.said(f"instrument publish {file}")
    assert "was published before" in office.said(f"instrument publish {file}")
    (made,) = office.json(f"instrument publish {file}")
    assert (made["number"], made["fresh"]) == (2, False)
    assert "Were you sued?" in office.said("instrument show tiny")
    assert "Were you sued?" not in office.said("instrument show tiny@1")


def test_what_has_problems_is_refused(office: Typist, file: Path) -> None:
    office.said("init")
    file.write_text("name: [", encoding="utf-8")
    assert "not-yaml" in office.refused(f"instrument publish {file}")


def test_the_list_names_a_file_that_is_not_what_is_asked(office: Typist, file: Path) -> None:
    assert office.json("instrument list")[0]["file"] == ""
    office.said("init")
    file.write_text(REWORDED, encoding="utf-8")
    (row,) = office.json("instrument list")
    assert "surveyapp instrument publish" in row["file"]
    assert "surveyapp instrument publish" in office.type("instrument list").stderr


def test_a_campaign_that_is_prepared_says_that_the_file_is_not_what_is_asked(
    office: Typist, file: Path
) -> None:
    office.said("init")
    assert office.type("campaign create spring --instrument tiny --invited 20").stderr == ""
    file.write_text(REWORDED, encoding="utf-8")
    assert f"surveyapp instrument publish {file}" in office.type("campaign status spring").stderr


def test_a_version_is_retired_and_brought_back(office: Typist) -> None:
    office.said("init")
    assert office.said("instrument retire tiny@1") == "tiny@1 is retired.\n"
    assert "retired" in office.said("instrument versions tiny")
    assert "retired" in office.refused("instrument show tiny")
    office.said("instrument retire tiny@1 --back")
    assert "Sued?" in office.said("instrument show tiny")


@pytest.mark.parametrize("named", ["tiny", "tiny@x", "tiny@7"])
def test_a_version_is_named_with_its_number(office: Typist, named: str) -> None:
    office.said("init")
    assert "version" in office.refused(f"instrument retire {named}")


def test_a_difference_is_told_and_a_breaking_one_exits_with_1(
    office: Typist, file: Path, tmp_path: Path
) -> None:
    office.said("init")
    reworded, cut = tmp_path / "reworded.yaml", tmp_path / "cut.yaml"
    reworded.write_text(REWORDED, encoding="utf-8")
    cut.write_text(CUT, encoding="utf-8")
    assert office.said(f"instrument diff tiny@1 {file}") == "They are the same.\n"
    assert office.said(f"instrument diff tiny {reworded}").startswith("wording   item sued: ")
    breaking = office.type(f"instrument diff tiny@1 {cut}")
    assert breaking.exit_code == 1
    assert "can no longer be picked" in breaking.stdout
    (change,) = office.json(f"instrument diff tiny {reworded}")
    assert (change["effect"], change["code"], change["where"]) == ("wording", "question", "item sued")
    assert "There is no file" in office.refused("instrument diff tiny nowhere.yaml")


def test_routes_are_told(office: Typist) -> None:
    """Before anything is set up, from the file."""
    said = office.said("instrument routes tiny")
    assert "Shortest: 3 questions" in said
    assert "Longest:  4 questions" in said
    assert "leads to question 3 if you answered “Yes” to question 2" in said
    found = office.json("instrument routes tiny")
    assert found["exact"]
    assert found["longest"]["answers"] == {"sued": "yes"}
    assert office.json("instrument routes tiny --to distress") == {"sued": "yes"}
    assert "has no item 'nothing'" in office.refused("instrument routes tiny --to nothing")
