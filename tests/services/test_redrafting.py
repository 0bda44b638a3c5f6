"""Changing a draft of a campaign: what may be changed, until when, and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from surveyapp.services import Refused, campaigns, enrolment, redrafting
from surveyapp.services import schedule as planning
from surveyapp.store import office, schedule
from tests.services.conftest import Desk
from tests.services.planning import wall

NAME = "round-1"


def changed(desk: Desk, **given: Any) -> tuple[str, ...]:
    plan = redrafting.plan_of(NAME)
    return redrafting.redraft(desk.settings, NAME, replace(plan, **given), redrafting.mark(plan))


def kept(name: str = NAME) -> office.Campaign:
    return campaigns.find(name)


@pytest.mark.parametrize(
    "given",
    [
        {"invited": 90},
        {"publish": "tables", "k": 7, "minimum": 12, "smallest_cell": 6},
        {"closes": date(2999, 1, 1)},
        {"by": "invitation", "code_without_script": True},
    ],
)
def test_a_draft_is_changed(desk: Desk, given: dict[str, Any]) -> None:
    desk.create()
    changed(desk, **given)
    assert {key: getattr(kept(), key) for key in given} == given
    assert kept().state == "draft"


def test_what_changed_is_told_with_what_it_was(desk: Desk) -> None:
    desk.create()
    before = kept().invited
    assert changed(desk, invited=90, k=6) == (f"people invited 90 (was {before})", "k 6 (was 5)")
    personal = {"by": "invitation", "code_without_script": True}
    assert changed(desk, smallest_cell=1, closes=date(2999, 1, 1), **personal) == (
        "smallest count 1 (was 5)",
        "last day 2999-01-01 (was none)",
        "invited by invitation (was link)",
        "typed codes yes (was no)",
    )
    assert changed(desk) == ()


def test_a_draft_gets_another_name(desk: Desk) -> None:
    desk.create()
    changed(desk, name="autumn")
    assert kept("autumn").state == "draft"
    assert not campaigns.exists(NAME)


def test_a_name_that_is_taken_stays_with_its_campaign(desk: Desk) -> None:
    desk.create()
    desk.create(name="autumn")
    with pytest.raises(Refused, match="There is a campaign 'autumn' already"):
        changed(desk, name="autumn")
    assert campaigns.exists(NAME)


def test_what_could_not_be_created_is_refused(desk: Desk) -> None:
    desk.create()
    with pytest.raises(Refused, match="people are invited, and nothing leaves below"):
        changed(desk, invited=9)
    with pytest.raises(Refused, match="cannot name a campaign"):
        changed(desk, name="Round 1")


@pytest.mark.parametrize("over", ["open", "closed"])
def test_nothing_is_changed_from_the_launch_on(desk: Desk, over: str) -> None:
    desk.create()
    plan = redrafting.plan_of(NAME)
    campaigns.open_(desk.settings, desk.today, NAME)
    if over == "closed":
        campaigns.close(NAME)
    with pytest.raises(Refused, match="nobody can change it any more"):
        redrafting.redraft(desk.settings, NAME, replace(plan, invited=90), redrafting.mark(plan))
    assert kept().invited == plan.invited


def test_a_roster_holds_its_number_and_how_people_are_invited(desk: Desk) -> None:
    desk.create(by="invitation", minimum=2, k=2)
    enrolment.enrol_pasted(desk.settings, NAME, "ann@example.org, bob@example.org, cleo@example.org")
    with pytest.raises(Refused, match="3 people are on the roster"):
        changed(desk, invited=2)
    for given in ({"name": "autumn"}, {"by": "link"}):
        with pytest.raises(Refused, match="on the roster already"):
            changed(desk, **given)
    assert changed(desk, invited=3)


def test_what_is_planned_holds_the_name(desk: Desk) -> None:
    desk.create()
    with schedule.changing():
        schedule.add(NAME, "open", datetime.fromisoformat("2999-01-01"), ())
    with pytest.raises(Refused, match="Something is planned"):
        changed(desk, name="autumn")
    assert changed(desk, k=6)


@pytest.mark.parametrize("given", [{"name": "autumn"}, {"by": "invitation"}], ids=str)
def test_what_is_planned_meanwhile_is_planned_for_what_the_draft_is_now(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, given: dict[str, Any]
) -> None:
    desk.create()
    begin: Callable[[], Any] = schedule.changing

    def meanwhile() -> Any:
        monkeypatch.setattr(schedule, "changing", begin)
        changed(desk, **given)
        return begin()

    with wall(desk) as plan:
        monkeypatch.setattr(schedule, "changing", meanwhile)
        with pytest.raises(Refused, match=r"There is no campaign|Leave the addresses out"):
            plan.plan("invite", "all@example.org", hours=2)
    assert planning.listed() == []
