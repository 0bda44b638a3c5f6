"""A survey that was worded in the editor: nobody wrote a profile, and its analyst has a report."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Literal

import pytest
from flask.testing import FlaskClient

from surveyapp.services import analysts, campaigns
from surveyapp.store import office
from surveyapp.web.application import Application
from tests.staff.conftest import post
from tests.staff.data.conftest import SPRING
from tests.staff.data.worded import answered


@pytest.mark.parametrize("publish", ["rows", "tables"])
def test_its_analyst_makes_the_report_from_the_page(
    analyst: FlaskClient, app: Application, publish: Literal["rows", "tables"]
) -> None:
    answered(app, publish)
    page = analyst.get(SPRING).text
    assert "Make the report" in page
    assert "Nobody wrote a plan of analysis for this survey" in page
    post(analyst, f"{SPRING}/report", SPRING)
    report = analyst.get(f"{SPRING}/report").text
    assert "Nobody wrote a plan of analysis; the standard one was fixed from the questions" in report
    assert "All analyses were planned" not in report
    assert "20/30 (67%)" in report
    with zipfile.ZipFile(io.BytesIO(analyst.get(f"{SPRING}/report/zip").data)) as archive:
        files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    table = [*csv.reader(io.StringIO(files["tables/table_1.csv"].decode("utf-8-sig"), newline=""))]
    shown = {line[0]: line[1:] for line in table if line}
    assert shown["Did you sleep? Yes"][0] == "15/20 (75%)"
    assert shown["Agree"][0] == shown["Disagree"][0] == "10/20 (50%)"
    assert not any("Anything else" in label for label in shown)
    figure = files["figures/figure_1.svg"].decode()
    assert "I feel rested: Strongly agree 0/20 (0%), Agree 10/20 (50%)" in figure


def test_a_campaign_that_opened_before_there_were_plain_plans_keeps_its_profile(
    analyst: FlaskClient, app: Application
) -> None:
    answered(app, "tables")
    with app.app_context():
        with office.changing():
            campaign = campaigns.find("spring")
            assert campaign.profile_content is not None
            old = json.loads(campaign.profile_content)
            del old["report"]
            campaign.profile_content = json.dumps(old)
        assert not analysts.sealed("spring").planned
    assert "No analysis was planned before this campaign opened" in analyst.get(SPRING).text
