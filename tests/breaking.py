"""A command that breaks in the way it is told to."""

import click
from sqlalchemy.exc import OperationalError

from surveyapp.services import Refused
from surveyapp.settings import SettingsError
from surveyapp.store.engines import BoxUnavailable

WAYS = {
    "refused": Refused("The campaign is open: close it first."),
    "settings": SettingsError("SURVEYAPP_URL is 'x': give another."),
    "file": FileNotFoundError(2, "No such file or directory", "plan.yaml"),
    "database": OperationalError("SELECT 1", {}, Exception("connection to server at 203.0.113.9 failed")),
    "box": BoxUnavailable("SQLITE_BUSY"),
    "bug": KeyError("canary"),
}


@click.command("break")
@click.argument("way")
def command(way: str) -> None:
    """Break."""
    raise WAYS[way]
