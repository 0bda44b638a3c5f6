"""`surveyapp init`: a home, a secret and two databases, made once and brought up to date ever after."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from surveyapp.cli.advice import taught
from surveyapp.cli.console import create_cli_app, environment_settings, json_option, print_json
from surveyapp.cli.staff import admin_link
from surveyapp.settings import SECRETS_FILE, Settings


@click.command("init")
@click.option(
    "--admin",
    metavar="EMAIL",
    help="Add an administrator of the staff pages, or let one in again, and print a link that works once.",
)
@click.option(
    "--forget-second-factor",
    is_flag=True,
    help="With --admin: for an administrator who has lost their phone.",
)
@json_option
def command(admin: str | None, forget_second_factor: bool, as_json: bool) -> None:
    """Make the databases and the secret, or bring them up to date; publish instruments that are new.

    Safe to run again: what is there stays. Run it after every upgrade.
    """
    if forget_second_factor and not admin:
        raise click.UsageError("--forget-second-factor needs --admin EMAIL.")
    settings = environment_settings()
    with private_files():
        made_home = make_home(settings.home)
        made_secret = not settings.secrets
        if made_secret:
            make_secret(settings.home / SECRETS_FILE)
        published, said = _bring_up_to_date(environment_settings())
        link = admin_link(environment_settings(), admin, forget_second_factor) if admin else None
    done = {
        "home": str(settings.home),
        "made_home": made_home,
        "made_secret": made_secret,
        "office": settings.shown("database_url"),
        "box": settings.shown("box_database_url"),
        "published": [f"{name}@{number}" for name, number in published],
        "files": said,
        "admin_link": link,
    }
    if as_json:
        print_json(done)
    else:
        _tell(done)


def _tell(done: dict[str, Any]) -> None:
    click.echo(f"Home:    {done['home']} ({'made' if done['made_home'] else 'was there'})")
    click.echo(f"Secret:  {'made' if done['made_secret'] else 'was there'}")
    click.echo(f"Office:  {done['office']} (up to date)")
    click.echo(f"Box:     {done['box']} (up to date)")
    for version in done["published"]:
        click.echo(f"Published: {version.replace('@', ', version ')}")
    for sentence in done["files"]:
        click.echo(f"Note:    {sentence}")
    if done["admin_link"]:
        click.echo(f"Link:    {done['admin_link']}")
        click.echo(
            "         It lets the administrator in once, in the next three days. Give it to nobody else."
        )
    click.echo("Next:    surveyapp campaign create NAME --instrument I --invited N, then surveyapp serve")


@contextmanager
def private_files() -> Iterator[None]:
    """Files made meanwhile, the databases among them, are open to their owner alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def make_home(home: Path) -> bool:
    """Make the home, open to its owner alone; gives whether it was made."""
    if home.is_dir():
        return False
    home.mkdir(mode=0o700, parents=True)
    return True


def make_secret(file: Path) -> None:
    """Write 256 random bits to a file that its owner alone can read."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as lines:
        lines.write(f"{secrets.token_urlsafe(32)}\n")


def _bring_up_to_date(settings: Settings) -> tuple[list[tuple[str, int]], list[str]]:
    """The newest schema, and what the instruments folder adds: what was published, what is to be said."""
    with create_cli_app(settings):
        from surveyapp import store
        from surveyapp.services import versions

        store.upgrade()
        made, said = versions.load_files(settings)
        published = [(each.name, each.number) for each in made]
        return published, [taught(each.words, each.command) for each in said]
