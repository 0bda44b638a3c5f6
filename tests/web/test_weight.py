"""A page, its style and its script: few requests, and few bytes on a ward's network."""

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
    first = visitor.get("/s/good")
    page = Page(first.text)
    addresses = [
        *(
            each.attributes["href"]
            for each in page.all("link")
            if not each.attributes["href"].startswith("data:")
        ),
        *(each.attributes["src"] for each in page.elements if "src" in each.attributes),
    ]
    assert len(addresses) == 2
    bodies = [first.data, *(visitor.get(address).data for address in addresses)]
    assert sum(len(gzip.compress(body, 6)) for body in bodies) < MOST_BYTES
