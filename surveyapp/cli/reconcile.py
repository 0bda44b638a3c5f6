"""`surveyapp reconcile`: published numbers held against each other."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from surveyapp.cli.console import json_option, print_json


@click.command("reconcile")
@click.argument("claims", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@click.pass_context
def command(context: click.Context, claims: Path, as_json: bool) -> None:
    """Hold the published numbers in the table CLAIMS against each other, and report what cannot be.

    CLAIMS is a CSV file with the columns id, n, N and percent; docs/reconcile.md tells of the others. Exits
    with 1 where anything does not fit.
    """
    from surveyapp.analysis.reconcile.check import reconcile
    from surveyapp.analysis.reconcile.claims import LARGEST

    with claims.open("rb") as file:
        problems = reconcile(file.read(LARGEST + 1), str(claims))
    if as_json:
        print_json(
            [
                {
                    **asdict(problem.where),
                    "code": problem.code,
                    "message": problem.message,
                    "hint": problem.hint,
                }
                for problem in problems
            ]
        )
    else:
        click.echo("\n".join(map(str, problems)) if problems else f"{claims}: no problems")
    context.exit(1 if problems else 0)
