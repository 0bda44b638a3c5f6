"""Personal invitations from the browser: a roster in, one e-mail a person out; who answered is not shown."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from surveyapp.settings import Settings
from surveyapp.store import invitations
from surveyapp.web.application import Application
from tests.mail.mailbox import Mailbox, mail_through
from tests.staff.campaigns.conftest import make, opened, text, trail
from tests.staff.conftest import post

PAGE = "/staff/campaigns/spring/invitations"


@pytest.fixture
def settings(settings: Settings, mailbox: Mailbox) -> Iterator[Settings]:
    with mail_through(settings, mailbox) as given:
        yield given


def test_a_roster_is_pasted_or_uploaded_and_everybody_gets_one_e_mail(
    member: FlaskClient, app: Application, mailbox: Mailbox
) -> None:
    opened(app, by="invitation", invited=12)
    assert post(member, PAGE, addresses="a@example.org\nb@example.org").location == PAGE
    uploaded = (BytesIO(b"name,email\nC,c@example.org\nA,a@example.org\n"), "roster.csv")
    assert post(member, PAGE, file=uploaded).location == PAGE
    page = text(member.get(PAGE))
    assert "3 of 12 people are on the roster; 3 of them wait" in page
    assert "a@example.org" not in page
    assert mailbox.addressees == []
    for _ in range(2):
        assert post(member, f"{PAGE}/send").location == PAGE
    assert sorted(mailbox.addressees) == ["a@example.org", "b@example.org", "c@example.org"]
    assert "0 of them wait" in text(member.get(PAGE))
    assert [event.action for event in trail(app)][:4] == [
        "sent invitations",
        "sent invitations",
        "enrolled 1 person for invitations",
        "enrolled 2 people for invitations",
    ]


def test_the_roster_of_a_draft_is_put_in_anew(member: FlaskClient, app: Application) -> None:
    make(app, by="invitation", invited=12)
    assert "Empty the roster" not in text(member.get(PAGE))
    post(member, PAGE, addresses="slip@exmaple.org\nb@example.org")
    assert "Empty the roster" in text(member.get(PAGE))
    assert post(member, f"{PAGE}/empty").location == PAGE
    assert "0 of 12 people are on the roster" in text(member.get(PAGE))
    assert trail(app)[0].action == "emptied the roster"
    post(member, PAGE, addresses="b@example.org")
    assert "1 of 12 people are on the roster" in text(member.get(PAGE))


def test_whoever_could_answer_stays_on_the_roster(member: FlaskClient, app: Application) -> None:
    opened(app, by="invitation", invited=12)
    post(member, PAGE, addresses="b@example.org")
    assert "Empty the roster" not in text(member.get(PAGE))
    answer = post(member, f"{PAGE}/empty")
    assert answer.status_code == 409
    assert "stays invited" in text(answer)
    assert "1 of 12 people are on the roster" in text(member.get(PAGE))


def test_reminders_say_neither_to_whom_nor_to_how_many(
    member: FlaskClient, app: Application, mailbox: Mailbox
) -> None:
    opened(app, by="invitation", invited=12)
    post(member, PAGE, addresses="a@example.org\nb@example.org")
    post(member, f"{PAGE}/send")
    with app.app_context():
        invitations.take("spring", min(invitations.unused("spring")), bytes(32))
    post(member, f"{PAGE}/remind")
    assert len(mailbox.addressees) == 3
    shown = text(member.get(PAGE))
    assert "Reminders are out to those whose invitation is unused." in shown
    assert "example.org" not in shown.replace("committee@example.org", "")
    assert "Invitations sent: 1" not in shown


@pytest.mark.parametrize(
    "lines",
    ["Dr Adams, {}\nDr Brown, {}", "Name\tE-mail\nDr Adams\t{}\nDr Brown\t{}", "Dr Adams {}\n\nBrown; {}"],
)
def test_a_paste_with_names_beside_the_addresses_is_read_as_a_file_is(
    member: FlaskClient, app: Application, lines: str
) -> None:
    make(app, by="invitation", invited=12)
    post(member, PAGE, addresses=lines.format("adams@example.org", "brown@example.org"))
    assert "2 of 12 people are on the roster" in text(member.get(PAGE))


def test_a_line_that_cannot_be_used_is_named_by_its_number(member: FlaskClient, app: Application) -> None:
    make(app, by="invitation", invited=12)
    page = text(post(member, PAGE, addresses="Dr Adams, adams@example.org\nDr Brown, brown"))
    assert "line 2: not exactly one e-mail address: “Dr Brown; brown”" in page
    # Not taken for a heading: it may be an address with a slip in it.
    assert "“adams.example.org”" in text(post(member, PAGE, addresses="adams.example.org\nb@example.org"))


def test_what_is_wrong_with_a_roster_is_said_and_stays(member: FlaskClient, app: Application) -> None:
    opened(app, by="invitation", invited=12)
    page = post(member, PAGE, addresses="a@example.org\nnobody")
    assert page.status_code == 422
    assert "“nobody”" in text(page)
    assert "a@example.org\nnobody</textarea>" in text(page)
    nobody = text(post(member, PAGE, file=(BytesIO(b"name,email\n"), "roster.csv")))
    assert "The file holds no address." in nobody
    many = "\n".join(f"p{each}@example.org" for each in range(13))
    assert "13 would be invited" in text(post(member, PAGE, addresses=many))


def test_a_roster_may_be_there_before_the_launch_and_the_e_mails_be_read(
    member: FlaskClient, app: Application, mailbox: Mailbox
) -> None:
    make(app, by="invitation", invited=12)
    assert PAGE in text(member.get("/staff/campaigns/spring"))
    post(member, PAGE, addresses="a@example.org\nb@example.org")
    shown = " ".join(text(member.get(PAGE)).split())
    assert "2 of 12 people are on the roster" in shown
    assert "Nothing goes out before the campaign is" in shown
    for words in ("Reminder, anonymous survey", "(the link of that person)", "(it is made at the launch)"):
        assert words in shown
    for action in ("send", "remind"):
        assert f'action="{PAGE}/{action}"' not in shown
        assert post(member, f"{PAGE}/{action}").status_code == 409
    assert mailbox.messages == []


def test_a_campaign_with_one_link_takes_no_roster(member: FlaskClient, app: Application) -> None:
    opened(app)
    assert member.get(PAGE).status_code == 409


def test_the_launch_page_of_invitations_reads_as_it_will_be(member: FlaskClient, app: Application) -> None:
    make(app, by="invitation")
    page = text(member.get("/staff/campaigns/spring/launch"))
    for said in ("Subject: Anonymous survey: Peer support needs", "yours alone", "(the link of that person)"):
        assert said in page
    for framed in ("page", "privacy"):
        assert member.get(f"/staff/campaigns/spring/{framed}").status_code == 200
