"""What the worker does: in time, once, and after a crash nothing that may have happened already."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask.globals import app_ctx

from surveyapp.services import Refused, audit, campaigns, jobs, schedule
from surveyapp.services.jobs import Jobs
from surveyapp.store import schedule as store
from tests.services.conftest import Desk
from tests.services.planning import Wall, wall
from tests.store.apps import in_context

ADDRESSES = ("a@example.org", "b@example.org", "c@example.org")


@pytest.fixture
def plan(desk: Desk) -> Iterator[Wall]:
    with wall(desk) as made:
        yield made


class Killed(BaseException):
    """The process ends here, as SIGKILL would have it."""


def state(desk: Desk, name: str = "round-1") -> str:
    return campaigns.status(desk.settings, desk.today, name).state


def test_a_campaign_opens_invites_reminds_and_closes_by_itself(plan: Wall) -> None:
    plan.desk.create()
    numbers = [
        plan.plan("open", hours=1),
        plan.plan("invite", "all@example.org", hours=1),
        plan.plan("remind", "all@example.org", hours=2),
        plan.plan("close", hours=3),
    ]
    seen = []
    for _ in range(4):
        plan.work()
        seen.append((state(plan.desk), len(plan.mailbox.messages)))
        plan.later(hours=1)
    assert seen == [("draft", 0), ("open", 1), ("open", 2), ("closed", 2)]
    assert [plan.state(number) for number in numbers] == ["done"] * 4
    assert plan.mailbox.messages[1]["Subject"].startswith("Reminder")
    assert [(each.who, each.action) for each in reversed(audit.trail())] == [
        ("the schedule", "opened the campaign"),
        ("the schedule", "sent the invitation to 1 address"),
        ("the schedule", "sent the reminder to 1 address"),
        ("the schedule", "closed the campaign"),
    ]


def test_addresses_are_forgotten_when_the_e_mail_is_sent(plan: Wall) -> None:
    plan.desk.open()
    number = plan.plan("invite", *ADDRESSES)
    plan.work(hours=1)
    assert plan.mailbox.addressees == list(ADDRESSES)
    assert (plan.entry(number).sent, plan.entry(number).addresses) == (3, ())


def test_nothing_happens_twice_however_often_and_by_whom_it_is_tried(plan: Wall) -> None:
    plan.desk.open()
    number = plan.plan("invite", *ADDRESSES)
    plan.later(hours=1)
    app = app_ctx._get_current_object().app
    with ThreadPoolExecutor(4) as pool:
        for tried in [pool.submit(in_context(app, lambda: plan.jobs.perform(number))) for _ in range(8)]:
            tried.result()
    plan.work()
    assert sorted(plan.mailbox.addressees) == list(ADDRESSES)


def test_nothing_happens_before_its_time_even_when_it_is_in_the_queue(plan: Wall) -> None:
    plan.desk.create()
    number = plan.plan("open")
    plan.jobs.perform(number)
    assert (plan.state(number), state(plan.desk)) == ("waiting", "draft")


def test_a_worker_that_was_down_opens_and_closes_but_asks_before_old_e_mails(plan: Wall) -> None:
    plan.desk.create()
    numbers = [plan.plan("open"), plan.plan("invite", "all@example.org"), plan.plan("close", hours=2)]
    plan.work(hours=8)
    assert [plan.state(number) for number in numbers] == ["done", "late", "done"]
    assert plan.mailbox.messages == []


def test_an_e_mail_that_is_a_little_late_still_goes(plan: Wall) -> None:
    plan.desk.open()
    plan.plan("invite", "all@example.org")
    plan.work(hours=6)
    assert plan.mailbox.addressees == ["all@example.org"]


def test_a_missed_e_mail_goes_when_a_person_says_so(plan: Wall) -> None:
    plan.desk.open()
    number = plan.plan("invite", "all@example.org")
    plan.work(hours=10)
    assert plan.entry(number).wants_a_person
    schedule.again(plan.now, number)
    plan.work()
    assert (plan.state(number), plan.mailbox.addressees) == ("done", ["all@example.org"])


def test_what_failed_is_listed_with_its_reason_and_only_that_is_tried_again(plan: Wall) -> None:
    plan.desk.open()
    number = plan.plan("invite", "a@example.org", "nobody@example.org")
    plan.work(hours=1)
    failed = plan.entry(number)
    assert (failed.state, failed.sent) == ("failed", 1)
    assert [(each.address, each.state) for each in failed.addresses] == [("nobody@example.org", "refused")]
    assert "550 no such person" in failed.addresses[0].reason
    plan.work()
    schedule.again(plan.now, number)
    plan.work()
    assert plan.mailbox.addressees == ["a@example.org"]
    assert plan.state(number) == "failed"


def test_what_cannot_be_done_says_why(plan: Wall) -> None:
    plan.desk.create()
    mail = plan.plan("invite", "all@example.org")
    close = plan.plan("close")
    plan.work(hours=1)
    assert "its link only rehearses" in plan.entry(mail).said
    assert "only an open campaign can be closed" in plan.entry(close).said
    campaigns.open_(plan.settings, plan.desk.today, "round-1")
    schedule.again(plan.now, mail)
    plan.work()
    assert plan.mailbox.addressees == ["all@example.org"]


def test_without_a_mail_server_it_fails_and_keeps_the_addresses(plan: Wall) -> None:
    plan.desk.open()
    number = plan.plan("invite", *ADDRESSES)
    plan.later(hours=1)
    Jobs(replace(plan.settings, mail_host=""), plan.now, plan.moment).perform(number)
    assert (plan.state(number), len(plan.entry(number).addresses)) == ("failed", 3)
    assert "SURVEYAPP_MAIL_HOST" in plan.entry(number).said


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_crash_while_sending_leaves_a_doubt_that_only_a_person_resolves(
    plan: Wall, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    plan.desk.open()
    number = plan.plan("invite", *ADDRESSES)
    plan.later(hours=1)
    real = jobs.send_one

    def killed(settings: object, letter: object, address: str) -> object:
        sent = real(settings, letter, address) if moment == "after" or address != "b@example.org" else None  # type: ignore[arg-type]
        if address == "b@example.org":
            raise Killed
        return sent

    monkeypatch.setattr(jobs, "send_one", killed)
    with pytest.raises(Killed):
        plan.work()
    monkeypatch.setattr(jobs, "send_one", real)
    plan.work()
    assert plan.state(number) == "doing", "as long as its worker may live"
    plan.work(minutes=20)
    # The third had certainly got none, so it went on by itself.
    arrived = {"before": ["a", "c"], "after": ["a", "b", "c"]}[moment]
    assert plan.mailbox.addressees == [f"{each}@example.org" for each in arrived]
    doubtful = plan.entry(number)
    assert (doubtful.state, doubtful.sent) == ("in_doubt", 2)
    assert [(each.address, each.state) for each in doubtful.addresses] == [("b@example.org", "in_doubt")]
    with pytest.raises(Refused, match="Only addresses in doubt are left"):
        schedule.again(plan.now, number)
    schedule.again(plan.now, number, doubtful_too=True)
    plan.work()
    assert plan.state(number) == "done"


def test_a_crash_before_an_opening_is_made_good(plan: Wall) -> None:
    plan.desk.create()
    number = plan.plan("open")
    plan.later(hours=1)
    assert store.claim(number, plan.time, "crashed", plan.moment())
    plan.work()
    assert plan.state(number) == "doing"
    plan.work(minutes=20)
    assert (plan.state(number), state(plan.desk)) == ("done", "open")


def test_a_worker_that_stops_leaves_the_rest_for_the_next(plan: Wall) -> None:
    plan.desk.open()
    number = plan.plan("invite", *ADDRESSES)
    plan.later(hours=1)
    plan.most_mail = 1
    plan.work()
    assert (plan.state(number), plan.mailbox.addressees) == ("waiting", ["a@example.org"])
    plan.most_mail = 100
    plan.work()
    assert (plan.state(number), plan.mailbox.addressees) == ("done", list(ADDRESSES))


def test_a_mail_server_that_breaks_off_leaves_a_doubt(plan: Wall) -> None:
    plan.desk.open()
    number = plan.plan("invite", "vanish@example.org", "z@example.org")
    plan.work(hours=1)
    plan.work()
    assert plan.mailbox.addressees == ["vanish@example.org", "z@example.org"]
    assert plan.state(number) == "in_doubt"


def test_a_slow_worker_that_was_given_up_reports_into_nothing(plan: Wall) -> None:
    plan.desk.open()
    number = plan.plan("invite", *ADDRESSES)
    plan.later(hours=1)
    store.claim(number, plan.time, "slow", plan.moment())
    assert store.take_address(number, "slow", plan.moment()) == "a@example.org"
    plan.work(minutes=20)
    assert store.take_address(number, "slow", plan.moment()) is None
    jobs._conclude(number, "slow", "too late")
    assert (plan.state(number), plan.entry(number).said) == (
        "in_doubt",
        "1 address may have got it or not.",
    )


def test_a_claim_that_another_worker_has_taken_meanwhile_is_not_the_crashed_one(plan: Wall) -> None:
    plan.desk.open()
    number = plan.plan("close")
    plan.later(hours=1)
    store.claim(number, plan.time, "crashed", 0)
    silent = store.silent_since(plan.moment())
    with store.changing():
        store.move(number, ("doing",), "waiting", "", "crashed")
    store.claim(number, plan.time, "another", plan.moment())
    assert silent == [(number, "crashed")]


def test_what_breaks_is_listed_and_the_worker_goes_on(plan: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    plan.desk.create()
    plan.desk.open("round-2")
    broken, fine = plan.plan("open"), plan.plan("close", name="round-2")

    def break_off(*_: object) -> None:
        raise KeyError("a@example.org")

    monkeypatch.setattr(campaigns, "open_", break_off)
    plan.work(hours=1)
    assert plan.entry(broken).said == "Something broke (KeyError). Try it again."
    assert (plan.state(broken), plan.state(fine)) == ("failed", "done")
