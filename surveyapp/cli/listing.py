"""Listing what a folder has, also where one of them cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

Row = dict[str, Any]


def rows_of(names: Iterable[str], nothing: Row, about: Callable[[str], Row]) -> list[Row]:
    """What there is to say `about` each name; `nothing` where it has problems, as `sound` tells."""
    from surveyapp.services import Refused

    rows = []
    for name in names:
        try:
            rows.append({"name": name, **about(name), "sound": True})
        except Refused:
            rows.append({"name": name, **nothing, "sound": False})
    return rows


def print_rows(rows: Sequence[Row], counted: str, last: Callable[[Row], str], check: str) -> None:
    """A line each: name, how many of what is `counted`, version, and the `last` words; or what to type.

    That is the command `check`, which tells what is wrong.
    """
    for row in rows:
        number = row[counted]
        unit = f"{counted.removesuffix('s')} " if number == 1 else counted
        about = f"{number:>3} {unit}  {row['version'][:12]}  {last(row)}"
        click.echo(f"{row['name']:<32}  {about if row['sound'] else f'has problems: {check}'}")
