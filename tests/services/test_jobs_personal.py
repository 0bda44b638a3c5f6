"""Personal invitations and reminders by the schedule: who gets them, and what is said where one fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from surveyapp.services import Refused, audit, campaigns, invitations, jobs, schedule
from surveyapp.store import invitations as recipients
from surveyapp.store import schedule as store
from tests.services.conftest import Desk
from tests.services.planning import NAME, THREE, Wall, answer, enrol, invited, personal_wall, wall


@pytest.fixture
def plan(desk: Desk) -> Iterator[Wall]:
    """An open campaign by invitation, whose clock tests turn."""
    with personal_wall(desk) as made:
        yield made


def test_the_roster_is_invited_and_who_has_not_answered_is_reminded(plan: Wall) -> None:
    enrol(plan, *THREE)
    numbers = [plan.plan("invite", hours=1), plan.plan("remind", hours=2)]
    plan.work(hours=1)
    assert sorted(plan.mailbox.addressees) == list(THREE)
    answer(plan, THREE[1])
    plan.work(hours=1)
    assert sorted(plan.mailbox.addressees[3:]) == [THREE[0], THREE[2]]
    assert [(plan.state(number), plan.entry(number).said) for number in numbers] == [("done", "")] * 2
    assert [each.action for each in reversed(audit.trail())] == [
        "sent the invitation to 3 addresses",
        "began to remind those whose invitation is unused",
    ]


def test_a_worker_that_stops_leaves_the_rest_of_a_round_for_the_next(plan: Wall) -> None:
    invited(plan, *THREE)
    number = plan.plan("remind")
    plan.most_mail = 1
    plan.work(hours=1)
    (first,) = plan.mailbox.addressees
    assert plan.state(number) == "waiting"
    answered, last = (each for each in THREE if each != first)
    answer(plan, answered)
    plan.most_mail = 100
    plan.work()
    assert (plan.state(number), plan.mailbox.addressees) == ("done", [first, last])


def test_reminders_that_fail_are_told_without_whose_they_are(plan: Wall) -> None:
    invited(plan, "nobody@example.org", *THREE)
    number = plan.plan("remind")
    plan.work(hours=1)
    entry = plan.entry(number)
    assert (entry.state, entry.said, entry.addresses, entry.sent) == (
        "failed",
        invitations.NOT_REMINDED,
        (),
        0,
    )
    assert entry.can_go_on
    schedule.again(plan.now, number)
    plan.work()
    assert sorted(plan.mailbox.addressees) == list(THREE), "those who got theirs get no other"
    answer(plan, "nobody@example.org")
    schedule.again(plan.now, number)
    plan.work()
    assert plan.state(number) == "done"


def test_a_reminder_that_may_be_lost_is_said_and_not_repeated(plan: Wall) -> None:
    invited(plan, "vanish@example.org", *THREE)
    number = plan.plan("remind")
    plan.work(hours=1)
    assert (plan.state(number), plan.entry(number).said) == ("done", jobs.PERHAPS_REMINDED)
    assert sorted(plan.mailbox.addressees) == sorted(["vanish@example.org", *THREE])


def test_invitations_that_fail_are_listed_and_only_those_tried_again(plan: Wall) -> None:
    enrol(plan, "nobody@example.org", "vanish@example.org", *THREE)
    number = plan.plan("invite")
    plan.work(hours=1)
    entry = plan.entry(number)
    assert (entry.state, entry.said) == (
        "failed",
        "1 address did not get it, and 1 address may have got it or not.",
    )
    assert [(each.address, each.state) for each in entry.addresses] == [
        ("nobody@example.org", "refused"),
        ("vanish@example.org", "in_doubt"),
    ]
    assert "550 no such person" in entry.addresses[0].reason
    schedule.again(plan.now, number, doubtful_too=True)
    plan.work()
    assert Counter(plan.mailbox.addressees) == dict.fromkeys(["vanish@example.org", *THREE], 1)


def test_an_invitation_in_doubt_is_never_sent_again(plan: Wall) -> None:
    enrol(plan, "vanish@example.org")
    number = plan.plan("invite")
    plan.work(hours=1)
    entry = plan.entry(number)
    assert (entry.state, entry.can_go_on, entry.can_be_doubled) == ("in_doubt", False, False)
    with pytest.raises(Refused, match="Nobody is invited twice"):
        schedule.again(plan.now, number, doubtful_too=True)


def test_a_round_that_somebody_left_unfinished_goes_into_the_planned_one(plan: Wall) -> None:
    invited(plan, *THREE)
    recipients.mark_all(NAME, THREE[:1], "overdue")
    plan.plan("remind")
    plan.work(hours=1)
    assert sorted(plan.mailbox.addressees) == list(THREE)


def test_what_cannot_be_sent_says_why_and_goes_when_it_can(plan: Wall) -> None:
    number = plan.plan("invite")
    plan.work(hours=1)
    assert "Nobody is on the roster of 'round-1'" in plan.entry(number).said
    enrol(plan, *THREE)
    campaigns.close(NAME)
    schedule.again(plan.now, number)
    plan.work()
    assert "closed: nobody could answer" in plan.entry(number).said
    campaigns.open_(plan.settings, plan.desk.today, NAME)
    schedule.again(plan.now, number)
    plan.work()
    assert (plan.state(number), sorted(plan.mailbox.addressees)) == ("done", list(THREE))


def test_a_roster_waits_in_a_draft_for_its_opening(desk: Desk) -> None:
    with wall(desk) as plan:
        desk.create(by="invitation")
        enrol(plan, *THREE)
        numbers = [plan.plan(what) for what in ("invite", "open")]
        plan.work(hours=1)
        assert [plan.state(number) for number in numbers] == ["done", "done"]
        assert sorted(plan.mailbox.addressees) == list(THREE)


def test_a_draft_that_is_discarded_takes_its_roster_along(desk: Desk) -> None:
    with wall(desk) as plan:
        desk.create(by="invitation")
        enrol(plan, *THREE)
        campaigns.discard(NAME)
        assert (recipients.recipients(NAME), recipients.count(NAME)) == ({}, (0, 0))


def test_sealing_forgets_the_addresses_that_failed(plan: Wall) -> None:
    enrol(plan, "nobody@example.org")
    number = plan.plan("invite")
    plan.work(hours=1)
    assert plan.entry(number).addresses
    campaigns.close(NAME)
    campaigns.seal(plan.desk.today, NAME)
    assert plan.entry(number).addresses == ()
    with pytest.raises(Refused, match="nobody more is invited"):
        enrol(plan, *THREE)


@pytest.mark.parametrize("by", ["invitation", "link"])
def test_sealed_while_the_worker_sends_no_address_comes_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    people = ("ann@example.org", "nobody@example.org", "zoe@example.org")
    sender = invitations if by == "invitation" else jobs
    real, tried = jobs.send_one, []

    def send(settings: Any, letter: Any, address: str) -> Any:
        tried.append(address)
        if len(tried) == len(people):
            campaigns.close(NAME)
            campaigns.seal(desk.today, NAME)
        return real(settings, letter, address)

    with wall(desk) as plan:
        desk.open(by=by)
        if by == "invitation":
            enrol(plan, *people)
        number = plan.plan("invite", *(people if by == "link" else ()))
        monkeypatch.setattr(sender, "send_one", send)
        plan.work(hours=1)
        assert sorted(tried) == list(people)
        assert plan.entry(number).addresses == ()
        assert recipients.recipients(NAME) == {}


def test_who_plans_while_somebody_seals_leaves_no_address(plan: Wall) -> None:
    campaigns.close(NAME)
    campaigns.seal(plan.desk.today, NAME)
    with store.changing():
        number = store.add(NAME, "invite", plan.time, THREE)
    assert plan.entry(number).addresses == ()
