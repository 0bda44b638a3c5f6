"""The terms on a campaign's page, with release profiles that somebody changes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from surveyapp.settings import Settings
from surveyapp.web.application import Application
from tests.staff.campaigns.conftest import make, status, text
from tests.staff.conftest import post


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """With release profiles of its own."""
    return replace(settings, exports=Path(shutil.copytree(settings.exports, tmp_path / "exports")))


def test_a_draft_that_cannot_be_asked_now_can_still_be_thrown_away(
    member: FlaskClient, app: Application
) -> None:
    make(app)
    (app.settings.exports / "needs_assessment.yaml").write_text("nonsense")
    assert "Throw the draft away" in text(member.get("/staff/campaigns/spring"))
    assert member.get("/staff/campaigns/spring/launch").status_code == 409
    assert post(member, "/staff/campaigns/spring/discard", confirmed="yes").status_code == 303


def test_the_terms_are_those_that_respondents_read(member: FlaskClient, app: Application) -> None:
    profile = app.settings.exports / "needs_assessment.yaml"
    profile.write_text(profile.read_text().replace("  recoding: local", "  recoding: local\n  minimum: 33"))
    make(app)
    assert "unless at least 33 people have answered" in text(member.get("/staff/campaigns/spring"))


def test_a_launch_stops_where_the_profile_changed_since_it_was_read(
    member: FlaskClient, app: Application
) -> None:
    make(app)
    seen = (
        text(member.get("/staff/campaigns/spring/launch"))
        .partition('name="seen" value="')[2]
        .partition('"')[0]
    )
    profile = app.settings.exports / "needs_assessment.yaml"
    profile.write_text(profile.read_text().replace("  recoding: local", "  recoding: full"))
    page = post(member, "/staff/campaigns/spring/launch", seen=seen, confirmed="y")
    assert "What is asked, or what may leave, has changed" in text(page)
    assert status(app).state == "draft"
