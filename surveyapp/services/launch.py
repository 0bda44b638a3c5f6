"""Before the launch: what respondents will meet, and what somebody should think of first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from surveyapp.mail.letters import Letter
from surveyapp.release.terms import Terms
from surveyapp.services import Refused, campaigns, invite, keys, schedule
from surveyapp.services.campaigns import Today
from surveyapp.services.respond import SMALL_GROUP, State, Survey, profile_of, survey_of
from surveyapp.settings import Settings

USUAL_K, USUAL_MINIMUM, USUAL_CELL = 5, 10, 5


@dataclass(frozen=True)
class Preview:
    """What respondents will meet once a draft is open.

    ``letter`` is None where everybody gets their own. ``version`` changes with whatever opening fixes: what
    is asked, and what may leave.
    """

    survey: Survey
    version: str
    letter: Letter | None
    doubts: tuple[str, ...]


def as_opened(settings: Settings, today: Today, name: str) -> Survey:
    """A campaign as its respondents meet it while it is open; a draft as if it had been opened now."""
    return replace(survey_of(campaigns.find(name), settings, today()), state=State.OPEN)


def preview(settings: Settings, today: Today, name: str) -> Preview:
    """What respondents of a campaign will meet. Raises Refused where it is over, or cannot be asked."""
    survey = as_opened(settings, today, name)
    letter = None if survey.by == "invitation" else invite.group_mail(settings, today, name)
    profile = profile_of(campaigns.find(name), settings, survey.instrument)
    version = f"{survey.version}-{profile.hash}"
    return Preview(survey, version, letter, tuple(doubts(settings, survey)))


def doubts(settings: Settings, survey: Survey) -> Iterator[str]:
    """What speaks against opening a campaign as it is, a sentence each."""
    yield from (_sentence(doubt) for doubt in invite.lasting_doubts(settings, survey))
    if survey.by == "invitation":
        try:
            keys.check_address(settings)
        except Refused as refused:
            yield str(refused)
    if survey.invited < SMALL_GROUP:
        yield from _of_few(survey)
    yield from _of_terms(survey.terms, survey.invited)
    if survey.closes is None and schedule.closing(survey.campaign) is None:
        yield "There is no closing day: the survey stays open until somebody closes it."
    if survey.synthetic:
        yield "It was made for invented answers: everything that leaves will say so."


def _of_few(survey: Survey) -> Iterator[str]:
    few = f"Only {survey.invited} people are invited"
    if survey.terms.publish == "rows":
        yield (
            f"{few}: in a file of rows most of what colleagues may know would have to be hidden. Tables tell "
            "more of so few, and are safer."
        )
    if survey.by == "link":
        yield (
            f"{few}, all with the same link: a second answer from one person would weigh much. Personal "
            "invitations prevent that."
        )


def _of_terms(terms: Terms, invited: int) -> Iterator[str]:
    if terms.k < USUAL_K:
        yield f"With k = {terms.k} a person hides among very few. {USUAL_K} is usual."
    if terms.smallest_cell < USUAL_CELL:
        yield f"Tables may show counts from {terms.smallest_cell}. {USUAL_CELL} is usual."
    if terms.minimum < USUAL_MINIMUM:
        yield f"Results may leave from {terms.minimum} responses on. {USUAL_MINIMUM} is usual."
    if terms.minimum > invited / 2:
        yield (
            f"Nothing leaves below {terms.minimum} responses, and {invited} are invited: if half of them "
            "stay away, all answers are lost."
        )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
