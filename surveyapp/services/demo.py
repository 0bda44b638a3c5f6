"""The demo: a sealed campaign with its package, two with reports, and one open for each instrument."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from surveyapp.instrument.path import Answers
from surveyapp.instrument.walk import Shortfall
from surveyapp.services import campaigns, downloads, library, publish, simulate, versions
from surveyapp.services.campaigns import Plan, Today
from surveyapp.services.respond import Survey
from surveyapp.settings import Settings

PUBLISHED = "needs-assessment-2021"
"""The one that gives its rows. The others give tables, of which more can be shown where no rows leave."""

Send = Callable[[Survey, Iterable[Answers], int], None]
"""Sends the answers of so many people to a survey."""


@dataclass(frozen=True)
class Study:
    """A campaign as it was published: its plan, how many answered, and where it starts from chance."""

    plan: Plan
    answered: int
    seed: int


STUDIES = (
    Study(Plan(name=PUBLISHED, instrument="needs_assessment", invited=100, synthetic=True), 66, 2021),
    Study(
        Plan(
            name="needs-assessment-tables",
            instrument="needs_assessment",
            invited=100,
            publish="tables",
            synthetic=True,
        ),
        66,
        2021,
    ),
    Study(
        Plan(
            name="satisfaction-2022",
            instrument="peer_support_satisfaction",
            invited=19,
            publish="tables",
            minimum=5,
            smallest_cell=3,
            synthetic=True,
        ),
        16,
        2022,
    ),
)


@dataclass(frozen=True)
class Demo:
    """What was built: folders of the package and of each report, what could not be met, and open links."""

    package: Path
    reports: list[Path]
    not_met: list[Shortfall]
    links: dict[str, str]


def build(settings: Settings, today: Today, folder: Path, send: Send) -> Demo:
    """Builds the demo in empty databases: the package in the folder, reports where analysts find them."""
    versions.load_files(settings)
    not_met: list[Shortfall] = []
    reports = []
    for study in STUDIES:
        found = _seal(settings, today, study, send)
        if study.plan.publish == "rows":
            publish.export(study.plan.name, folder / study.plan.name)
        else:
            not_met += found
            reports.append(downloads.make_report(settings, study.plan.name))
    links = {name: _open_one(settings, today, name) for name in library.names(settings)}
    return Demo(folder / PUBLISHED, reports, not_met, links)


def _seal(settings: Settings, today: Today, study: Study, send: Send) -> list[Shortfall]:
    """Let people with the published counts answer; gives what of these could not be met."""
    name = study.plan.name
    marginals = Path(__file__).with_name(f"demo_{study.plan.instrument}.yaml")
    campaigns.create(settings, study.plan)
    campaigns.open_(settings, today, name)
    survey = simulate.synthetic_survey(settings, today, name)
    targets = simulate.targets(marginals.read_text(encoding="utf-8"), marginals.name, survey)
    people, not_met = simulate.people_like(survey, targets, study.answered, study.seed)
    send(survey, people, study.answered)
    campaigns.close(name)
    campaigns.seal(today, name)
    return not_met


def _open_one(settings: Settings, today: Today, instrument: str) -> str:
    name = instrument.replace("_", "-")
    campaigns.create(settings, Plan(name=name, instrument=instrument, invited=100, synthetic=True))
    campaigns.open_(settings, today, name)
    return campaigns.link(settings, name)
