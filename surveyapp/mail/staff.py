"""What the e-mail says that lets a colleague in."""

from __future__ import annotations

from surveyapp.mail.letters import Letter, Link, letter


def sign_in_link(link: str, hours: int) -> Letter:
    """The e-mail with a one-time link that works for so many hours."""
    how_long = f"It works once, and for {hours} hours. Please do not forward it."
    return letter(
        "Your sign-in to the survey workspace",
        [
            "You have been given a sign-in to the workspace in which surveys are prepared.",
            f"Open this link and choose a password. {how_long}",
            Link(link),
            "If you did not expect this e-mail, you need not do anything.",
        ],
    )
