"""What the e-mails say that carry a personal invitation."""

from __future__ import annotations

from surveyapp.mail.letters import Letter, Link, letter
from surveyapp.mail.texts import CARE, Invitation, day

ANONYMITY = (
    "The survey is anonymous. The link below is yours alone and good for one response. When you send your "
    "answers, your browser has a ballot signed that nobody sees, and the answers come with it alone. So we "
    "know who took part, but nobody can tell which answers are whose."
)
YOURS = (
    "Please do not pass this e-mail on: whoever has the link can answer in your place, and nobody could tell."
)
NOT_YET = (
    "You get this reminder because your invitation has not been used. The system chose whom to "
    "remind: nobody is shown who has answered and who has not."
)


def personal_invitation(about: Invitation, fingerprint: str) -> Letter:
    """The e-mail with one person's link, and the fingerprint of the key that will sign their ballot."""
    return letter(f"Anonymous survey: {about.title}", _parts(about, fingerprint, [about.purpose]))


def personal_reminder(about: Invitation, fingerprint: str) -> Letter:
    """The e-mail with the same link for somebody whose invitation is unused."""
    asking = f"This is a reminder of the survey “{about.title}”. {about.purpose}"
    return letter(f"Reminder, anonymous survey: {about.title}", _parts(about, fingerprint, [NOT_YET, asking]))


def _parts(about: Invitation, fingerprint: str, beginning: list[str]) -> list[str | Link]:
    closing = [f"The survey is open until the end of {day(about.closes)}."] if about.closes else []
    contact = [f"Questions: {about.contact}"] if about.contact.strip() else []
    key = (
        "The key that signs ballots is the same for everybody. Your browser checks it, and you can too: the "
        f"form shows this fingerprint. {fingerprint}"
    )
    return ["Dear colleague,", *beginning, ANONYMITY, CARE, *closing, Link(about.link), YOURS, key, *contact]
