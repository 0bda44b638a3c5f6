"""One-time sign-in links for staff, made by whoever runs the server."""

from __future__ import annotations

from surveyapp.cli.console import create_cli_app
from surveyapp.settings import Settings

COMMAND_LINE = "the command line"
"""Who the audit trail names."""


def admin_link(settings: Settings, email: str, forget_second_factor: bool) -> str:
    """A link that lets an administrator in once, who is added where there is none with that address.

    Raises Refused where the address is none.
    """
    with create_cli_app(settings):
        from surveyapp.services import audit, second_factor, staff

        person, new = staff.make_admin(email)
        if new:
            audit.record(COMMAND_LINE, "added an administrator", person.email)
        if forget_second_factor:
            second_factor.forget(person.number)
            audit.record(COMMAND_LINE, "took away the second factor", person.email)
        audit.record(COMMAND_LINE, "made a sign-in link", person.email)
        return staff.address(settings, staff.link(person.number))


def demo_links(settings: Settings) -> dict[str, str]:
    """A link for each role, by its name, that lets a new person in at once and without a password."""
    with create_cli_app(settings):
        from surveyapp.services import staff

        people = [staff.invite(f"{role}@example.org", [role]) for role in staff.ROLES]
        return {
            person.roles[0]: staff.address(settings, staff.link(person.number, choose=False))
            for person in people
        }
