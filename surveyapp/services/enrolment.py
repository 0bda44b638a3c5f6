"""Enrolling people for personal invitations from what the committee pastes or uploads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from surveyapp.services import Refused, campaigns, invite
from surveyapp.services.invitations import enrol
from surveyapp.services.roster import Roster, read_roster
from surveyapp.settings import Settings
from surveyapp.store import invitations


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
    return enrol(settings, name, Roster(tuple(invite.addresses_in(text)), ()))


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
