"""`surveyapp schedule`: what will happen to campaigns, when, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from surveyapp.cli.advice import taught
from surveyapp.cli.console import create_cli_app, json_option, print_json
from surveyapp.clock import moment, now_in, today_in

if TYPE_CHECKING:
    from surveyapp.services.schedule import Entry

WHAT = ("open", "invite", "remind", "close", "delete")


class Minute(click.ParamType[datetime]):
    """A day and a time, written as 2027-01-31 08:00."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The time that was typed."""
        try:
            return datetime.strptime(value, "%Y-%m-%d %H:%M")  # noqa: DTZ007  the clock where campaigns are
        except ValueError:
            self.fail(f"'{value}' is no time: write it as '2027-01-31 08:00'.", param, ctx)


at_option = click.option(
    "--at",
    type=Minute(),
    required=True,
    metavar="TIME",
    help="When, as '2027-01-31 08:00', by the clock in SURVEYAPP_TIMEZONE.",
)


@click.group("schedule")
def command() -> None:
    """Plan what happens to a campaign, and see what did.

    Opening, e-mails to everybody, closing and deleting can be planned. A worker does them (surveyapp serve
    runs one). Sealing is not planned: it is for good, so a person does it.
    """


@command.command("add")
@click.argument("campaign")
@click.argument("what", type=click.Choice(WHAT))
@at_option
@click.option(
    "--to", "addresses", multiple=True, metavar="ADDRESS", help="Where a group e-mail goes; may be repeated."
)
@json_option
def add(campaign: str, what: str, at: datetime, addresses: tuple[str, ...], as_json: bool) -> None:
    """Plan something: open, invite, remind, close or delete.

    The addresses of an e-mail are kept until it is sent, and no longer. A campaign by personal invitation has
    them on its roster: there, `invite` sends to everybody who has no invitation yet, `remind` to everybody
    whose invitation is unused. Deleting removes everything of a campaign that is over, sealing it first where
    nobody has. What speaks against opening a draft as it is, is said when its opening is planned.
    """
    from surveyapp.services import invite, launch, schedule

    with create_cli_app() as app:
        to = invite.addresses_in("\n".join(addresses)) if addresses else []
        schedule.add(now_in(app.settings.timezone), campaign, what, at, to)
        if what == "open":
            for doubt in launch.opening_doubts(app.settings, today_in(app.settings.timezone), campaign):
                click.echo(f"Before it opens: {taught(doubt.words, doubt.command)}", err=True)
        _tell(campaign, as_json)


@command.command("list")
@click.argument("campaign", required=False)
@json_option
def list_(campaign: str | None, as_json: bool) -> None:
    """List what is planned and what became of it, of a campaign or of all."""
    with create_cli_app():
        _tell(campaign, as_json)


@command.command("move")
@click.argument("number", type=int)
@at_option
def move(number: int, at: datetime) -> None:
    """Give what is still to happen another time. Its NUMBER stands in the list."""
    from surveyapp.services import schedule

    with create_cli_app() as app:
        schedule.change(now_in(app.settings.timezone), number, at)
    click.echo(f"Moved to {at:%Y-%m-%d %H:%M}.")


@command.command("cancel")
@click.argument("number", type=int)
def cancel(number: int) -> None:
    """Take something off the schedule, with its addresses. Its NUMBER stands in the list."""
    from surveyapp.services import schedule

    with create_cli_app():
        schedule.cancel(number)
    click.echo("It is off the schedule.")


@command.command("again")
@click.argument("number", type=int)
@click.option("--doubtful-too", is_flag=True, help="Send also where an e-mail may have arrived already.")
def again(number: int, doubtful_too: bool) -> None:
    """Have what failed, was missed or is in doubt happen now. Its NUMBER stands in the list."""
    from surveyapp import worker
    from surveyapp.services import schedule

    with create_cli_app() as app:
        schedule.again(now_in(app.settings.timezone), number, doubtful_too)
        worker.nudge(app.settings, number)
    click.echo("It happens as soon as a worker looks: surveyapp schedule list")


def _tell(campaign: str | None, as_json: bool) -> None:
    from surveyapp.services import schedule

    entries = schedule.listed(campaign)
    if as_json:
        print_json([_plain(each) for each in entries])
        return
    for entry in entries:
        for line in _lines(entry):
            click.echo(line)
    if not entries:
        click.echo("Nothing is planned: surveyapp schedule add CAMPAIGN close --at '2027-01-31 18:00'")
    elif warning := campaign and schedule.warning(campaign):
        click.echo(warning, err=True)
    if entries and schedule.worker_is_silent(moment()):
        click.echo("No worker runs, so nothing will happen: surveyapp serve, or surveyapp worker", err=True)


def _plain(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "due": entry.due.isoformat(timespec="minutes")}


def _lines(entry: Entry) -> Iterator[str]:
    """An entry for people: what, when, how far; below it why, what to type, and where it did not arrive."""
    standing = f"{entry.standing}, {entry.sent} sent" if entry.sent else entry.standing
    yield f"{entry.number:>4}  {entry.due:%Y-%m-%d %H:%M}  {entry.campaign}  {entry.words}: {standing}"
    if entry.said:
        yield f"      {entry.said}"
    if commands := _commands(entry):
        yield f"      To go on: {commands}"
    yield from (f"      {each.address}: {each.reason}" for each in entry.addresses if each.reason)


def _commands(entry: Entry) -> str:
    """What has an entry go on that waits for a person."""
    from surveyapp.services import campaigns

    again = f"surveyapp schedule again {entry.number}" if entry.can_go_on or entry.can_be_doubled else ""
    if entry.can_be_doubled:
        again += " [--doubtful-too]" if entry.can_go_on else " --doubtful-too"
    shut = campaigns.find(entry.campaign).state in ("draft", "closed")
    if not again or not shut or entry.what in ("close", "delete"):
        return again
    opening = f"surveyapp campaign open {entry.campaign}"
    return f"{again}, or {opening}" if entry.what == "open" else f"{opening}, then {again}"
