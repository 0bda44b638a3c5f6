"""The restore drill, as an administrator types it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Typist


@pytest.fixture
def backed_up(sealed: Typist, tmp_path: Path) -> Typist:
    """A home with a sealed campaign, of which `first.backup` was made for the key in `backup.key`."""
    public = sealed.json(f"backup-key --out {tmp_path / 'backup.key'}")["SURVEYAPP_BACKUP_KEY"]
    sealed.environment["SURVEYAPP_BACKUP_KEY"] = public
    made = sealed.json(f"backup {tmp_path / 'first.backup'}")
    assert made["rows"]["response"] == 30
    return sealed


def test_a_home_is_lost_and_comes_back(backed_up: Typist, tmp_path: Path) -> None:
    old, new = backed_up.json(f"export burnout --out {tmp_path / 'old'}"), tmp_path / "new"
    there = Typist({**backed_up.environment, "SURVEYAPP_HOME": str(new)})
    restored = there.json(f"restore {tmp_path / 'first.backup'} --key {tmp_path / 'backup.key'}")
    assert restored["rows"]["response"] == 30
    assert there.json(f"export burnout --out {tmp_path / 'again'}")["files"] == old["files"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in new.iterdir()} == {0o600}
    assert there.said("campaign link burnout") == backed_up.said("campaign link burnout")


def test_a_restored_campaign_by_invitation_says_what_has_ended(backed_up: Typist, tmp_path: Path) -> None:
    for command in ("create personal --instrument mini_z --invited 20 --by invitation", "open personal"):
        assert "restored" not in backed_up.said(f"campaign {command}")
    backed_up.said(f"backup {tmp_path / 'second.backup'}")
    there = Typist({**backed_up.environment, "SURVEYAPP_HOME": str(tmp_path / "new")})
    there.said(f"restore {tmp_path / 'second.backup'} --key {tmp_path / 'backup.key'}")
    opened = there.said("campaign open personal")
    assert "gives out no more ballots" in opened
    assert "--roster" not in opened
    assert there.json("campaign status personal")["restored"]


def test_a_backup_can_be_checked_without_changing_anything(backed_up: Typist, tmp_path: Path) -> None:
    new = tmp_path / "new"
    there = Typist({"SURVEYAPP_HOME": str(new)})
    said = there.said(f"restore {tmp_path / 'first.backup'} --key {tmp_path / 'backup.key'} --check")
    assert "all readable" in said
    assert not new.exists()


def test_a_home_with_other_secrets_is_left_alone(backed_up: Typist, tmp_path: Path) -> None:
    other = Typist({"SURVEYAPP_HOME": str(tmp_path / "other")})
    other.said("init")
    before = (tmp_path / "other/secrets").read_text()
    command = f"restore {tmp_path / 'first.backup'} --key {tmp_path / 'backup.key'}"
    assert "secrets of its own" in other.refused(command)
    assert (tmp_path / "other/secrets").read_text() == before


def test_a_restore_into_the_home_it_came_from_changes_nothing(backed_up: Typist, tmp_path: Path) -> None:
    command = f"restore {tmp_path / 'first.backup'} --key {tmp_path / 'backup.key'}"
    assert "not empty" in backed_up.refused(command)
    assert backed_up.json("campaign status burnout")["responses"] == 30


@pytest.mark.parametrize(
    ("file", "words"), [("backup.key", "not a backup"), ("first.backup", "holds no key")]
)
def test_files_that_are_mixed_up_are_told_apart(
    backed_up: Typist, tmp_path: Path, file: str, words: str
) -> None:
    path = tmp_path / file
    assert words in backed_up.refused(f"restore {path} --key {path} --check")


def test_a_public_key_that_is_none_is_refused(sealed: Typist, tmp_path: Path) -> None:
    sealed.environment["SURVEYAPP_BACKUP_KEY"] = "not-a-key"
    assert "backup-key" in sealed.refused(f"backup {tmp_path / 'first.backup'}")
