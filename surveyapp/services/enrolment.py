"""Enrolling people for personal invitations from what the committee pastes or uploads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from surveyapp.mail.addresses import pasted
from surveyapp.services import Refused, campaigns, invite
from surveyapp.services.invitations import enrol
from surveyapp.services.roster import Roster, read_lines, read_roster
from surveyapp.settings import Settings
from surveyapp.store import invitations, office, sealing


@dataclass(frozen=True)
class Enrolment:
    """How many people have a personal invitation, of how many, and how many of these still wait for it.

    Nothing of who has used theirs, nor of how many.
    """

    people: int
    invited: int
    waiting: int


def enrolment(name: str) -> Enrolment:
    """How far the invitations of a campaign are. Raises Refused where there is none of that name."""
    invited = campaigns.find(name).invited
    mails = list(invitations.recipients(name).values())
    return Enrolment(len(mails), invited, mails.count("waiting"))


def enrol_pasted(settings: Settings, name: str, text: str) -> int:
    """Gives everybody in a pasted list an invitation who has none; how many that were. Raises Refused."""
    return enrol(settings, name, _roster_in(text))


def _roster_in(text: str) -> Roster:
    """The addresses of a pasted list; of lines out of a table, with one each, as a file of them is read."""
    lines = [line for line in text.splitlines() if line.strip()]
    a_line_each = bool(pasted(text).wrong) and all(line.count("@") < 2 for line in lines)
    # What has no address on top may be one with a slip in it: a heading says what it is.
    if a_line_each and ("@" in lines[0] or "mail" in lines[0].lower()):
        return read_lines(text, "The list")
    return Roster(tuple(invite.addresses_in(text)), ())


def enrol_uploaded(settings: Settings, name: str, content: bytes) -> int:
    """The same for a roster in a CSV file. Raises Refused."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "the-roster.csv"
        file.write_bytes(content)
        try:
            roster = read_roster(file)
        except Refused as refused:
            raise Refused(str(refused).replace(str(file), "The file")) from None
    return enrol(settings, name, roster)


def empty_roster(name: str) -> int:
    """Takes everybody off a draft's roster; how many that were. Raises Refused once it has been open."""
    with office.changing():
        if campaigns.find(name).state != "draft":
            raise Refused(f"'{name}' has been launched: whoever is on its roster stays invited.")
        people = len(invitations.recipients(name))
        invitations.forget(name)
    sealing.scrub_office()
    return people
