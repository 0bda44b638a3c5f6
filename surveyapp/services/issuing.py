"""Issuing ballots: an invitation is spent for a message that the office signs without seeing it."""

from __future__ import annotations

import secrets

from surveyapp.ballot.blind import blind_sign, is_blinded
from surveyapp.ballot.proofs import from_text, to_text
from surveyapp.services import keys
from surveyapp.services.respond import State, Survey
from surveyapp.services.spending import Declined, NotIssued, spend
from surveyapp.settings import Settings


def issue(settings: Settings, survey: Survey, code_text: str, blinded_text: str) -> str:
    """The blind signature of a blinded message, both as text, for the invitation with that code.

    The same message is signed again at any time, so that a lost reply does no harm. Raises NotIssued, and
    Refused where no secret opens the key: the invitation is not used then. Raises SigningFault.
    """
    if survey.state is not State.OPEN:
        raise NotIssued(Declined.CLOSED)
    if survey.restored:
        raise NotIssued(Declined.RESTORED)
    try:
        blinded = from_text(blinded_text)
    except ValueError:
        raise NotIssued(Declined.UNREADABLE) from None
    try:
        private = keys.private_numbers(settings, survey.campaign)
    except keys.NoKey:  # sealed, since this process looked
        raise NotIssued(Declined.CLOSED) from None
    if not is_blinded(private.public_numbers, blinded):
        raise NotIssued(Declined.UNREADABLE)
    # Signing is dear: a made-up code must not cause it, and after a fault the same message is asked again.
    spend(survey.campaign, code_text, blinded)
    return to_text(blind_sign(private, blinded, secrets.token_bytes))
