"""`surveyapp settings`: every setting, its value here, its default and its meaning."""

import shutil
import textwrap

import click

from surveyapp.cli.console import environment_settings, json_option, print_json
from surveyapp.settings import documented


@click.command("settings")
@json_option
def command(as_json: bool) -> None:
    """List every setting, its value and its meaning.

    Settings are environment variables. Secrets and passwords are never shown.
    """
    settings = environment_settings()
    rows = [
        {
            "variable": row.variable,
            "value": settings.shown(name),
            "default": row.documented_default,
            "meaning": row.meaning,
        }
        for name, row in documented().items()
    ]
    if as_json:
        print_json(rows)
        return
    click.echo(_table([["SETTING", "VALUE", "DEFAULT", "MEANING"], *([*row.values()] for row in rows)]))


def _table(rows: list[list[str]]) -> str:
    """Aligned columns; where the terminal is too narrow for that, the meaning goes on a line of its own."""
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    start = sum(widths) + 6
    room = shutil.get_terminal_size((160, 24)).columns - start
    lines = []
    for *cells, meaning in rows:
        lead = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        if room >= 30:
            first, *more = textwrap.wrap(meaning, room)
            lines += [f"{lead}  {first}", *(" " * start + line for line in more)]
        else:
            lines += [
                lead.rstrip(),
                *textwrap.wrap(meaning, 76, initial_indent="    ", subsequent_indent="    "),
            ]
    return "\n".join(lines)
