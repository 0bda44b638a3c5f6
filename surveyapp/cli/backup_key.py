"""`surveyapp backup-key`: the key that alone opens backups."""

from pathlib import Path

import click

from surveyapp.cli.console import json_option, print_json


@click.command("backup-key")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="File for the private key; it must not be there yet.",
)
@json_option
def command(out: Path, as_json: bool) -> None:
    """Make the key to backups: the private part into FILE, the public part as a setting.

    Take FILE away from this machine, print it or put it on a stick in a safe: without it no backup can be
    restored, and with it anybody can.
    """
    from surveyapp.services.backups.make import new_key

    public = new_key(out)
    if as_json:
        print_json({"file": str(out), "SURVEYAPP_BACKUP_KEY": public})
        return
    click.echo(f"The private key is in {out}. Take it elsewhere now. Then set, for this service:")
    click.echo(f"SURVEYAPP_BACKUP_KEY={public}")
