"""`surveyapp campaign`: one administration of an instrument, from draft to sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from surveyapp.cli.advice import taught
from surveyapp.cli.console import create_cli_app, json_option, print_json
from surveyapp.cli.planning import closes_option, plan_options
from surveyapp.cli.standing import count, lines
from surveyapp.clock import today_in
from surveyapp.services import Refused

if TYPE_CHECKING:
    from surveyapp.services.campaigns import Today
    from surveyapp.settings import Settings

Use = Callable[..., None]


class Here(NamedTuple):
    """Where a command works: with which settings, and on which day."""

    settings: Settings
    today: Today


@click.group("campaign")
def command() -> None:
    """Create, open, close and seal campaigns.

    A campaign is a draft, whose link rehearses and stores nothing; then open; closed, which can be undone;
    and at last sealed, which cannot. Data leave a sealed campaign only.
    """


def _in_app(use: Use) -> Use:
    """The command in the application's context, with its settings and its date in front."""

    @wraps(use)
    def run(**given: Any) -> None:
        with create_cli_app() as app:
            use(Here(app.settings, today_in(app.settings.timezone)), **given)

    return run


@command.command("create")
@click.argument("name")
@plan_options(new=True)
@click.option("--synthetic", is_flag=True, help="For invented answers: everything that leaves says so.")
@json_option
@_in_app
def create(here: Here, as_json: bool, closes: date | None, **given: Any) -> None:
    """Make a draft named NAME (lower-case letters, digits, hyphens).

    The terms (--publish, --k, --minimum, --smallest-cell, --profile) are shown to respondents and cannot be
    changed once the campaign is open; before that: surveyapp campaign change.
    """
    from surveyapp.services import campaigns

    name = given["name"]
    _not_over(here, name, closes)
    campaigns.create(here.settings, campaigns.Plan(closes=closes, **given))
    _tell(here, name, as_json)


def _not_over(here: Here, name: str, closes: date | None) -> None:
    if closes and closes < here.today():
        raise Refused(f"'{name}' would close on {closes}, which is over. Give a later day.", "--closes DATE")


@command.command("change")
@click.argument("name")
@click.option("--rename", metavar="NEW", help="Another name. The rehearsal link changes with it.")
@plan_options(new=False)
@click.option("--never-closes", is_flag=True, help="No last day: it is open until somebody closes it.")
@click.option("--empty-roster", is_flag=True, help="Take everybody off the roster, to send a right one in.")
@json_option
@_in_app
def change(
    here: Here,
    name: str,
    rename: str | None,
    never_closes: bool,
    empty_roster: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Change a draft: what is said here; the rest stays as it is.

    Once the campaign is open nothing of this changes: people answer under the terms that they read. Its name
    and how people are invited stay as soon as there is a roster or a schedule.
    """
    from surveyapp.services import enrolment, redrafting

    if never_closes and given["closes"]:
        raise click.UsageError("Say --closes or --never-closes, not both.")
    said = {key: value for key, value in given.items() if value is not None}
    others = bool(said or rename or never_closes)
    if others == empty_roster:
        raise click.UsageError(
            "--empty-roster stands alone: what else is changed might be refused, and the roster be gone."
            if others
            else "Say what to change, such as --invited 90."
        )
    if empty_roster:
        enrolment.empty_roster(name)
        _tell(here, name, as_json)
        return
    _not_over(here, name, given["closes"])
    said |= {"name": rename or name} | ({"closes": None} if never_closes else {})
    before = redrafting.plan_of(name)
    redrafting.redraft(here.settings, name, replace(before, **said), redrafting.mark(before))
    _tell(here, said["name"], as_json)


@command.command("open")
@click.argument("name")
@closes_option
@json_option
@_in_app
def open_(here: Here, name: str, closes: date | None, as_json: bool) -> None:
    """Open or reopen a campaign, or move its last day.

    Opening a draft fixes the instrument's version, the terms and the release profile.
    """
    from surveyapp.services import campaigns, schedule

    campaigns.open_(*here, name, closes)
    schedule.overtake(name, ("open",))
    _tell(here, name, as_json)


@command.command("close")
@click.argument("name")
@json_option
@_in_app
def close(here: Here, name: str, as_json: bool) -> None:
    """Stop taking answers; the campaign can be opened again."""
    from surveyapp.services import campaigns

    campaigns.close(name)
    _tell(here, name, as_json)


@command.command("seal")
@click.argument("name")
@json_option
@_in_app
def seal(here: Here, name: str, as_json: bool) -> None:
    """End a closed campaign for good.

    Every trace of the order of its answers is removed. After this no receipt takes an answer back. If it is
    cut off, run it again.
    """
    from surveyapp.services import campaigns, schedule

    campaigns.seal(here.today, name)
    schedule.overtake(name)
    _tell(here, name, as_json)


@command.command("discard")
@click.argument("name")
@json_option
@_in_app
def discard(here: Here, name: str, as_json: bool) -> None:
    """Delete a draft."""
    from surveyapp.services import campaigns

    campaigns.discard(name)
    if as_json:
        print_json({"discarded": name})
    else:
        click.echo(f"{name} is discarded. Campaigns left: {len(campaigns.list_(*here))}.")


@command.command("delete")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@json_option
@_in_app
def delete(here: Here, name: str, yes: bool, as_json: bool) -> None:
    """Delete everything of a sealed campaign: answers, comments, terms and decisions, for good.

    What left before stays with those who have it, and copies of the databases keep what they hold: delete
    those too. A day for it can be planned: surveyapp schedule add NAME delete --at TIME.
    """
    from surveyapp.services import campaigns, retention

    campaigns.find(name)
    if not yes:
        click.confirm(f"Delete everything of {name}? Nothing brings it back.", abort=True)
    retention.delete(here.settings, name)
    if as_json:
        print_json({"deleted": name})
    else:
        click.echo(f"{name} is deleted. Delete the copies of the databases that were made before, too.")


@command.command("link")
@click.argument("name")
@json_option
@_in_app
def link(here: Here, name: str, as_json: bool) -> None:
    """Print the link that everybody gets; of a draft, the rehearsal."""
    from surveyapp.services import campaigns

    url = campaigns.link(here.settings, name)
    if as_json:
        print_json({"url": url})
    else:
        click.echo(url)


@command.command("status")
@click.argument("name")
@json_option
@_in_app
def status(here: Here, name: str, as_json: bool) -> None:
    """Say where a campaign stands. Until sealing the count is rounded, so that nobody’s answering shows."""
    _tell(here, name, as_json)


@command.command("list")
@json_option
@_in_app
def list_(here: Here, as_json: bool) -> None:
    """List the campaigns."""
    from surveyapp.services import campaigns

    found = campaigns.list_(*here)
    if as_json:
        print_json([each.plain() for each in found])
    elif not found:
        click.echo("No campaign yet: surveyapp campaign create NAME --instrument I --invited N")
    else:
        width = max(len(each.name) for each in found)
        for each in found:
            click.echo(f"{each.name:{width}}  {each.state:8}  {count(each):>26}  {each.title}")


def _tell(here: Here, name: str, as_json: bool) -> None:
    """Where the campaign stands now, and what comes next."""
    from surveyapp.services import campaigns, versions

    found = campaigns.status(*here, name)
    said = versions.file_said(here.settings, found.instrument)
    if found.state == "draft" and said and versions.newest(found.instrument):
        click.echo(f"Note: {taught(said.words, said.command)}", err=True)
    if as_json:
        print_json(found.plain())
    else:
        for line in lines(found):
            click.echo(line)
