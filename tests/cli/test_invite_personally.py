"""Personal invitations as somebody types the commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveyapp.cli.progress import Progress
from surveyapp.settings import Settings
from tests.cli.conftest import Typist
from tests.mail.mailbox import Mailbox, mail_through

NAME = "burnout"


@pytest.fixture
def office(typist: Typist, mailbox: Mailbox) -> Iterator[Typist]:
    """Somebody who can send mail, and has opened a campaign by invitation."""
    with mail_through(Settings.from_environment(typist.environment), mailbox) as settings:
        typist.environment |= {
            "SURVEYAPP_MAIL_HOST": settings.mail_host,
            "SURVEYAPP_MAIL_PORT": str(settings.mail_port),
            "SURVEYAPP_MAIL_FROM": settings.mail_from,
        }
        typist.said(f"campaign create {NAME} --instrument mini_z --invited 20 --by invitation")
        typist.said(f"campaign open {NAME}")
        yield typist


def roster(folder: Path, *addresses: str) -> Path:
    file = folder / "roster.csv"
    file.write_text("\n".join(["mail", *addresses]), encoding="utf-8")
    return file


def test_everybody_on_a_roster_gets_a_link(office: Typist, mailbox: Mailbox, tmp_path: Path) -> None:
    file = roster(tmp_path, "ann@example.org", "bob@example.org", "ann@example.org")
    said = office.said(f"invite {NAME} --roster {file}")
    assert "again on line 4" in said
    assert "2 people, 2 of them new" in said
    assert "Sent: 2." in said
    assert sorted(mailbox.addressees) == ["ann@example.org", "bob@example.org"]
    assert "Sent: 0." in office.said(f"invite {NAME} --roster {file}")


def test_status_shows_the_fingerprint_that_the_e_mail_shows(
    office: Typist, mailbox: Mailbox, tmp_path: Path
) -> None:
    office.said(f"invite {NAME} --roster {roster(tmp_path, 'ann@example.org')}")
    found = office.json(f"campaign status {NAME}")
    assert found["by"] == "invitation"
    assert re.fullmatch(r"([0-9A-F]{4} ){15}[0-9A-F]{4}", found["fingerprint"])
    assert f"Key:       {found['fingerprint']}" in office.said(f"campaign status {NAME}")
    part = mailbox.messages[0].get_body(("plain",))
    assert part
    assert found["fingerprint"] in " ".join(str(part.get_payload()).split())


def test_a_bad_line_is_told_and_nothing_is_sent(office: Typist, mailbox: Mailbox, tmp_path: Path) -> None:
    said = office.refused(f"invite {NAME} --roster {roster(tmp_path, 'ann@example.org', 'bob')}")
    assert "line 3" in said
    assert "“bob”" in said
    assert mailbox.messages == []


def test_who_was_not_reached_is_named_and_the_way_on(office: Typist, tmp_path: Path) -> None:
    file = roster(tmp_path, "nobody@example.org", "vanish@example.org", "ann@example.org")
    result = office.type(f"invite {NAME} --roster {file}")
    assert result.exit_code == 1
    assert "Sent: 1." in result.stdout
    assert "Not sent to nobody@example.org" in result.stderr
    assert "In doubt, and not sent again: vanish@example.org" in result.stderr
    assert f"surveyapp remind {NAME}" in result.stderr


def test_reminding_shows_nobody(
    office: Typist, mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.said(f"invite {NAME} --roster {roster(tmp_path, 'ann@example.org', 'bob@example.org')}")
    monkeypatch.setattr(Progress, "__call__", watch)
    assert office.said(f"remind {NAME}") == "Reminders sent: at most 5.\n"
    assert len(mailbox.messages) == 4
    monkeypatch.setattr(Mailbox, "handle_RCPT", refuse)
    result = office.type(f"remind {NAME}")
    assert result.exit_code == 1
    assert "Not sent: at most 5." in result.stderr
    assert "--new-round" in result.stderr
    assert "example.org" not in result.output
    assert "Reminders sent: at most 5." in result.stdout, "also for none"


def watch(*_: object) -> None:
    raise AssertionError("how far it is tells how many have not answered")


async def refuse(*_: object) -> str:
    return "550 no"


def test_a_group_link_is_reminded_of_otherwise(typist: Typist) -> None:
    typist.said(f"campaign create {NAME} --instrument mini_z --invited 20")
    typist.said(f"campaign open {NAME}")
    assert "--remind" in typist.refused(f"remind {NAME}")


@pytest.mark.parametrize("option", ["--print", "--to a@example.org", "--remind"])
def test_a_roster_stands_alone(office: Typist, tmp_path: Path, option: str) -> None:
    result = office.type(f"invite {NAME} --roster {roster(tmp_path, 'ann@example.org')} {option}")
    assert result.exit_code == 2
    assert "stands alone" in result.output


def test_there_is_no_group_e_mail_for_personal_links(office: Typist) -> None:
    assert "--roster" in office.refused(f"invite {NAME} --print")


def test_synthetic_people_are_sent_no_invitation(typist: Typist) -> None:
    typist.said(f"campaign create {NAME} --instrument mini_z --invited 20 --by invitation --synthetic")
    typist.said(f"campaign open {NAME}")
    assert "by invitation" in typist.refused(f"simulate -n 3 {NAME}")


def test_after_sealing_no_address_is_left(office: Typist, tmp_path: Path) -> None:
    office.said(f"invite {NAME} --roster {roster(tmp_path, 'ann@example.org')}")
    office.said(f"campaign close {NAME}")
    office.said(f"campaign seal {NAME}")
    files = Path(office.environment["SURVEYAPP_HOME"]).glob("*.sqlite*")
    assert not [file.name for file in files if b"ann@example.org" in file.read_bytes()]


def test_a_draft_keeps_its_roster_and_says_how_to_plan_the_e_mails(
    office: Typist, mailbox: Mailbox, tmp_path: Path
) -> None:
    office.said("campaign create later --instrument mini_z --invited 20 --by invitation")
    said = office.said(f"invite later --roster {roster(tmp_path, 'ann@example.org')}")
    assert "1 people, 1 of them new" in said
    assert "surveyapp schedule add later invite" in said
    office.said("schedule add later invite --at '2099-01-04 08:00'")
    assert office.json("schedule list later")[0]["addresses"] == []
    assert mailbox.messages == []
