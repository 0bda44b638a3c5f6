"""`surveyapp restore`: a backup into a fresh home."""

from dataclasses import replace
from pathlib import Path

import click

from surveyapp.cli.console import create_cli_app, environment_settings, json_option, print_json
from surveyapp.cli.init import make_home, private_files
from surveyapp.services import Refused
from surveyapp.settings import Settings


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="File of the private key that `surveyapp backup-key` made.",
)
@click.option("--check", is_flag=True, help="Only read the backup to its end; change nothing.")
@json_option
def command(file: Path, key: Path, check: bool, as_json: bool) -> None:
    """Put a backup into a new home: SURVEYAPP_HOME=NEW surveyapp restore FILE --key KEY

    Databases that hold anything are left alone. Campaigns that were open are closed afterwards, and give out
    no more ballots for invitations: which of them were used since the backup is not known.
    """
    from surveyapp.services.backups.restore import read, restore

    backup = read(file, key)
    closed: tuple[str, ...] = ()
    if not check:
        settings = _with(environment_settings(), backup.head.secrets, file, key)
        with private_files():
            make_home(settings.home)
            with create_cli_app(settings):
                closed = restore(settings, backup)
    rows = sum(backup.rows.values())
    if as_json:
        print_json(
            {"program": backup.head.program, "rows": backup.rows, "closed": closed, "restored": not check}
        )
        return
    click.echo(f"{rows:,} rows {'are in the backup, all readable' if check else 'are back'}.")
    for name in closed:
        click.echo(f"Closed: {name}. Look at it, then: surveyapp campaign open {name}")


def _with(settings: Settings, secrets: tuple[str, ...], file: Path, key: Path) -> Settings:
    if settings.secrets and settings.secrets != secrets:
        raise Refused(
            "This home has secrets of its own, and the backup comes with others. Restore into a new home, "
            "before anything is made there.",
            f"SURVEYAPP_HOME=NEW surveyapp restore {file} --key {key}",
        )
    return replace(settings, secrets=secrets)
