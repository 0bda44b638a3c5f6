"""The audit: it finds nothing where all is as it should be, and sees each thing that is not."""

from __future__ import annotations

import gzip
import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from surveyapp.extensions import db
from surveyapp.services import campaigns, retention
from surveyapp.services.backups.envelope import UNLABELLED
from surveyapp.services.backups.make import make, new_key
from surveyapp.services.inspection import files
from surveyapp.services.inspection.findings import Finding, Verdict
from surveyapp.services.inspection.look import look
from surveyapp.services.respond import Outcome
from surveyapp.settings import Settings
from surveyapp.store import inspection
from surveyapp.store.engines import BOX, writing
from tests.services.conftest import Desk

VISIT = b'203.0.113.9 - - "GET /s/needs.AbCdEfGhIjKlMnOpQrStUv HTTP/1.1" 200\n'
NGINX = "server {{ server_name survey.example.org; {logs} }}"
CADDY = "{{ {logs} }} survey.example.org {{ reverse_proxy 127.0.0.1:8000 }}"


@pytest.fixture
def sealed(desk: Desk) -> Desk:
    survey = desk.survey(desk.open("over"))
    for number in range(12):
        ballot, _receipt = desk.respond.ballot(survey)
        area = "adult" if number % 2 else "pediatric"
        assert desk.respond.submit(survey, ballot, {"area": area, "words": f"w{number}"}) is Outcome.RECORDED
    campaigns.close("over")
    campaigns.seal(desk.today, "over")
    return desk


def found(desk: Desk, code: str, name: str | None = None) -> list[Finding]:
    return [finding for finding in look(desk.settings, name) if finding.code == code]


def verdict(desk: Desk, code: str) -> Verdict:
    (finding,) = found(desk, code)
    return finding.verdict


def test_a_sealed_campaign_kept_as_it_should_be(sealed: Desk) -> None:
    layout = inspection.box_layout()
    assert layout.in_order > 20
    assert layout.out_of_order == 0
    assert verdict(sealed, "order") is Verdict.FINE
    assert verdict(sealed, "columns") is Verdict.FINE
    assert verdict(sealed, "counts") is Verdict.FINE


def test_rows_written_past_the_service_are_seen(sealed: Desk) -> None:
    with writing(BOX) as connection:
        answers = text("INSERT INTO response (campaign, id, answers) VALUES ('a-first', :id, '{}')")
        connection.execute(answers, {"id": b"0000000001"})
    with db.engines[BOX].connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.execution_options(sqlite_begin="").exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert verdict(sealed, "order") is Verdict.WRONG


def test_of_an_open_campaign_it_claims_nothing(desk: Desk) -> None:
    survey = desk.survey(desk.open())
    desk.respond.submit(survey, desk.respond.ballot(survey)[0], {"area": "adult"})
    (finding,) = found(desk, "order")
    assert (finding.verdict, "round-1" in finding.words) == (Verdict.UNKNOWN, True)
    assert verdict(desk, "counts") is Verdict.UNKNOWN


def test_a_column_more_is_seen(desk: Desk) -> None:
    with writing(BOX) as connection:
        connection.execute(text("ALTER TABLE response ADD COLUMN at TEXT"))
    (finding,) = found(desk, "columns")
    assert (finding.verdict, "response.at" in finding.words) == (Verdict.WRONG, True)


def test_how_databases_are_kept(desk: Desk) -> None:
    kept = [verdict(desk, "office-kept"), verdict(desk, "box-kept")]
    if inspection.database_file(None) is not None:
        assert kept == [Verdict.FINE, Verdict.FINE]
        assert found(desk, "one-server") == []
    else:  # a server as it comes logs failing statements, and both databases are on it
        assert kept == [Verdict.WRONG, Verdict.WRONG]
        assert verdict(desk, "one-server") is Verdict.WRONG


def test_more_answers_than_people_are_seen(desk: Desk) -> None:
    survey = desk.survey(desk.open(invited=10))
    for _ in range(11):
        desk.respond.submit(survey, desk.respond.ballot(survey)[0], {"area": "adult"})
    assert verdict(desk, "counts") is Verdict.WRONG


def test_the_key_of_ballots_is_shown_until_sealing(desk: Desk) -> None:
    name = desk.open(by="invitation")
    (finding,) = found(desk, "key")
    assert campaigns.status(desk.settings, desk.today, name).fingerprint in finding.words
    campaigns.close(name)
    campaigns.seal(desk.today, name)
    assert found(desk, "key") == []


def test_what_others_can_read_and_copies_of_databases_are_seen(desk: Desk) -> None:
    os.chmod(desk.settings.home, 0o700)  # noqa: PTH101
    for file in desk.settings.home.iterdir():
        file.chmod(0o600)
    assert verdict(desk, "home") is Verdict.FINE
    assert found(desk, "copies") == []
    copy = desk.settings.home / "office-copy.sqlite"
    copy.write_bytes(b"SQLite format 3\0" + b"CREATE TABLE instrument_version")
    copy.chmod(0o644)
    assert "office-copy" in found(desk, "home")[0].words
    assert "office-copy" in found(desk, "copies")[0].words


@pytest.mark.parametrize("name", ["access.log", "access.log.1", "access.log.2.gz"])
def test_a_log_of_visits_is_seen(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(gzip.compress(VISIT) if name.endswith("gz") else VISIT)
    assert [it.verdict for it in files.logs([], [str(tmp_path)])] == [Verdict.WRONG, Verdict.UNKNOWN]
    file.write_bytes(b'"GET /health HTTP/1.1"\n')
    assert [it.verdict for it in files.logs([], [str(tmp_path)])] == [Verdict.FINE, Verdict.UNKNOWN]


@pytest.mark.parametrize("line", [VISIT, b"https://survey.example.org/i/needs-2026#" + b"A" * 43])
def test_a_log_that_is_given_is_searched(line: bytes) -> None:
    (finding,) = files.logs([io.BytesIO(b"info code=listening\n" + line)], [])
    assert finding.verdict is Verdict.WRONG


def test_the_services_own_log_is_fine() -> None:
    (finding,) = files.logs([io.BytesIO(b"info code=listening workers=2\n")], [])
    assert finding.verdict is Verdict.FINE


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (NGINX.format(logs="access_log off;"), Verdict.FINE),
        (NGINX.format(logs="access_log /var/log/nginx/a.log;"), Verdict.WRONG),
        (NGINX.format(logs="# access_log off;"), Verdict.WRONG),
        (CADDY.format(logs="log { exclude http.log.access http.log.error }"), Verdict.FINE),
        (CADDY.format(logs=""), Verdict.WRONG),
        ("server { server_name another.example.org; }", Verdict.UNKNOWN),
    ],
)
def test_a_proxys_configuration(desk: Desk, tmp_path: Path, config: str, expected: Verdict) -> None:
    folder = tmp_path / "nginx"
    folder.mkdir()
    (folder / "site.conf").write_text(config)
    settings = replace(desk.settings, url="https://survey.example.org")
    assert files.proxy(settings, [str(folder)]).verdict is expected


def backups(settings: Settings, folder: Path) -> list[tuple[str, Verdict]]:
    return [(finding.code, finding.verdict) for finding in files.backups(settings, [folder])]


def test_a_backup_from_before_sealing_is_to_be_deleted(desk: Desk, tmp_path: Path) -> None:
    """Seen without the key that opens it, whatever its time says: a copy is younger than what is in it."""
    assert backups(desk.settings, tmp_path) == [("backups", Verdict.UNKNOWN)]
    settings = replace(desk.settings, backup_key=new_key(tmp_path / "key"))
    desk.open("over")
    desk.open("running")
    make(settings, tmp_path / "before.backup")
    assert backups(settings, tmp_path) == [("backups", Verdict.FINE)]
    campaigns.close("over")
    campaigns.seal(desk.today, "over")
    make(settings, tmp_path / "after.backup")
    rotated = replace(settings, secrets=(*settings.secrets, "another-secret-that-is-newer-than-it"))
    (finding,) = files.backups(rotated, [tmp_path])
    assert (finding.verdict, "before.backup (over)." in finding.words) == (Verdict.WRONG, True)
    assert "after.backup" not in finding.words
    (tmp_path / "before.backup").unlink()
    assert backups(settings, tmp_path) == [("backups", Verdict.FINE)]


def test_whoever_has_the_backup_alone_reads_no_name_on_it(desk: Desk, tmp_path: Path) -> None:
    settings = replace(desk.settings, backup_key=new_key(tmp_path / "key"))
    desk.open("over")
    make(settings, tmp_path / "a.backup")
    assert b"over" not in (tmp_path / "a.backup").read_bytes()
    campaigns.close("over")
    campaigns.seal(desk.today, "over")
    stranger = replace(settings, secrets=("a-secret-of-somebody-elses-own-home-1",))
    assert backups(stranger, tmp_path) == [("strange-backups", Verdict.UNKNOWN)]


def test_a_backup_of_a_campaign_that_was_deleted_is_not_said_to_be_fine(desk: Desk, tmp_path: Path) -> None:
    """It holds all that was deleted; nothing here can tell any more which campaign that was."""
    settings = replace(desk.settings, backup_key=new_key(tmp_path / "key"))
    desk.open("over")
    make(settings, tmp_path / "before.backup")
    campaigns.close("over")
    campaigns.seal(desk.today, "over")
    retention.delete(desk.settings, "over")
    make(settings, tmp_path / "after.backup")
    (finding,) = files.backups(settings, [tmp_path])
    assert (finding.verdict, "before.backup" in finding.words) == (Verdict.UNKNOWN, True)
    assert "after.backup" not in finding.words


def test_of_a_backup_without_a_label_nothing_is_known(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "old.backup").write_bytes(UNLABELLED + bytes(200))
    assert backups(desk.settings, tmp_path) == [("old-backups", Verdict.UNKNOWN)]


def test_an_address_without_https_is_seen(desk: Desk) -> None:
    assert verdict(desk, "address") is Verdict.FINE
    desk.settings = replace(desk.settings, url="http://survey.example.org")
    assert verdict(desk, "address") is Verdict.WRONG
