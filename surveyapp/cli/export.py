"""`surveyapp export`: the data package of a sealed campaign."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.console import create_cli_app, json_option, print_json

if TYPE_CHECKING:
    from types import TracebackType

    from click._termui_impl import ProgressBar

    from surveyapp.services.publish import Made

FORMATS = ("sav", "dta", "parquet", "xlsx")
ARCHIVE = ".zip"


class Progress:
    """Draws how far things are on standard error, a bar for each thing, where somebody watches."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()
        self._what = ""
        self._bar: ProgressBar[int] | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def __call__(self, what: str, done: int, whole: int) -> None:
        if not self._watched or not whole:
            return
        if what != self._what:
            self._end()
            self._what = what
            self._bar = click.progressbar(length=whole, label=what, file=sys.stderr)
            self._bar.__enter__()
        if self._bar is not None:
            self._bar.update(done - self._bar.pos)

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
        self._bar, self._what = None, ""


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
