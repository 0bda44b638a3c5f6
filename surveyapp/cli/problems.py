"""What commands that check files share: which files, how problems are printed, and the exit code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from surveyapp.cli.advice import hint, problem_lines
from surveyapp.cli.console import print_json

if TYPE_CHECKING:
    from surveyapp.instrument.problems import Problem

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
"""A file that is there."""
files_argument = click.argument("files", nargs=-1, type=FILE)
"""Files to check; none for all of a folder."""


def check_files(
    files: Sequence[Path],
    folder: Path,
    thing: str,
    problems_of: Callable[[Path], Sequence[Problem]],
    as_json: bool,
) -> NoReturn:
    """Print the problems of the files, or of all YAML files of a folder, and exit with 1 where there are any.

    ``thing`` is what they hold, for saying that the folder has none.
    """
    files = files or sorted(folder.glob("*.yaml"))
    if not files:
        raise click.ClickException(f"There is no {thing} in {folder}.")
    report({file: problems_of(file) for file in files}, as_json)


def report(found: Mapping[Path, Sequence[Problem]], as_json: bool) -> NoReturn:
    """Print the problems of each file, or that it has none, and exit with 1 where there are any."""
    if as_json:
        print_json([_as_data(problem) for problems in found.values() for problem in problems])
    else:
        for file, problems in found.items():
            click.echo("\n".join(map(problem_lines, problems)) if problems else f"{file}: no problems")
    raise click.exceptions.Exit(1 if any(found.values()) else 0)


def _as_data(problem: Problem) -> dict[str, Any]:
    said = {"code": problem.code, "message": problem.message, "hint": hint(problem)}
    return {**asdict(problem.where), **said}
