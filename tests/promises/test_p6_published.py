"""P6, publishing: what is published never changes, whatever staff or a hand in the database do next."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from surveyapp.services import Refused, versions
from surveyapp.store import engines
from tests.promises.conftest import INSTRUMENT
from tests.promises.test_p6_versions import edit, path, rows
from tests.services.conftest import Desk

REWORDED = INSTRUMENT.replace("Where do you work?", "Where do you live?")
CUT = INSTRUMENT.replace(", pediatric: Pediatric", "")
KEPT = "SELECT hash, name, number, source, published_on FROM published ORDER BY number"


def test_no_use_of_versions_changes_one(desk: Desk) -> None:
    one = versions.publish(desk.settings, INSTRUMENT)
    desk.open()
    before = rows(KEPT), rows("SELECT * FROM instrument_version")
    versions.publish(desk.settings, INSTRUMENT + "# and a comment\n")
    versions.retire(one.hash)
    with pytest.raises(Refused):
        versions.publish(desk.settings, INSTRUMENT)
    versions.restore(one.hash)
    edit(desk, REWORDED)
    versions.load_files(desk.settings)
    versions.difference(one.hash, one.hash)
    assert (rows(KEPT), rows("SELECT * FROM instrument_version")) == before
    two = versions.publish_file(desk.settings, desk.settings.instruments / "tiny.yaml")
    assert rows(KEPT)[0] == before[0][0]
    assert two.number == 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE instrument_version SET content = replace(content, 'Where', 'Why')",
        "UPDATE instrument_version SET hash = 'another'",
        "UPDATE published SET source = 'another'",
        "UPDATE published SET number = 9",
        "UPDATE published SET name = 'another'",
    ],
)
def test_the_database_itself_refuses_to_change_one(desk: Desk, change: str) -> None:
    versions.publish(desk.settings, INSTRUMENT)
    before = rows(KEPT), rows("SELECT * FROM instrument_version")
    with pytest.raises(Exception, match="never changes"), engines.writing(None) as connection:
        connection.execute(text(change))
    assert (rows(KEPT), rows("SELECT * FROM instrument_version")) == before


def test_a_breaking_change_touches_no_campaign_that_runs(desk: Desk, visitor: FlaskClient) -> None:
    versions.publish(desk.settings, INSTRUMENT)
    desk.open()
    versions.publish(desk.settings, CUT)
    desk.create("next")
    assert "Pediatric" in visitor.get(path(desk)).text
    assert "Pediatric" not in visitor.get(path(desk, "next")).text
