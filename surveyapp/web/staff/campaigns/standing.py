"""Where a campaign stands, in the numbers that a committee may see."""

from __future__ import annotations

from datetime import date

from surveyapp.release.terms import Terms
from surveyapp.services import Refused, launch, schedule
from surveyapp.services.campaigns import Status
from surveyapp.services.schedule import Entry
from surveyapp.web.application import settings
from surveyapp.web.staff.campaigns.area import today
from surveyapp.web.staff.errors import without_command


def terms(found: Status) -> Terms:
    """The terms as respondents read them; those it was made with where a draft can't be asked just now."""
    try:
        return launch.as_opened(settings(), today(), found.name).terms
    except Refused:
        return found.terms


def percent(responses: int, invited: int, *, least: bool = False) -> str:
    """The response rate in whole percent, half rounded up as in a report; ``least`` rounds down."""
    of = max(invited, 1)
    return f"{(responses * 200 + (0 if least else of)) // (2 * of)}%"


def planned(name: str) -> list[Entry]:
    """What is to happen to a campaign, or waits for a person, in the order of time."""
    return [each for each in schedule.listed(name) if each.state != "done"]


def opening_doubts(found: Status) -> tuple[str, ...]:
    """What speaks against planning that a draft opens, or why it cannot; nothing for any other campaign."""
    if found.state != "draft":
        return ()
    try:
        return launch.preview(settings(), today(), found.name).doubts
    except Refused as refused:
        return (without_command(str(refused)),)


def deletion_day(name: str) -> date | None:
    """The day on which everything of a campaign will be deleted; None where that is not planned."""
    planned = [each.due for each in schedule.listed(name) if each.what == "delete" and each.open_to_change]
    return min(planned).date() if planned else None
