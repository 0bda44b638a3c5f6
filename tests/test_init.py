"""`surveyapp init`: a home that works, made once, safe to run again."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from surveyapp.cli import main
from surveyapp.cli.console import create_cli_app
from surveyapp.settings import Settings, SettingsError


def init(home: Path, *options: str) -> str:
    result = CliRunner(env={"SURVEYAPP_HOME": str(home)}).invoke(
        main, ["init", *options], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return result.output


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_makes_what_nobody_else_can_read(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    assert "surveyapp campaign create" in init(home)
    assert mode(home) == 0o700
    assert {path.name: mode(path) for path in home.iterdir()} == {
        "secrets": 0o600,
        "office.sqlite": 0o600,
        "box.sqlite": 0o600,
    }
    assert len(Settings.from_environment({"SURVEYAPP_HOME": str(home)}).secrets) == 1


def test_two_homes_have_two_secrets(tmp_path: Path) -> None:
    for name in "ab":
        init(tmp_path / name)
    assert (tmp_path / "a/secrets").read_text() != (tmp_path / "b/secrets").read_text()


def test_changes_nothing_the_second_time(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = json.loads(init(home, "--json"))
    secret = (home / "secrets").read_text()
    second = json.loads(init(home, "--json"))
    assert (first["made_home"], first["made_secret"]) == (True, True)
    assert (second["made_home"], second["made_secret"]) == (False, False)
    assert (home / "secrets").read_text() == secret


def test_an_application_needs_it(tmp_path: Path) -> None:
    settings = Settings.from_environment({"SURVEYAPP_HOME": str(tmp_path / "none")})
    with pytest.raises(SettingsError, match="surveyapp init"), create_cli_app(settings):
        pass
