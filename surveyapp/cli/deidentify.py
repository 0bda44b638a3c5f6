"""`surveyapp deidentify`: any CSV file made so coarse that nobody in it can be found."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from surveyapp.cli.console import json_option, out_folder_option, print_json
from surveyapp.cli.progress import Progress

if TYPE_CHECKING:
    from surveyapp.services.deidentify import Deidentified

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}


@click.command("deidentify")
@click.argument("data", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--profile",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Release profile without an instrument.",
)
@out_folder_option
@click.option("--encoding", metavar="NAME", help="Where it is not recognized: how DATA is encoded.")
@click.option(
    "--separator", type=click.Choice(list(SEPARATORS)), help="Where it is not recognized: between cells."
)
@json_option
def command(
    data: Path, profile: Path, out: Path, encoding: str | None, separator: str | None, as_json: bool
) -> None:
    """Write the rows of the CSV file DATA so coarse that nobody in it can be found.

    Every combination of what the profile calls quasi-identifiers is then shared by k rows. DIR gets data.csv,
    in an order that says nothing, and privacy.json, which tells what was done. DATA is only read.
    """
    from surveyapp.services.deidentify import Source, deidentify

    start = perf_counter()
    with Progress() as tell:
        made = deidentify(Source(data, encoding, SEPARATORS.get(separator or "")), profile, out, tell)
    seconds = round(perf_counter() - start, 3)
    if as_json:
        form = {"encoding": made.form.encoding, "separator": made.form.separator}
        print_json({**made.about(), "seconds": seconds, **form, "out": str(out), "files": made.files})
    else:
        _say(made, out)


def _say(made: Deidentified, out: Path) -> None:
    click.echo(f"{made.rows:,} rows; every combination is shared by {made.k} or more.")
    if made.form.encoding not in ("utf-8", "utf-8-sig"):
        click.echo(f"The data was read as {made.form.encoding}; --encoding names another.")
    if made.suppressed_rows:
        click.echo(f"{made.suppressed_rows:,} rows show nothing that others may know, or were left out.")
    click.echo(f"Loss {made.loss:.3f}, where 0 is all as it was and 1 is nothing left.")
    for variable, levels in made.levels.items():
        counts = levels if isinstance(levels, dict) else {str(levels): made.rows}
        spread = ", ".join(f"level {level}: {rows:,} rows" for level, rows in counts.items())
        click.echo(f"  {variable}: {f'level {levels}' if isinstance(levels, int) else spread}")
    for name in made.files:
        click.echo(out / name)
