"""`surveyapp export`: the data package of a sealed campaign."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.console import create_cli_app, json_option, print_json
from surveyapp.cli.progress import Progress

if TYPE_CHECKING:
    from surveyapp.services.publish import Made

FORMATS = ("sav", "dta", "parquet", "xlsx")
ARCHIVE = ".zip"


@click.command("export")
@click.argument("campaign")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Folder to write, made where it is missing; or a file that ends in .zip.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice([*FORMATS, "all"]),
    help="The rows for SPSS, Stata, Parquet or Excel as well; may be given several times.",
)
@click.option("--zip", "zipped", is_flag=True, help="One .zip file instead of a folder.")
@json_option
def command(campaign: str, out: Path, formats: tuple[str, ...], zipped: bool, as_json: bool) -> None:
    """Write the data package of a sealed campaign: data, codebook, privacy account, and how to read them.

    What colleagues may know about each other is coarsened until every combination is shared by k people. A
    campaign gives one row file, ever: a second export gives the same rows, in whatever format.
    """
    from surveyapp.services import publish

    if zipped and out.suffix != ARCHIVE:
        out = out.with_name(f"{out.name}{ARCHIVE}")
    wanted = FORMATS if "all" in formats else formats
    with create_cli_app(), Progress() as tell:
        made = publish.export(campaign, out, wanted, tell)
    if as_json:
        print_json({"campaign": campaign, "out": str(out), **asdict(made)})
    else:
        _say(made, out)


def _say(made: Made, out: Path) -> None:
    if made.rows:
        click.echo(f"{made.rows} responses; every combination is shared by {made.reached} or more.")
        if made.shown < made.columns:
            click.echo(f"{made.columns - made.shown} of {made.columns} columns are hidden in every row.")
        click.echo("tables/index.csv tells which items have no table: what some rows hide is not counted.")
    else:
        click.echo("The people who answered were told that only tables will leave: there is no row file.")
    for variable, done in made.done.items():
        click.echo(f"  {variable}: {done}")
    click.echo("docs/data-package.md tells what each file holds.")
    for name in made.files:
        click.echo(f"{out}: {name}" if out.suffix == ARCHIVE else out / name)
