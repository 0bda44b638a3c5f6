"""Every staff route is opened by whom its rule names and by nobody else, as the URL map itself tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from surveyapp import clock
from surveyapp.services import staff
from surveyapp.services.staff import ROLES
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from surveyapp.web.staff import access
from tests.conftest import MakeApp
from tests.staff.conftest import SignedIn, post, token, with_session

NOBODYS_NUMBER = "999999"


def filled(rule: Rule) -> str:
    """The rule's address, with things in it that do not exist."""
    values = {}
    for name, converter in rule._converters.items():
        if isinstance(converter, AnyConverter):
            values[name] = min(converter.items)
        else:
            values[name] = NOBODYS_NUMBER if isinstance(converter, IntegerConverter) else "nothing"
    built = rule.build(values)
    assert built is not None
    return f"/staff{built[1]}"


def routes(staff_app: Flask) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Each method and address under /staff, with those who may open it."""
    for rule in staff_app.url_map.iter_rules():
        with staff_app.app_context():
            allowed = access.rule(rule.endpoint)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, filled(rule), allowed


def without_a_rule(staff_app: Flask) -> list[str]:
    return [f"{method} {address}" for method, address, allowed in routes(staff_app) if not allowed]


def test_every_route_has_a_rule(staff_app: Flask) -> None:
    assert without_a_rule(staff_app) == []
    assert len(list(routes(staff_app))) > 10


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_its_rules_name_and_nothing_else(
    app: Application, staff_app: Flask, role: str
) -> None:
    staff_app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        number = staff.invite(f"{role}@example.org", [role]).number
    wrong = []
    for method, address, allowed in routes(staff_app):
        with app.app_context():
            person = staff.person(number)
        assert person is not None
        with with_session(app, person).open(address, method=method) as answer:
            opens = answer.status_code not in {401, 403} and answer.status_code < 500
            if opens is not bool(allowed & {role, "anyone"}):
                wrong.append(f"{method} {address}: {answer.status}")
    assert wrong == []


def test_nobody_opens_anything_signed_out(client: FlaskClient, staff_app: Flask) -> None:
    staff_app.config["WTF_CSRF_ENABLED"] = False
    wrong = []
    for method, address, allowed in routes(staff_app):
        with client.open(address, method=method) as answer:
            led_away = answer.headers.get("Location", "").startswith("/staff/sign-in")
            if led_away is (allowed == access.ANYONE) and "/sign-in" not in address:
                wrong.append(f"{method} {address}: {answer.status}")
    assert wrong == []


def test_a_route_without_a_rule_is_refused_and_found(app: Application, signed_in: SignedIn) -> None:
    staff_app: Flask = app.extensions["surveyapp.staff"]
    staff_app.add_url_rule("/planted", view_func=lambda: "planted", endpoint="planted")
    assert without_a_rule(staff_app) == ["GET /staff/planted"]
    assert signed_in(*ROLES).get("/staff/planted").status_code == 403


def test_every_post_needs_its_token(signed_in: SignedIn, staff_app: Flask) -> None:
    client = signed_in(*ROLES)
    posts = [address for method, address, _allowed in routes(staff_app) if method == "POST"]
    assert len(posts) > 5
    assert {address: client.post(address).status_code for address in posts} == dict.fromkeys(posts, 400)


def test_only_posts_change_anything(staff_app: Flask) -> None:
    assert {method for method, _address, _allowed in routes(staff_app)} == {"GET", "POST"}


def test_roles_that_there_are_not_can_have_no_rule() -> None:
    for roles in ((), ("boss",)):
        with pytest.raises(ValueError, match="roles are"):
            access.allow(*roles)


def test_the_navigation_shows_what_the_role_may_open(signed_in: SignedIn) -> None:
    titles = {"committee": ["Campaigns"], "analyst": ["Data"], "admin": ["People", "Audit trail"]}
    for role in ROLES:
        page = signed_in(role).get("/staff/").text
        for others in set(ROLES) - {role}:
            assert not any(f">{title}</a>" in page for title in titles[others]), (role, others)
    assert all(f">{title}</a>" in page for title in titles["admin"])


def test_the_start_page_tells_each_role_what_it_does_there(signed_in: SignedIn) -> None:
    assert "Word what is asked" in signed_in("committee").get("/staff/").text
    page = signed_in("analyst").get("/staff/").text
    assert "Read what is asked" in page
    assert "Word what is asked" not in page


def test_a_session_ends_by_itself(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, app: Application
) -> None:
    now = clock.moment()
    monkeypatch.setattr(clock, "moment", lambda: now)
    idle, busy = signed_in("committee"), signed_in("analyst")
    half = access.IDLE_SECONDS // 2
    for passed in range(half, access.LONGEST_SECONDS, half):
        monkeypatch.setattr(clock, "moment", lambda passed=passed: now + passed)
        assert busy.get("/staff/").status_code == 200
    assert idle.get("/staff/").status_code == 303
    monkeypatch.setattr(clock, "moment", lambda: now + access.LONGEST_SECONDS + 1)
    assert busy.get("/staff/").status_code == 303


@pytest.mark.parametrize(
    ("path", "lost"), [("/staff/campaigns/new", True), ("/staff/sign-out", False), ("", False)]
)
def test_a_session_that_ended_says_so_and_what_was_lost(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, path: str, lost: bool
) -> None:
    member = signed_in("committee")
    given = {"csrf_token": token(member.get("/staff/account/"))}
    now = clock.moment()
    monkeypatch.setattr(clock, "moment", lambda: now + access.IDLE_SECONDS + 1)
    answer = member.post(path, data=given) if path else member.get("/staff/campaigns")
    assert answer.status_code == 303
    said = member.get(answer.location).text
    assert "You were signed out: that happens after half an hour" in said
    assert ("What you sent just now was not kept." in said) == lost
    assert "You were signed out" not in member.get("/staff/sign-in").text


def test_whoever_is_locked_out_is_out_at_once(app: Application, signed_in: SignedIn) -> None:
    client = signed_in("analyst")
    with app.app_context():
        found = staff.by_email("analyst@example.org")
        assert found is not None
        staff.switch(found.number, active=False)
    assert client.get("/staff/").status_code == 303


def test_a_replaced_secret_keeps_sessions_until_it_is_dropped(make_app: MakeApp, settings: Settings) -> None:
    app = make_app(settings)
    with app.app_context():
        person = staff.invite("admin@example.org", ["admin"])
    client = with_session(app, person)
    cookie = client.get_cookie("staff", path="/staff")
    assert cookie is not None
    new = "another-secret-altogether-0123456789"
    for secrets, status in (((*settings.secrets, new), 200), ((new,), 303)):
        other = make_app(replace(settings, secrets=secrets)).test_client()
        other.set_cookie("staff", cookie.value, path="/staff")
        assert other.get("/staff/").status_code == status


def test_a_refusal_is_a_page_that_says_why(app: Application, signed_in: SignedIn) -> None:
    page = post(signed_in("admin"), "/staff/people/1/out")
    assert (page.status_code, "You cannot lock yourself out" in page.text) == (409, True)


def test_a_session_says_nothing_of_address_or_browser(staff_app: Flask, signed_in: SignedIn) -> None:
    client = signed_in("admin")
    cookie = client.get_cookie("staff", path="/staff")
    assert cookie is not None
    with staff_app.test_request_context(headers={"Cookie": f"staff={cookie.value}"}):
        assert set(session) == {"_user_id", "_fresh", "fs_cc", "fs_paa", "began", "seen"}


def test_numbers_that_no_database_holds_lead_nowhere(staff_app: Flask, signed_in: SignedIn) -> None:
    client = signed_in(*ROLES)
    for method, address, _allowed in routes(staff_app):
        if NOBODYS_NUMBER in address:
            beyond = address.replace(NOBODYS_NUMBER, "9" * 30)
            assert client.open(beyond, method=method).status_code == 404, address
    for query in ("audit?before=", "instruments/published/mini_z/difference?old=1&new="):
        assert client.get(f"/staff/{query}{'9' * 30}").status_code < 500
    draft = post(client, "/staff/instruments/drafts", title="Numbers").location
    assert post(client, draft, revision="9" * 30, act="item-up area").status_code == 409


def test_a_character_that_postgresql_does_not_keep_breaks_nothing(
    make_app: MakeApp, postgres_settings: Settings
) -> None:
    app = make_app(replace(postgres_settings, second_factor="nobody"))
    with app.app_context():
        client = with_session(app, staff.invite("a@example.org", ROLES))
    for method, address, _allowed in routes(app.extensions["surveyapp.staff"]):
        if "/nothing" in address:
            beyond = address.replace("/nothing", "/no%00thing")
            assert client.open(beyond, method=method).status_code in (400, 404), address
    drafts = "/staff/instruments/drafts"
    assert post(client, "/staff/people", email="\0b@example.org", roles="admin").status_code == 400
    taken_in = post(client, drafts, file=(BytesIO(b'title: "\0"'), "x.yaml")).location
    assert "\0" not in client.get(f"{taken_in}/download").get_data(as_text=True)
