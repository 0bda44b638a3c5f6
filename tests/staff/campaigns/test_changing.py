"""The committee's pages: what a new campaign asks for, and changing a draft until it is launched."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from surveyapp.services import enrolment
from surveyapp.store import schedule
from surveyapp.web.application import Application
from tests.staff.campaigns.conftest import make, opened, status, text, trail
from tests.staff.campaigns.test_steps import NEW
from tests.staff.conftest import SignedIn, post

CHANGE = "/staff/campaigns/spring/change"


def chosen(page: Any) -> list[str]:
    """What is chosen in the list of instruments."""
    (found,) = re.findall(r'<select[^>]* id="instrument".*?</select>', text(page), re.DOTALL)
    return re.findall(r'<option selected value="(.*?)"', found)


def test_nothing_is_chosen_before_somebody_chooses(member: FlaskClient) -> None:
    assert chosen(member.get("/staff/campaigns/new")) in ([], [""])
    assert chosen(member.get("/staff/campaigns/new?instrument=mini_z")) == ["mini_z"]
    assert chosen(member.get("/staff/campaigns/new?instrument=nothing")) in ([], [""])


def test_what_is_asked_has_to_be_chosen(member: FlaskClient) -> None:
    page = post(member, "/staff/campaigns/new", **NEW | {"instrument": ""})
    assert page.status_code == 422
    assert "Choose what is asked." in text(page)


def test_a_draft_shows_what_it_is_and_takes_what_is_changed(member: FlaskClient, app: Application) -> None:
    make(app, k=6, minimum=12, profile="needs_assessment")
    page = member.get(CHANGE)
    assert chosen(page) == ["needs_assessment"]
    for name, value in (("invited", "100"), ("k", "6"), ("minimum", "12"), ("name", "spring")):
        assert re.search(rf'name="{name}"[^>]* value="{value}"', text(page)), name
    made = post(member, CHANGE, **NEW | {"invited": "90", "minimum": "12", "publish": "tables"})
    assert (made.status_code, made.location) == (303, "/staff/campaigns/spring")
    found = status(app)
    assert (found.invited, found.terms.k, found.terms.minimum, found.terms.publish) == (90, 5, 12, "tables")
    assert found.state == "draft"


def test_the_trail_says_what_was_changed(member: FlaskClient, app: Application) -> None:
    make(app)
    post(member, CHANGE, **NEW | {"invited": "90", "name": "summer"})
    event = trail(app)[0]
    assert event.action == "changed the draft: name summer (was spring), people invited 90 (was 100)"
    assert event.subject == "summer"


def test_a_form_that_changes_nothing_leaves_no_trace(member: FlaskClient, app: Application) -> None:
    make(app)
    before = len(trail(app))
    assert post(member, CHANGE, **NEW).status_code == 303
    assert len(trail(app)) == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"minimum": "4"}, "at least k, which is 5"),
        ({"invited": "9"}, "Only 9 are invited"),
        ({"closes": "2020-01-01"}, "This day is over"),
        ({"name": "autumn"}, "There is a campaign"),
        ({"profile": "mini_z"}, "has problems"),
    ],
)
def test_what_could_not_be_made_is_not_changed_either(
    member: FlaskClient, app: Application, wrong: dict[str, str], said: str
) -> None:
    make(app)
    make(app, "autumn")
    page = post(member, CHANGE, **NEW | {"k": "5", **wrong})
    assert page.status_code == 422
    assert said in text(page)
    assert status(app).invited == 100


def test_from_the_launch_on_it_is_said_why_nothing_changes(member: FlaskClient, app: Application) -> None:
    opened(app)
    assert CHANGE not in text(member.get("/staff/campaigns/spring"))
    for answer in (member.get(CHANGE), post(member, CHANGE, **NEW | {"invited": "90"})):
        assert answer.status_code == 409
        assert "so nobody can change it any more" in text(answer)
    assert status(app).invited == 100


def test_those_on_the_roster_stay_invited(member: FlaskClient, app: Application) -> None:
    make(app, by="invitation")
    with app.app_context():
        enrolment.enrol_pasted(app.settings, "spring", "ann@example.org, bob@example.org")
    page = post(member, CHANGE, **NEW | {"by": "link"})
    assert page.status_code == 422
    assert "People are on the roster already" in text(page)


def test_an_opening_that_is_planned_is_pointed_at(member: FlaskClient, app: Application) -> None:
    make(app)
    assert "opens by itself" not in text(member.get(CHANGE))
    with app.app_context(), schedule.changing():
        schedule.add("spring", "open", datetime.fromisoformat("2999-01-01T08:00"), ())
    assert "opens by itself on 1 January 2999, 08:00" in text(member.get(CHANGE))


def test_only_the_committee_changes_a_draft(signed_in: SignedIn, app: Application) -> None:
    make(app)
    assert signed_in("analyst", "admin").get(CHANGE).status_code == 403
