"""A web application whose service is a stand-in, so that pages are tested without databases."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from surveyapp import web
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from tests.web.desk import Desk, instrument, survey

ITEMS = """
{name: area, type: choice, ask: Which area?, options: {adult: Adult, child: Children}}
{name: hours, type: integer, ask: How many hours?, min: 0, max: 80, unit: hours}
{name: sued, type: yes_no, ask: Sued?}
{name: suits, type: integer, ask: How often?, min: 1, max: 20, when: {sued: yes}}
{name: says, type: comment, ask: Anything else?, max_length: 50}
"""


@pytest.fixture
def desk() -> Desk:
    """The stand-in, showing a survey of five items."""
    return Desk(survey(instrument(ITEMS)))


@pytest.fixture
def site(settings: Settings, desk: Desk) -> Application:
    """Respondents' pages before the stand-in."""
    app = Application("surveyapp", settings)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_request_bytes
    web.register(app, settings)
    app.extensions["surveyapp.respond"] = desk
    return app


@pytest.fixture
def visitor(site: Application) -> FlaskClient:
    """Somebody with a link, and without scripts."""
    return site.test_client()
