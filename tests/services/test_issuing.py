"""One invitation, one ballot, one response: whoever asks, however often."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import current_app

from surveyapp.ballot.blind import SigningFault
from surveyapp.ballot.proofs import from_text, public_key, to_text
from surveyapp.ballot.serials import BadBallot
from surveyapp.services import Refused, campaigns, issuing, keys
from surveyapp.services.issuing import issue
from surveyapp.services.respond import Outcome, Survey, survey_of
from surveyapp.services.spending import Declined, NotIssued
from surveyapp.store import box, invitations, office, sealing
from tests.invited import Person, people
from tests.services.conftest import Desk
from tests.store.apps import in_context

NAME = "round-1"


@pytest.fixture
def ann(desk: Desk) -> Person:
    """Somebody with an invitation to an open campaign of twenty."""
    desk.open(by="invitation")
    return people(desk.settings, NAME, ["ann@example.org"])[0]


def survey(desk: Desk, name: str = NAME) -> Survey:
    return survey_of(campaigns.find(name), desk.settings, desk.today())


def sign(desk: Desk, person: Person, shown: Survey | None = None) -> str:
    return issue(desk.settings, shown or survey(desk), person.code, to_text(person.blinded.message))


def declined(desk: Desk, person: Person, shown: Survey | None = None) -> Declined:
    with pytest.raises(NotIssued) as refusal:
        sign(desk, person, shown)
    return refusal.value.reason


def test_an_invitation_gives_a_ballot_that_is_good_for_one_response(desk: Desk, ann: Person) -> None:
    ballot = ann.ballot(sign(desk, ann))
    assert desk.respond.submit(survey(desk), ballot, {"area": "adult"}) is Outcome.RECORDED
    assert desk.respond.submit(survey(desk), ballot, {"area": "pediatric"}) is Outcome.RECORDED
    assert list(box.rows(NAME)) == ['{"area":"adult"}']
    assert invitations.count(NAME) == (1, 1)


def test_the_same_message_gets_the_same_answer_and_another_one_none(desk: Desk, ann: Person) -> None:
    assert sign(desk, ann) == sign(desk, ann)
    ann.begin_anew()
    assert declined(desk, ann) is Declined.SPENT
    assert invitations.count(NAME) == (1, 1)


def test_what_is_no_invitation_gives_nothing_and_spends_nothing(desk: Desk, ann: Person) -> None:
    n = public_key(ann.key).public_numbers().n
    blinded = to_text(ann.blinded.message)
    wrong = [
        (Declined.UNKNOWN, to_text(secrets.token_bytes(32)), blinded),
        (Declined.UNREADABLE, ann.code[:-1], blinded),
        (Declined.UNREADABLE, "", blinded),
        (Declined.UNREADABLE, ann.code, ""),
        (Declined.UNREADABLE, ann.code, blinded[:-4]),
        (Declined.UNREADABLE, ann.code, to_text(n.to_bytes(384))),
        (Declined.UNREADABLE, ann.code, to_text(bytes(384))),
        (Declined.UNREADABLE, ann.code, "é" * 512),
    ]
    for reason, code, message in wrong:
        with pytest.raises(NotIssued) as refusal:
            issue(desk.settings, survey(desk), code, message)
        assert refusal.value.reason is reason
    assert invitations.count(NAME) == (1, 0)


def test_ballots_of_others_and_forged_ones_are_refused(desk: Desk, ann: Person) -> None:
    other = desk.open("round-2", by="invitation")
    bob = people(desk.settings, other, ["ann@example.org"])[0]
    elsewhere = bob.ballot(sign(desk, bob, survey(desk, other)))
    prepared, signature = ann.ballot(sign(desk, ann)).split(".")
    bad = [
        elsewhere,
        f"{to_text(secrets.token_bytes(52))}.{signature}",
        f"{prepared}.{to_text(secrets.token_bytes(384))}",
        "",
        desk.respond.ballot(replace(survey(desk), by="link"))[0],
    ]
    for ballot in bad:
        with pytest.raises(BadBallot):
            desk.respond.submit(survey(desk), ballot, {"area": "adult"})
    assert box.count(NAME) == 0
    assert declined(desk, replace(ann, code=bob.code)) is Declined.UNKNOWN


def test_a_closed_campaign_gives_no_ballot_whatever_a_process_remembers(desk: Desk, ann: Person) -> None:
    remembered = survey(desk)
    campaigns.close(NAME)
    assert declined(desk, ann) is Declined.CLOSED
    assert declined(desk, ann, remembered) is Declined.CLOSED
    assert invitations.count(NAME) == (1, 0)


def test_after_sealing_there_is_neither_key_nor_invitation(desk: Desk, ann: Person) -> None:
    ballot = ann.ballot(sign(desk, ann))
    campaigns.close(NAME)
    campaigns.seal(desk.today, NAME)
    assert invitations.key(NAME) is None
    assert invitations.recipients(NAME) == {}
    assert invitations.count(NAME) == (0, 0)
    assert desk.respond.submit(survey(desk), ballot, {"area": "adult"}) is Outcome.CLOSED
    assert declined(desk, ann) is Declined.CLOSED
    with pytest.raises(Refused, match="no key"):
        keys.private_numbers(desk.settings, NAME)


def test_the_key_opens_after_a_rotation_and_not_without_its_secret(desk: Desk, ann: Person) -> None:
    newer = replace(desk.settings, secrets=(*desk.settings.secrets, secrets.token_urlsafe(32)))
    assert issue(newer, survey(desk), ann.code, to_text(ann.blinded.message)) == sign(desk, ann)
    gone = replace(desk.settings, secrets=newer.secrets[1:])
    bob = people(desk.settings, NAME, ["bob@example.org"])[0]
    with pytest.raises(Refused, match="SURVEYAPP_SECRETS"):
        issue(gone, survey(desk), bob.code, to_text(bob.blinded.message))
    assert invitations.count(NAME) == (2, 1)


def test_after_a_fault_in_signing_the_same_message_gives_the_ballot(
    desk: Desk, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: object) -> bytes:
        raise SigningFault

    with monkeypatch.context() as patch:
        patch.setattr(issuing, "blind_sign", faulty)
        with pytest.raises(SigningFault):
            sign(desk, ann)
    assert ann.ballot(sign(desk, ann))


def test_nothing_is_signed_for_who_has_no_invitation(
    desk: Desk, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signature costs a hundred times what a refusal does."""
    monkeypatch.delattr(issuing, "blind_sign")
    assert declined(desk, replace(ann, code=to_text(secrets.token_bytes(32)))) is Declined.UNKNOWN


def test_reopening_keeps_the_key(desk: Desk, ann: Person) -> None:
    campaigns.close(NAME)
    campaigns.open_(desk.settings, desk.today, NAME)
    assert survey(desk).key == ann.key
    assert campaigns.status(desk.settings, desk.today, NAME).fingerprint == keys.shown_fingerprint(NAME)


def test_it_opens_only_where_browsers_can_blind(desk: Desk) -> None:
    desk.create(by="invitation")
    plain = replace(desk.settings, url="http://survey.example.org")
    with pytest.raises(Refused, match="HTTPS"):
        campaigns.open_(plain, desk.today, NAME)
    assert campaigns.find(NAME).state == "draft"
    for url in ("https://survey.example.org", "http://localhost:8000"):
        campaigns.open_(replace(desk.settings, url=url), desk.today, NAME)


def test_a_draft_is_rehearsed_by_a_link_that_ends_with_it(desk: Desk) -> None:
    desk.create(by="invitation")
    rehearsing = survey(desk)
    ballot, _receipt = desk.respond.ballot(rehearsing)
    assert desk.respond.submit(rehearsing, ballot, {"area": "adult"}) is Outcome.REHEARSED
    assert "/s/" in campaigns.link(desk.settings, NAME)
    campaigns.open_(desk.settings, desk.today, NAME)
    assert box.count(NAME) == 0
    with pytest.raises(Refused, match="Send everybody theirs"):
        campaigns.link(desk.settings, NAME)
    with pytest.raises(BadBallot):
        desk.respond.submit(survey(desk), ballot, {"area": "adult"})


def test_only_invitations_have_codes_to_type(desk: Desk) -> None:
    with pytest.raises(Refused, match="Only invitations have codes"):
        desk.create(code_without_script=True)


def at_once(times: int, work: Callable[[], object]) -> list[object]:
    """What the work gives in so many threads at the same time."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's own way to what it stands for
    office.let_go()
    with ThreadPoolExecutor(times) as pool:
        return [each.result() for each in [pool.submit(in_context(app, work)) for _ in range(times)]]


def test_forty_at_once_get_one_ballot_of_one_invitation(desk: Desk, ann: Person) -> None:
    shown = survey(desk)

    def ask() -> str:
        person = Person(ann.path, ann.code, ann.key)
        try:
            return sign(desk, person, shown)
        except NotIssued as refusal:
            return refusal.reason.name

    found = at_once(40, ask)
    assert found.count(Declined.SPENT.name) == 39
    assert invitations.count(NAME) == (1, 1)


def test_forty_at_once_with_one_ballot_leave_one_response(desk: Desk, ann: Person) -> None:
    shown, ballot = survey(desk), ann.ballot(sign(desk, ann))
    found = at_once(40, lambda: desk.respond.submit(shown, ballot, {"area": "adult"}))
    assert found == [Outcome.RECORDED] * 40
    assert box.count(NAME) == 1


@pytest.fixture
def typing(desk: Desk) -> Person:
    """Somebody without script, where the campaign lets codes be typed."""
    desk.open(by="invitation", code_without_script=True)
    return people(desk.settings, NAME, ["ann@example.org"])[0]


def test_a_typed_code_is_good_for_the_form_it_was_typed_into(desk: Desk, typing: Person) -> None:
    shown = survey(desk)
    ballot, shown_receipt = desk.respond.ballot(shown)
    assert desk.respond.receipt(shown, ballot, by_code=True) == shown_receipt
    for _ in range(2):
        done = desk.respond.submit_with_code(shown, ballot, typing.code, {"area": "adult"})
        assert done is Outcome.RECORDED
    with pytest.raises(NotIssued):
        desk.respond.submit_with_code(shown, desk.respond.ballot(shown)[0], typing.code, {})
    assert declined(desk, typing) is Declined.SPENT
    assert box.count(NAME) == 1


def test_without_a_code_a_form_for_typing_it_is_no_ballot(desk: Desk, typing: Person) -> None:
    shown = survey(desk)
    with pytest.raises(BadBallot):
        desk.respond.submit(shown, desk.respond.ballot(shown)[0], {"area": "adult"})
    assert from_text(typing.code)


def test_a_sealing_that_was_cut_off_leaves_nobodys_address(
    desk: Desk, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off() -> None:
        raise KeyboardInterrupt

    campaigns.close(NAME)
    monkeypatch.setattr(sealing, "scrub_office", cut_off)
    with pytest.raises(KeyboardInterrupt):
        campaigns.seal(desk.today, NAME)
    assert campaigns.find(NAME).state == "sealing"
    assert declined(desk, ann) is Declined.CLOSED
    monkeypatch.undo()
    campaigns.seal(desk.today, NAME)
    assert campaigns.find(NAME).state == "sealed"
    assert (invitations.recipients(NAME), invitations.key(NAME)) == ({}, None)
