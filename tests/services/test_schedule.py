"""What can be planned, moved, taken off and done again, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from surveyapp.services import Refused, campaigns, schedule
from surveyapp.store import schedule as store
from tests.services.conftest import Desk
from tests.services.planning import Wall, as_restored, wall


@pytest.fixture
def plan(desk: Desk) -> Iterator[Wall]:
    with wall(desk) as made:
        yield made


def test_what_is_planned_is_listed_before_it_happens(plan: Wall) -> None:
    plan.desk.create()
    later = plan.plan("invite", "all@example.org", hours=2)
    first = plan.plan("open", hours=1)
    assert [each.number for each in schedule.listed("round-1")] == [first, later]
    invitation = plan.entry(later)
    assert (invitation.words, invitation.standing) == ("Send the invitation", "will happen")
    assert [each.address for each in invitation.addresses] == ["all@example.org"]


def test_of_one_time_an_opening_is_listed_before_its_e_mail_as_it_will_be(plan: Wall) -> None:
    plan.desk.create()
    e_mail, opening = plan.plan("invite", "all@example.org"), plan.plan("open")
    assert [each.number for each in schedule.listed("round-1")] == [opening, e_mail]


def test_what_was_done_by_hand_comes_off_and_nothing_else(plan: Wall) -> None:
    plan.desk.create(closes=date(2027, 1, 30))
    plan.plan("open")
    closing = plan.plan("close", hours=2)
    schedule.overtake("round-1", ("open",))
    assert [each.number for each in schedule.listed("round-1")] == [closing]
    deletion = plan.plan("delete", hours=24 * 365)
    schedule.overtake("round-1")
    assert [each.number for each in schedule.listed("round-1")] == [deletion]


@pytest.mark.parametrize(
    ("what", "to", "hours", "words"),
    [
        ("open", (), -1, "is over"),
        ("invite", (), 1, "Say where the e-mail goes"),
        ("close", ("a@example.org",), 1, "Only an e-mail has addresses"),
        ("delete", (), 24 * 365, "still takes answers then"),
    ],
)
def test_what_cannot_happen_is_refused_in_words(
    plan: Wall, what: str, to: tuple[str, ...], hours: int, words: str
) -> None:
    plan.desk.create()
    with pytest.raises(Refused, match=words):
        plan.plan(what, *to, hours=hours)
    assert schedule.listed() == []


@pytest.mark.parametrize(
    ("there", "what", "hours", "words"),
    [
        ("open", "invite", 1, r"before the opening planned for 2027-01-04 10:00\. Choose a later"),
        ("open", "close", 1, "before the opening"),
        ("close", "remind", 3, r"after the closing planned for 2027-01-04 10:00\. Choose an earlier"),
        ("close", "open", 3, "after the closing"),
        ("invite", "open", 3, "after the invitation"),
        ("remind", "close", 1, "before the reminder"),
    ],
)
def test_what_would_come_in_an_impossible_order_is_refused(
    plan: Wall, there: str, what: str, hours: int, words: str
) -> None:
    plan.desk.create()
    to = {"invite": ["all@example.org"], "remind": ["all@example.org"]}
    plan.plan(there, *to.get(there, []), hours=2)
    with pytest.raises(Refused, match=words):
        plan.plan(what, *to.get(what, []), hours=hours)
    number = plan.plan(what, *to.get(what, []), hours=2)  # of one minute each has its place
    with pytest.raises(Refused, match=words):
        schedule.change(plan.now, number, plan.time + timedelta(hours=hours))


def test_nothing_but_closing_and_deleting_comes_after_the_last_day(plan: Wall) -> None:
    plan.desk.open(closes=date(2027, 1, 5))
    with pytest.raises(Refused, match="after the last day for answers, 2027-01-05"):
        plan.plan("remind", "all@example.org", hours=48)


def test_without_an_opening_planned_what_needs_one_is_warned_of(plan: Wall) -> None:
    plan.desk.create()
    assert schedule.warning("round-1") == ""
    plan.plan("invite", "all@example.org", hours=2)
    assert "Plan the opening first, or open it yourself: the invitation" in schedule.warning("round-1")
    plan.plan("open")
    assert schedule.warning("round-1") == ""


def test_where_everybody_has_a_link_of_their_own_e_mails_go_to_the_roster(plan: Wall) -> None:
    plan.desk.create(by="invitation")
    for what in ("invite", "remind"):
        with pytest.raises(Refused, match="go to the people on the roster"):
            plan.plan(what, "all@example.org")
    plan.plan("invite")
    plan.plan("remind", hours=2)
    assert [each.words for each in schedule.listed()] == [
        "Send everybody on the roster their invitation",
        "Remind everybody whose invitation is unused",
    ]


def test_a_sealed_campaign_can_only_be_deleted(plan: Wall) -> None:
    plan.desk.open()
    with pytest.raises(Refused, match="open already"):
        plan.plan("open")
    campaigns.close("round-1")
    campaigns.seal(plan.desk.today, "round-1")
    for what in ("open", "close"):
        with pytest.raises(Refused, match="all that can be planned now is to delete it"):
            plan.plan(what)
    plan.plan("delete")


def test_a_campaign_is_deleted_after_its_closing_day_only(plan: Wall) -> None:
    plan.desk.open(closes=date(2027, 1, 31))
    with pytest.raises(Refused, match="still takes answers"):
        plan.plan("delete", hours=24 * 27)
    plan.plan("delete", hours=24 * 28)


def test_what_happens_once_is_planned_once_and_then_moved(plan: Wall) -> None:
    plan.desk.create()
    number = plan.plan("open")
    with pytest.raises(Refused, match=r"planned already, for 2027-01-04 09:00\. Change that"):
        plan.plan("open", hours=2)
    schedule.change(plan.now, number, plan.time + timedelta(hours=5))
    assert plan.entry(number).due == plan.time + timedelta(hours=5)


def test_reminders_may_be_several(plan: Wall) -> None:
    plan.desk.open()
    plan.plan("remind", "all@example.org")
    plan.plan("remind", "all@example.org", hours=48)
    assert len(schedule.listed()) == 2


def test_what_is_taken_off_does_not_happen_and_its_addresses_are_gone(plan: Wall) -> None:
    plan.desk.open()
    number = plan.plan("invite", "all@example.org")
    schedule.cancel(number)
    plan.work(hours=2)
    assert (schedule.listed(), plan.mailbox.messages) == ([], [])


def test_a_moved_entry_happens_at_its_new_time(plan: Wall) -> None:
    plan.desk.create()
    number = plan.plan("open")
    schedule.change(plan.now, number, plan.time + timedelta(hours=5))
    plan.work(hours=4)
    assert plan.state(number) == "waiting"
    plan.work(hours=2)
    assert plan.state(number) == "done"


def test_what_was_done_is_neither_moved_nor_done_again(plan: Wall) -> None:
    plan.desk.create()
    number = plan.plan("open")
    plan.work(hours=1)
    with pytest.raises(Refused, match=r"open already|It happened"):
        schedule.change(plan.now, number, plan.time + timedelta(hours=1))
    with pytest.raises(Refused, match="or is done"):
        schedule.again(plan.now, number)


def test_an_unknown_number_is_refused(plan: Wall) -> None:
    for use in (schedule.cancel, lambda number: schedule.again(plan.now, number)):
        with pytest.raises(Refused, match="nothing with the number 7"):
            use(7)


def test_discarding_a_draft_takes_its_schedule_along(plan: Wall) -> None:
    plan.desk.create()
    plan.plan("invite", "all@example.org")
    campaigns.discard("round-1")
    assert schedule.listed() == []


def test_people_are_told_when_no_worker_runs(plan: Wall) -> None:
    assert schedule.worker_is_silent(plan.moment())
    plan.work()
    assert not schedule.worker_is_silent(plan.moment())
    plan.later(minutes=5)
    assert schedule.worker_is_silent(plan.moment())


def test_a_worker_that_is_busy_is_not_missed(plan: Wall) -> None:
    plan.desk.create()
    number = plan.plan("close")
    plan.later(hours=1)
    store.claim(number, plan.time, "busy", plan.moment())
    assert not schedule.worker_is_silent(plan.moment())
    plan.later(minutes=5)
    assert schedule.worker_is_silent(plan.moment())
    assert store.touch(number, "busy", plan.moment())
    assert not schedule.worker_is_silent(plan.moment())


def test_after_a_restored_backup_everything_waits_for_a_person(plan: Wall) -> None:
    plan.desk.open()
    numbers = [plan.plan("invite", "all@example.org"), plan.plan("close")]
    as_restored()
    plan.work(hours=1)
    assert [plan.state(number) for number in numbers] == ["late", "late"]
    assert plan.mailbox.messages == []
    campaigns.open_(plan.settings, plan.desk.today, "round-1")
    for number in numbers:
        schedule.again(plan.now, number)
    plan.work()
    assert [plan.state(number) for number in numbers] == ["done", "done"]


def test_an_e_mail_that_was_going_out_as_the_backup_was_made_is_in_doubt(plan: Wall) -> None:
    plan.desk.open()
    number = plan.plan("invite", "all@example.org")
    plan.later(hours=1)
    store.claim(number, plan.time, "gone", plan.moment())
    assert store.take_address(number, "gone", plan.moment()) == "all@example.org"
    as_restored()
    entry = plan.entry(number)
    assert (entry.state, entry.can_go_on, entry.can_be_doubled) == ("late", False, True)
    with pytest.raises(Refused, match="Only addresses in doubt are left"):
        schedule.again(plan.now, number)
    schedule.again(plan.now, number, doubtful_too=True)
    campaigns.open_(plan.settings, plan.desk.today, "round-1")
    plan.work()
    assert (plan.state(number), plan.mailbox.addressees) == ("done", ["all@example.org"])


def test_what_sealing_has_forgotten_cannot_be_sent_again(plan: Wall) -> None:
    plan.desk.open()
    number = plan.plan("invite", "vanish@example.org")
    plan.work(hours=1)
    assert plan.entry(number).can_be_doubled
    campaigns.close("round-1")
    campaigns.seal(plan.desk.today, "round-1")
    entry = plan.entry(number)
    assert (entry.state, entry.can_go_on, entry.can_be_doubled) == ("in_doubt", False, False)
