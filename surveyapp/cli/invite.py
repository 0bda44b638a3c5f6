"""`surveyapp invite`: the e-mail that carries a campaign's link."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.advice import taught
from surveyapp.cli.console import create_cli_app
from surveyapp.cli.personal import send_roster
from surveyapp.clock import today_in
from surveyapp.services import Refused

if TYPE_CHECKING:
    from surveyapp.mail.send import Failure
    from surveyapp.settings import Settings

FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
ROSTER = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("invite")
@click.argument("campaign")
@click.option(
    "--to", "addresses", multiple=True, metavar="ADDRESS", help="Send to this address; may be repeated."
)
@click.option("--roster", type=ROSTER, metavar="FILE", help="Send everybody in this CSV file their own link.")
@click.option("--remind", is_flag=True, help="The reminder in place of the invitation; it goes to everybody.")
@click.option("--print", "print_it", is_flag=True, help="Print the e-mail, for pasting.")
@click.option("--eml", type=FILE, metavar="FILE", help="Write the e-mail as a draft that mail programs open.")
@click.option("--qr", type=FILE, metavar="FILE", help="Write the link's QR code: FILE.svg or FILE.png.")
def command(
    campaign: str,
    addresses: tuple[str, ...],
    roster: Path | None,
    remind: bool,
    print_it: bool,
    eml: Path | None,
    qr: Path | None,
) -> None:
    """Send or print the e-mail that carries a campaign's link, or write it to a file.

    Best sent to the group's own list, once. Every address gets a message of its own; nothing is kept of it.

    A campaign that is by invitation takes a roster: a CSV file with an address on each line. Everybody on it
    gets one e-mail. If it is cut off, run it again: nobody gets a second one. A draft keeps its roster, and
    nothing is sent before it is open.
    """
    others = addresses or print_it or eml or qr
    if roster and (others or remind):
        raise click.UsageError("--roster stands alone: its e-mails are different for everybody.")
    if roster:
        send_roster(campaign, roster)
    elif others:
        _group_mail(campaign, addresses, remind, print_it, eml, qr)
    else:
        raise click.UsageError(
            "Say where it goes: --to ADDRESS (may be repeated), --print to paste it yourself, --eml FILE for "
            "a draft, --qr FILE for a slide, or --roster FILE for personal links."
        )


def _group_mail(
    campaign: str, addresses: tuple[str, ...], remind: bool, print_it: bool, eml: Path | None, qr: Path | None
) -> None:
    from surveyapp.services import invite

    with create_cli_app() as app:
        settings, today = app.settings, today_in(app.settings.timezone)
        if qr:
            _write_qr(qr, settings, campaign)
        if eml:
            eml.write_bytes(invite.group_mail_file(settings, today, campaign, remind))
        if print_it:
            letter = invite.group_mail(settings, today, campaign, remind)
            click.echo(f"Subject: {letter.subject}\n\n{letter.text}")
        if print_it or eml or qr:
            for doubt in invite.doubts(settings, today, campaign):
                click.echo(f"Before you send it: {taught(doubt.words, doubt.command)}", err=True)
        if addresses:
            given = invite.addresses_in("\n".join(addresses))
            _tell(invite.send_group_mail(settings, today, campaign, given, remind), len(given))


def _write_qr(file: Path, settings: Settings, campaign: str) -> None:
    from surveyapp.services import invite

    match file.suffix.lower():
        case ".svg":
            file.write_text(invite.qr_svg(settings, campaign), encoding="utf-8")
        case ".png":
            file.write_bytes(invite.qr_png(settings, campaign))
        case _:
            raise Refused(f"'{file}' names no kind of picture: let it end in .svg or .png.")


def _tell(failures: list[Failure], given: int) -> None:
    for failure in failures:
        click.echo(f"Not sent to {failure.address}: {failure.reason}", err=True)
    click.echo(f"Sent to {given - len(failures)} of {given}.")
    if failures:
        raise click.exceptions.Exit(1)
