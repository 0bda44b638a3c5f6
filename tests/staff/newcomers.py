"""People who sign in as a person does: with a link, a password, a code from a phone."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from passlib.totp import TOTP

from surveyapp.services import staff
from surveyapp.web.application import Application
from tests.staff.conftest import post

PASSWORD = "four quiet grey herons"


def link(app: Application, email: str, *roles: str) -> str:
    """The path of a one-time link of a new or known person."""
    with app.app_context():
        person = staff.by_email(email) or staff.invite(email, roles)
        return urlsplit(staff.address(app.settings, staff.link(person.number))).path


def entered(app: Application, email: str, *roles: str) -> FlaskClient:
    """The client of somebody who has chosen a password with a link."""
    client, path = app.test_client(), link(app, email, *roles)
    answer = post(client, path, path, password=PASSWORD, again=PASSWORD)
    assert answer.status_code == 303
    return client


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: Any) -> Any:
    """What is answered to an address and a password."""
    query = f"?next={more['next']}" if more else ""
    return post(client, f"/staff/sign-in{query}", "/staff/sign-in", email=email, password=password)


def type_code(client: FlaskClient, code: str) -> Any:
    """What is answered to a code."""
    return post(client, "/staff/sign-in/code", "/staff/sign-in/code", code=code)


class Phone:
    """An authenticator app that was shown the page which sets it up."""

    def __init__(self, page: str) -> None:
        key = re.search(r'<code class="secret">([^<]+)</code>', page)
        assert key
        self._codes = TOTP(key=key[1], format="base32")
        self._now = self._codes.normalize_time(None)

    def code(self, later: int = 0) -> str:
        """The code that it showed when it was set up, or so many half minutes later."""
        return str(self._codes.generate(self._now + 30 * later).token)


def with_phone(client: FlaskClient, current: str = PASSWORD) -> tuple[Phone, list[str]]:
    """The phone that a signed-in person sets up, and their recovery codes."""
    address = "/staff/account/second-factor"
    phone = Phone(client.get(address).text)
    page = post(client, address, address, current=current, code=phone.code())
    assert page.status_code == 200, page.text
    return phone, re.findall(r"<code>([0-9a-f-]+)</code>", page.text)
