"""Where a campaign stands, in the numbers that a committee may see."""

from __future__ import annotations

from datetime import date

from surveyapp.release.terms import Terms
from surveyapp.services import Refused, launch, schedule
from surveyapp.services.campaigns import Status
from surveyapp.services.schedule import Entry
from surveyapp.web.application import settings
from surveyapp.web.respond.terms import terms_in_words
from surveyapp.web.staff.campaigns.area import today


def promised(found: Status) -> tuple[Terms, tuple[str, ...]]:
    """The terms, also as respondents read them; as they were made where a draft can't be asked just now."""
    try:
        survey = launch.as_opened(settings(), today(), found.name)
    except Refused:
        return found.terms, terms_in_words(found.terms, None)
    return survey.terms, terms_in_words(survey.terms, survey.instrument)


def percent(responses: int, invited: int, *, least: bool = False) -> str:
    """The response rate in whole percent, half rounded up as in a report; ``least`` rounds down."""
    of = max(invited, 1)
    return f"{(responses * 200 + (0 if least else of)) // (2 * of)}%"


def planned(name: str) -> list[Entry]:
    """What is to happen to a campaign, or waits for a person, in the order of time."""
    return [each for each in schedule.listed(name) if each.state != "done"]


def deletion_day(name: str) -> date | None:
    """The day on which everything of a campaign will be deleted; None where that is not planned."""
    planned = [each.due for each in schedule.listed(name) if each.what == "delete" and each.open_to_change]
    return min(planned).date() if planned else None
