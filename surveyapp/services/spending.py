"""Spending an invitation: its code is good for one thing, asked for as often as need be."""

from __future__ import annotations

from enum import Enum, auto

from surveyapp.ballot.codes import BadCode, blinded_digest, code_digest, read_code
from surveyapp.store import invitations
from surveyapp.store.invitations import Taken


class Declined(Enum):
    """Why an invitation gives nothing."""

    UNREADABLE = auto()
    UNKNOWN = auto()
    SPENT = auto()
    CLOSED = auto()
    RESTORED = auto()


class NotIssued(Exception):
    """The invitation gave nothing, and was not used."""

    def __init__(self, reason: Declined) -> None:
        super().__init__(reason.name)
        self.reason = reason


TAKEN = {Taken.OTHERWISE: Declined.SPENT, Taken.UNKNOWN: Declined.UNKNOWN, Taken.SHUT: Declined.CLOSED}


def spend(campaign: str, code_text: str, given: bytes) -> None:
    """Uses the invitation with that code for what is given, and for nothing else ever. Raises NotIssued."""
    try:
        code = read_code(code_text)
    except BadCode:
        raise NotIssued(Declined.UNREADABLE) from None
    taken = invitations.take(campaign, code_digest(campaign, code), blinded_digest(campaign, given))
    if taken in TAKEN:
        raise NotIssued(TAKEN[taken])
