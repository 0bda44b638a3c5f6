"""`surveyapp reconcile`: published numbers held against each other."""

from __future__ import annotations

from pathlib import Path

import click

from surveyapp.cli.console import json_option
from surveyapp.cli.problems import FILE, report


@click.command("reconcile")
@click.argument("claims", type=FILE)
@json_option
def command(claims: Path, as_json: bool) -> None:
    """Hold the published numbers in the table CLAIMS against each other, and report what cannot be.

    CLAIMS is a CSV file with the columns id, n, N and percent; docs/reconcile.md tells of the others. Exits
    with 1 where anything does not fit.
    """
    from surveyapp.analysis.reconcile.check import reconcile
    from surveyapp.analysis.reconcile.claims import LARGEST

    with claims.open("rb") as file:
        problems = reconcile(file.read(LARGEST + 1), str(claims))
    report({claims: problems}, as_json)
