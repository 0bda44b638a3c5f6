"""The demo: a sealed and exported needs assessment, and an open campaign for each instrument."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from surveyapp.instrument.path import Answers
from surveyapp.instrument.walk import Shortfall
from surveyapp.services import campaigns, library, publish, simulate
from surveyapp.services.campaigns import Plan, Today
from surveyapp.services.respond import Survey
from surveyapp.settings import Settings

SEALED = "needs-assessment-2021"
INSTRUMENT = "needs_assessment"
INVITED, ANSWERED, SEED = 100, 66, 2021

Send = Callable[[Survey, Iterable[Answers], int], None]
"""Sends the answers of so many people to a survey."""


@dataclass(frozen=True)
class Demo:
    """What was built: the package's folder, what could not be met, and the link of each open campaign."""

    package: Path
    not_met: list[Shortfall]
    links: dict[str, str]


def build(settings: Settings, today: Today, folder: Path, send: Send) -> Demo:
    """Builds the demo in empty databases; the package goes into the folder."""
    marginals = Path(__file__).with_name("demo_needs_assessment.yaml")
    campaigns.create(settings, Plan(name=SEALED, instrument=INSTRUMENT, invited=INVITED, synthetic=True))
    campaigns.open_(settings, today, SEALED)
    survey = simulate.synthetic_survey(settings, today, SEALED)
    targets = simulate.targets(marginals.read_text(encoding="utf-8"), marginals.name, survey)
    people, not_met = simulate.people_like(survey, targets, ANSWERED, SEED)
    send(survey, people, ANSWERED)
    campaigns.close(SEALED)
    campaigns.seal(today, SEALED)
    publish.export(SEALED, folder / SEALED)
    return Demo(
        folder / SEALED, not_met, {name: _open_one(settings, today, name) for name in library.names(settings)}
    )


def _open_one(settings: Settings, today: Today, instrument: str) -> str:
    name = instrument.replace("_", "-")
    campaigns.create(settings, Plan(name=name, instrument=instrument, invited=INVITED, synthetic=True))
    campaigns.open_(settings, today, name)
    return campaigns.link(settings, name)
