"""`surveyapp demo`: everything at once, in a folder of its own."""

from __future__ import annotations

import secrets
import socket
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.console import create_cli_app, json_option, print_json
from surveyapp.clock import today_in
from surveyapp.settings import Settings

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

    A needs assessment of 66 people whose answers follow the published proportions, sealed and exported, and
    an open campaign for each instrument.
    """
    port = port if no_serve else _free(port)
    folder = Path(tempfile.mkdtemp(prefix="surveyapp-demo-"))
    settings = _settings(folder, port)
    demo = _build(settings, folder)
    _tell(demo, folder, as_json)
    if not no_serve:
        from surveyapp.cli.serve import serve

        serve(settings)


def _settings(folder: Path, port: int) -> Settings:
    """Settings for this folder alone: whatever the environment says about a real installation stays out."""
    return Settings.from_environment(
        {
            "SURVEYAPP_HOME": str(folder),
            "SURVEYAPP_SECRETS": secrets.token_urlsafe(32),
            "SURVEYAPP_URL": f"http://{HOST}:{port}",
            "SURVEYAPP_BIND": f"{HOST}:{port}",
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


def _tell(demo: Demo, folder: Path, as_json: bool) -> None:
    if as_json:
        not_met = [str(shortfall) for shortfall in demo.not_met]
        print_json(
            {"home": str(folder), "package": str(demo.package), "not_met": not_met, "links": demo.links}
        )
        return
    click.echo(f"Everything is in {folder}; delete it when you are done.\n")
    click.echo(
        "A sealed needs assessment of 66 synthetic people, as published where skip rules allow. Its package:"
    )
    for file in sorted(demo.package.iterdir()):
        click.echo(f"  {file}")
    if demo.not_met:
        click.echo("\nPublished numbers that could not be met:")
    for shortfall in demo.not_met:
        click.echo(f"  {shortfall}")
    click.echo("\nOpen campaigns:")
    for name, link in demo.links.items():
        click.echo(f"  {name:28} {link}")
