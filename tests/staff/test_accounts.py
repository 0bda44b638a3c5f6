"""Signing in: links, passwords, limits, and what strangers learn."""

from __future__ import annotations

from argparse import Namespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp import clock
from surveyapp.services import audit, staff
from surveyapp.web.application import Application
from surveyapp.web.staff.accounts import passwords
from tests.staff.conftest import SignedIn, post
from tests.staff.newcomers import PASSWORD, entered, link, sign_in

EMAIL = "ada@example.org"
HOME = "/staff/"


def test_a_link_lets_one_choose_a_password_with_which_one_signs_in(app: Application) -> None:
    assert entered(app, EMAIL, "analyst").get(HOME).status_code == 200
    later = app.test_client()
    answer = sign_in(later, f" {EMAIL.upper()} ")
    assert (answer.status_code, answer.headers["Location"]) == (303, HOME)
    assert EMAIL in later.get(HOME).text


def test_a_link_works_once_and_looking_does_not_use_it_up(app: Application, client: FlaskClient) -> None:
    path = link(app, EMAIL, "analyst")
    for _scanner in range(3):
        assert client.get(path).status_code == 200
        client.delete_cookie("staff", path="/staff")
    fields = {"password": PASSWORD, "again": PASSWORD}
    assert post(client, path, path, **fields).status_code == 303
    second = app.test_client()
    assert second.get(path).status_code == 410
    assert post(second, path, "/staff/sign-in", **fields).status_code == 410


def test_a_link_expires(app: Application, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    path, now = link(app, EMAIL, "analyst"), clock.moment()
    for hours, status in ((staff.LINK_HOURS - 1, 200), (staff.LINK_HOURS, 410)):
        monkeypatch.setattr(clock, "moment", lambda hours=hours: now + hours * 3600)
        assert client.get(path).status_code == status


def test_who_is_signed_in_is_told_so_on_the_page_for_signing_in(signed_in: SignedIn) -> None:
    member = signed_in("committee")
    for path, going in (("", HOME), ("?next=/campaigns", "/staff/campaigns")):
        answer = member.get(f"/staff/sign-in{path}")
        assert (answer.status_code, answer.location) == (303, going)
        assert "You are signed in already, as committee@example.org." in member.get(HOME).text


def test_a_link_says_what_becomes_of_who_is_signed_in(app: Application, signed_in: SignedIn) -> None:
    member = signed_in("committee")
    other = member.get(link(app, EMAIL, "analyst")).text
    assert f"You are signed in as committee@example.org.</strong> With this link {EMAIL}" in other
    assert (
        "You are signed in already,</strong> so you need no link"
        in member.get(link(app, "committee@example.org")).text
    )


def test_a_link_that_has_ended_says_what_to_do(client: FlaskClient, signed_in: SignedIn) -> None:
    stranger = client.get("/staff/enter/nothing").text
    assert "Ask an administrator for a new one" in stranger
    assert "sign in</a> with your work address and the password" in stranger
    assert "You are signed in as committee@example.org" in signed_in("committee").get("/staff/enter/no").text


def test_a_new_link_ends_the_one_before(app: Application, client: FlaskClient) -> None:
    first, second = link(app, EMAIL, "analyst"), link(app, EMAIL)
    assert [client.get(path).status_code for path in (first, second)] == [410, 200]
    assert client.get("/staff/enter/nothing").status_code == 410


def test_nobody_finds_a_link_in_the_database(app: Application) -> None:
    secret = link(app, EMAIL, "analyst").rpartition("/")[2]
    files = [file.read_bytes() for file in app.settings.home.glob("office.sqlite*")]
    assert EMAIL.encode() in b"".join(files)
    assert secret.encode() not in b"".join(files)


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "short", "12 to 200"),
        ("x" * 201, "x" * 201, "12 to 200"),
        ("abababababab", "abababababab", "more different"),
        ("ada lovelace 1815", "ada lovelace 1815", "your own name"),
        (PASSWORD, "another one entirely", "not the same"),
    ],
)
def test_a_bad_password_is_refused_in_words(
    app: Application, client: FlaskClient, password: str, again: str, said: str
) -> None:
    path = link(app, EMAIL, "analyst")
    page = post(client, path, path, password=password, again=again)
    assert page.status_code == 422
    assert said in page.text
    assert "<title>Error: " in page.text


def test_strangers_do_not_learn_who_has_an_account(app: Application) -> None:
    entered(app, EMAIL, "analyst")
    link(app, "invited@example.org", "analyst")
    entered(app, "out@example.org", "analyst")
    with app.app_context():
        out = staff.by_email("out@example.org")
        assert out is not None
        staff.switch(out.number, active=False)
    pages = set()
    for email in (EMAIL, "invited@example.org", "out@example.org", "nobody@example.org"):
        password = PASSWORD if email.startswith("out") else "wrong in any case"
        answer = sign_in(app.test_client(), email, password)
        shown = answer.text.replace(email, "EMAIL").partition('name="csrf_token"')
        pages.add((answer.status_code, shown[0], shown[2].partition(">")[2]))
    assert len(pages) == 1
    assert pages.pop()[0] == 422


def test_a_password_is_checked_for_nobody_too(app: Application, staff_app: Flask) -> None:
    with staff_app.test_request_context():
        known = passwords.hashed(PASSWORD)
        assert known.split("$")[:4] == passwords.NOBODYS.split("$")[:4]  # as much work
        assert not passwords.right(None, PASSWORD)
        known_person = Namespace(password=known, active=True)
        assert passwords.right(known_person, PASSWORD)  # type: ignore[arg-type]  # all that is looked at


def test_ten_attempts_at_an_account_are_enough(app: Application) -> None:
    entered(app, EMAIL, "analyst")
    statuses = [sign_in(app.test_client(), EMAIL, f"guess number {i}").status_code for i in range(11)]
    assert statuses == [422] * 10 + [429]
    assert sign_in(app.test_client(), EMAIL).status_code == 429
    assert sign_in(app.test_client(), "other@example.org").status_code == 422


def test_sixty_attempts_a_minute_are_enough_for_all_together(app: Application, client: FlaskClient) -> None:
    token_page = "/staff/sign-in"
    statuses = [post(client, token_page, token_page, email=f"{i}@x.org").status_code for i in range(61)]
    assert statuses[-2:] == [422, 429]
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "hostile",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/%0d%0aevil",
        "evil",
        "/ x",
    ],
)
def test_signing_in_leads_nowhere_else(app: Application, hostile: str) -> None:
    entered(app, EMAIL, "admin")
    answer = sign_in(app.test_client(), EMAIL, next=hostile)
    assert answer.headers["Location"].startswith(HOME)
    assert "//" not in answer.headers["Location"]


def test_signing_in_leads_where_one_wanted_to_go(app: Application, client: FlaskClient) -> None:
    entered(app, EMAIL, "admin")
    led = client.get("/staff/audit?before=7")
    answer = post(client, led.headers["Location"], led.headers["Location"], email=EMAIL, password=PASSWORD)
    assert answer.headers["Location"] == "/staff/audit?before=7"


def test_another_password_signs_other_devices_out(app: Application) -> None:
    here, there = entered(app, EMAIL, "analyst"), app.test_client()
    assert sign_in(there, EMAIL).status_code == 303
    address, new = "/staff/account/password", "nine violet tapirs running"
    fields = {"password": new, "again": new}
    assert post(here, address, address, current="a wrong one", **fields).status_code == 422
    assert there.get(HOME).status_code == 200
    assert post(here, address, address, current=PASSWORD, **fields).status_code == 303
    assert (here.get(HOME).status_code, there.get(HOME).status_code) == (200, 303)
    assert [sign_in(there, EMAIL, word).status_code for word in (PASSWORD, new)] == [422, 303]


def test_one_can_sign_out_everywhere_else(app: Application) -> None:
    here, there = entered(app, EMAIL, "analyst"), app.test_client()
    sign_in(there, EMAIL)
    assert post(here, "/staff/account/sign-out-everywhere").status_code == 303
    assert (here.get(HOME).status_code, there.get(HOME).status_code) == (200, 303)


def test_signing_out_ends_the_session_and_makes_copies_of_its_cookie_worthless(
    app: Application, signed_in: SignedIn
) -> None:
    client, thief = signed_in("committee"), app.test_client()
    cookie = next(iter(client._cookies.values()))
    thief.set_cookie(cookie.key, cookie.value, path=cookie.path)
    assert thief.get(HOME).status_code == 200
    assert post(client, "/staff/sign-out").status_code == 303
    assert [each.get(HOME).status_code for each in (client, thief)] == [303, 303]


def test_what_was_done_to_an_account_is_on_record(app: Application) -> None:
    entered(app, EMAIL, "analyst")
    with app.app_context():
        (event,) = audit.trail()
    assert (event.who, event.action, event.subject) == (EMAIL, "signed in", "")
    assert abs(event.at - clock.moment()) < 60
