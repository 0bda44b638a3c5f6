"""What nobody's browser sends: every answer is a plain page, and nothing sent is ever given back."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from surveyapp import logs
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from tests.web.desk import Desk
from tests.web.html import Page

SURVEY = "/s/good"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"area=adult&_ballot=\xff\xfe", FORM, 400),
        (b"area=%FF%FE", FORM, 400),
        (b"&".join(b"f%d=1" % number for number in range(5000)), FORM, 400),
        (b"area=" + b"x" * 300_000, FORM, 413),
        (b"=&&==;%%%&a&\x00=\x00", FORM, 400),
        (b"", FORM, 400),
        (b'{"area": "adult"}', "application/json", 400),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 400),
        (b"area=adult", "", 400),
    ],
)
def test_what_cannot_be_read_gets_a_plain_page(
    visitor: FlaskClient, desk: Desk, body: bytes, kind: str, status: int
) -> None:
    for address in (SURVEY, f"{SURVEY}/withdraw"):
        response = visitor.post(address, data=body, content_type=kind)
        assert response.status_code in (status, 422 if address.endswith("withdraw") else status)
        assert Page(response.text).title.startswith("Error: ")
    assert desk.recorded == {}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("address", ["/", SURVEY, f"{SURVEY}/done", "/clear.gif"])
def test_other_methods_get_a_plain_page(visitor: FlaskClient, method: str, address: str) -> None:
    response = visitor.open(address, method=method)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert Page(response.text).title == "Error: This page cannot do that"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 303),
        ({"Origin": "null"}, 303),
        ({"Origin": "https://elsewhere.example"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
    ],
)
def test_only_a_browser_that_says_so_is_refused_as_foreign(
    visitor: FlaskClient, given: dict[str, str], status: int
) -> None:
    form = Page(visitor.get(SURVEY).text).hidden()
    assert visitor.post(SURVEY, data=form, headers=given).status_code == status


def test_a_get_is_never_filtered(visitor: FlaskClient) -> None:
    assert visitor.get(SURVEY, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


CANARY = "canary-7f3a"


@pytest.mark.parametrize(
    ("method", "address", "more"),
    [
        ("GET", f"/s/{CANARY}", {}),
        ("GET", f"/{CANARY}?{CANARY}", {}),
        ("GET", f"{SURVEY}?{CANARY}={CANARY}", {}),
        ("POST", SURVEY, {"data": {CANARY: CANARY, "_ballot": CANARY, "_drawn": CANARY}}),
        ("POST", SURVEY, {"data": {"_ballot": CANARY, "says": CANARY}}),
        ("POST", f"/s/{CANARY}", {"data": {"says": CANARY}}),
        ("POST", SURVEY, {"data": f"says={CANARY}%FF", "content_type": FORM}),
        ("DELETE", f"{SURVEY}/{CANARY}", {}),
    ],
)
def test_nothing_of_a_request_is_given_back(
    visitor: FlaskClient, method: str, address: str, more: dict[str, Any]
) -> None:
    headers = {"User-Agent": CANARY, "Referer": CANARY, "Cookie": CANARY, "X-Forwarded-For": CANARY}
    response = visitor.open(address, method=method, headers=headers, **more)
    assert CANARY not in response.text
    assert CANARY not in str(response.headers)


def test_a_database_out_of_reach_is_told(
    visitor: FlaskClient, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    form = Page(visitor.get(SURVEY).text).hidden()
    desk.broken = True
    response = visitor.post(SURVEY, data={**form, "says": CANARY})
    assert response.status_code == 503
    assert "counted once" in response.text
    assert [record.message for record in caplog.records] == ["code=box_unavailable"]


def test_our_own_faults_are_told_without_a_traceback(
    site: Application, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    site.extensions["surveyapp.respond"] = None
    response = site.test_client().get(SURVEY)
    page = Page(response.text)
    assert response.status_code == 500
    assert page.title == "Error: Something went wrong on our side"
    assert "Traceback" not in response.text
    (record,) = caplog.records
    assert record.name == logs.LOGGER
    assert record.message.startswith("code=unexpected kind=AttributeError at=surveyapp.web.respond.views:")
