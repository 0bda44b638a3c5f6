"""The restore drill: a backup made while the service runs comes back in a new home, on either database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from surveyapp.ballot.proofs import to_text
from surveyapp.cli.console import create_cli_app
from surveyapp.services import Refused, campaigns, invitations
from surveyapp.services.backups import make as making
from surveyapp.services.backups.make import Made, make, new_key
from surveyapp.services.backups.restore import read, restore
from surveyapp.services.issuing import issue
from surveyapp.services.respond import Outcome, Survey, Withdrawal, survey_of
from surveyapp.services.roster import Roster
from surveyapp.services.spending import Declined, NotIssued
from surveyapp.settings import Settings
from surveyapp.store import box, copying
from surveyapp.store import invitations as stored
from tests.conftest import MakeApp
from tests.invited import Person, people
from tests.services.conftest import Desk

CANARY = "someone wrote this"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "backup.key"


@pytest.fixture
def at_work(desk: Desk, key: Path) -> Desk:
    """A desk with a sealed campaign and an open one, and a key to make backups for."""
    desk.settings = replace(desk.settings, backup_key=new_key(key))
    answer(desk, desk.open("over"), {"area": "adult", "words": CANARY})
    campaigns.close("over")
    campaigns.seal(desk.today, "over")
    answer(desk, desk.open("running"), {"area": "adult"}, {"area": "pediatric", "words": CANARY})
    return desk


def answer(desk: Desk, name: str, *people: dict[str, Any]) -> list[str]:
    """Let people answer; gives their receipts."""
    survey, receipts = desk.survey(name), []
    for answers in people:
        ballot, receipt = desk.respond.ballot(survey)
        assert desk.respond.submit(survey, ballot, answers) is Outcome.RECORDED
        receipts.append(receipt)
    return receipts


def everything() -> dict[str, list[copying.Row]]:
    return {table.table: list(table.rows) for table in copying.copied()}


@pytest.fixture
def elsewhere(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[Settings], Settings]:
    """Settings of a new home with databases of the other kind, so that a drill crosses over."""

    def made(settings: Settings) -> Settings:
        home = tmp_path / "elsewhere"
        home.mkdir(mode=0o700)
        if settings.database_url.startswith("sqlite"):
            postgres = request.getfixturevalue("postgres")
            office, kept = postgres.url(postgres.create()), postgres.url(postgres.create())
        else:
            office, kept = f"sqlite:///{home / 'office.sqlite'}", f"sqlite:///{home / 'box.sqlite'}"
        return replace(settings, home=home, database_url=office, box_database_url=kept)

    return made


def restored(settings: Settings, made: Made, key: Path) -> tuple[str, ...]:
    with create_cli_app(settings):
        return restore(settings, read(made.file, key))


def test_everything_comes_back(
    at_work: Desk, key: Path, tmp_path: Path, elsewhere: Callable[[Settings], Settings], make_app: MakeApp
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
    at_work: Desk, key: Path, tmp_path: Path, elsewhere: Callable[[Settings], Settings], make_app: MakeApp
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


@pytest.fixture
def invited(at_work: Desk) -> list[Person]:
    """Two who were invited to an open campaign, which lets people without script type their code."""
    at_work.open("personal", by="invitation", code_without_script=True)
    return people(at_work.settings, "personal", ["ann@example.org", "bob@example.org"])


def shown(desk: Desk) -> Survey:
    return survey_of(campaigns.find("personal"), desk.settings, desk.today())


def ask(desk: Desk, person: Person) -> str:
    return issue(desk.settings, shown(desk), person.code, to_text(person.blinded.message))


def declined(desk: Desk, person: Person) -> list[Declined]:
    """Why a person gets no ballot, from the page's script and without it."""
    reasons = []
    typing = desk.respond.ballot(shown(desk))[0]
    for take in (
        lambda: ask(desk, person),
        lambda: desk.respond.submit_with_code(shown(desk), typing, person.code, {"area": "adult"}),
    ):
        with pytest.raises(NotIssued) as refusal:
            take()
        reasons.append(refusal.value.reason)
    return reasons


def test_it_holds_no_key_that_signs(at_work: Desk, invited: list[Person]) -> None:
    kept = stored.key("personal")
    assert kept is not None
    assert kept.private
    assert everything()["ballot_key"] == [("personal", kept.public, b"")]


def test_a_restored_campaign_takes_ballots_and_gives_none(
    at_work: Desk,
    invited: list[Person],
    key: Path,
    tmp_path: Path,
    elsewhere: Callable[[Settings], Settings],
    make_app: MakeApp,
) -> None:
    """Ballots from before the backup and after it count; neither person can have another."""
    ann, bob = invited
    early = ann.ballot(ask(at_work, ann))
    made = make(at_work.settings, tmp_path / "first.backup")
    late = bob.ballot(ask(at_work, bob))
    settings = elsewhere(at_work.settings)
    assert restored(settings, made, key) == ("personal", "running")
    app = make_app(settings)
    with app.app_context():
        there = Desk(settings)
        campaigns.open_(settings, there.today, "personal")
        assert everything()["ballot_key"] == [("personal", ann.key, b"")]
        assert campaigns.status(settings, there.today, "personal").restored
        for person in invited:
            assert declined(there, person) == [Declined.RESTORED] * 2
        assert stored.count("personal") == (2, 1)
        for ballot in (early, late):
            assert there.respond.submit(shown(there), ballot, {"area": "adult"}) is Outcome.RECORDED
        assert box.count("personal") == 2
    page = app.test_client().get(ann.path)
    assert (page.status_code, "no more ballots" in page.text) == (403, True)


def test_a_restored_campaign_sends_nobody_a_second_mail(
    at_work: Desk,
    invited: list[Person],
    key: Path,
    tmp_path: Path,
    elsewhere: Callable[[Settings], Settings],
    make_app: MakeApp,
) -> None:
    made = make(at_work.settings, tmp_path / "first.backup")
    settings = elsewhere(at_work.settings)
    restored(settings, made, key)
    with make_app(settings).app_context():
        there = Desk(settings)
        campaigns.open_(settings, there.today, "personal")
        for act in (
            lambda: invitations.enrol(settings, "personal", Roster(("cy@example.org",), ())),
            lambda: invitations.send_invitations(settings, there.today, "personal", quiet),
            lambda: invitations.send_reminders(settings, there.today, "personal", quiet),
        ):
            with pytest.raises(Refused, match="restored from a backup"):
                act()
        assert stored.recipients("personal") == dict.fromkeys(
            ["ann@example.org", "bob@example.org"], "waiting"
        )


def quiet(_what: str, _done: int, _whole: int) -> None:
    pass


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


def test_nothing_stands_in_it_in_the_clear(at_work: Desk, tmp_path: Path) -> None:
    made = make(at_work.settings, tmp_path / "first.backup")
    found = made.file.read_bytes()
    for secret in (CANARY, "pediatric", "running", *at_work.settings.secrets):
        assert secret.encode() not in found
    assert made.file.stat().st_mode & 0o077 == 0


def test_it_holds_no_order(at_work: Desk, tmp_path: Path, key: Path) -> None:
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
        self._file.seek(-1, 2)
        self._file.write(b"\0")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making.envelope.Sealer, "finish", spoiled)
        with pytest.raises(making.Unreadable):
            make(at_work.settings, tmp_path / "first.backup")
    assert list(tmp_path.glob("*first*")) == []


def test_without_a_key_it_says_how_to_get_one(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="backup-key"):
        make(desk.settings, tmp_path / "first.backup")


@pytest.mark.parametrize("what", ["backup", "key"])
def test_no_file_is_written_over(at_work: Desk, key: Path, tmp_path: Path, what: str) -> None:
    (tmp_path / "there").write_text("there")
    with pytest.raises(Refused, match="there already"):
        make(at_work.settings, tmp_path / "there") if what == "backup" else new_key(tmp_path / "there")
    assert (tmp_path / "there").read_text() == "there"


def test_the_backup_of_a_newer_program_is_refused(
    at_work: Desk, key: Path, tmp_path: Path, elsewhere: Callable[[Settings], Settings]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making.store, "newest", lambda: "9999")
        made = make(at_work.settings, tmp_path / "first.backup")
    with pytest.raises(Refused, match="newer program"):
        restored(elsewhere(at_work.settings), made, key)
