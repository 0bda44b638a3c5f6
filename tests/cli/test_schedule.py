"""The schedule, the e-mail's files and the deletion of a campaign, by command."""

from __future__ import annotations

import email
from email import policy
from pathlib import Path

import pytest

from surveyapp.cli.console import create_cli_app
from surveyapp.settings import Settings
from tests.cli.conftest import Typist
from tests.services.planning import as_restored

CREATE = "campaign create round-1 --instrument mini_z --invited 50"


def test_what_is_planned_is_listed_moved_and_taken_off(typist: Typist) -> None:
    typist.said(CREATE)
    typist.said("schedule add round-1 open --at '2099-01-04 08:00'")
    typist.said("schedule add round-1 invite --at '2099-01-04 08:00' --to 'All <all@example.org>'")
    opening, invitation = typist.json("schedule list round-1")
    assert (opening["what"], opening["due"], opening["state"]) == ("open", "2099-01-04T08:00", "waiting")
    assert [each["address"] for each in invitation["addresses"]] == ["all@example.org"]
    typist.said(f"schedule move {opening['number']} --at '2099-01-03 08:00'")
    typist.said(f"schedule cancel {invitation['number']}")
    assert [each["due"] for each in typist.json("schedule list")] == ["2099-01-03T08:00"]


def test_the_list_says_when_no_worker_runs(typist: Typist) -> None:
    typist.said(CREATE)
    typist.said("schedule add round-1 open --at '2099-01-04 08:00'")
    listed = typist.type("schedule list")
    assert "2099-01-04 08:00  round-1  Open the campaign: will happen" in listed.stdout
    assert "No worker runs" in listed.stderr


def test_planning_to_open_says_what_the_launch_would(typist: Typist) -> None:
    typist.said(f"{CREATE} --k 3")
    told = typist.type("schedule add round-1 open --at '2099-01-04 08:00'")
    assert "Before it opens: With k = 3 a person hides among very few. 5 is usual.\n" in told.stderr
    assert "Before it opens: There is no closing day" in told.stderr
    typist.said("schedule add round-1 close --at '2099-02-04 08:00'")
    assert "Before it opens" not in typist.type("schedule list").output


def test_what_waits_for_a_person_comes_with_its_command(typist: Typist) -> None:
    typist.said(CREATE)
    for what in ("open", "invite --to all@example.org", "close"):
        typist.said(f"schedule add round-1 {what} --at '2099-01-04 08:00'")
    with create_cli_app(Settings.from_environment(typist.environment)):
        as_restored()
    listed = typist.said("schedule list")
    assert "To go on: surveyapp schedule again 1, or surveyapp campaign open round-1\n" in listed
    assert "To go on: surveyapp campaign open round-1, then surveyapp schedule again 2\n" in listed
    assert "To go on: surveyapp schedule again 3\n" in listed


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("schedule add round-1 open --at '2020-01-04 08:00'", "is over"),
        ("schedule add round-1 invite --at '2099-01-04 08:00' --to jane", "is an e-mail address"),
        ("schedule add nothing open --at '2099-01-04 08:00'", "no campaign 'nothing'"),
        ("schedule cancel 7", "nothing with the number 7"),
        ("schedule again 7", "nothing with the number 7"),
    ],
)
def test_what_cannot_be_planned_is_one_sentence(typist: Typist, command: str, words: str) -> None:
    typist.said(CREATE)
    assert words in typist.refused(command)


def test_a_time_that_is_none_is_refused(typist: Typist) -> None:
    typist.said(CREATE)
    result = typist.type("schedule add round-1 open --at tomorrow")
    assert (result.exit_code, "write it as '2027-01-31 08:00'" in result.stderr) == (2, True)


def test_a_sealed_campaign_is_deleted_for_good(sealed: Typist) -> None:
    assert sealed.type("campaign delete burnout").exit_code == 1, "it asks first"
    assert sealed.json("campaign delete burnout --yes") == {"deleted": "burnout"}
    assert sealed.json("campaign list") == []


def test_only_a_sealed_campaign_is_deleted(typist: Typist) -> None:
    typist.said(CREATE)
    assert "surveyapp campaign discard round-1" in typist.refused("campaign delete round-1 --yes")


def test_the_e_mail_comes_as_a_draft_and_the_link_as_a_picture(typist: Typist, tmp_path: Path) -> None:
    typist.said(CREATE)
    typist.said("campaign open round-1")
    draft, svg, png = (tmp_path / name for name in ("mail.eml", "link.svg", "link.png"))
    typist.said(f"invite round-1 --remind --eml {draft} --qr {svg}")
    typist.said(f"invite round-1 --qr {png}")
    made = email.message_from_bytes(draft.read_bytes(), policy=policy.default)
    assert (made["X-Unsent"], str(made["Subject"]).startswith("Reminder")) == ("1", True)
    assert svg.read_text(encoding="utf-8").startswith("<svg")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert "no kind of picture" in typist.refused(f"invite round-1 --qr {tmp_path / 'link.gif'}")
