"""`surveyapp forecast`: who would stand out, before anybody answers."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import click

from surveyapp.cli.console import create_cli_app, json_option, print_json


@click.command("forecast")
@click.argument("name")
@click.option(
    "--roster",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="YAML with how many of those invited give each answer: see docs/campaigns.md.",
)
@click.option("--response-rate", type=float, metavar="PERCENT", help="How many in a hundred will answer.")
@json_option
def command(name: str, roster: Path | None, response_rate: float | None, as_json: bool) -> None:
    """Say who of those invited to campaign NAME would stand out, and what its terms would let leave.

    Nothing is stored, and no answer is looked at. Without a roster every answer counts as equally frequent.
    """
    from surveyapp.release.forecast import said
    from surveyapp.services import forecast

    known = forecast.Known()
    if roster is not None:
        known = forecast.read_known(roster.read_text(encoding="utf-8"), str(roster))
    if response_rate is not None:
        known = replace(known, rate=response_rate)
    with create_cli_app() as app:
        found = forecast.forecast(forecast.basis(app.settings, name), known)
    if as_json:
        print_json(asdict(found))
        return
    parts = {
        "": [said.headline(found)],
        "Few share this": list(said.small_groups(found)),
        "Question by question": [f"{item.wording} {said.item_words(found, item)}" for item in found.items],
        f"A row file with {found.outlook.title}": list(said.outlook_words(found.outlook)),
        "The terms": list(said.terms_words(found)),
        "Taken for granted": list(said.assumptions(found)),
    }
    for title, sentences in parts.items():
        if sentences:
            click.echo("\n".join(filter(None, (title and f"\n{title}", *sentences))))
