"""The schedule's page: shown before it happens, moved, taken off, and what waits for a person."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from surveyapp import clock, worker
from surveyapp.services import campaigns, schedule
from surveyapp.store import schedule as store
from surveyapp.web.application import Application
from tests.staff.campaigns.conftest import make, names, opened, text, trail
from tests.staff.conftest import post

PAGE = "/staff/campaigns/spring/schedule"
TOMORROW = clock.now_in("UTC")() + timedelta(days=1)
WHEN = {"day": f"{TOMORROW:%Y-%m-%d}", "time": "08:00"}


def plan(app: Application, what: str, *to: str, name: str = "spring") -> int:
    now = clock.now_in("UTC")
    with app.app_context():
        return schedule.add(now, name, what, TOMORROW, to)


def put(app: Application, number: int, state: str, said: str = "", address: str = "") -> None:
    """Have an entry stand as a worker would leave it."""
    with app.app_context(), store.changing():
        store.move(number, store.STATES, state, said)
        for each in store.addresses(number):
            store.set_address(number, each.address, "waiting", address or "waiting", "550 no such person")


def entries(app: Application) -> list[schedule.Entry]:
    with app.app_context():
        return schedule.listed("spring")


def test_what_is_planned_is_shown_before_it_happens(app: Application, member: FlaskClient) -> None:
    make(app)
    assert "Nothing is planned" in text(member.get(PAGE))
    assert post(member, PAGE, PAGE, what="open", confirmed="y", **WHEN).status_code == 303
    shown = text(member.get(PAGE))
    assert "Open the campaign" in shown
    assert "will happen" in shown
    assert f'datetime="{WHEN["day"]}T08:00"' in shown
    assert f"planned to open the campaign on {WHEN['day']} 08:00" in [each.action for each in trail(app)]


def test_it_is_moved_and_taken_off(app: Application, member: FlaskClient) -> None:
    make(app)
    number = plan(app, "open")
    moved = post(member, f"{PAGE}/{number}/move", PAGE, day="2031-02-03", time="09:30")
    assert moved.status_code == 303
    assert entries(app)[0].due == datetime(2031, 2, 3, 9, 30)  # noqa: DTZ001  the clock on the wall
    assert post(member, f"{PAGE}/{number}/cancel", PAGE).status_code == 303
    assert entries(app) == []


def test_a_planned_opening_is_off_once_somebody_has_launched_the_campaign(
    app: Application, member: FlaskClient
) -> None:
    make(app)
    plan(app, "open")
    launch = "/staff/campaigns/spring/launch"
    seen = text(member.get(launch)).partition('name="seen" value="')[2].partition('"')[0]
    assert post(member, launch, seen=seen, confirmed="y").status_code == 303
    assert entries(app) == []


def test_a_move_without_a_time_says_so(app: Application, member: FlaskClient) -> None:
    make(app)
    number = plan(app, "open")
    post(member, f"{PAGE}/{number}/move", PAGE, day="2031-02-03", time="late")
    assert "Enter a time as 08:00" in text(member.get(PAGE))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"what": "open"}, "Enter a day and a time"),
        ({"what": "open", "confirmed": "y", "day": "2020-01-01", "time": "08:00"}, "is over"),
        ({"what": "open", **WHEN}, "Read what respondents will read, then tick this."),
        ({"what": "delete", **WHEN}, "still takes answers then"),
        ({"what": "seal", **WHEN}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_planned_is_said_beside_the_form(
    app: Application, member: FlaskClient, fields: dict[str, str], words: str
) -> None:
    make(app)
    answer = post(member, PAGE, PAGE, **fields)
    assert answer.status_code == 422
    assert words in text(answer)
    assert entries(app) == []


def test_failures_are_listed_with_their_reason_and_tried_again(app: Application, member: FlaskClient) -> None:
    opened(app)
    number = plan(app, "invite", "nobody@example.org")
    put(app, number, "failed", "1 address did not get it.", "refused")
    shown = text(member.get(PAGE))
    assert "nobody@example.org: 550 no such person" in shown
    assert "1 address did not get it." in shown
    assert post(member, f"{PAGE}/{number}/again", PAGE).status_code == 303
    assert entries(app)[0].state == "waiting"


def test_what_is_in_doubt_is_repeated_only_by_whoever_means_it(app: Application, member: FlaskClient) -> None:
    opened(app)
    number = plan(app, "invite", "all@example.org")
    put(app, number, "in_doubt", address="in_doubt")
    shown = text(member.get(PAGE))
    assert "I know that some may get it twice" in shown
    assert "Do it now" not in shown
    assert post(member, f"{PAGE}/{number}/again", PAGE).status_code == 409
    assert post(member, f"{PAGE}/{number}/again", PAGE, doubtful="yes").status_code == 303
    assert entries(app)[0].state == "waiting"


def test_what_happens_just_now_cannot_be_taken_off(app: Application, member: FlaskClient) -> None:
    opened(app)
    number = plan(app, "close")
    put(app, number, "doing")
    assert "Take it off" not in text(member.get(PAGE))
    assert post(member, f"{PAGE}/{number}/cancel", PAGE).status_code == 409


def test_an_entry_of_another_campaign_is_not_found(app: Application, member: FlaskClient) -> None:
    make(app)
    make(app, "autumn")
    number = plan(app, "open", name="autumn")
    for action in ("move", "cancel", "again"):
        assert post(member, f"{PAGE}/{number}/{action}", PAGE, **WHEN).status_code == 404


def test_people_are_told_when_nothing_keeps_the_schedule(app: Application, member: FlaskClient) -> None:
    make(app)
    plan(app, "open")
    assert "Nothing here will happen" in text(member.get(PAGE))
    with app.app_context():
        store.saw_worker(clock.moment())
    assert "Nothing here will happen" not in text(member.get(PAGE))


def test_only_what_a_state_allows_is_offered(app: Application, member: FlaskClient) -> None:
    make(app)
    offered = {"draft": ("open", "close", "delete"), "open": ("close", "delete")}
    for state, what in offered.items():
        assert re.findall(r'<option[^>]* value="(\w+)"', text(member.get(PAGE))) == list(what), state
        with app.app_context():
            campaigns.open_(app.settings, clock.today_in("UTC"), "spring")


def test_personal_e_mails_are_planned_in_words_of_their_own(app: Application, member: FlaskClient) -> None:
    make(app, by="invitation")
    offered = {
        "draft": ("open", "invite", "remind", "close", "delete"),
        "open": ("invite", "remind", "close", "delete"),
    }
    for state, what in offered.items():
        assert re.findall(r'<option[^>]* value="(\w+)"', text(member.get(PAGE))) == list(what), state
        with app.app_context():
            campaigns.open_(app.settings, clock.today_in("UTC"), "spring")
    assert post(member, PAGE, PAGE, what="remind", **WHEN).status_code == 303
    shown = text(member.get(PAGE))
    assert "Remind everybody whose invitation is unused" in shown
    assert "Who these are, and how many, is shown to nobody" in shown
    assert trail(app)[0].action.startswith("planned to remind everybody whose invitation is unused on ")


def test_a_reminder_that_failed_is_done_again_without_a_name(app: Application, member: FlaskClient) -> None:
    opened(app, by="invitation")
    number = plan(app, "remind")
    put(app, number, "failed", "Some reminders could not be delivered.")
    shown = text(member.get(PAGE))
    assert "Some reminders could not be delivered." in shown
    assert "Do it now" in shown
    assert post(member, f"{PAGE}/{number}/again", PAGE).status_code == 303
    assert entries(app)[0].state == "waiting"


def test_an_invitation_in_doubt_is_taken_off_and_not_repeated(app: Application, member: FlaskClient) -> None:
    opened(app, by="invitation")
    number = plan(app, "invite")
    with app.app_context(), store.changing():
        store.move(number, store.STATES, "in_doubt", "1 address may have got it or not.")
        store.keep_addresses(number, [("ann@example.org", "in_doubt", "broken off")])
    shown = text(member.get(PAGE))
    assert "ann@example.org: broken off" in shown
    assert "I know that some may get it twice" not in shown
    assert "Do it now" not in shown
    assert post(member, f"{PAGE}/{number}/again", PAGE, doubtful="yes").status_code == 409
    assert "Take it off" in shown


def test_without_its_queue_a_click_says_that_it_takes_a_minute(
    app: Application, member: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(app)
    number = plan(app, "close")
    put(app, number, "failed")
    monkeypatch.setattr(worker, "nudge", lambda *_: False)
    post(member, f"{PAGE}/{number}/again", PAGE)
    assert "It happens within a minute." in text(member.get(PAGE))


def test_planning_to_open_shows_what_the_launch_would(app: Application, member: FlaskClient) -> None:
    make(app, k=3)
    shown = text(member.get(PAGE))
    assert "With k = 3" in shown
    assert "There is no closing day" in shown
    assert 'href="/staff/campaigns/spring/launch"' in shown
    plan(app, "close")
    for page in (PAGE, "/staff/campaigns/spring/launch"):
        assert "There is no closing day" not in text(member.get(page))


def test_what_needs_an_opening_says_so(app: Application, member: FlaskClient) -> None:
    make(app)
    number = plan(app, "invite", "all@example.org")
    assert "Plan the opening first" in text(member.get(PAGE))
    put(app, number, "failed", "It is a draft. Open it.")
    shown = text(member.get(PAGE))
    assert "It is a draft. Open it." in shown
    assert "You can open the campaign on" in shown


def test_what_is_planned_stands_on_the_campaigns_page(app: Application, member: FlaskClient) -> None:
    make(app)
    page = "/staff/campaigns/spring"
    assert "until you close it" in text(member.get(page))
    plan(app, "open")
    plan(app, "close")
    for _ in range(2):
        shown = text(member.get(page))
        assert "opens on" in shown
        assert "closes on" in shown
        assert "until you close it" not in shown
        assert f'href="{PAGE}">See or change the schedule' in shown
        with app.app_context():
            campaigns.open_(app.settings, clock.today_in("UTC"), "spring")


def test_the_day_of_deletion_stands_on_the_campaigns_page(app: Application, member: FlaskClient) -> None:
    opened(app, closes=date(2031, 1, 5))
    post(member, PAGE, PAGE, what="delete", day="2031-06-01", time="03:00")
    assert "1 June 2031" in text(member.get("/staff/campaigns/spring"))
    assert names(app) == ["spring"]
