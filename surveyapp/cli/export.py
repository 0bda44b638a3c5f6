"""`surveyapp export`: the data package of a sealed campaign."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from surveyapp.cli.console import create_cli_app, json_option, print_json


@click.command("export")
@click.argument("campaign")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder to write; made where it is missing.",
)
@json_option
def command(campaign: str, out: Path, as_json: bool) -> None:
    """Write the data package of a sealed campaign: data.csv, data_labels.csv and codebook.csv.

    What colleagues may know about each other is coarsened until every combination is shared by k people. A
    campaign gives one row file, ever: a second export gives the same bytes.
    """
    from surveyapp.services import publish

    with create_cli_app():
        made = publish.export(campaign, out)
    if as_json:
        print_json({"campaign": campaign, "out": str(out), **asdict(made)})
        return
    click.echo(f"{made.rows} responses; every combination is shared by {made.reached} or more.")
    click.echo(
        f"{made.shown} of {made.columns} columns show values; the others depend on what had to be hidden."
    )
    for variable, done in made.done.items():
        click.echo(f"  {variable}: {done}")
    click.echo("docs/release-profiles.md tells how a profile decides what is given up first.")
    for name in made.files:
        click.echo(out / name)
