"""Letting people in, changing what they may do, keeping them out; and the audit trail."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from surveyapp.services import Refused, audit, staff
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from tests.conftest import MakeApp
from tests.mail.mailbox import Mailbox, mail_through
from tests.staff.conftest import SignedIn, post, with_session
from tests.staff.newcomers import PASSWORD, entered, sign_in, type_code, with_phone

PEOPLE = "/staff/people"


def number(app: Application, email: str) -> int:
    with app.app_context():
        found = staff.by_email(email)
        assert found is not None
        return found.number


def test_an_invited_colleague_gets_in_with_the_link_shown_once(
    app: Application, signed_in: SignedIn, client: FlaskClient
) -> None:
    admin = signed_in("admin")
    page = post(admin, PEOPLE, email="New.Person@Example.org", roles=["committee", "analyst"])
    address = re.search(r"http://127\.0\.0\.1:8000(/staff/enter/[\w-]+)", page.text)
    assert address
    assert post(client, address[1], address[1], password=PASSWORD, again=PASSWORD).status_code == 303
    assert "new.person@example.org" in client.get("/staff/").text
    assert address[1] not in admin.get(PEOPLE).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "no address", "roles": ["analyst"]}, "not an e-mail address"),
        ({"email": "admin@example.org", "roles": ["analyst"]}, "on the list already"),
        ({"email": "a@example.org"}, "Choose at least one role"),
        ({"email": "a@example.org", "roles": ["boss"]}, "not a valid choice"),
        ({"email": "<script>alert(1)</script>", "roles": ["analyst"]}, "not an e-mail address"),
    ],
)
def test_what_cannot_be_invited_is_said_in_words(
    app: Application, signed_in: SignedIn, fields: dict[str, Any], said: str
) -> None:
    page = post(signed_in("admin"), PEOPLE, **fields)
    assert page.status_code == 422
    assert said in page.text
    assert "<script>" not in page.text
    with app.app_context():
        assert len(staff.people()) == 1


def test_roles_change_at_once(app: Application, signed_in: SignedIn) -> None:
    admin, colleague = signed_in("admin"), signed_in("committee")
    page = f"{PEOPLE}/{number(app, 'committee@example.org')}"
    assert colleague.get(PEOPLE).status_code == 403
    assert re.findall(r'<input[^>]* checked [^>]*value="(\w+)"', admin.get(page).text) == ["committee"]
    assert post(admin, page, roles=["admin", "analyst"]).status_code == 303
    assert colleague.get(PEOPLE).status_code == 200


def test_somebody_can_be_kept_out_and_let_in_again(app: Application, signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    entered(app, "ada@example.org", "analyst")
    page = f"{PEOPLE}/{number(app, 'ada@example.org')}"
    assert post(admin, f"{page}/out").status_code == 303
    assert sign_in(app.test_client(), "ada@example.org").status_code == 422
    assert post(admin, f"{page}/link").status_code == 409
    assert post(admin, f"{page}/in").status_code == 303
    assert sign_in(app.test_client(), "ada@example.org").status_code == 303


def test_a_lost_phone_is_taken_away(app: Application, signed_in: SignedIn) -> None:
    with_phone(entered(app, "ada@example.org", "analyst"))
    ada = f"{PEOPLE}/{number(app, 'ada@example.org')}"
    assert post(signed_in("admin"), f"{ada}/lost-phone").status_code == 303
    assert sign_in(app.test_client(), "ada@example.org").headers["Location"] == "/staff/"


def test_the_last_administrator_stays(app: Application, signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    own = f"{PEOPLE}/{number(app, 'admin@example.org')}"
    assert post(admin, own, roles=["analyst"]).status_code == 409
    assert post(admin, f"{own}/out").status_code == 409
    signed_in("admin", email="second@example.org")
    assert post(admin, own, roles=["analyst"]).status_code == 303
    with app.app_context(), pytest.raises(Refused, match="Nobody would be left"):
        staff.switch(number(app, "second@example.org"), active=False)


def test_two_administrators_cannot_remove_each_other(any_store_settings: Settings, make_app: MakeApp) -> None:
    app = make_app(any_store_settings)
    with app.app_context():
        both = [staff.invite(f"{name}@example.org", ["admin"]).number for name in "ab"]
    start, refused = threading.Barrier(2), []

    def remove(other: int) -> None:
        with app.app_context():
            start.wait()
            try:
                staff.switch(other, active=False)
            except Refused:
                refused.append(other)

    threads = [threading.Thread(target=remove, args=(other,)) for other in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert [person.active for person in staff.people()].count(True) == len(refused) == 1


def test_people_can_be_kept_in_each_kind_of_database(any_store_settings: Settings, make_app: MakeApp) -> None:
    app = make_app(replace(any_store_settings, second_factor="nobody"))
    phone, codes = with_phone(entered(app, "ada@example.org", "admin", "analyst"))
    client = app.test_client()
    sign_in(client, "ada@example.org")
    assert type_code(client, phone.code(later=1)).status_code == 303
    sign_in(other := app.test_client(), "ada@example.org")
    assert type_code(other, codes[0]).status_code == 303
    assert post(client, PEOPLE, email="b@example.org", roles=["committee"]).status_code == 200
    assert "invited" in client.get("/staff/audit").text


def test_with_a_mail_server_the_link_goes_by_mail_and_is_shown_where_that_fails(
    make_app: MakeApp, settings: Settings
) -> None:
    mailbox = Mailbox()
    with mail_through(settings, mailbox) as mailing:
        app = make_app(mailing)
        with app.app_context():
            admin = with_session(app, staff.invite("admin@example.org", ["admin"]))
        both = ["committee", "analyst"]
        assert post(admin, PEOPLE, email="ada@example.org", roles=both).status_code == 303
        assert "on its way to ada@example.org" in admin.get(PEOPLE).text
        page = post(admin, PEOPLE, email="nobody@example.org", roles=["analyst"])
    assert "no such person" in page.text
    assert "/staff/enter/" in page.text
    (message,) = mailbox.messages
    words = message.get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]  # it has parts
    words = " ".join(words.split())
    assert "admin@example.org gives you a sign-in" in words
    assert "as a member of the committee, who words surveys" in words
    assert "and as an analyst, who reads reports" in words
    path = re.search(r"/staff/enter/[\w-]+", words)
    assert path
    assert app.test_client().get(path[0]).status_code == 200


def test_the_trail_is_read_page_by_page(
    app: Application, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PAGE", 2)
    with app.app_context():
        for subject in ("one", "two", "three<b>"):
            audit.record("ada@example.org", "opened the campaign", subject)
    admin = signed_in("admin")
    first = admin.get("/staff/audit").text
    assert "three&lt;b&gt;" in first
    assert "<td>one</td>" not in first
    older = re.search(r'href="(/staff/audit\?before=\d+)"', first)
    assert older
    assert "<td>one</td>" in admin.get(older[1]).text
    assert "nothing older" in admin.get("/staff/audit?before=0").text
