"""Signed-in members of staff, and the application that they see."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from surveyapp.services import staff
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from surveyapp.web.staff.accounts import signing

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings under which nobody needs a second factor."""
    return replace(settings, second_factor="nobody")


@pytest.fixture
def staff_app(app: Application) -> Flask:
    """The staff's application, whose URL map holds all their routes."""
    found: Flask = app.extensions["surveyapp.staff"]
    return found


@pytest.fixture
def signed_in(app: Application) -> SignedIn:
    """Gives a client signed in as a new person with the roles: `signed_in("committee")`.

    The addresses are `committee@example.org`, `committee.analyst@example.org` and so on, unless `email` is
    given. Read pages as `/staff/…`; `post(client, "/staff/…", field="value")` sends a form with its token.
    """

    def make(*roles: str, email: str = "") -> FlaskClient:
        with app.app_context():
            person = staff.invite(email or f"{'.'.join(roles)}@example.org", roles)
        return with_session(app, person)

    return make


def with_session(app: Application, person: staff.Person) -> FlaskClient:
    """A client in whose session a person is signed in, as they are now stored."""
    inside: Flask = app.extensions["surveyapp.staff"]
    with inside.test_request_context():
        signing.renew(person)
        (cookie,) = inside.process_response(Response()).headers.getlist("Set-Cookie")
    name, _, value = cookie.partition(";")[0].partition("=")
    client = app.test_client()
    client.set_cookie(name, value, path="/staff")
    return client


def token(page: Any) -> str:
    """The token of the forms on a page, which a post must carry as `csrf_token`."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
    assert found, page.status
    return found[1]


def seen_on(client: FlaskClient, address: str) -> str:
    """The word by which a page's form tells what its reader was shown."""
    return client.get(address).text.partition('name="seen" value="')[2].partition('"')[0]


def post(client: FlaskClient, address: str, source: str = "", **fields: Any) -> Any:
    """What is answered to a form of these fields, with the token of the page `source`, its own by default."""
    return client.post(address, data={"csrf_token": token(client.get(source or "/staff/account/")), **fields})
