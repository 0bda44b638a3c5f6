"""Changing what a draft of a campaign decides: once it was open, people answer under its terms."""

from __future__ import annotations

import hashlib
from dataclasses import fields

from surveyapp.services import Refused, campaigns
from surveyapp.services.campaigns import Plan
from surveyapp.settings import Settings
from surveyapp.store import invitations, office, schedule

WORDS = {
    "name": "name",
    "instrument": "what is asked",
    "invited": "people invited",
    "publish": "what may leave",
    "k": "k",
    "minimum": "minimum",
    "smallest_cell": "smallest count",
    "profile": "release profile",
    "closes": "last day",
    "by": "invited by",
    "code_without_script": "typed codes",
}
"""Everything that may be changed, for people."""


def plan_of(name: str) -> Plan:
    """What was decided about a draft. Raises Refused where there is none, and where it has been open."""
    return _plan(_draft(name))


def _draft(name: str) -> office.Campaign:
    campaign = campaigns.find(name)
    if campaign.state != "draft":
        raise Refused(
            f"“{name}” has been launched. People answer under the terms that they read, so nobody can change "
            "it any more. Make a new campaign for other terms."
        )
    return campaign


def _plan(campaign: office.Campaign) -> Plan:
    given = {field.name: getattr(campaign, field.name) for field in fields(Plan)}
    usual = campaign.profile == campaign.instrument
    return Plan(**given | {"profile": None if usual else campaign.profile})


class Outdated(Refused):
    """Somebody else has changed the draft since it was looked at."""


def mark(plan: Plan) -> str:
    """A word that is another one for every other plan."""
    return hashlib.sha256(repr(plan).encode()).hexdigest()


def redraft(settings: Settings, name: str, plan: Plan, seen: str) -> tuple[str, ...]:
    """Puts another plan in the place of a draft's; gives what that changed, in words.

    ``seen`` is the `mark` of the plan that was looked at. Raises Outdated where that is not the draft's any
    more, and Refused where the plan cannot work, where the campaign has been open, and where people on the
    roster or something planned hang on what would be changed.
    """
    given = campaigns.checked(settings, plan)
    with schedule.changing_campaigns():
        campaign = _draft(name)
        before = {key: getattr(campaign, key) for key in given}
        changed = [key for key in WORDS if given[key] != before[key]]
        said = tuple(f"{WORDS[key]} {_said(given[key])} (was {_said(before[key])})" for key in changed)
        if mark(_plan(campaign)) != seen:
            raise Outdated(
                "Somebody has changed the draft since you looked at it. Nothing was kept yet. If you send "
                f"this again, it changes: {', '.join(said) or 'nothing'}."
            )
        _check_held(name, plan, changed)
        if "name" in changed:
            office.remove(campaign)
            campaigns.add_draft(given)
        else:
            for key, value in given.items():
                setattr(campaign, key, value)
    return said


def _check_held(name: str, plan: Plan, changed: list[str]) -> None:
    """Raises Refused where something hangs on what is changed."""
    people = len(invitations.recipients(name))
    if plan.invited < people:
        raise Refused(f"{people} people are on the roster: at least so many are invited.")
    if not {"name", "by"} & set(changed):
        return
    if people:
        raise Refused("People are on the roster already, so its name and how people are invited stay.")
    if schedule.entries(name):
        raise Refused(
            "Something is planned for this campaign. Take it off the schedule before you change its name or "
            "how people are invited."
        )


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
