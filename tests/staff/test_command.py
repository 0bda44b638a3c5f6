"""Letting an administrator in from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from surveyapp.cli import main
from surveyapp.cli.staff import demo_links
from surveyapp.services import audit, staff
from surveyapp.settings import Settings
from tests.conftest import MakeApp
from tests.staff.conftest import post
from tests.staff.newcomers import PASSWORD, sign_in, with_phone

EMAIL = "admin@example.org"


def init(home: Path, *options: str) -> Result:
    return CliRunner(env={"SURVEYAPP_HOME": str(home)}).invoke(main, ["init", *options])


def link(home: Path, *options: str) -> str:
    made = json.loads(init(home, "--admin", EMAIL, "--json", *options).stdout)
    return urlsplit(str(made["admin_link"])).path


def test_the_printed_link_lets_an_administrator_in_again_and_again(tmp_path: Path, make_app: MakeApp) -> None:
    first, second = link(tmp_path), link(tmp_path)
    app = make_app(Settings.from_environment({"SURVEYAPP_HOME": str(tmp_path)}))
    client = app.test_client()
    assert client.get(first).status_code == 410
    assert post(client, second, second, password=PASSWORD, again=PASSWORD).status_code == 303
    with_phone(client)
    assert client.get("/staff/people").status_code == 200
    third = link(tmp_path, "--forget-second-factor")
    assert post(client, third, third, password=PASSWORD, again=PASSWORD).headers["Location"] == "/staff/"
    with app.app_context():
        assert [event.action for event in audit.trail() if event.who == "the command line"] == [
            "made a sign-in link",
            "took away the second factor",
            "made a sign-in link",
            "made a sign-in link",
            "added an administrator",
        ]


def test_a_locked_out_colleague_becomes_an_administrator_with_their_other_roles(
    tmp_path: Path, make_app: MakeApp
) -> None:
    link(tmp_path)
    app = make_app(Settings.from_environment({"SURVEYAPP_HOME": str(tmp_path)}))
    with app.app_context():
        other = staff.invite("ada@example.org", ["analyst"])
        staff.switch(other.number, active=False)
    assert "Link:" in init(tmp_path, "--admin", "Ada@Example.org").output
    with app.app_context():
        found = staff.person(other.number)
        assert found is not None
        assert (found.active, found.roles) == (True, ("admin", "analyst"))


@pytest.mark.parametrize("options", [["--admin", "nobody"], ["--forget-second-factor"]])
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path, options: list[str]) -> None:
    result = init(tmp_path, *options)
    assert result.exit_code != 0
    assert ("e-mail address" in result.output) or ("needs --admin" in result.output)


def test_the_demo_has_a_link_for_each_role(settings: Settings, make_app: MakeApp) -> None:
    app = make_app(settings)
    links = demo_links(settings)
    assert set(links) == set(staff.ROLES)
    for role, address in links.items():
        path, client = urlsplit(address).path, app.test_client()
        assert post(client, path, path).headers["Location"] == "/staff/"
        assert f"{role}@example.org" in client.get("/staff/").text
    assert sign_in(app.test_client(), "admin@example.org").status_code == 422  # a link, and no password
