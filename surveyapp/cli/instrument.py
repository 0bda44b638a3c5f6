"""`surveyapp instrument`: check, list, publish and compare what is asked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from surveyapp.cli import routes
from surveyapp.cli.advice import taught
from surveyapp.cli.console import (
    create_cli_app,
    environment_settings,
    json_option,
    office_if_any,
    print_json,
)
from surveyapp.cli.listing import Row, print_rows, rows_of
from surveyapp.cli.problems import FILE, check_files, files_argument

if TYPE_CHECKING:
    from surveyapp.instrument.model import Instrument
    from surveyapp.instrument.problems import Problem
    from surveyapp.services.versions import Published
    from surveyapp.settings import Settings


@click.group("instrument", no_args_is_help=True)
def command() -> None:
    """Check, list, publish and compare what is asked.

    WHICH is the name of an instrument (what would be asked now), one of its published versions such as
    mini_z@2, or a file.
    """


@command.command("check")
@files_argument
@json_option
def check_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Report everything that is wrong with FILES, or with every instrument of the instruments folder.

    Exits with 1 where anything is wrong. An include is looked for beside its file, then in the folder.
    """
    settings = environment_settings()
    with office_if_any(settings):
        check_files(files, settings.instruments, "instrument", partial(_problems, settings), as_json)


def _problems(settings: Settings, file: Path) -> list[Problem]:
    from surveyapp.instrument.check import check, misnamed
    from surveyapp.instrument.load import decode
    from surveyapp.instrument.problems import Unusable
    from surveyapp.services import versions

    try:
        text = decode(file.read_bytes(), str(file))
    except Unusable as unusable:
        return list(unusable.problems)
    instrument, problems = check(text, str(file), versions.beside(settings, file))
    return [*problems, *(misnamed(instrument, file) if instrument else ())]


@command.command("list")
@json_option
def list_command(as_json: bool) -> None:
    """List the instruments there are."""
    from surveyapp.services import library

    settings = environment_settings()

    def about(name: str) -> Row:
        instrument = library.instrument(settings, name)
        numbered = max(instrument.numbers.values(), default=0)
        return {"title": instrument.title, "items": numbered, "version": instrument.hash}

    with office_if_any(settings):
        rows = rows_of(library.names(settings), {"title": "", "items": 0, "version": ""}, about)
        notes = _notes(settings)
    if as_json:
        print_json([{**row, "file": notes.get(row["name"], "")} for row in rows])
        return
    print_rows(rows, "items", lambda row: str(row["title"]), "surveyapp instrument check")
    for note in notes.values():
        click.echo(note, err=True)


def _notes(settings: Settings) -> dict[str, str]:
    """By name, what to say of each file that is not what is published; nothing before `surveyapp init`."""
    from surveyapp.extensions import in_app
    from surveyapp.services import library, versions

    found = {name: versions.file_said(settings, name) for name in library.filed(settings)} if in_app() else {}
    return {name: taught(said.words, said.command) for name, said in found.items() if said}


@command.command("show")
@click.argument("which")
def show_command(which: str) -> None:
    """Print a readable outline of WHICH: numbers, columns with codes, rules, privacy."""
    from surveyapp.instrument.outline import outline

    settings = environment_settings()
    with office_if_any(settings):
        click.echo(outline(_instrument(settings, which)), nl=False)


def _instrument(settings: Settings, which: str) -> Instrument:
    """What an argument names: a file, a published version, or what would be asked under a name."""
    from surveyapp.services import library, versions

    if which.endswith(".yaml"):
        return _filed(settings, Path(which))
    name, _, number = which.partition("@")
    if number:
        return versions.instrument(_numbered(which).hash)
    return library.instrument(settings, name)


def _filed(settings: Settings, file: Path) -> Instrument:
    from surveyapp.services import Refused, versions

    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    return versions.read(settings, file)


def _numbered(which: str) -> Published:
    from surveyapp.services import Refused, versions

    name, _, number = which.partition("@")
    if not number.isdecimal():
        raise Refused(f"'{which}' names no version: write the name and the number, such as mini_z@2.")
    return versions.numbered(name, int(number))


@command.command("publish")
@click.argument("files", nargs=-1, required=True, type=FILE)
@json_option
def publish_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Publish the instruments in FILES: each gets the next number of its name, and never changes again.

    New campaigns ask the newest version. What exactly so is published already stays as it is. An include is
    looked for beside its file, then in the folder, then among what is published.
    """
    from surveyapp.services import versions

    with create_cli_app() as app:
        made = [versions.publish_file(app.settings, file) for file in files]
    if as_json:
        print_json([each.plain() for each in made])
        return
    for each in made:
        said = "published" if each.fresh else "was published before"
        click.echo(f"{each.name}@{each.number}  {each.hash[:12]}  {said}")


@command.command("versions")
@click.argument("name")
@json_option
def versions_command(name: str, as_json: bool) -> None:
    """List the published versions of the instrument NAME, and which campaigns ask them."""
    from surveyapp.services import versions

    with create_cli_app():
        asking = versions.campaigns_asking(name)
        rows = [{**each.plain(), "campaigns": asking.get(each.hash, [])} for each in versions.of(name)]
    for row in rows:
        del row["fresh"]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        state = "retired" if row["retired"] else "in use" if row["campaigns"] else ""
        asked = ", ".join(row["campaigns"])
        line = f"{name}@{row['number']}  {row['hash'][:12]}  {row['published_on']}  {state:<7}  {asked}"
        click.echo(line.rstrip())


@command.command("retire")
@click.argument("version")
@click.option("--back", is_flag=True, help="Bring a retired version back.")
def retire_command(version: str, back: bool) -> None:
    """Have new campaigns ask VERSION (such as mini_z@2) no more. Campaigns that ask it go on."""
    from surveyapp.services import versions

    with create_cli_app():
        found = _numbered(version)
        (versions.restore if back else versions.retire)(found.hash)
    click.echo(f"{found.name}@{found.number} is {'back' if back else 'retired'}.")


@command.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@json_option
def diff_command(old: str, new: str, as_json: bool) -> None:
    """Say what differs between OLD and NEW (each a WHICH), and what it means for pooling their answers.

    Each change is wording, a safe addition, or breaking. Exits with 1 where one is breaking.
    """
    from surveyapp.instrument.difference.change import Effect, worst
    from surveyapp.instrument.difference.compare import difference

    settings = environment_settings()
    with office_if_any(settings):
        found = difference(_instrument(settings, old), _instrument(settings, new))
    if as_json:
        print_json([change.plain() for change in found])
    elif not found:
        click.echo("They are the same.")
    for change in () if as_json else found:
        click.echo(f"{change.effect:<8}  {change.where}: {change.said} {change.hint}".rstrip())
        click.echo(f"          {change.means}")
    if worst(found) is Effect.BREAKING:
        raise click.exceptions.Exit(1)


@command.command("routes")
@click.argument("which")
@click.option("--to", metavar="ITEM", help="Print answers that lead to this item instead.")
@json_option
def routes_command(which: str, to: str | None, as_json: bool) -> None:
    """Say how many questions WHICH asks on its shortest and its longest way, and what leads where."""
    settings = environment_settings()
    with office_if_any(settings):
        instrument = _instrument(settings, which)
    if to is not None:
        print_json(_way_to(instrument, to))
    elif as_json:
        print_json(routes.plain(instrument))
    else:
        click.echo("\n".join(routes.lines(instrument)))


def _way_to(instrument: Instrument, item: str) -> Any:
    from surveyapp.instrument.domains import TooMuch
    from surveyapp.instrument.routes.map import way_to
    from surveyapp.services import Refused

    if item not in instrument.items:
        raise Refused(f"'{instrument.name}' has no item '{item}'.")
    try:
        answers = way_to(instrument, item)
    except TooMuch:
        raise Refused(f"What leads to '{item}' is too involved to work out.") from None
    if answers is None:
        raise Refused(f"No answers lead to '{item}'.")
    return answers


@command.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of an instrument file, for editors that complete and check."""
    from surveyapp.instrument.schema import schema

    print_json(schema())
