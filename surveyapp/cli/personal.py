"""Personal invitations on the command line: sending them, and what is said about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.console import create_cli_app
from surveyapp.cli.progress import Progress
from surveyapp.clock import today_in

if TYPE_CHECKING:
    from surveyapp.services.invitations import Mailed


def send_roster(campaign: str, file: Path) -> None:
    """Invite everybody on a roster who was not invited before. Exits with 1 where an e-mail did not go."""
    from surveyapp.services import campaigns, invitations
    from surveyapp.services.roster import read_roster

    roster, mailed = read_roster(file), None
    with create_cli_app() as app, Progress() as progress:
        new = invitations.enrol(app.settings, campaign, roster)
        if campaigns.find(campaign).state != "draft":
            today = today_in(app.settings.timezone)
            mailed = invitations.send_invitations(app.settings, today, campaign, progress)
    if roster.repeated:
        lines = ", ".join(map(str, roster.repeated))
        click.echo(f"The same address stands there again on line {lines}: it gets one invitation.")
    click.echo(f"On the roster: {len(roster.addresses)} people, {new} of them new.")
    if mailed is None:
        click.echo(
            f"It is a draft, so nothing is sent yet. To plan that: surveyapp schedule add {campaign} invite"
        )
        return
    _tell(campaign, file, mailed)
    _leave(mailed)


def _tell(campaign: str, file: Path, mailed: Mailed) -> None:
    click.echo(f"Sent: {mailed.sent}.")
    if mailed.stopped:
        click.echo("The campaign was closed meanwhile. Whoever is left got no invitation.", err=True)
    for failure in mailed.failures:
        click.echo(f"Not sent to {failure.address}: {failure.reason}", err=True)
    if mailed.failures:
        click.echo(f"To try those again: surveyapp invite {campaign} --roster {file}", err=True)
    for address in mailed.doubtful:
        click.echo(f"In doubt, and not sent again: {address}", err=True)
    if mailed.doubtful:
        click.echo(
            "Sending was cut off there, or is going on in another window. The e-mail may have arrived. A "
            f"reminder carries the same link: surveyapp remind {campaign}",
            err=True,
        )


def send_reminders(campaign: str, new_round: bool) -> None:
    """Remind those whose invitation is unused, and say nothing that shows who they are."""
    from surveyapp.services import campaigns, invitations

    with create_cli_app() as app:
        today = today_in(app.settings.timezone)
        mailed = invitations.send_reminders(app.settings, today, campaign, new_round)
        k = campaigns.status(app.settings, today, campaign).terms.k
    click.echo(f"Reminders sent: {_at_most(mailed.sent, k)}.")
    if mailed.failures:
        click.echo(
            f"Not sent: {_at_most(len(mailed.failures), k)}. Whose they are is not shown: that would show "
            f"who has not answered. To try them again: surveyapp remind {campaign}; to leave them and begin "
            f"a new round: surveyapp remind {campaign} --new-round",
            err=True,
        )
    if mailed.doubtful:
        click.echo("Some were cut off on their way. They are not sent again in this round.", err=True)
    _leave(mailed)


def _at_most(number: int, k: int) -> str:
    """A number of people rounded up to a multiple of k, also none, so that nobody's answering shows in it."""
    return f"at most {max(-(-number // k), 1) * k}"


def _leave(mailed: Mailed) -> None:
    if mailed.failures or mailed.doubtful or mailed.stopped:
        raise click.exceptions.Exit(1)
