"""`surveyapp simulate`: synthetic respondents for synthetic campaigns."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.console import create_cli_app, json_option, print_json
from surveyapp.clock import today_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from surveyapp.instrument.path import Answers
    from surveyapp.instrument.walk import Shortfall
    from surveyapp.services.respond import Survey
    from surveyapp.web.application import Application


@click.command("simulate")
@click.argument("campaign")
@click.option("-n", "number", type=click.IntRange(min=1), required=True, help="How many respondents.")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed gives the same respondents."
)
@click.option(
    "--marginals",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML of target counts, {item: {code: count}}; what skip rules do not allow is printed.",
)
@json_option
def command(campaign: str, number: int, seed: int, marginals: Path | None, as_json: bool) -> None:
    """Let synthetic respondents answer CAMPAIGN, which must have been created --synthetic and be open.

    They walk the real paths of the instrument, and their answers go in the way a person's do.
    """
    from surveyapp.services import simulate

    with create_cli_app() as app:
        survey = simulate.synthetic_survey(app.settings, today_in(app.settings.timezone), campaign)
        shortfalls: list[Shortfall] = []
        everybody: Iterable[Answers] = simulate.people(survey, number, seed)
        if marginals is not None:
            targets = simulate.targets(marginals.read_text(encoding="utf-8"), str(marginals), survey)
            everybody, shortfalls = simulate.people_like(survey, targets, number, seed)
        send(app, survey, everybody, number)
    if as_json:
        print_json({"campaign": campaign, "sent": number, "not_met": [str(each) for each in shortfalls]})
        return
    click.echo(f"{number} synthetic responses sent to {campaign}.")
    for shortfall in shortfalls:
        click.echo(f"Not met: {shortfall}")


def send(app: Application, survey: Survey, everybody: Iterable[Answers], number: int) -> None:
    """Sends everybody's answers, with a progress bar where somebody watches."""
    from surveyapp.services import simulate
    from surveyapp.services.respond import Respond

    respond = Respond(app.settings, today_in(app.settings.timezone))
    steps = simulate.answer(respond, survey, everybody)
    with click.progressbar(
        steps, number, label="Answering", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        for _ in bar:
            pass
