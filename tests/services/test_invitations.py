"""One e-mail a person, never two; reminders for those whose invitation is unused, and for nobody else."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace

import pytest

from surveyapp.ballot.proofs import to_text
from surveyapp.mail import send
from surveyapp.services import Refused, campaigns, invitations
from surveyapp.services.invitations import Mailed
from surveyapp.services.issuing import issue
from surveyapp.services.respond import survey_of
from surveyapp.services.roster import Roster
from surveyapp.settings import Settings
from surveyapp.store import invitations as stored
from tests.invited import Person
from tests.mail.mailbox import Mailbox, mail_through
from tests.services.conftest import Desk

NAME = "round-1"
THREE = ("ann@example.org", "bob@example.org", "cy@example.org")


@pytest.fixture
def office(desk: Desk, mailbox: Mailbox) -> Iterator[Desk]:
    """A committee that can send mail, with an open campaign by invitation."""
    with mail_through(desk.settings, mailbox) as settings:
        desk.settings = settings
        desk.open(by="invitation")
        yield desk


def enrol(office: Desk, *addresses: str) -> int:
    return invitations.enrol(office.settings, NAME, Roster(addresses, ()))


def invite(office: Desk, *addresses: str) -> Mailed:
    enrol(office, *addresses)
    return invitations.send_invitations(office.settings, office.today, NAME)


def remind(office: Desk, new_round: bool = False) -> Mailed:
    return invitations.send_reminders(office.settings, office.today, NAME, new_round=new_round)


def link_in(text: str) -> str:
    return next(line for line in text.splitlines() if "/i/" in line)


def links(mailbox: Mailbox) -> dict[str, str]:
    """The link that each address was sent last."""
    found = {}
    for message in mailbox.messages:
        part = message.get_body(("plain",))
        assert part is not None
        found[str(message["To"])] = link_in(part.get_payload(decode=True).decode())  # type: ignore[union-attr]  # bytes
    return found


def answer(office: Desk, link: str) -> None:
    """Take a ballot with the link, as somebody does who sends answers."""
    key = stored.key(NAME)
    assert key
    person = Person.from_link(link, key.public)
    shown = survey_of(campaigns.find(NAME), office.settings, office.today())
    issue(office.settings, shown, person.code, to_text(person.blinded.message))


def test_everybody_gets_one_e_mail_with_a_link_of_their_own(office: Desk, mailbox: Mailbox) -> None:
    assert invite(office, *THREE) == Mailed(3, (), ())
    assert sorted(mailbox.addressees) == list(THREE)
    assert len(set(links(mailbox).values())) == 3
    text = mailbox.messages[0].as_string()
    assert campaigns.status(office.settings, office.today, NAME).fingerprint.split()[0] in text
    assert invite(office, *THREE, "dee@example.org") == Mailed(1, (), ())
    assert sorted(mailbox.addressees) == [*THREE, "dee@example.org"]


def test_the_same_person_in_other_letters_is_the_same_person(office: Desk, mailbox: Mailbox) -> None:
    invite(office, "Ann@Example.org")
    assert enrol(office, "ann@example.org") == 0
    assert mailbox.addressees == ["Ann@Example.org"]


def test_nobody_more_is_invited_than_the_campaign_says(office: Desk, mailbox: Mailbox) -> None:
    many = [f"p{n}@example.org" for n in range(21)]
    with pytest.raises(Refused, match=r"is for 20 people.*21 would be invited"):
        enrol(office, *many)
    assert stored.count(NAME) == (0, 0)


def test_who_is_refused_is_named_and_tried_again(office: Desk, mailbox: Mailbox) -> None:
    mailed = invite(office, "nobody@example.org", *THREE)
    assert mailed.sent == 3
    assert [each.address for each in mailed.failures] == ["nobody@example.org"]
    assert mailed.doubtful == ()
    again = invite(office, *THREE)
    assert (again.sent, len(again.failures)) == (0, 1)


def test_an_e_mail_in_doubt_is_told_and_never_sent_again(office: Desk, mailbox: Mailbox) -> None:
    assert invite(office, "vanish@example.org", *THREE) == Mailed(3, (), ("vanish@example.org",))
    assert invite(office, *THREE) == Mailed(0, (), ("vanish@example.org",))
    assert mailbox.addressees.count("vanish@example.org") == 1


class CutOff(Exception):
    pass


@pytest.mark.parametrize("handed", [False, True], ids=["before it was handed over", "after"])
def test_after_a_crash_nobody_gets_a_second_e_mail(
    office: Desk, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, handed: bool
) -> None:
    deliver = send.send_one

    def cut_off(settings: Settings, letter: object, address: str) -> object:
        if address != THREE[1]:
            return deliver(settings, letter, address)  # type: ignore[arg-type]  # what it was called with
        if handed:
            deliver(settings, letter, address)  # type: ignore[arg-type]
        raise CutOff

    monkeypatch.setattr(invitations, "send_one", cut_off)
    with pytest.raises(CutOff):
        invite(office, *THREE)
    monkeypatch.undo()
    reached = len(mailbox.messages) - handed
    assert invite(office, *THREE) == Mailed(2 - reached, (), (THREE[1],))
    assert sorted(mailbox.addressees) == [each for each in THREE if handed or each != THREE[1]]
    assert remind(office).sent == 3


def test_a_reminder_has_the_same_link_and_reaches_only_the_unused(office: Desk, mailbox: Mailbox) -> None:
    invite(office, *THREE)
    first = links(mailbox)
    answer(office, first[THREE[1]])
    mailbox.messages.clear()
    assert remind(office) == Mailed(2, (), ())
    assert sorted(mailbox.addressees) == [THREE[0], THREE[2]]
    assert links(mailbox) == {address: first[address] for address in mailbox.addressees}
    assert remind(office).sent == 2


def test_a_round_that_was_cut_off_is_finished_first(office: Desk, mailbox: Mailbox) -> None:
    invite(office, *THREE)
    first = links(mailbox)
    stored.mark_all(NAME, THREE[1:], "overdue")
    answer(office, first[THREE[2]])
    mailbox.messages.clear()
    assert remind(office) == Mailed(1, (), ())
    assert mailbox.addressees == [THREE[1]]
    assert remind(office).sent == 2


def test_e_mails_go_in_an_order_that_is_chance(office: Desk, mailbox: Mailbox) -> None:
    people = [f"p{number:02}@example.org" for number in range(12)]
    invite(office, *people)
    stored.mark_all(NAME, people, "overdue")
    remind(office)
    first, resumed = mailbox.addressees[:12], mailbox.addressees[12:]
    assert sorted(first) == sorted(resumed) == people
    assert first != resumed


def test_two_who_press_at_once_make_one_round(
    office: Desk, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other's round begins, and is half done, while this one still works out whom it is for."""
    invite(office, *THREE)
    mailbox.messages.clear()
    post, deliver = invitations._Post, send.send_one
    work_out = post.reminded

    def cut_off(settings: Settings, letter: object, address: str) -> object:
        if mailbox.messages:
            raise CutOff
        return deliver(settings, letter, address)  # type: ignore[arg-type]  # what it was called with

    def meanwhile(this: object) -> list[str]:
        found = work_out(this)  # type: ignore[arg-type]  # a post
        with monkeypatch.context() as patch:
            patch.setattr(post, "reminded", work_out)
            patch.setattr(invitations, "send_one", cut_off)
            with pytest.raises(CutOff):
                remind(office)
        return found

    monkeypatch.setattr(post, "reminded", meanwhile)
    assert remind(office).sent == 1, "neither who has got it nor who is in doubt"
    assert len(set(mailbox.addressees)) == len(mailbox.messages) == 2


def test_who_cannot_be_reached_does_not_hold_up_the_next_round(office: Desk, mailbox: Mailbox) -> None:
    invite(office, *THREE, "nobody@example.org")
    stored.claim(NAME, "nobody@example.org", "waiting", "emailed")
    assert len(remind(office).failures) == 1
    assert remind(office).sent == 0
    assert remind(office, new_round=True).sent == 3


def test_links_outlive_a_rotation_of_secrets_but_not_a_lost_secret(office: Desk, mailbox: Mailbox) -> None:
    invite(office, *THREE)
    first = links(mailbox)
    old, new = office.settings.secrets[-1], secrets.token_urlsafe(32)
    office.settings = replace(office.settings, secrets=(old, new))
    assert remind(office).sent == 3
    assert {code.partition("#")[2] for code in links(mailbox).values()} == {
        code.partition("#")[2] for code in first.values()
    }
    office.settings = replace(office.settings, secrets=(new,))
    with pytest.raises(Refused, match="SURVEYAPP_SECRETS"):
        remind(office)


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_nobody_is_invited_who_could_not_answer(desk: Desk, mailbox: Mailbox, state: str) -> None:
    with mail_through(desk.settings, mailbox) as desk.settings:
        desk.unsealed(state, by="invitation")
        with pytest.raises(Refused, match=state):
            invite(desk, *THREE)
    assert mailbox.messages == []


def test_a_group_link_has_no_roster(desk: Desk) -> None:
    desk.open()
    with pytest.raises(Refused, match="one link for everybody"):
        enrol(desk, *THREE)


def test_without_a_mail_server_everybody_stays_waiting(desk: Desk) -> None:
    desk.open(by="invitation")
    with pytest.raises(Refused, match="SURVEYAPP_MAIL_HOST"):
        invite(desk, *THREE)
    assert set(stored.recipients(NAME).values()) == {"waiting"}


def test_a_title_that_no_subject_can_have_leaves_nobody_in_doubt(desk: Desk, mailbox: Mailbox) -> None:
    file = desk.settings.instruments / "tiny.yaml"
    file.write_text(file.read_text().replace("A tiny survey", "A =?tiny?= survey"))
    with mail_through(desk.settings, mailbox) as desk.settings:
        desk.open(by="invitation")
        for send_them in (invite, remind):
            enrol(desk, *THREE)
            with pytest.raises(Refused, match="Type the instrument's title anew"):
                send_them(desk)
        assert stored.recipients(NAME) == dict.fromkeys(THREE, "waiting")
