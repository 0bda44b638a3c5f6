"""What the e-mail says that lets a colleague in."""

from __future__ import annotations

from collections.abc import Sequence

from surveyapp.mail.letters import Letter, Link, letter

AS = {
    "committee": "a member of the committee, who words surveys and runs campaigns",
    "analyst": "an analyst, who reads reports and downloads data",
    "admin": "an administrator, who manages people",
}
"""Each role in words."""


def sign_in_link(link: str, hours: int, by: str, roles: Sequence[str]) -> Letter:
    """The e-mail with a one-time link that works for so many hours, from who gives it, for some roles."""
    how_long = f"It works once, and for {hours} hours. Please do not forward it."
    duties = ", and as ".join(words for role, words in AS.items() if role in roles)
    return letter(
        "Your sign-in to the survey workspace",
        [
            f"{by} gives you a sign-in to the workspace in which surveys are prepared, as {duties}.",
            f"Open this link and choose a password. {how_long}",
            Link(link),
            f"If you did not expect this e-mail, ask {by}, or do nothing.",
        ],
    )
