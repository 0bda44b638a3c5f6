"""What somebody confirmed is what happens, also where a colleague was faster."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from surveyapp.services import redrafting
from surveyapp.web.application import Application
from tests.staff.campaigns.conftest import make, status, text, trail
from tests.staff.campaigns.test_steps import NEW
from tests.staff.conftest import post, seen_on

LAUNCH, CHANGE = "/staff/campaigns/spring/launch", "/staff/campaigns/spring/change"


def changed(app: Application, **given: Any) -> None:
    """What a colleague does meanwhile."""
    with app.app_context():
        before = redrafting.plan_of("spring")
        redrafting.redraft(app.settings, "spring", replace(before, **given), redrafting.mark(before))


@pytest.mark.parametrize(
    "given",
    [
        {"k": 2},
        {"minimum": 6},
        {"smallest_cell": 1},
        {"publish": "tables"},
        {"invited": 90},
        {"by": "invitation"},
    ],
    ids=str,
)
def test_terms_that_nobody_read_do_not_open(
    member: FlaskClient, app: Application, given: dict[str, Any]
) -> None:
    make(app)
    seen = seen_on(member, LAUNCH)
    changed(app, **given)
    page = post(member, LAUNCH, seen=seen, confirmed="y")
    assert page.status_code == 422
    assert "has changed since you opened this page" in text(page)
    assert status(app).state == "draft"
    assert post(member, LAUNCH, seen=seen_on(member, LAUNCH), confirmed="y").status_code in (303, 409)


def test_a_colleagues_change_is_not_undone_unseen(member: FlaskClient, app: Application) -> None:
    make(app)
    seen = seen_on(member, CHANGE)
    changed(app, k=8)
    page = post(member, CHANGE, **NEW | {"invited": "90", "seen": seen})
    assert page.status_code == 422
    assert "people invited 90 (was 100), k 5 (was 8)" in text(page)
    assert (status(app).terms.k, status(app).invited) == (8, 100)
    again = text(page).partition('name="seen" value="')[2].partition('"')[0]
    assert post(member, CHANGE, **NEW | {"invited": "90", "seen": again}).status_code == 303
    assert trail(app)[0].action == "changed the draft: people invited 90 (was 100), k 5 (was 8)"


def test_a_colleagues_change_is_told_also_after_a_slip_of_ones_own(
    member: FlaskClient, app: Application
) -> None:
    make(app)
    seen = seen_on(member, CHANGE)
    changed(app, k=8)
    slip = text(post(member, CHANGE, **NEW | {"invited": "9", "seen": seen}))
    again = slip.partition('name="seen" value="')[2].partition('"')[0]
    assert post(member, CHANGE, **NEW | {"invited": "90", "seen": again}).status_code == 422
    assert status(app).terms.k == 8
