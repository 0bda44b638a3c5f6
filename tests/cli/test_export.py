"""Exporting, by command."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from surveyapp.cli import export
from surveyapp.services import publish
from tests.cli.conftest import Typist


def names(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


def test_formats_join_a_package_that_is_there(sealed: Typist, tmp_path: Path) -> None:
    out = tmp_path / "package"
    first = sealed.json(f"export burnout --out {out}")
    assert not [name for name in first["files"] if name.endswith(("sav", "dta", "parquet", "xlsx"))]
    later = sealed.json(f"export burnout --out {out} --format sav --format dta")
    assert names(out) == set(later["files"]) == {*first["files"], "data.sav", "data.dta"}
    every = sealed.json(f"export burnout --out {tmp_path / 'all'} --format all")
    assert set(every["files"]) - set(later["files"]) == {"data.parquet", "data.xlsx"}
    assert every["files"].items() > first["files"].items()


@pytest.mark.parametrize("where", ["package.zip", "package --zip"])
def test_one_archive_holds_the_same_files(sealed: Typist, tmp_path: Path, where: str) -> None:
    made = sealed.json(f"export burnout --out {tmp_path}/{where}")
    assert made["out"] == str(tmp_path / "package.zip")
    with zipfile.ZipFile(tmp_path / "package.zip") as archive:
        assert {name.removeprefix("burnout/") for name in archive.namelist()} == set(made["files"])
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_campaign_for_tables_gives_no_row_file_and_says_so(typist: Typist, tmp_path: Path) -> None:
    typist.said("campaign create burnout --instrument mini_z --invited 50 --synthetic --publish tables")
    for command in ("campaign open", "simulate -n 30", "campaign close", "campaign seal"):
        typist.said(f"{command} burnout")
    said = typist.said(f"export burnout --out {tmp_path / 'package'} --format all")
    assert "only tables will leave" in said
    assert not [name for name in names(tmp_path / "package") if name.startswith("data")]


def test_the_command_offers_the_formats_that_there_are() -> None:
    assert export.FORMATS == publish.FORMATS


def test_progress_is_drawn_only_where_somebody_watches(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for watched in (False, True):
        monkeypatch.setattr(sys.stderr, "isatty", lambda: watched)  # noqa: B023  called before it changes
        with export.Progress() as tell:
            for done in range(3):
                tell("Reading answers", done, 2)
            tell("Writing rows", 2, 2)
            tell("Counting", 1, 0)
        drawn = capsys.readouterr()
        assert drawn.out == ""
        assert ("Reading answers" in drawn.err, "Writing rows" in drawn.err) == (watched, watched)
