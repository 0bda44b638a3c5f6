"""A committee's desk with an instrument that has words to look for, and a visitor to its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from surveyapp.settings import Settings
from surveyapp.web.application import Application
from tests.conftest import MakeApp
from tests.services.conftest import Desk, asking

INSTRUMENT = """
name: tiny
title: A tiny survey
source: {citation: none, wording: reconstructed}
contact: The committee
sections:
  - name: only
    title: Only
    items:
      - name: area
        type: choice
        ask: Where do you work?
        options: {adult: Adult, pediatric: Pediatric}
        privacy: quasi_identifier
      - {name: feelings, type: text, ask: How was it?, max_length: 200}
      - {name: secret, type: text, ask: What else?, max_length: 200}
      - name: reasons
        type: choices
        ask: Why?
        options: {time: No time, other: {label: Another reason, other: true}}
      - {name: lessons, type: comment, ask: What should others know?}
"""
PROFILE = """
name: tiny
instrument: tiny
privacy:
  quasi_identifiers:
    area: []
  withhold: [secret]
"""


def with_tiny(settings: Settings, folder: Path) -> Settings:
    """The settings with folders that hold the tiny instrument and its profile."""
    return asking(settings, folder, INSTRUMENT, PROFILE)


@pytest.fixture
def house(any_store_settings: Settings, make_app: MakeApp, tmp_path: Path) -> Application:
    """An application that asks the tiny instrument, on each kind of database."""
    return make_app(with_tiny(any_store_settings, tmp_path))


@pytest.fixture
def desk(house: Application) -> Iterator[Desk]:
    """The committee's desk; its clock is the application's."""
    with house.app_context():
        made = Desk(house.settings)
        house.extensions["surveyapp.respond"] = made.respond
        yield made


@pytest.fixture
def visitor(house: Application, desk: Desk) -> FlaskClient:
    """Somebody with a link."""
    return house.test_client()
