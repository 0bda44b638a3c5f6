"""The committee's pages of campaigns: from a draft to a sealed campaign, by plain forms."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from surveyapp.services import campaigns
from surveyapp.web.application import Application
from surveyapp.web.staff.campaigns.standing import percent
from tests.staff.campaigns.conftest import TODAY, closed, make, names, opened, status, text, trail
from tests.staff.conftest import post

NEW = {
    "instrument": "needs_assessment",
    "name": "spring",
    "invited": "100",
    "by": "link",
    "publish": "rows",
    "k": "5",
    "minimum": "10",
    "smallest_cell": "5",
    "profile": "",
    "closes": "",
}


def test_a_draft_is_made_and_the_trail_says_by_whom(member: FlaskClient, app: Application) -> None:
    made = post(member, "/staff/campaigns/new", **NEW)
    assert (made.status_code, made.location) == (303, "/staff/campaigns/spring")
    assert status(app).state == "draft"
    event = trail(app)[0]
    assert (event.who, event.action, event.subject) == (
        "committee@example.org",
        "created a campaign",
        "spring",
    )
    assert "rehearsal link" in text(member.get("/staff/campaigns/spring"))


def test_a_name_is_made_where_none_is_given(member: FlaskClient, app: Application) -> None:
    year = TODAY().year
    for name in (f"needs-assessment-{year}", f"needs-assessment-{year}-2"):
        assert post(member, "/staff/campaigns/new", **NEW | {"name": ""}).location.endswith(f"/{name}")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "Spring!"}, "Use up to 40 small letters"),
        ({"name": "spring fever"}, "Use up to 40 small letters"),
        ({"invited": "many"}, "Enter a whole number"),
        ({"invited": ""}, "Enter a number"),
        ({"minimum": "4"}, "at least k, which is 5"),
        ({"invited": "9"}, "Only 9 are invited"),
        ({"k": "1"}, "from 2 on"),
        ({"closes": "2020-01-01"}, "This day is over"),
        ({"closes": "soon"}, "Enter a day"),
        ({"profile": "mini_z"}, "has problems"),
        ({"instrument": "nothing"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_all_that_was_typed_stays(
    member: FlaskClient, app: Application, wrong: dict[str, str], said: str
) -> None:
    typed = {**NEW, "smallest_cell": "7", **wrong}
    page = post(member, "/staff/campaigns/new", **typed)
    assert page.status_code == 422
    assert said in text(page)
    assert 'value="7"' in text(page)
    assert "<title>Error:" in text(page)
    for value in (wrong.get("invited"), wrong.get("name"), wrong.get("closes")):
        assert value is None or f'value="{value}"' in text(page)
    assert names(app) == []


def test_a_tick_that_went_out_of_sight_counts_for_nothing(member: FlaskClient, app: Application) -> None:
    """Only invitations have codes, and the tick for them is shown with invitations only."""
    for by, kept in (("link", False), ("invitation", True)):
        post(member, "/staff/campaigns/new", **NEW | {"name": by, "by": by, "code_without_script": "y"})
        with app.app_context():
            assert campaigns.find(by).code_without_script is kept


def test_what_cannot_be_undone_stands_last(member: FlaskClient, app: Application) -> None:
    make(app)
    page = text(member.get("/staff/campaigns/spring"))
    headings = re.findall(r'<h2 class="card-title">(.*?)</h2>', page)
    assert headings == ["Next: rehearse, look ahead, launch", "The terms", "Throw the draft away"]


def test_a_name_that_is_taken_is_said_at_the_name(member: FlaskClient, app: Application) -> None:
    make(app)
    page = post(member, "/staff/campaigns/new", **NEW)
    assert page.status_code == 422
    assert 'href="#name"' in text(page)


def test_launching_needs_a_tick_and_opens(member: FlaskClient, app: Application) -> None:
    make(app)
    page = member.get("/staff/campaigns/spring/launch")
    assert "Anonymous survey: Peer support needs assessment" in text(page)
    seen = text(page).partition('name="seen" value="')[2].partition('"')[0]
    assert post(member, "/staff/campaigns/spring/launch", seen=seen).status_code == 422
    assert status(app).state == "draft"
    day = TODAY() + timedelta(days=9)
    done = post(member, "/staff/campaigns/spring/launch", seen=seen, confirmed="y", closes=day.isoformat())
    assert done.status_code == 303
    found = status(app)
    assert (found.state, found.closes) == ("open", day)


def test_launching_stops_where_what_is_asked_changed_since_it_was_read(
    member: FlaskClient, app: Application
) -> None:
    make(app)
    page = post(member, "/staff/campaigns/spring/launch", seen="0" * 64, confirmed="y")
    assert page.status_code == 422
    assert "What is asked, or what may leave, has changed" in text(page)
    assert status(app).state == "draft"


def test_the_launch_page_shows_what_respondents_read_in_frames(member: FlaskClient, app: Application) -> None:
    make(app)
    for page, words in (("page", "Being reviewed or sued"), ("privacy", "What happens with your answers")):
        framed = member.get(f"/staff/campaigns/spring/{page}")
        assert words in text(framed)
        assert "rehearsal" not in text(framed).lower()
        assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
        assert "script-src 'self'" not in framed.headers["Content-Security-Policy"]


def test_doubts_are_shown_before_a_launch(member: FlaskClient, app: Application) -> None:
    make(app, invited=20, k=3, minimum=12)
    page = text(member.get("/staff/campaigns/spring/launch"))
    for doubt in (
        "this machine alone",
        "ask your administrator",
        "Only 20 people are invited",
        "With k = 3",
        "if half of them stay away",
    ):
        assert doubt in page


def test_percentages_are_those_of_a_report_or_never_too_much() -> None:
    assert [percent(2, 3), percent(1, 8), percent(0, 0)] == ["67%", "13%", "0%"]
    assert percent(2, 3, least=True) == "66%"


def test_a_campaign_goes_its_way_by_plain_posts(member: FlaskClient, app: Application) -> None:
    opened(app)
    day = TODAY() + timedelta(days=30)
    post(member, "/staff/campaigns/spring/extend", closes=day.isoformat())
    assert status(app).closes == day
    steps = []
    for step, fields in (
        ("close", {}),
        ("reopen", {"closes": ""}),
        ("close", {}),
        ("seal", {"typed": "spring"}),
    ):
        assert post(member, f"/staff/campaigns/spring/{step}", **fields).status_code == 303
        steps.append(status(app).state)
    assert steps == ["closed", "open", "closed", "sealed"]
    assert [event.action for event in trail(app)][:5] == [
        "sealed the campaign",
        "closed the campaign",
        "opened the campaign again",
        "closed the campaign",
        f"moved the closing day to {day}",
    ]


def test_sealing_needs_the_name(member: FlaskClient, app: Application) -> None:
    opened(app)
    assert member.get("/staff/campaigns/spring/seal").status_code == 409
    closed(app)
    assert "for good" in text(member.get("/staff/campaigns/spring/seal"))
    assert post(member, "/staff/campaigns/spring/seal", typed="sprong").status_code == 422
    assert status(app).state == "closed"


def test_a_draft_is_thrown_away_with_a_tick(member: FlaskClient, app: Application) -> None:
    make(app)
    assert post(member, "/staff/campaigns/spring/discard").status_code == 409
    assert post(member, "/staff/campaigns/spring/discard", confirmed="yes").status_code == 303
    assert names(app) == []


def test_a_day_that_is_over_moves_nothing(member: FlaskClient, app: Application) -> None:
    opened(app)
    assert post(member, "/staff/campaigns/spring/extend", closes="2020-01-01").status_code == 303
    assert "This day is over" in text(member.get("/staff/campaigns/spring"))
    assert status(app).closes is None


def test_a_campaign_whose_day_is_over_asks_for_a_later_one(member: FlaskClient, app: Application) -> None:
    opened(app, today=lambda: date(2020, 1, 1), closes=date(2020, 1, 2))
    post(member, "/staff/campaigns/spring/reopen", closes="")
    assert "Its last day is over" in text(member.get("/staff/campaigns/spring"))


@pytest.mark.parametrize("step", ["extend", "close", "reopen", "discard"])
def test_steps_are_posts_with_a_token(member: FlaskClient, app: Application, step: str) -> None:
    opened(app)
    assert member.get(f"/staff/campaigns/spring/{step}").status_code == 405
    assert member.post(f"/staff/campaigns/spring/{step}").status_code == 400
    assert status(app).state == "open"
