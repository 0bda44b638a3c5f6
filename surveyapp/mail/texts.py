"""What the e-mails say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from surveyapp.mail.letters import Letter, Link, letter

ANONYMITY = (
    "The survey is anonymous: there is no sign-in and no cookie, the link is the same for everyone, and "
    "neither your address nor the time of your answers is kept. What may be published is fixed before the "
    "first answer and protects small groups."
)
ALREADY_ANSWERED = (
    "If you have answered already, thank you: please ignore this e-mail and do not answer again. It goes to "
    "everybody, because nobody can tell who has answered."
)
CARE = "Please answer from a private place. Every question may be skipped."


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the group e-mail needs to know."""

    title: str
    purpose: str
    link: str
    closes: date | None
    contact: str


def invitation(about: Invitation) -> Letter:
    """The e-mail that invites everybody with the same link."""
    return letter(f"Anonymous survey: {about.title}", _parts(about, [about.purpose, ANONYMITY, CARE]))


def reminder(about: Invitation) -> Letter:
    """The e-mail that reminds everybody, those who have answered too, for nobody knows who did."""
    asking = f"This is a reminder of the survey “{about.title}”. {about.purpose}"
    return letter(
        f"Reminder, anonymous survey: {about.title}",
        _parts(about, [ALREADY_ANSWERED, asking, ANONYMITY, CARE]),
    )


def _parts(about: Invitation, paragraphs: list[str]) -> list[str | Link]:
    closing = [f"The survey is open until the end of {day(about.closes)}."] if about.closes else []
    contact = [f"Questions: {about.contact}"] if about.contact.strip() else []
    return ["Dear colleagues,", *paragraphs, *closing, Link(about.link), *contact]


def day(when: date) -> str:
    """A day as people say it: Monday, 4 January 2027."""
    return f"{when:%A}, {when.day} {when:%B %Y}"
