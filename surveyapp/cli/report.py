"""`surveyapp report`: the tables, tests and figures of a sealed campaign."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from surveyapp.cli.console import create_cli_app, in_one_go, json_option, out_folder_option, print_json
from surveyapp.cli.progress import Progress


@click.command("report")
@click.argument("campaign")
@out_folder_option
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Analyses to add to the plan that was fixed on opening; they are marked as not planned in advance.",
)
@json_option
def command(campaign: str, out: Path, plan_file: Path | None, as_json: bool) -> None:
    """Write the report of a sealed campaign: tables, exact tests and figures (HTML, Word, CSV, SVG, PNG).

    It carries out the plan in the campaign's release profile, under the terms that everybody was shown.
    """
    in_one_go()
    from surveyapp.services import report

    with create_cli_app(), Progress() as tell:
        made = report.report(campaign, out, plan_file, tell)
    if as_json:
        print_json({"campaign": campaign, "out": str(out), **asdict(made)})
        return
    if made.added:
        click.echo(f"Not planned in advance: {', '.join(made.added)}.")
    for name in made.files:
        click.echo(out / name)
