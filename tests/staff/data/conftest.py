"""Campaigns that an analyst finds, made by the services."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from surveyapp.clock import today_in
from surveyapp.services import audit, campaigns
from surveyapp.services.campaigns import Plan
from surveyapp.services.respond import Respond
from surveyapp.web.application import Application
from tests.staff.conftest import SignedIn

TODAY = today_in("UTC")
PEOPLE = 20
SPRING = "/staff/data/spring"
SECRET = "I spoke with Dr. Alvarez on March 3.\nIt <b>helped</b>."
TEXTS = (SECRET, "More time, please.", "our new PA was there")


@pytest.fixture
def analyst(signed_in: SignedIn) -> FlaskClient:
    """An analyst."""
    return signed_in("analyst")


def opened(app: Application, people: int = PEOPLE, texts: tuple[str, ...] = TEXTS, **changes: Any) -> None:
    """An open campaign `spring` in which people have answered and the first of them have written texts."""
    given = {"name": "spring", "instrument": "peer_support_satisfaction", "invited": 30, **changes}
    with app.app_context():
        campaigns.create(app.settings, Plan(**given))
        campaigns.open_(app.settings, TODAY, "spring")
        respond = Respond(app.settings, TODAY)
        survey = respond.survey(campaigns.token(app.settings, "spring"))
        for number in range(people):
            words = {"suggestions": texts[number]} if number < len(texts) else {}
            answers = {"role": "received", "accepted": "no" if number % 2 else "yes", **words}
            respond.submit(survey, respond.ballot(survey)[0], answers)


def sealed(app: Application, people: int = PEOPLE, **changes: Any) -> None:
    """The campaign `spring`, sealed."""
    opened(app, people, **changes)
    with app.app_context():
        campaigns.close("spring")
        campaigns.seal(TODAY, "spring")


def trail(app: Application) -> list[tuple[str, str]]:
    """What was done to which campaign, oldest first."""
    with app.app_context():
        return [(event.action, event.subject) for event in reversed(audit.trail())]
