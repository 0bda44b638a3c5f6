"""`surveyapp backup`: office and box in one encrypted file, while the service runs."""

from pathlib import Path

import click

from surveyapp.cli.console import create_cli_app, environment_settings, json_option, print_json


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def command(file: Path, as_json: bool) -> None:
    """Write office, box and secrets to FILE, encrypted, and read it back.

    The service goes on meanwhile. Only the key that `surveyapp backup-key` made can open the file, so keep
    that key elsewhere. While a campaign is open, make a backup once a day at most: two copies of an open
    box, compared, show which answers came in between. Once a campaign is sealed, delete the backups made
    before that.
    """
    from surveyapp.services.backups.make import make

    settings = environment_settings()
    with create_cli_app(settings):
        made = make(settings, file)
    if as_json:
        print_json({"file": str(made.file), "bytes": made.size, "rows": made.rows})
        return
    click.echo(f"{made.file}: {made.size:,} bytes, {sum(made.rows.values()):,} rows, read back and complete.")
