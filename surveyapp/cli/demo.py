"""`surveyapp demo`: everything at once, in a folder of its own."""

from __future__ import annotations

import socket
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.console import create_cli_app, json_option, print_json
from surveyapp.cli.init import make_secret
from surveyapp.cli.staff import demo_links
from surveyapp.clock import today_in
from surveyapp.settings import SECRETS_FILE, Settings

if TYPE_CHECKING:
    from surveyapp.services.demo import Demo

HOST = "127.0.0.1"


@click.command("demo")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Where to serve."
)
@click.option("--no-serve", is_flag=True, help="Only build and print.")
@json_option
def command(port: int, no_serve: bool, as_json: bool) -> None:
    """Build synthetic campaigns in a folder of their own, and serve them.

    A needs assessment of 66 people and a satisfaction survey of 16 whose answers follow the published
    proportions, sealed, with their reports, and an open campaign for each instrument.
    """
    port = port if no_serve else _free(port)
    folder = Path(tempfile.mkdtemp(prefix="surveyapp-demo-"))
    make_secret(folder / SECRETS_FILE)
    settings = _settings(folder, port)
    demo = _build(settings, folder)
    _tell(demo, demo_links(settings), settings, as_json)
    if no_serve and not as_json:
        click.echo(
            f"\nNothing is served now. To serve it: SURVEYAPP_HOME={folder} "
            f"SURVEYAPP_SECOND_FACTOR=nobody surveyapp serve --port {port}"
        )
    if not no_serve:
        from surveyapp.cli.serve import serve

        serve(settings)


def _settings(folder: Path, port: int) -> Settings:
    """Settings for this folder alone: whatever the environment says about a real installation stays out."""
    return Settings.from_environment(
        {
            "SURVEYAPP_HOME": str(folder),
            "SURVEYAPP_URL": f"http://{HOST}:{port}",
            "SURVEYAPP_BIND": f"{HOST}:{port}",
            "SURVEYAPP_SECOND_FACTOR": "nobody",
        }
    )


def _free(port: int) -> int:
    """The port, or any free one where it is taken."""
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _build(settings: Settings, folder: Path) -> Demo:
    from surveyapp import store
    from surveyapp.cli.simulate import send
    from surveyapp.services import demo

    with create_cli_app(settings) as app:
        store.upgrade()
        return demo.build(settings, today_in(settings.timezone), folder, partial(send, app))


def _tell(demo: Demo, staff: dict[str, str], settings: Settings, as_json: bool) -> None:
    if as_json:
        not_met = [str(shortfall) for shortfall in demo.not_met]
        print_json(
            {
                "home": str(settings.home),
                "package": str(demo.package),
                "reports": [str(each) for each in demo.reports],
                "not_met": not_met,
                "links": demo.links,
                "staff": staff,
            }
        )
        return
    click.echo(f"Everything is in {settings.home}; delete it when you are done.\n")
    click.echo(
        "A sealed needs assessment of 66 synthetic people, as published where skip rules allow. Its package:"
    )
    for file in sorted(demo.package.iterdir()):
        click.echo(f"  {file}")
    click.echo(
        "\nReports, where tables leave and no rows: the same people again, and 16 on their satisfaction:"
    )
    for folder in demo.reports:
        click.echo(f"  {folder / 'report.html'}")
    if demo.not_met:
        click.echo("\nNot all published numbers fit together. What skip rules rule out was left out:")
    for shortfall in demo.not_met:
        click.echo(f"  {shortfall}")
    click.echo("\nOpen campaigns:")
    for name, link in demo.links.items():
        click.echo(f"  {name:28} {link}")
    click.echo("\nThe workspace of the people who run surveys. Each link works once, in the next three days:")
    for role, link in staff.items():
        click.echo(f"  {role:28} {link}")
