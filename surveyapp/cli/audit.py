"""`surveyapp audit`: what this installation can and can't show about anonymity."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import click

from surveyapp.cli.console import create_cli_app, environment_settings, json_option, print_json

SIGNS = {"fine": ("ok", "green"), "wrong": ("SEE TO IT", "red"), "unknown": ("not known", "yellow")}
FOUND_WRONG = 3


@click.command("audit")
@click.argument("campaign", required=False)
@click.option(
    "--log",
    "logs",
    type=click.File("rb"),
    multiple=True,
    metavar="FILE",
    help="A log to search; - for input.",
)
@click.option(
    "--backups",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    metavar="FOLDER",
    help="A folder that holds backups.",
)
@json_option
def command(
    campaign: str | None, logs: tuple[BinaryIO, ...], backups: tuple[Path, ...], as_json: bool
) -> None:
    """Look at this installation as it runs, and say what it can and can't show about anonymity.

    Looks at both databases, their columns and the place of their rows, at who may read the home, at logs of
    the last days, a proxy's configuration and backups as far as they can be read here, and at the counts and
    the key of CAMPAIGN, or of every campaign. Changes nothing.

    \b
    journalctl -u surveyapp -o cat | surveyapp audit --log -

    Exit code 0: nothing to see to. 3: something is wrong.
    """
    from surveyapp.services.inspection.look import look

    settings = environment_settings()
    with create_cli_app(settings):
        found = list(look(settings, campaign, logs, backups))
    bad = any(finding.verdict == "wrong" for finding in found)
    if as_json:
        print_json({"fine": not bad, "findings": [asdict(finding) for finding in found]})
    else:
        for finding in found:
            sign, colour = SIGNS[finding.verdict]
            click.echo(f"{click.style(f'{sign:>9}', fg=colour)}  {finding.words}")
    sys.exit(FOUND_WRONG if bad else 0)
