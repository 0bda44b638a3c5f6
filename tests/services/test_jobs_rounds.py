"""A round of personal e-mails that breaks off: nobody gets two, and what it leaves tells of nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from surveyapp.services import audit, campaigns, invitations, jobs, schedule
from surveyapp.store import engines, office
from surveyapp.store import invitations as recipients
from surveyapp.store import schedule as store
from tests.services.conftest import Desk
from tests.services.planning import NAME, THREE, Wall, answer, enrol, invited, personal_wall


@pytest.fixture
def plan(desk: Desk) -> Iterator[Wall]:
    """An open campaign by invitation, whose clock tests turn."""
    with personal_wall(desk) as made:
        yield made


class Killed(BaseException):
    """The process ends here, as SIGKILL would have it."""


def rows() -> dict[str, list[dict[str, Any]]]:
    """All that the office keeps of people's e-mails and of the schedule; not the claim, which is chance."""
    office.let_go()
    found = {}
    with engines.reading(None) as connection:
        for table in ("scheduled", "scheduled_address", "recipient", "audit_event"):
            kept = connection.execute(text(f"SELECT * FROM {table}")).mappings()  # noqa: S608
            found[table] = [{name: value for name, value in row.items() if name != "claim"} for row in kept]
    return found


def slowly(plan: Wall, monkeypatch: pytest.MonkeyPatch, **passing: float) -> None:
    """Have each e-mail take so long from now on, by the audit trail's clock too."""
    real = invitations.send_one

    def send(settings: Any, letter: Any, address: str) -> Any:
        plan.later(**passing)
        return real(settings, letter, address)

    monkeypatch.setattr(audit.clock, "moment", plan.moment)
    monkeypatch.setattr(invitations, "send_one", send)


def test_what_a_round_leaves_is_the_same_whoever_has_answered(
    plan: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three rounds, to three people, to two and to none; each takes a second for an e-mail."""
    slowly(plan, monkeypatch, seconds=1)
    invited(plan, *THREE)
    for answering in ((), THREE[:1], THREE):
        answer(plan, *answering)
        plan.time = plan.time.replace(minute=0, second=0)
        plan.plan("remind")
        plan.work(hours=1)
    assert len(plan.mailbox.messages) == 5
    left = rows()
    scheduled = [{**row, "due": "", "id": ""} for row in left["scheduled"]]
    assert scheduled == [scheduled[0]] * 3
    assert left["scheduled_address"] == []
    assert {row["mail"] for row in left["recipient"]} == {"emailed"}
    events = [{**row, "id": "", "at": row["at"] % 3600} for row in left["audit_event"]]
    assert events == [events[0]] * 3
    assert events[0]["at"] == 0


@pytest.mark.parametrize("people", [1, 20])
def test_the_audit_trail_tells_not_how_long_reminders_took(
    plan: Wall, monkeypatch: pytest.MonkeyPatch, people: int
) -> None:
    """A round of reminders, each of which takes a minute, with something before and after it."""
    invited(plan, *(f"p{number}@example.org" for number in range(people)))
    slowly(plan, monkeypatch, minutes=1)
    plan.desk.open("round-2")
    due = plan.time.replace(tzinfo=UTC) + timedelta(hours=1)
    for name, what in ((NAME, "remind"), (NAME, "close"), ("round-2", "close")):
        plan.plan(what, name=name)
    plan.work(hours=1)
    assert len(plan.mailbox.messages) == people
    assert [event.at for event in audit.trail()] == [due.timestamp()] * 3


def test_what_a_worker_finds_undone_is_kept_for_when_it_began(plan: Wall) -> None:
    plan.plan("close")
    plan.later(days=2)
    began = int(plan.time.replace(tzinfo=UTC).timestamp())
    plan.jobs = replace(plan.jobs, began=began)
    plan.work()
    assert [event.at for event in audit.trail()] == [began]


def left_by_rounds(plan: Wall, answering: bool) -> object:
    """What an invitation in doubt and two rounds leave, and what is then said of invitations."""
    enrol(plan, "vanish@example.org", *THREE)
    plan.plan("invite")
    plan.work(hours=1)
    if answering:
        answer(plan, "vanish@example.org")
    found = []
    for _ in range(2):
        plan.plan("remind")
        plan.work(hours=1)
        found.append(recipients.recipients(NAME))
    number = plan.plan("invite")
    plan.work(hours=1)
    again = invitations.send_invitations(plan.settings, plan.desk.today, NAME)
    return found, plan.state(number), plan.entry(number).addresses, again


@pytest.mark.parametrize("answering", [False, True])
def test_what_was_in_doubt_tells_nothing_after_a_round(plan: Wall, answering: bool) -> None:
    everybody = dict.fromkeys([*THREE, "vanish@example.org"], "emailed")
    nothing = invitations.Mailed(0, (), ())
    assert left_by_rounds(plan, answering) == ([everybody] * 2, "done", (), nothing)


def half_done(plan: Wall) -> int:
    """A round that has reached one of three."""
    invited(plan, *THREE)
    number = plan.plan("remind")
    plan.most_mail = 1
    plan.work(hours=1)
    assert sorted(recipients.recipients(NAME).values()) == ["emailed", "overdue", "overdue"]
    return number


def test_a_round_that_is_cancelled_tells_nobodys_answering(plan: Wall) -> None:
    schedule.cancel(half_done(plan))
    office.let_go()
    assert set(recipients.recipients(NAME).values()) == {"emailed"}


def test_a_campaign_that_is_closed_ends_its_round(plan: Wall) -> None:
    half_done(plan)
    campaigns.close(NAME)
    assert set(recipients.recipients(NAME).values()) == {"emailed"}


@pytest.mark.parametrize("ending", ["closed", "last day over", "answered"])
def test_nobody_is_reminded_who_cannot_answer_any_more(
    plan: Wall, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    invited(plan, *THREE)
    campaigns.open_(plan.settings, plan.desk.today, NAME, plan.time.date())
    real = invitations.send_one

    def meanwhile(settings: Any, letter: Any, address: str) -> Any:
        if ending == "closed":
            campaigns.close(NAME)
        elif ending == "answered":
            answer(plan, *THREE)
        else:
            plan.later(days=1)
        return real(settings, letter, address)

    monkeypatch.setattr(invitations, "send_one", meanwhile)
    number = plan.plan("remind")
    plan.work(hours=1)
    assert (plan.state(number), len(plan.mailbox.messages)) == ("done", 1)
    assert set(recipients.recipients(NAME).values()) == {"emailed"}


def test_nobody_is_invited_to_what_is_closed_meanwhile(plan: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    enrol(plan, *THREE)
    real = invitations.send_one

    def meanwhile(settings: Any, letter: Any, address: str) -> Any:
        campaigns.close(NAME)
        return real(settings, letter, address)

    monkeypatch.setattr(invitations, "send_one", meanwhile)
    assert invitations.send_invitations(plan.settings, plan.desk.today, NAME).stopped
    assert sorted(recipients.recipients(NAME).values()) == ["emailed", "waiting", "waiting"]


CRASHES = ["before the round", "as it begins", "before a hand-over", "after it", "at the end"]


def crash(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Have the process end at a moment of the round."""

    def kill(*_: object) -> None:
        raise Killed

    real_send, real_begin = invitations.send_one, store.begin_round

    def begin_and_die(*given: Any) -> None:
        real_begin(*given)
        raise Killed

    def send_or_die(settings: Any, letter: Any, address: str) -> Any:
        if address != THREE[1]:
            return real_send(settings, letter, address)
        if moment == "after it":
            real_send(settings, letter, address)
        raise Killed

    place: tuple[Any, str, Callable[..., Any]] = {
        "before the round": (store, "begin_round", kill),
        "as it begins": (store, "begin_round", begin_and_die),
        "at the end": (jobs, "_conclude_reminders", kill),
    }.get(moment, (invitations, "send_one", send_or_die))
    monkeypatch.setattr(*place)


@pytest.mark.parametrize("moment", CRASHES)
def test_a_round_that_crashed_is_finished_and_no_other_begun(
    plan: Wall, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    invited(plan, *THREE)
    number = plan.plan("remind")
    plan.later(hours=1)
    with monkeypatch.context() as patch:
        crash(patch, moment)
        with pytest.raises(Killed):
            plan.work()
    plan.work()
    assert plan.state(number) == "doing", "as long as its worker may live"
    plan.work(minutes=20)
    assert plan.state(number) == "done"
    lost = {THREE[1]} if moment == "before a hand-over" else set()
    assert Counter(plan.mailbox.addressees) == dict.fromkeys(set(THREE) - lost, 1)
    assert plan.entry(number).addresses == ()
    plan.work(hours=1)
    assert len(plan.mailbox.messages) == 3 - len(lost)
    again = plan.plan("remind")
    plan.work(hours=1)
    assert (plan.state(again), len(plan.mailbox.messages)) == ("done", 6 - len(lost))


def test_after_a_crash_invitations_go_on_with_who_has_none(
    plan: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(plan, *THREE)
    number = plan.plan("invite")
    plan.later(hours=1)
    with monkeypatch.context() as patch:
        crash(patch, "after it")
        with pytest.raises(Killed):
            plan.work()
    plan.work(minutes=20)
    assert Counter(plan.mailbox.addressees) == dict.fromkeys(THREE, 1)
    assert (plan.state(number), plan.entry(number).addresses[0].address) == ("in_doubt", THREE[1])


def test_a_slow_worker_that_was_given_up_sends_no_more(plan: Wall) -> None:
    invited(plan, *THREE)
    number = plan.plan("remind")
    plan.later(hours=1)
    store.claim(number, plan.time, "slow", plan.moment())
    plan.work(minutes=20)
    assert not store.touch(number, "slow", plan.moment())
    assert not store.begin_round(number, "slow", NAME, THREE)
    assert set(recipients.recipients(NAME).values()) == {"emailed"}


def test_a_worker_that_was_down_asks_before_an_old_reminder(plan: Wall) -> None:
    invited(plan, *THREE)
    number = plan.plan("remind")
    plan.work(hours=8)
    assert (plan.state(number), plan.mailbox.messages) == ("late", [])
    schedule.again(plan.now, number)
    plan.work()
    assert len(plan.mailbox.messages) == 3
