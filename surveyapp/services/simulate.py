"""Synthetic respondents, for campaigns that were made for them and say so in everything that leaves."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from surveyapp.instrument.load import read
from surveyapp.instrument.path import Answers
from surveyapp.instrument.problems import Unusable
from surveyapp.instrument.walk import Shortfall, Targets, respondent, respondents_by_marginals
from surveyapp.services import Refused, campaigns
from surveyapp.services.campaigns import Today
from surveyapp.services.respond import Outcome, Respond, State, Survey, survey_of
from surveyapp.settings import Settings


def synthetic_survey(settings: Settings, today: Today, name: str) -> Survey:
    """The open campaign that synthetic answers may go into. Raises Refused for any other."""
    survey = survey_of(campaigns.find(name), settings, today())
    if not survey.synthetic:
        raise Refused(
            f"'{name}' is a campaign for people. Synthetic answers go only into one that was made for them.",
            "surveyapp campaign create NAME --synthetic",
        )
    if survey.personal:
        raise Refused(
            f"'{name}' is by invitation, and synthetic people get none. Create one with a link.",
            "surveyapp campaign create NAME --synthetic --by link",
        )
    if survey.state is not State.OPEN:
        raise Refused(f"'{name}' is not open. Open it first.", f"surveyapp campaign open {name}")
    return survey


def people(survey: Survey, number: int, seed: int) -> Iterator[Answers]:
    """So many synthetic respondents who walk the instrument's real paths; the same ones for the same seed."""
    rng = random.Random(seed)  # noqa: S311  repeatable on purpose; nothing is secret here
    return (respondent(survey.instrument, rng) for _ in range(number))


def targets(text: str, file: str, survey: Survey) -> Targets:
    """Target counts from YAML, ``{item: {code: count}}``. Raises Refused where they do not fit."""
    try:
        found = read(text, file).data
    except Unusable as unusable:
        raise Refused(problems=unusable.problems) from None
    if not isinstance(found, dict) or not all(isinstance(counts, dict) for counts in found.values()):
        raise Refused(f"{file} holds no target counts: write {{item: {{code: count}}}}.")
    for name, counts in found.items():
        control = survey.instrument.controls.get(name)
        if control is None or not control.options:
            raise Refused(f"{file}: '{name}' is no item with options of {survey.instrument.name}.")
        for code, count in counts.items():
            if code not in control.options or not isinstance(count, int) or count < 0:
                raise Refused(f"{file}: '{name}' cannot be answered with '{code}' {count} times.")
    return found


def people_like(
    survey: Survey, targets: Targets, number: int, seed: int
) -> tuple[list[Answers], list[Shortfall]]:
    """Synthetic respondents with the target counts wherever skip rules allow, and what could not be met."""
    rng = random.Random(seed)  # noqa: S311  repeatable on purpose; nothing is secret here
    return respondents_by_marginals(survey.instrument, targets, number, rng)


def answer(respond: Respond, survey: Survey, everybody: Iterable[Answers]) -> Iterator[None]:
    """Sends everybody's answers as a person's are sent, one a step. Raises Refused where it has closed."""
    for answers in everybody:
        ballot, _receipt = respond.ballot(survey)
        if respond.submit(survey, ballot, answers) is not Outcome.RECORDED:
            raise Refused(f"'{survey.campaign}' closed while answers were sent.")
        yield
