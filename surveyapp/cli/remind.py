"""`surveyapp remind`: another e-mail to those whose personal invitation is unused."""

from __future__ import annotations

import click

from surveyapp.cli.personal import send_reminders


@click.command("remind")
@click.argument("campaign")
@click.option("--new-round", is_flag=True, help="Begin anew, even if the last round did not reach everybody.")
def command(campaign: str, new_round: bool) -> None:
    """Remind those whose personal invitation is unused.

    The e-mail carries the same link as the first one. Nobody is shown who gets it. If it is cut off, run it
    again: it goes on where it was, and nobody gets two reminders in one round.

    For a campaign with one link for everybody: surveyapp invite CAMPAIGN --remind --to ADDRESS
    """
    send_reminders(campaign, new_round)
