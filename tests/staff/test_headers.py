"""Staff pages keep their cookies and hooks to themselves, and load nothing foreign."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, send_file
from flask.testing import FlaskClient

from surveyapp.web.application import Application
from surveyapp.web.staff import access, headers
from surveyapp.web.staff.home import EDITION
from tests.staff.conftest import SignedIn

RESPONDENTS_PATHS = (
    "/",
    "/clear.gif",
    "/s/nothing",
    "/nothing",
    "/static/staff/staff.css",
    "/staffs",
    "/stafF/",
)


def test_the_respondents_application_has_no_hook_of_the_staff(app: Application) -> None:
    assert app.before_request_funcs == {}
    assert app.secret_key is None
    hooks = [hook.__module__ for hooks in app.after_request_funcs.values() for hook in hooks]
    assert hooks == ["surveyapp.web.headers"]
    assert set(app.extensions) & {"security", "csrf", "limiter", "bootstrap"} == set()
    assert not hasattr(app, "login_manager")
    paths = [rule.rule for rule in app.url_map.iter_rules()]
    assert [path for path in paths if path.startswith(("/staff", "/static"))] == []


@pytest.mark.parametrize("path", RESPONDENTS_PATHS)
def test_respondents_pages_never_reach_the_staffs_application(
    app: Application, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    staff_app: Flask = app.extensions["surveyapp.staff"]

    def reached(*_given: Any) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(staff_app, "full_dispatch_request", reached)
    answer = app.test_client().get(path, headers={"Cookie": "staff=anything"})
    assert answer.status_code in {200, 404}
    assert {"Set-Cookie", "Vary"} & set(answer.headers.keys()) == set()


def test_the_staffs_cookie_stays_under_staff(client: FlaskClient) -> None:
    (cookie,) = client.get("/staff/sign-in").headers.getlist("Set-Cookie")
    words = {part.strip() for part in cookie.split(";")[1:]}
    assert words == {"HttpOnly", "Path=/staff", "SameSite=Lax"}
    assert client.get("/").request.headers.get("Cookie") is None


def test_pages_allow_nothing_inline_and_are_not_kept(signed_in: SignedIn) -> None:
    for path in ("/staff/", "/staff/account/", "/staff/people", "/staff/nothing"):
        answer = signed_in("admin", email=f"a{len(path)}@example.org").get(path)
        assert answer.headers["Content-Security-Policy"] == headers.policy()
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "style=" not in answer.text
        assert "<script>" not in answer.text
    assert "unsafe" not in headers.policy()
    assert "frame-ancestors 'none'" in headers.policy()
    assert "frame-ancestors 'self'" in headers.policy(framed=True)


def test_styles_are_ours_and_are_kept(client: FlaskClient) -> None:
    page = client.get("/staff/sign-in").text
    for path in (f"/staff/static/{EDITION}/staff.css", "/staff/bootstrap/static/css/bootstrap.min.css"):
        assert f'href="{path}"' in page
        with client.get(path) as answer:
            assert answer.status_code == 200
            assert "max-age=86400" in answer.headers["Cache-Control"]
    assert "http" not in page.replace("http-equiv", "")


def test_a_downloaded_file_is_not_kept(app: Application, signed_in: SignedIn) -> None:
    file = app.settings.home / "office.sqlite"
    download = access.allow("analyst")(lambda: send_file(file))
    app.extensions["surveyapp.staff"].add_url_rule("/download", "download", download)
    with signed_in("analyst").get("/staff/download") as answer:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_is_built_from_the_host_header(signed_in: SignedIn, client: FlaskClient) -> None:
    hostile = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    for visitor in (signed_in("admin"), client):
        for path in ("/staff", "/staff/", "/staff/people", "/staff/account", "/staff/nothing"):
            answer = visitor.get(path, headers=hostile)
            assert "evil" not in answer.text + str(answer.headers)


def test_a_failure_says_nothing_of_the_request(app: Application, capfd: pytest.CaptureFixture[str]) -> None:
    staff_app: Flask = app.extensions["surveyapp.staff"]
    app.testing = staff_app.testing = False
    staff_app.view_functions["accounts.sign_in"] = access.anyone(_break)
    answer = app.test_client().get("/staff/sign-in?next=canary")
    assert answer.status_code == 500
    assert "canary" not in answer.text
    assert "canary" not in "".join(capfd.readouterr())


def _break() -> str:
    raise RuntimeError("canary")
