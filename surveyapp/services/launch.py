"""Before the launch: what respondents will meet, and what somebody should think of first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date

from surveyapp.mail.letters import Letter
from surveyapp.release.terms import Terms
from surveyapp.services import Advice, Refused, campaigns, invitations, invite, keys, schedule
from surveyapp.services.campaigns import Plan, Today
from surveyapp.services.respond import SMALL_GROUP, State, Survey, instrument_of, profile_of, survey_of
from surveyapp.settings import Settings
from surveyapp.store import office

USUAL_K, USUAL_MINIMUM, USUAL_CELL = 5, 10, 5


@dataclass(frozen=True)
class Preview:
    """What respondents will meet once a draft is open.

    ``letter`` has words in place of the link where each person gets their own. ``version`` changes with
    whatever opening fixes: what is asked, of whom, and what may leave.
    """

    survey: Survey
    version: str
    letter: Letter
    doubts: tuple[str, ...]


class Unread(Refused):
    """What would open is not what somebody read."""


def as_opened(settings: Settings, today: Today, name: str) -> Survey:
    """A campaign as its respondents meet it while it is open; a draft as if it had been opened now."""
    return replace(survey_of(campaigns.find(name), settings, today()), state=State.OPEN)


def preview(settings: Settings, today: Today, name: str) -> Preview:
    """What respondents of a campaign will meet. Raises Refused where it is over, or cannot be asked."""
    survey = as_opened(settings, today, name)
    if survey.by == "invitation":
        letter, _ = invitations.letters(settings, today, name)
    else:
        letter = invite.group_mail(settings, today, name)
    fixed = _fixed(settings, campaigns.find(name))
    return Preview(survey, fixed, letter, tuple(doubts(settings, survey)))


def open_as_read(settings: Settings, today: Today, name: str, version: str, closes: date | None) -> None:
    """Opens a draft as its `Preview` of that ``version`` showed it, which changes nothing but the last day.

    Raises Unread where it would open otherwise, and Refused as `campaigns.open_` does.
    """

    def check(draft: office.Campaign) -> None:
        if _fixed(settings, draft) != version:
            raise Unread(
                "What is asked, or what may leave, has changed since you opened this page. Read it again."
            )

    campaigns.open_(settings, today, name, closes, check)


def _fixed(settings: Settings, draft: office.Campaign) -> str:
    instrument = instrument_of(draft, settings)
    profile = profile_of(draft, settings, instrument)
    decided = [getattr(draft, field.name) for field in fields(Plan) if field.name != "closes"]
    return hashlib.sha256(repr((instrument.hash, profile.hash, decided)).encode()).hexdigest()


def opening_doubts(settings: Settings, today: Today, name: str) -> tuple[Advice, ...]:
    """What speaks against planning that a draft opens, or why it cannot; nothing for any other campaign."""
    if campaigns.find(name).state != "draft":
        return ()
    try:
        return tuple(map(Advice, preview(settings, today, name).doubts))
    except Refused as refused:
        return (Advice(str(refused), refused.command),)


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
