"""`surveyapp profile`: check, list and show what may leave."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from surveyapp.cli.console import environment_settings, json_option, office_if_any, print_json
from surveyapp.cli.listing import Row, print_rows, rows_of
from surveyapp.cli.problems import check_files, files_argument


@click.group("profile", no_args_is_help=True)
def command() -> None:
    """Check, list and show what may leave."""


@command.command("check")
@files_argument
@json_option
def check_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Report everything that is wrong with FILES, or with every release profile of the exports folder.

    Exits with 1 where anything is wrong. Ladder files are looked for beside their profile.
    """
    from surveyapp.services import library

    settings = environment_settings()
    with office_if_any(settings):
        check_files(
            files, settings.exports, "release profile", partial(library.profile_problems, settings), as_json
        )


@command.command("list")
@json_option
def list_command(as_json: bool) -> None:
    """List the release profiles there are."""
    from surveyapp.services import library

    settings = environment_settings()

    def about(name: str) -> Row:
        profile, instrument = library.shown_profile(settings, name)
        asked = instrument.name if instrument else ""
        return {"instrument": asked, "ladders": len(profile.ladders), "version": profile.hash}

    def of(row: Row) -> str:
        return f"of {row['instrument']}" if row["instrument"] else "of any CSV file"

    with office_if_any(settings):
        rows = rows_of(library.profiles(settings), {"instrument": "", "ladders": 0, "version": ""}, about)
    if as_json:
        print_json(rows)
        return
    print_rows(rows, "ladders", of, "surveyapp profile check")


@command.command("show")
@click.argument("name")
def show_command(name: str) -> None:
    """Print what the release profile NAME lets leave: ladders, what is suppressed along, what is withheld."""
    from surveyapp.release.profile_outline import outline
    from surveyapp.services import library

    settings = environment_settings()
    with office_if_any(settings):
        click.echo(outline(*library.shown_profile(settings, name)), nl=False)


@command.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a release profile, for editors that complete and check."""
    from surveyapp.release.profile_schema import profile_schema

    print_json(profile_schema())
