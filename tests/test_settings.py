"""Settings: each read, checked and documented; no secret shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from surveyapp.cli import main
from surveyapp.settings import Settings, SettingsError, documented

STRONG = "correct-horse-battery-staple-0123456789"
DOCS = Path(__file__).parent.parent / "docs" / "operating.md"


def read(home: Path, **variables: str) -> Settings:
    return Settings.from_environment({"SURVEYAPP_HOME": str(home), **variables})


def test_defaults_need_no_environment() -> None:
    settings = Settings.from_environment({})
    assert settings.home == Path("instance").resolve()
    assert settings.database_url == f"sqlite:///{settings.home.as_posix()}/office.sqlite"
    assert settings.box_database_url == f"sqlite:///{settings.home.as_posix()}/box.sqlite"
    assert (settings.bind, settings.workers, settings.threads, settings.proxies) == (
        "127.0.0.1:8000",
        2,
        4,
        0,
    )


@pytest.mark.parametrize(
    ("variable", "text", "field", "value"),
    [
        ("SURVEYAPP_SECRETS", f"{STRONG}, {STRONG}2", "secrets", (STRONG, f"{STRONG}2")),
        ("DATABASE_URL", "postgres://u:p@db/office", "database_url", "postgresql+psycopg://u:p@db/office"),
        ("BOX_DATABASE_URL", "postgresql://u@db/box", "box_database_url", "postgresql+psycopg://u@db/box"),
        ("SURVEYAPP_URL", "https://survey.example.org/", "url", "https://survey.example.org"),
        ("SURVEYAPP_TIMEZONE", "America/New_York", "timezone", "America/New_York"),
        ("SURVEYAPP_MAIL_SECURITY", "STARTTLS", "mail_security", "starttls"),
        ("SURVEYAPP_MAIL_PASSWORD", " with spaces ", "mail_password", " with spaces "),
        ("SURVEYAPP_BIND", "[::1]:80", "bind", "[::1]:80"),
        ("SURVEYAPP_WORKERS", "8", "workers", 8),
        ("SURVEYAPP_PROXIES", "", "proxies", 0),
    ],
)
def test_a_variable_sets_its_field(tmp_path: Path, variable: str, text: str, field: str, value: Any) -> None:
    assert getattr(read(tmp_path, **{variable: text}), field) == value


@pytest.mark.parametrize(
    ("variable", "text", "said"),
    [
        ("SURVEYAPP_SECRETS", "too-short", "weak secret"),
        ("SURVEYAPP_SECRETS", "ab" * 40, "weak secret"),
        ("SURVEYAPP_SECRETS", f"{STRONG},changeme", r"weak secret \(number 2\)"),
        ("SURVEYAPP_URL", "survey.example.org", "https://survey.example.org"),
        ("SURVEYAPP_URL", "https://survey.example.org/?a=1", "without a user, a query"),
        ("SURVEYAPP_URL", "ftp://survey.example.org", "https://"),
        ("SURVEYAPP_URL", "https://me@survey.example.org", "without a user"),
        ("SURVEYAPP_TIMEZONE", "Mars/Olympus", "America/New_York"),
        ("SURVEYAPP_TIMEZONE", "../../etc/passwd", "time zone"),
        ("SURVEYAPP_WORKERS", "many", "whole number from 1 to 64"),
        ("SURVEYAPP_WORKERS", "0", "whole number from 1 to 64"),
        ("SURVEYAPP_BIND", "8000", "HOST:PORT"),
        ("SURVEYAPP_BIND", "127.0.0.1:99999", "whole number"),
        ("SURVEYAPP_MAIL_SECURITY", "ssl", "none, starttls, tls"),
        ("DATABASE_URL", "mysql://db/office", "postgresql://"),
        ("DATABASE_URL", "sqlite:///:memory:", "sqlite:///FILE"),
    ],
)
def test_a_value_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, variable: str, text: str, said: str
) -> None:
    with pytest.raises(SettingsError, match=f"^{variable} .*{said}.*") as refused:
        read(tmp_path, **{variable: text})
    assert "\n" not in str(refused.value)


def test_a_weak_secret_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, SURVEYAPP_SECRETS="hunter2")
    assert "hunter2" not in str(refused.value)


def test_an_unknown_variable_is_refused_with_a_hint() -> None:
    with pytest.raises(
        SettingsError, match="SURVEYAPP_TIMEZON is not a setting: did you mean SURVEYAPP_TIMEZONE"
    ):
        Settings.from_environment({"SURVEYAPP_TIMEZON": "UTC"})


def test_the_box_needs_a_database_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="same database"):
        read(tmp_path, DATABASE_URL="postgresql://db/one", BOX_DATABASE_URL="postgres://db/one")


def test_mail_needs_a_sender(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SURVEYAPP_MAIL_FROM"):
        read(tmp_path, SURVEYAPP_MAIL_HOST="mail.example.org")


@pytest.mark.parametrize("variable", ["SURVEYAPP_MAIL_USERNAME", "SURVEYAPP_MAIL_PASSWORD"])
def test_what_no_mail_server_can_be_told_is_refused_at_the_start(tmp_path: Path, variable: str) -> None:
    with pytest.raises(SettingsError, match=f"{variable}.*English letters") as refusal:
        read(tmp_path, **{variable: "Schlüssel"})
    assert "ü" not in str(refusal.value)


class TestSecretsFile:
    def test_is_read_where_no_variable_is_given(self, tmp_path: Path) -> None:
        file = tmp_path / "secrets"
        file.write_text(f"{STRONG}\n{STRONG}2\n")
        file.chmod(0o600)
        assert read(tmp_path).secrets == (STRONG, f"{STRONG}2")

    def test_gives_way_to_the_variable(self, tmp_path: Path) -> None:
        (tmp_path / "secrets").write_text("weak")
        assert read(tmp_path, SURVEYAPP_SECRETS=STRONG).secrets == (STRONG,)

    def test_is_refused_where_everybody_can_read_it(self, tmp_path: Path) -> None:
        file = tmp_path / "secrets"
        file.write_text(STRONG)
        file.chmod(0o644)
        with pytest.raises(SettingsError, match="chmod 600"):
            read(tmp_path)

    def test_is_refused_where_it_is_weak(self, tmp_path: Path) -> None:
        file = tmp_path / "secrets"
        file.write_text("weak\n")
        file.chmod(0o600)
        with pytest.raises(SettingsError, match="weak secret"):
            read(tmp_path)


SECRET_VALUES = {
    "SURVEYAPP_SECRETS": f"{STRONG}-canary",
    "SURVEYAPP_MAIL_PASSWORD": "canary",
    "DATABASE_URL": "postgresql://office:canary@db/office?password=canary",
    "BOX_DATABASE_URL": "postgresql://box:canary@db/box",
}


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_the_command_shows_every_setting_and_no_secret(tmp_path: Path, options: list[str]) -> None:
    variables = {"SURVEYAPP_HOME": str(tmp_path), **SECRET_VALUES}
    result = CliRunner(env=variables).invoke(main, ["settings", *options])
    assert result.exit_code == 0
    assert "canary" not in result.output
    for row in documented().values():
        assert row.variable in result.output


def test_nothing_secret_is_in_the_representation(tmp_path: Path) -> None:
    assert "canary" not in repr(read(tmp_path, **SECRET_VALUES))


def test_the_command_gives_json(tmp_path: Path) -> None:
    result = CliRunner(env={"SURVEYAPP_HOME": str(tmp_path)}).invoke(main, ["settings", "--json"])
    rows = json.loads(result.output)
    assert {row["variable"]: row["value"] for row in rows}["SURVEYAPP_WORKERS"] == "2"
    assert all(row["meaning"].endswith(".") for row in rows)


def test_a_wrong_setting_ends_a_command_with_a_sentence() -> None:
    result = CliRunner(env={"SURVEYAPP_URL": "nowhere"}).invoke(main, ["settings"])
    assert result.exit_code == 1
    assert result.output.startswith("Error: SURVEYAPP_URL is 'nowhere'")


def test_every_setting_is_in_the_operating_manual() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert [row.variable for row in documented().values() if f"`{row.variable}`" not in text] == []


def test_a_password_with_a_slash_is_neither_shown_nor_taken(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="%2F") as refused:
        Settings.from_environment({"DATABASE_URL": "postgresql://user:sec/ret@127.0.0.1/office"})
    assert "sec" not in str(refused.value)


def test_whatever_stands_before_the_host_is_hidden(tmp_path: Path) -> None:
    given = {"SURVEYAPP_HOME": str(tmp_path), "DATABASE_URL": "postgresql://user:se@cret@127.0.0.1/office"}
    shown = Settings.from_environment(given).shown("database_url")
    assert shown == "postgresql+psycopg://***@127.0.0.1/office"
