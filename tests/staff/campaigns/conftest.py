"""Campaigns that tests of the staff pages start from, made by the services."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from surveyapp.clock import today_in
from surveyapp.services import audit, campaigns, versions
from surveyapp.services.campaigns import Plan, Status, Today
from surveyapp.services.respond import Respond
from surveyapp.web.application import Application
from tests.staff.conftest import SignedIn

TODAY = today_in("UTC")
SECRET = "Synthetic: nobody may read this before sealing"


@pytest.fixture
def member(signed_in: SignedIn) -> FlaskClient:
    """A member of the committee."""
    return signed_in("committee")


def text(answer: Any) -> str:
    found: str = answer.get_data(as_text=True)
    return found


def make(app: Application, name: str = "spring", **changes: Any) -> None:
    given: dict[str, Any] = {"name": name, "instrument": "needs_assessment", "invited": 100, **changes}
    with app.app_context():
        campaigns.create(app.settings, Plan(**given))


def opened(app: Application, name: str = "spring", today: Today = TODAY, **changes: Any) -> None:
    make(app, name, **changes)
    with app.app_context():
        campaigns.open_(app.settings, today, name)


def closed(app: Application, name: str = "spring") -> None:
    with app.app_context():
        campaigns.close(name)


def published(app: Application, *changes: tuple[str, str]) -> None:
    """A new version of the needs assessment, with other words in place of some."""
    source = (app.settings.instruments / "needs_assessment.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    with app.app_context():
        versions.publish(app.settings, source)


def answer(app: Application, times: int, name: str = "spring") -> None:
    given = {"area": "adult", "sued": "yes", "suit_support": ["other"], "suit_support_other": SECRET}
    with app.app_context():
        respond = Respond(app.settings, TODAY)
        survey = respond.survey(campaigns.token(app.settings, name))
        for _ in range(times):
            respond.submit(survey, respond.ballot(survey)[0], given)


def status(app: Application, name: str = "spring") -> Status:
    with app.app_context():
        return campaigns.status(app.settings, TODAY, name)


def names(app: Application) -> list[str]:
    with app.app_context():
        return [each.name for each in campaigns.list_(app.settings, TODAY)]


def trail(app: Application) -> list[audit.Event]:
    with app.app_context():
        return audit.trail()
