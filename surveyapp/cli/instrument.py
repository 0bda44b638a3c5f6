"""`surveyapp instrument`: check, list and show what is asked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from surveyapp.cli.console import environment_settings, json_option, print_json
from surveyapp.cli.problems import check_files, files_argument

if TYPE_CHECKING:
    from surveyapp.instrument.load import Library
    from surveyapp.instrument.problems import Problem
    from surveyapp.settings import Settings


@click.group("instrument", no_args_is_help=True)
def command() -> None:
    """Check, list and show what is asked."""


@command.command("check")
@files_argument
@json_option
def check_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Report everything that is wrong with FILES, or with every instrument of the instruments folder.

    Exits with 1 where anything is wrong. An include is looked for beside its file, then in the folder.
    """
    settings = environment_settings()
    check_files(files, settings.instruments, "instrument", partial(_problems, settings), as_json)


def _problems(settings: Settings, file: Path) -> list[Problem]:
    from surveyapp.instrument.check import check, misnamed
    from surveyapp.instrument.load import decode
    from surveyapp.instrument.problems import Unusable

    try:
        text = decode(file.read_bytes(), str(file))
    except Unusable as unusable:
        return list(unusable.problems)
    instrument, problems = check(text, str(file), _library(file, settings))
    return [*problems, *(misnamed(instrument, file) if instrument else ())]


def _library(file: Path, settings: Settings) -> Library:
    from surveyapp.instrument.load import folder_library

    beside, shared = folder_library(file.parent), folder_library(settings.instruments)

    def find(name: str) -> Any:
        try:
            return beside(name)
        except KeyError:
            return shared(name)

    return find


@command.command("list")
@json_option
def list_command(as_json: bool) -> None:
    """List the instruments there are."""
    from surveyapp.services import Refused, library

    settings = environment_settings()
    rows = []
    for name in library.names(settings):
        try:
            instrument = library.instrument(settings, name)
        except Refused:
            rows.append({"name": name, "title": "", "items": 0, "version": "", "sound": False})
        else:
            numbered = max(instrument.numbers.values(), default=0)
            row = {"name": name, "title": instrument.title, "items": numbered, "version": instrument.hash}
            rows.append({**row, "sound": True})
    if as_json:
        print_json(rows)
        return
    for row in rows:
        items = "item " if row["items"] == 1 else "items"
        about = f"{row['items']:>3} {items}  {str(row['version'])[:12]}  {row['title']}"
        click.echo(
            f"{row['name']:<32}  {about if row['sound'] else 'has problems: surveyapp instrument check'}"
        )


@command.command("show")
@click.argument("name")
def show_command(name: str) -> None:
    """Print a readable outline of the instrument NAME: numbers, columns with codes, rules, privacy."""
    from surveyapp.instrument.outline import outline
    from surveyapp.services import library

    click.echo(outline(library.instrument(environment_settings(), name)), nl=False)


@command.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of an instrument file, for editors that complete and check."""
    from surveyapp.instrument.schema import schema

    print_json(schema())
