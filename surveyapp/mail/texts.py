"""What the e-mails say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from textwrap import fill

WIDTH = 72
ANONYMITY = (
    "The survey is anonymous: there is no sign-in and no cookie, the link is the same for everyone, and "
    "neither your address nor the time of your answers is kept. What may be published is fixed before the "
    "first answer and protects small groups."
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the group e-mail needs to know."""

    title: str
    purpose: str
    link: str
    closes: date | None
    contact: str


def invitation(about: Invitation) -> tuple[str, str]:
    """Subject and plain text of the e-mail that invites everybody with the same link."""
    paragraphs = [
        "Dear colleagues,",
        about.purpose,
        ANONYMITY,
        "Please answer from a private place. Every question may be skipped.",
    ]
    if about.closes:
        paragraphs.append(f"The survey is open until the end of {day(about.closes)}.")
    body = "\n\n".join(fill(" ".join(text.split()), WIDTH) for text in paragraphs)
    contact = f"\n\nQuestions: {' '.join(about.contact.split())}" if about.contact else ""
    return f"Anonymous survey: {' '.join(about.title.split())}", f"{body}\n\n{about.link}{contact}\n"


def day(when: date) -> str:
    """A day as people say it: Monday, 4 January 2027."""
    return f"{when:%A}, {when.day} {when:%B %Y}"
