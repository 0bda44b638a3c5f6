"""`surveyapp invite`: the e-mail that carries a campaign's link."""

from __future__ import annotations

import click

from surveyapp.cli.console import create_cli_app
from surveyapp.clock import today_in


@click.command("invite")
@click.argument("campaign")
@click.option(
    "--to", "addresses", multiple=True, metavar="ADDRESS", help="Send to this address; may be repeated."
)
@click.option("--print", "print_it", is_flag=True, help="Print the e-mail, for pasting.")
def command(campaign: str, addresses: tuple[str, ...], print_it: bool) -> None:
    """Send or print the e-mail that carries a campaign's link.

    Best sent to the group's own list, once. Every address gets a message of its own; nothing is kept of it.
    """
    if not addresses and not print_it:
        raise click.UsageError(
            "Say where it goes: --to ADDRESS (may be repeated), or --print to paste it yourself."
        )
    from surveyapp.services import invite

    with create_cli_app() as app:
        settings, today = app.settings, today_in(app.settings.timezone)
        if print_it:
            subject, text = invite.group_mail(settings, today, campaign)
            click.echo(f"Subject: {subject}\n\n{text}")
            for doubt in invite.doubts(settings, today, campaign):
                click.echo(f"Before you send it: {doubt}", err=True)
        failures = invite.send_group_mail(settings, today, campaign, addresses) if addresses else []
    for failure in failures:
        click.echo(f"Not sent to {failure.address}: {failure.reason}", err=True)
    if addresses:
        click.echo(f"Sent to {len(addresses) - len(failures)} of {len(addresses)}.")
    if failures:
        raise click.exceptions.Exit(1)
