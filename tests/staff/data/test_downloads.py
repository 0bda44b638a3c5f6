"""What an analyst downloads is what the command line writes, and nothing else is handed out."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from surveyapp.services import downloads, publish, report, retention
from surveyapp.store import office
from surveyapp.web.application import Application
from tests.staff.conftest import post
from tests.staff.data.conftest import PEOPLE, SPRING, sealed, trail


def made(folder: Path) -> list[Path]:
    return [folder, *folder.rglob("*")]


def test_a_package_is_the_one_of_the_command_line(
    analyst: FlaskClient, app: Application, tmp_path: Path
) -> None:
    sealed(app)
    answer = post(analyst, f"{SPRING}/package", formats=["xlsx", "nonsense"])
    assert answer.location == "/staff/data/spring/package/data-xlsx"
    out = tmp_path / "typed.zip"
    with app.app_context():
        publish.export("spring", out, ["xlsx"])
    with analyst.get(f"{answer.location}/zip") as downloaded:
        assert downloaded.data == out.read_bytes()
        assert downloaded.headers["Content-Disposition"] == "attachment; filename=spring-data-xlsx.zip"
        assert downloaded.headers["Cache-Control"] == "no-store"
    page = analyst.get(answer.location).text
    with zipfile.ZipFile(out) as archive:
        names = [name.partition("/")[2] for name in archive.namelist()]
        for name in names:
            assert f"/staff/data/spring/package/data-xlsx/files/{name}" in page
            file = analyst.get(f"{answer.location}/files/{name}")
            assert file.data == archive.read(f"spring/{name}")
            assert file.headers["Cache-Control"] == "no-store"
    assert {"data.csv", "data_labels.csv", "codebook.csv", "privacy.json", "data.xlsx"} <= set(names)
    codebook = analyst.get(f"{answer.location}/files/codebook.html")
    assert codebook.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
    assert trail(app)[0] == ("made the data package (data-xlsx)", "spring")
    assert ("downloaded data.csv", "spring") in trail(app)
    assert "The data package (also xlsx)" in analyst.get("/staff/data/").text


def test_the_report_is_the_one_of_the_command_line(
    analyst: FlaskClient, app: Application, tmp_path: Path
) -> None:
    sealed(app)
    assert analyst.get(f"{SPRING}/report").status_code == 404
    assert "as they were planned before anybody answered" in analyst.get(SPRING).text
    post(analyst, f"{SPRING}/report")
    with app.app_context():
        report.report("spring", tmp_path / "typed")
    read = analyst.get(f"{SPRING}/report")
    assert read.data == (tmp_path / "typed/report.html").read_bytes()
    policy = read.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert "script" not in policy
    assert read.headers["Cache-Control"] == "no-store"
    word = analyst.get(f"{SPRING}/report/docx")
    assert word.data == (tmp_path / "typed/report.docx").read_bytes()
    packed = analyst.get(f"{SPRING}/report/zip").data
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        found = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    typed = tmp_path / "typed"
    assert found == {path.relative_to(typed).as_posix(): path.read_bytes() for path in typed.rglob("*.*")}
    assert analyst.get(f"{SPRING}/report/zip").data == packed
    assert [action for action, _subject in trail(app)][:2] == ["made the report", "read the report"]
    assert "The report" in analyst.get("/staff/data/").text
    folder = app.settings.home / "made"
    assert {oct(path.stat().st_mode & 0o077) for path in made(folder)} == {"0o0"}
    with app.app_context():
        retention.delete(app.settings, "spring")
    assert made(folder) == [folder]


def test_what_is_there_is_made_once_and_again_where_it_is_not_what_left(
    analyst: FlaskClient, app: Application
) -> None:
    sealed(app)
    post(analyst, f"{SPRING}/package")
    file = app.settings.home / "made/spring/data.zip"
    first = (file.stat().st_mtime_ns, hashlib.sha256(file.read_bytes()).hexdigest())
    post(analyst, f"{SPRING}/package")
    assert file.stat().st_mtime_ns == first[0]
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("spring/data.csv", "somebody,else\n")
    for path in ("zip", "files/data.csv"):
        refused = analyst.get(f"{SPRING}/package/data/{path}")
        assert (refused.status_code, "make it again" in refused.text) == (409, True)
    post(analyst, f"{SPRING}/package")
    assert hashlib.sha256(file.read_bytes()).hexdigest() == first[1]


def test_a_changed_report_is_made_again(analyst: FlaskClient, app: Application) -> None:
    sealed(app)
    post(analyst, f"{SPRING}/report")
    (table, *_) = (app.settings.home / "made/spring/report/tables").iterdir()
    before = table.read_bytes()
    table.write_bytes(b"other")
    assert analyst.get(f"{SPRING}/report").status_code == 409
    post(analyst, f"{SPRING}/report")
    assert table.read_bytes() == before


@pytest.mark.parametrize(
    "path",
    [
        "package/data",
        "package/data/zip",
        "package/data/files/data.csv",
        "package/data-csv",
        "package/data-xlsx-sav",
        "package/..",
        "package/data/files/../../../secrets",
        "package/data/files/..%2F..%2Fsecrets",
        "report",
        "report/docx",
        "report/zip",
    ],
)
def test_what_was_not_made_is_not_found(analyst: FlaskClient, app: Application, path: str) -> None:
    sealed(app)
    assert analyst.get(f"{SPRING}/{path}").status_code == 404


def test_a_campaign_that_gives_tables_has_no_rows(analyst: FlaskClient, app: Application) -> None:
    sealed(app, publish="tables")
    assert "Tables only, from 10 responses on" in analyst.get("/staff/data/").text
    assert 'name="formats"' not in analyst.get(SPRING).text
    post(analyst, f"{SPRING}/package")
    page = analyst.get(f"{SPRING}/package/data").text
    assert "codebook.csv" in page
    assert "data.csv" not in page
    assert analyst.get(f"{SPRING}/package/data/files/data.csv").status_code == 404


def test_many_responses_are_left_to_the_command_line(
    analyst: FlaskClient, app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed(app)
    monkeypatch.setattr(downloads, "MOST", PEOPLE - 1)
    for path, command in (
        ("package", "surveyapp export spring --format sav --out HOME/made/spring/data-sav.zip"),
        ("report", "surveyapp report spring --out HOME/made/spring/report"),
    ):
        refused = post(analyst, f"{SPRING}/{path}", formats=["sav"])
        assert (refused.status_code, command in refused.text) == (409, True)
    with app.app_context():
        publish.export("spring", app.settings.home / "made/spring/data-sav.zip", ["sav"])
    with analyst.get(f"{SPRING}/package/data-sav/zip") as answer:
        assert answer.status_code == 200


def test_one_thing_is_made_at_a_time(analyst: FlaskClient, app: Application) -> None:
    sealed(app)
    with app.app_context(), downloads._making("spring", command=""):
        refused = post(analyst, f"{SPRING}/report")
    assert "Something else is being made" in refused.text
    with app.app_context():
        assert office.release("spring") is None


def test_the_formats_are_those_that_there_are() -> None:
    assert tuple(downloads.FORMATS) == publish.FORMATS
