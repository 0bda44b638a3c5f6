"""The e-mail's page: read it, copy it, download it, send it, show its link as a picture."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import timedelta
from email import policy

import pytest
from flask.testing import FlaskClient

from surveyapp.clock import now_in
from surveyapp.services import campaigns, schedule
from surveyapp.services.jobs import Jobs
from surveyapp.services.schedule import Entry
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from tests.mail.mailbox import Mailbox, mail_through
from tests.staff.campaigns.conftest import make, opened, published, text, trail
from tests.staff.conftest import SignedIn, post

PAGE = "/staff/campaigns/spring/mail/invitation"


@pytest.fixture
def settings(settings: Settings, mailbox: Mailbox) -> Iterator[Settings]:
    with mail_through(settings, mailbox) as given:
        yield given


def planned(app: Application) -> list[Entry]:
    with app.app_context():
        return schedule.listed("spring")


def work(app: Application, hours: float = 0) -> None:
    later = timedelta(hours=hours, seconds=1)
    with app.app_context():
        jobs = Jobs(app.settings, lambda: now_in("UTC")() + later)
        for number in jobs.look():
            jobs.perform(number)


def test_the_page_shows_subject_text_and_link(app: Application, member: FlaskClient) -> None:
    opened(app)
    with app.app_context():
        link = campaigns.link(app.settings, "spring")
    shown = text(member.get(PAGE))
    assert link in shown
    assert "The survey is anonymous" in shown
    reminder = text(member.get(PAGE.replace("invitation", "reminder")))
    assert "please ignore this e-mail" in " ".join(reminder.split())


def test_the_html_is_shown_with_its_own_style_alone(app: Application, member: FlaskClient) -> None:
    opened(app)
    shown = member.get(f"{PAGE}/page")
    assert shown.headers.getlist("Content-Security-Policy") == [
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; sandbox; frame-ancestors 'self'"
    ]
    assert "The survey is anonymous" in text(shown)


def test_the_draft_is_a_file_of_a_plain_name(app: Application, member: FlaskClient) -> None:
    opened(app)
    file = member.get(f"{PAGE}.eml")
    assert file.mimetype == "message/rfc822"
    assert file.headers["Content-Disposition"] == 'attachment; filename="spring-invitation.eml"'
    made = email.message_from_bytes(file.data, policy=policy.default)
    assert made["X-Unsent"] == "1"
    assert made.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize(("ending", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_the_qr_code_is_shown_and_kept(
    app: Application, member: FlaskClient, ending: str, begins: bytes
) -> None:
    opened(app)
    assert 'src="/staff/campaigns/spring/qr.svg" width="240" height="240" alt="QR code' in text(
        member.get(PAGE)
    )
    shown = member.get(f"/staff/campaigns/spring/qr.{ending}")
    kept = member.get(f"/staff/campaigns/spring/qr.{ending}?download=1")
    assert shown.data.startswith(begins)
    assert kept.data == shown.data
    assert kept.headers["Content-Disposition"] == f'attachment; filename="spring-qr.{ending}"'


def test_sent_now_it_goes_out_and_its_addresses_are_forgotten(
    app: Application, member: FlaskClient, mailbox: Mailbox
) -> None:
    opened(app)
    answer = post(member, PAGE, PAGE, addresses="Doe, Jane <a@example.org>; b@example.org", when="now")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/campaigns/spring/schedule")
    work(app)
    assert mailbox.addressees == ["a@example.org", "b@example.org"]
    (entry,) = planned(app)
    assert (entry.state, entry.sent, entry.addresses) == ("done", 2, ())
    actions = [(each.who, each.action) for each in trail(app)]
    assert ("committee@example.org", "asked to send the invitation now") in actions
    assert not any("a@example.org" in f"{each.action}{each.subject}" for each in trail(app))


def test_sent_later_it_waits_for_its_time(app: Application, member: FlaskClient, mailbox: Mailbox) -> None:
    opened(app)
    at = now_in("UTC")() + timedelta(days=1)
    fields = {"addresses": "all@example.org", "when": "later", "day": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}"}
    assert post(member, PAGE, PAGE, **fields).status_code == 303
    work(app)
    assert mailbox.addressees == []
    work(app, hours=24)
    assert mailbox.addressees == ["all@example.org"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"addresses": "", "when": "now"}, "Enter at least one address"),
        ({"addresses": "jane", "when": "now"}, "is an e-mail address: “jane”"),
        ({"addresses": "a@x.org", "when": "later"}, "Enter the day and the time"),
        ({"addresses": "a@x.org", "when": "later", "day": "2020-01-01", "time": "08:00"}, "is over"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_the_form(
    app: Application, member: FlaskClient, fields: dict[str, str], words: str
) -> None:
    opened(app)
    answer = post(member, PAGE, PAGE, **fields)
    assert answer.status_code == 422
    assert words in text(answer)
    assert planned(app) == []


def test_a_draft_can_be_planned_for_but_not_sent(app: Application, member: FlaskClient) -> None:
    make(app)
    answer = post(member, PAGE, PAGE, addresses="all@example.org", when="now")
    assert "its link only rehearses. Open it." in text(answer)
    assert "Its link only rehearses until you" in text(member.get(PAGE))
    assert planned(app) == []


def test_what_authors_wrote_is_escaped(app: Application, member: FlaskClient) -> None:
    published(app, ("title: ", "title: <img src=x onerror=alert(1)> "))
    make(app)
    for address in (PAGE, f"{PAGE}/page"):
        shown = text(member.get(address))
        assert "<img src=x" not in shown
        assert "&lt;img src=x" in shown


def test_only_the_committee_sends(app: Application, signed_in: SignedIn) -> None:
    opened(app)
    analyst = signed_in("analyst")
    for address in (PAGE, f"{PAGE}.eml", f"{PAGE}/page", "/staff/campaigns/spring/qr.svg"):
        assert analyst.get(address).status_code == 403
