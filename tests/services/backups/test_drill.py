"""The restore drill: a backup made while the service runs comes back in a new home, on either database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from surveyapp.services import Refused, campaigns, schedule
from surveyapp.services.backups import make as making
from surveyapp.services.backups import restore as restoring
from surveyapp.services.backups.make import make, new_key
from surveyapp.services.backups.restore import read, restore
from surveyapp.services.respond import Withdrawal
from surveyapp.store import box
from tests.conftest import MakeApp
from tests.services.backups.conftest import CANARY, Elsewhere, answer, everything, restored
from tests.services.conftest import Desk
from tests.services.planning import START


def test_everything_comes_back(
    at_work: Desk, key: Path, tmp_path: Path, elsewhere: Elsewhere, make_app: MakeApp
) -> None:
    (withdrawn,) = answer(at_work, "running", {"area": "adult"})
    assert at_work.respond.withdraw(at_work.survey("running"), withdrawn) is Withdrawal.WITHDRAWN
    made, before = make(at_work.settings, tmp_path / "first.backup"), everything()
    assert made.rows == {name: len(rows) for name, rows in before.items()}
    settings = elsewhere(at_work.settings)
    assert restored(settings, made, key) == ("running",)
    with make_app(settings).app_context():
        after = everything()
        assert {row[0] for row in after["intake"] if row[1]} == set()
        for changed in ("campaign", "intake"):
            del before[changed], after[changed]
        assert after == before


def test_a_restored_campaign_goes_on(
    at_work: Desk, key: Path, tmp_path: Path, elsewhere: Elsewhere, make_app: MakeApp
) -> None:
    (receipt,) = answer(at_work, "running", {"area": "adult"})
    made = make(at_work.settings, tmp_path / "first.backup")
    settings = elsewhere(at_work.settings)
    restored(settings, made, key)
    assert (settings.home / "secrets").read_text().split() == list(settings.secrets)
    with make_app(settings).app_context():
        there = Desk(settings)
        with pytest.raises(Refused, match="sealed"):
            campaigns.open_(settings, there.today, "over")
        campaigns.open_(settings, there.today, "running")
        assert box.count("running") == 3
        assert there.respond.withdraw(there.survey("running"), receipt) is Withdrawal.WITHDRAWN
        answer(there, "running", {"area": "adult"})
        assert box.count("running") == 3


def test_answers_go_on_coming_while_it_is_made(at_work: Desk, key: Path, tmp_path: Path) -> None:
    """A backup is one moment: what comes while it is written is not in it."""
    counted = []
    written = making.lines.written

    def slowly(*given: Any) -> Any:
        for line in written(*given):
            if b'"table":"response"' in line:
                answer(at_work, "running", {"area": "adult"})
                counted.append(box.count("running"))
            yield line

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making.lines, "written", slowly)
        made = make(at_work.settings, tmp_path / "first.backup")
    assert counted == [3]
    assert made.rows["response"] == 1 + 2


def test_a_restore_that_is_cut_off_leaves_nothing_going_on(
    at_work: Desk, key: Path, tmp_path: Path, elsewhere: Elsewhere, make_app: MakeApp
) -> None:
    """Whoever then starts the service all the same takes no answers and sends no e-mail a second time."""
    schedule.add(lambda: START, "running", "invite", START, ["all@example.org"])
    made = make(at_work.settings, tmp_path / "first.backup")
    settings, upgrade = elsewhere(at_work.settings), restoring.store.upgrade

    def cut_off(layout: str = "") -> None:
        if not layout:
            raise KeyboardInterrupt
        upgrade(layout)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(restoring.store, "upgrade", cut_off)
        with pytest.raises(KeyboardInterrupt):
            restored(settings, made, key)
    with make_app(settings).app_context():
        assert campaigns.find("running").state == "closed"
        assert [each.state for each in schedule.listed()] == ["late"]
        assert {row[1] for row in everything()["intake"]} == {False}


def test_nothing_stands_in_it_in_the_clear(at_work: Desk, tmp_path: Path) -> None:
    made = make(at_work.settings, tmp_path / "first.backup")
    found = made.file.read_bytes()
    for secret in (CANARY, "pediatric", "running", *at_work.settings.secrets):
        assert secret.encode() not in found
    assert made.file.stat().st_mode & 0o077 == 0


def test_it_holds_no_order(at_work: Desk) -> None:
    """The rows of an open box leave by their ids, which are hashes."""
    answer(at_work, "running", *[{"area": "adult"}] * 20)
    ids = [row[1] for row in everything()["response"] if row[0] == "running"]
    assert len(ids) == 22
    assert ids == sorted(ids)


def test_full_databases_are_left_alone(at_work: Desk, key: Path, tmp_path: Path) -> None:
    made = make(at_work.settings, tmp_path / "first.backup")
    before = everything()
    with pytest.raises(Refused, match="not empty"):
        restore(at_work.settings, read(made.file, key))
    assert everything() == before


def test_a_damaged_backup_changes_nothing(at_work: Desk, key: Path, tmp_path: Path) -> None:
    made = make(at_work.settings, tmp_path / "first.backup")
    made.file.write_bytes(made.file.read_bytes()[:-1])
    with pytest.raises(Refused, match="damaged or cut short"):
        read(made.file, key)


def test_the_key_of_somebody_else_opens_nothing(at_work: Desk, tmp_path: Path) -> None:
    made = make(at_work.settings, tmp_path / "first.backup")
    new_key(tmp_path / "other.key")
    with pytest.raises(Refused, match="another key"):
        read(made.file, tmp_path / "other.key")


def test_what_the_disk_spoiled_is_found_at_once(at_work: Desk, tmp_path: Path) -> None:
    """The file is read back under its own key before it gets its name."""
    finish = making.envelope.Sealer.finish

    def spoiled(self: Any) -> None:
        finish(self)
        self._file.seek(-16, 2)
        self._file.write(bytes(16))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making.envelope.Sealer, "finish", spoiled)
        with pytest.raises(Refused, match="not what was written"):
            make(at_work.settings, tmp_path / "first.backup")
    assert list(tmp_path.glob("*first*")) == []


def test_without_a_key_it_says_how_to_get_one(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Make a key"):
        make(desk.settings, tmp_path / "first.backup")


@pytest.mark.parametrize("what", ["backup", "key"])
def test_no_file_is_written_over(at_work: Desk, key: Path, tmp_path: Path, what: str) -> None:
    (tmp_path / "there").write_text("there")
    with pytest.raises(Refused, match="there already"):
        make(at_work.settings, tmp_path / "there") if what == "backup" else new_key(tmp_path / "there")
    assert (tmp_path / "there").read_text() == "there"


def test_the_backup_of_a_newer_program_is_refused(
    at_work: Desk, key: Path, tmp_path: Path, elsewhere: Elsewhere
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making.store, "newest", lambda: "9999")
        made = make(at_work.settings, tmp_path / "first.backup")
    with pytest.raises(Refused, match="newer program"):
        restored(elsewhere(at_work.settings), made, key)
