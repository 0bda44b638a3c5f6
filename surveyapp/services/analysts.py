"""What analysts are told of campaigns: which are sealed, what the terms let leave, and what has left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from surveyapp.instrument.model import Instrument
from surveyapp.release.gate import TABLES, admit_campaign, admit_responses
from surveyapp.release.plan.plain import plain_plan
from surveyapp.release.profile import Profile, terms_with
from surveyapp.release.terms import Refusal, Terms
from surveyapp.services import Refused, campaigns, downloads
from surveyapp.services.campaigns import Today
from surveyapp.services.library import version
from surveyapp.services.overview import Line, overview
from surveyapp.services.respond import terms_of
from surveyapp.settings import Settings
from surveyapp.store import box, office

SEALED = ("sealed", "released")
DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Left:
    """What left a campaign: the rows for how many formats, whether any package, and whether a report did."""

    package: bool
    formats: tuple[str, ...]
    report: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """The campaigns that are sealed, each with what left; the others by name with their state, no drafts."""

    sealed: tuple[tuple[Line, Left], ...]
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed campaign.

    ``terms`` are those that hold; ``held_back`` says why nothing may leave, if so; ``planned`` whether there
    is a plan for a report, and ``plain`` whether it is the one of a survey for which nobody wrote one.
    """

    name: str
    state: str
    instrument: Instrument
    responses: int
    invited: int
    synthetic: bool
    terms: Terms
    held_back: Refusal | None
    planned: bool
    plain: bool
    left: Left


def listed(settings: Settings, today: Today) -> Listed:
    """Every campaign, as an analyst may know of it."""
    lines, releases = overview(settings, today), office.releases()
    made = {name: release.made for name, release in releases.items()}
    return Listed(
        tuple((line, _left(made.get(line.name))) for line in lines if line.state in SEALED),
        tuple((line.name, line.state) for line in lines if line.state not in (*SEALED, DRAFT)),
    )


def require_sealed(name: str) -> None:
    """Raises Refused where a campaign is not sealed: nobody looks at what it holds before."""
    state = campaigns.find(name).state
    if state not in SEALED:
        raise Refused(
            f"“{name}” is not sealed. People can still answer, or take an answer back, so nothing of it can "
            "be read or downloaded. Ask the committee to close and seal it."
        )


def sealed(name: str) -> Sealed:
    """What an analyst may know of a campaign. Raises Refused where it is not sealed."""
    require_sealed(name)
    campaign = campaigns.find(name)
    if campaign.version is None or campaign.profile_content is None:
        raise Refused(f"“{name}” has no version of its questions. Tell whoever runs the server.")
    profile = Profile.from_canonical(campaign.profile_content)
    terms, responses = terms_with(profile, terms_of(campaign)), box.count(name)
    release, plan = office.release(name), profile.document.report
    instrument = version(campaign.version.hash, campaign.version.content)
    return Sealed(
        name=name,
        state=campaign.state,
        instrument=instrument,
        responses=responses,
        invited=campaign.invited,
        synthetic=campaign.synthetic,
        terms=terms,
        held_back=_held_back(campaign.state, responses, campaign.invited, terms),
        planned=plan is not None,
        plain=plan is not None and plan == plain_plan(instrument),
        left=_left(release.made if release else None),
    )


def _held_back(state: str, responses: int, invited: int, terms: Terms) -> Refusal | None:
    try:
        admit_campaign(state)
        admit_responses(responses, invited, terms)
    except Refusal as refusal:
        return refusal
    return None


def _left(made: dict[str, Any] | None) -> Left:
    if made is None:
        return Left(package=False, formats=(), report=False)
    files = made["files"]
    return Left(
        # The tables of a report are counted among the files too.
        package=any(not file.startswith(TABLES) for file in files),
        formats=tuple(each for each in downloads.FORMATS if f"data.{each}" in files),
        report=downloads.REPORT in made,
    )
