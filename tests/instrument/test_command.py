"""`surveyapp instrument`: check, list, show, schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from surveyapp.cli import main
from tests.instrument.authoring import document

A = "- {name: a, type: yes_no, ask: A}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An instruments folder with one sound instrument."""
    made = tmp_path / "instruments"
    made.mkdir()
    (made / "tiny.yaml").write_text(document(A), encoding="utf-8")
    return made


def run(folder: Path, *words: str) -> Result:
    """The command in a process of its own kind: a home and instruments that are nobody else's."""
    environment = {"SURVEYAPP_HOME": str(folder.parent / "home"), "SURVEYAPP_INSTRUMENTS": str(folder)}
    return CliRunner().invoke(main, ["instrument", *words], env=environment)


def test_check_says_so_when_nothing_is_wrong(folder: Path) -> None:
    found = run(folder, "check")
    assert found.exit_code == 0
    assert found.output == f"{folder / 'tiny.yaml'}: no problems\n"


def test_check_prints_place_code_and_hint_and_exits_with_1(folder: Path) -> None:
    file = folder / "tiny.yaml"
    file.write_text(document("- {name: a, type: yes_n, ask: A}"), encoding="utf-8")
    found = run(folder, "check")
    assert found.exit_code == 1
    assert (
        found.output == f"{file}:8:9: unknown-kind: 'yes_n' is no kind of item\n    did you mean 'yes_no'?\n"
    )


def test_check_prints_json_for_programs(folder: Path) -> None:
    file = folder / "tiny.yaml"
    file.write_text(document(A + A), encoding="utf-8")
    found = run(folder, "check", "--json")
    assert found.exit_code == 1
    expected: dict[str, Any] = {"file": str(file), "line": 9, "column": 10, "code": "duplicate-name"}
    assert json.loads(found.output) == [
        {**expected, "message": "there are two items 'a'", "hint": "rename one"}
    ]


def test_check_reads_every_file_it_is_given(folder: Path, tmp_path: Path) -> None:
    beside = tmp_path / "beside"
    beside.mkdir()
    (beside / "part.yaml").write_text(document(A).replace("name: tiny", "name: part"), encoding="utf-8")
    (beside / "whole.yaml").write_text(
        document("- {include: part}\n- {include: tiny, when: {a: yes}}").replace(
            "name: tiny", "name: whole", 1
        ),
        encoding="utf-8",
    )
    found = run(folder, "check", str(beside / "whole.yaml"), str(beside / "part.yaml"))
    assert "whole.yaml:" in found.output
    assert "duplicate-name" in found.output
    assert "unknown-include" not in found.output
    assert "part.yaml: no problems" in found.output


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\xff\xfe", "not-utf-8"), (document(A).encode(), "file-name"), (b"", "not-an-instrument")],
)
def test_check_says_what_is_wrong_with_a_file(folder: Path, content: bytes, code: str) -> None:
    (folder / "other.yaml").write_bytes(content)
    found = run(folder, "check", str(folder / "other.yaml"))
    assert found.exit_code == 1
    assert f" {code}: " in found.output


def test_check_of_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    found = run(tmp_path, "check")
    assert found.exit_code == 1
    assert "There is no instrument in" in found.output


def test_list_names_instruments_and_those_with_problems(folder: Path) -> None:
    (folder / "broken.yaml").write_text("name: broken", encoding="utf-8")
    rows = json.loads(run(folder, "list", "--json").output)
    assert [(row["name"], row["sound"], row["items"]) for row in rows] == [
        ("broken", False, 0),
        ("tiny", True, 1),
    ]
    assert "has problems" in run(folder, "list").output


def test_show_prints_an_outline(folder: Path) -> None:
    items = A + "- {name: b, type: choice, ask: How?, options: {x: Well, y: Badly}, when: {a: yes}"
    items += ", privacy: ordinary}"
    (folder / "tiny.yaml").write_text(document(items), encoding="utf-8")
    lines = run(folder, "show", "tiny").output.splitlines()
    assert lines[-6:] == [
        "  2. How?",
        "       choice, ordinary",
        "       asked if you answered “Yes” to question 1",
        "       b: code",
        "         x            Well",
        "         y            Badly",
    ]


def test_show_of_an_unknown_instrument_says_where_to_look(folder: Path) -> None:
    found = run(folder, "show", "nothing")
    assert found.exit_code == 1
    assert "SURVEYAPP_INSTRUMENTS" in found.output


def test_schema_is_json(folder: Path) -> None:
    assert json.loads(run(folder, "schema").output)["$schema"].endswith("2020-12/schema")
