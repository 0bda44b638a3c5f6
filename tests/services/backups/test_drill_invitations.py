"""The restore drill for a campaign by invitation: nobody gets a second ballot, or a second e-mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import current_app

from surveyapp.ballot.proofs import to_text
from surveyapp.services import Refused, campaigns, invitations
from surveyapp.services.backups.make import Made, make
from surveyapp.services.inspection import campaigns as inspection
from surveyapp.services.inspection.findings import Verdict
from surveyapp.services.issuing import issue
from surveyapp.services.respond import Outcome, Survey, survey_of
from surveyapp.services.roster import Roster
from surveyapp.services.spending import Declined, NotIssued
from surveyapp.store import box
from surveyapp.store import invitations as stored
from tests.conftest import MakeApp
from tests.invited import Person, people
from tests.services.backups.conftest import Elsewhere, everything, restored
from tests.services.conftest import Desk

NAME, ADDRESSES = "personal", ["ann@example.org", "bob@example.org"]
Reopened = Callable[[Made], AbstractContextManager[Desk]]


@pytest.fixture
def invited(at_work: Desk) -> list[Person]:
    """Two who were invited to an open campaign, which lets people without script type their code."""
    at_work.open(NAME, by="invitation", code_without_script=True)
    return people(at_work.settings, NAME, ADDRESSES)


@pytest.fixture
def reopened(at_work: Desk, key: Path, elsewhere: Elsewhere, make_app: MakeApp) -> Reopened:
    """Restores a backup in a home elsewhere and opens the campaign there, at a desk of its own."""

    @contextmanager
    def there(made: Made) -> Iterator[Desk]:
        desk = Desk(elsewhere(at_work.settings))
        assert restored(desk.settings, made, key) == (NAME, "running")
        with make_app(desk.settings).app_context():
            campaigns.open_(desk.settings, desk.today, NAME)
            yield desk

    return there


def shown(desk: Desk) -> Survey:
    return survey_of(campaigns.find(NAME), desk.settings, desk.today())


def ask(desk: Desk, person: Person) -> str:
    return issue(desk.settings, shown(desk), person.code, to_text(person.blinded.message))


def declined(desk: Desk, person: Person) -> list[Declined]:
    """Why a person gets no ballot, from the page's script and without it."""
    reasons = []
    typing = desk.respond.ballot(shown(desk))[0]
    for take in (
        lambda: ask(desk, person),
        lambda: desk.respond.submit_with_code(shown(desk), typing, person.code, {"area": "adult"}),
    ):
        with pytest.raises(NotIssued) as refusal:
            take()
        reasons.append(refusal.value.reason)
    return reasons


def test_it_holds_no_key_that_signs(at_work: Desk, invited: list[Person]) -> None:
    kept = stored.key(NAME)
    assert kept is not None
    assert kept.private
    assert everything()["ballot_key"] == [(NAME, kept.public, b"")]


def test_a_restored_campaign_takes_ballots_and_gives_none(
    at_work: Desk, invited: list[Person], tmp_path: Path, reopened: Reopened
) -> None:
    """Ballots from before the backup and after it count; neither person can have another."""
    ann, bob = invited
    early = ann.ballot(ask(at_work, ann))
    made = make(at_work.settings, tmp_path / "first.backup")
    late = bob.ballot(ask(at_work, bob))
    with reopened(made) as there:
        assert everything()["ballot_key"] == [(NAME, ann.key, b"")]
        assert campaigns.status(there.settings, there.today, NAME).restored
        for person in invited:
            assert declined(there, person) == [Declined.RESTORED] * 2
        assert stored.count(NAME) == (2, 1)
        for ballot in (early, late):
            assert there.respond.submit(shown(there), ballot, {"area": "adult"}) is Outcome.RECORDED
        assert box.count(NAME) == 2
        (counts,) = (each for each in inspection.look(NAME) if each.code == "counts")
        assert counts.verdict is Verdict.UNKNOWN, "those ballots were in order"
        page = current_app.test_client().get(ann.path)
    assert (page.status_code, "no more ballots" in page.text) == (403, True)


@pytest.mark.usefixtures("invited")
def test_a_restored_campaign_sends_nobody_a_second_mail(
    at_work: Desk, tmp_path: Path, reopened: Reopened
) -> None:
    with reopened(make(at_work.settings, tmp_path / "first.backup")) as there:
        for act in (
            lambda: invitations.enrol(there.settings, NAME, Roster(("cy@example.org",), ())),
            lambda: invitations.send_invitations(there.settings, there.today, NAME),
            lambda: invitations.send_reminders(there.settings, there.today, NAME),
        ):
            with pytest.raises(Refused, match="restored from a backup"):
                act()
        assert stored.recipients(NAME) == dict.fromkeys(ADDRESSES, "waiting")
