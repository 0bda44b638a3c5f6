"""The second factor: codes good for once, codes for a lost phone, who must have one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from surveyapp import clock
from surveyapp.services import staff
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from surveyapp.web.staff.accounts import signing
from tests.conftest import MakeApp
from tests.staff.conftest import post
from tests.staff.newcomers import PASSWORD, entered, link, sign_in, type_code, with_phone

EMAIL = "ada@example.org"
HOME = "/staff/"


def test_signing_in_asks_for_the_code_and_takes_each_once(app: Application, client: FlaskClient) -> None:
    phone, _codes = with_phone(entered(app, EMAIL, "analyst"))
    assert sign_in(client, EMAIL).headers["Location"] == "/staff/sign-in/code"
    assert client.get(HOME).status_code == 303
    assert type_code(client, phone.code()).status_code == 422  # the one that set it up
    assert type_code(client, phone.code(later=1)).status_code == 303
    assert client.get(HOME).status_code == 200
    again = app.test_client()
    sign_in(again, EMAIL)
    assert type_code(again, phone.code(later=1)).status_code == 422


def test_a_recovery_code_lets_in_once_however_it_is_typed(app: Application) -> None:
    _phone, codes = with_phone(entered(app, EMAIL, "analyst"))
    assert len(set(codes)) == 10
    for typed, status in ((codes[0].upper().replace("-", " "), 303), (codes[0], 422), (codes[1], 303)):
        client = app.test_client()
        sign_in(client, EMAIL)
        assert type_code(client, typed).status_code == status


def test_new_recovery_codes_end_those_before(app: Application) -> None:
    client = entered(app, EMAIL, "analyst")
    address = "/staff/account/recovery-codes"
    assert client.get(address).headers["Location"] == "/staff/account/second-factor"
    _phone, codes = with_phone(client)
    assert post(client, address, address, current="wrong").status_code == 422
    assert post(client, address, address, current=PASSWORD).status_code == 200
    stranger = app.test_client()
    sign_in(stranger, EMAIL)
    assert type_code(stranger, codes[0]).status_code == 422


def test_a_link_does_not_get_around_the_second_factor(app: Application, client: FlaskClient) -> None:
    phone, _codes = with_phone(entered(app, EMAIL, "analyst"))
    path, new = link(app, EMAIL), "nine violet tapirs running"
    answer = post(client, path, path, password=new, again=new)
    assert answer.headers["Location"] == "/staff/sign-in/code"
    assert type_code(client, phone.code(later=1)).status_code == 303


def test_a_second_factor_needs_the_password_and_a_right_code(app: Application) -> None:
    client = entered(app, EMAIL, "analyst")
    address = "/staff/account/second-factor"
    assert post(client, address, address, current="wrong", code="123456").status_code == 422
    assert post(client, address, address, current=PASSWORD, code="no code").status_code == 422
    with app.app_context():
        found = staff.by_email(EMAIL)
        assert found is not None
        assert found.totp is None


def test_ten_codes_are_enough_and_ten_minutes(
    app: Application, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_phone(entered(app, EMAIL, "analyst"))
    sign_in(client, EMAIL)
    assert [type_code(client, "000000").status_code for _ in range(11)] == [422] * 10 + [429]
    now = clock.moment()
    monkeypatch.setattr(clock, "moment", lambda: now + signing.CODE_SECONDS + 1)
    assert client.get("/staff/sign-in/code").headers["Location"] == "/staff/sign-in"


@pytest.mark.parametrize(
    ("wanted", "role", "asked"),
    [
        ("admin", "admin", True),
        ("admin", "analyst", False),
        ("everybody", "analyst", True),
        ("nobody", "admin", False),
    ],
)
def test_who_must_have_one_gets_no_further_without(
    make_app: MakeApp, settings: Settings, wanted: str, role: str, asked: bool
) -> None:
    app = make_app(replace(settings, second_factor=wanted))
    client = entered(app, EMAIL, role)
    assert client.get(HOME).headers.get("Location") == ("/staff/account/second-factor" if asked else None)
    if asked:
        with_phone(client)
        assert client.get(HOME).status_code == 200


def test_secrets_move_to_the_servers_new_secret_when_one_signs_in(
    make_app: MakeApp, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, _codes = with_phone(entered(make_app(settings), EMAIL, "analyst"))
    new = "another-secret-altogether-0123456789"
    only_new = make_app(replace(settings, secrets=(new,))).test_client()
    sign_in(only_new, EMAIL)
    assert type_code(only_new, phone.code(later=1)).status_code == 422
    both = make_app(replace(settings, secrets=(*settings.secrets, new))).test_client()
    sign_in(both, EMAIL)
    assert type_code(both, phone.code(later=1)).status_code == 303
    now = clock.moment()
    monkeypatch.setattr(clock, "moment", lambda: now + 60)
    sign_in(only_new, EMAIL)
    assert type_code(only_new, phone.code(later=2)).status_code == 303
