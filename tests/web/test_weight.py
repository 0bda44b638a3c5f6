"""A page with its style and its script: one request, and few bytes on a ward's network."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient

from surveyapp.services import library
from surveyapp.settings import Settings
from tests.web.desk import Desk
from tests.web.html import Page

MOST_BYTES = 15_000


@pytest.mark.parametrize("name", ["needs_assessment", "peer_support_satisfaction", "mini_z"])
def test_everything_together_stays_light(
    visitor: FlaskClient, desk: Desk, settings: Settings, name: str
) -> None:
    desk.now(instrument=library.instrument(settings, name))
    answer = visitor.get("/s/good")
    page = Page(answer.text)
    assert [each.attributes["href"] for each in page.all("link")] == ["data:,"]
    assert not [each for each in page.elements if "src" in each.attributes]
    assert len(gzip.compress(answer.data, 6)) < MOST_BYTES
