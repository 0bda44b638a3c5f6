"""`surveyapp init`: a home, a secret and two databases, made once and brought up to date ever after."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from surveyapp.cli.console import create_cli_app, environment_settings, json_option, print_json
from surveyapp.settings import SECRETS_FILE, Settings


@click.command("init")
@json_option
def command(as_json: bool) -> None:
    """Make the databases and the secret, or bring them up to date.

    Safe to run again: what is there stays. Run it after every upgrade.
    """
    settings = environment_settings()
    with _private_files():
        made_home = _make_home(settings.home)
        made_secret = not settings.secrets
        if made_secret:
            make_secret(settings.home / SECRETS_FILE)
        _upgrade(environment_settings())
    office, box = settings.shown("database_url"), settings.shown("box_database_url")
    if as_json:
        print_json(
            {
                "home": str(settings.home),
                "made_home": made_home,
                "made_secret": made_secret,
                "office": office,
                "box": box,
            }
        )
        return
    click.echo(f"Home:    {settings.home} ({'made' if made_home else 'was there'})")
    click.echo(f"Secret:  {'made' if made_secret else 'was there'}")
    click.echo(f"Office:  {office} (up to date)")
    click.echo(f"Box:     {box} (up to date)")
    click.echo("Next:    surveyapp campaign create NAME --instrument I --invited N, then surveyapp serve")


@contextmanager
def _private_files() -> Iterator[None]:
    """Files made meanwhile, the databases among them, are open to their owner alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _make_home(home: Path) -> bool:
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


def _upgrade(settings: Settings) -> None:
    with create_cli_app(settings):
        from surveyapp import store

        store.upgrade()
