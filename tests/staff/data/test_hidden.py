"""What analysts' pages do not show: anything before sealing, against the terms, or to others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from surveyapp.web.application import Application
from tests.staff.campaigns.conftest import published
from tests.staff.conftest import SignedIn, post
from tests.staff.data.conftest import PEOPLE, SPRING, opened, sealed, trail

PLACES = {"name": "spring", "package": "data", "file": "data.csv"}


def answers(client: FlaskClient, app: Application) -> Iterator[tuple[str, Any]]:
    """What each address of the area says to each method, about the campaign spring."""
    staff_app: Any = app.extensions["surveyapp.staff"]
    staff_app.config["WTF_CSRF_ENABLED"] = False
    adapter = staff_app.url_map.bind("localhost")
    for rule in staff_app.url_map.iter_rules():
        if rule.endpoint.startswith("data.") and "name" in rule.arguments:
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                given = {argument: PLACES.get(argument, "1") for argument in rule.arguments}
                address = "/staff" + adapter.build(rule.endpoint, given, method=method)
                yield f"{method} {address}", client.open(address, method=method)


@pytest.mark.parametrize("people", [3, PEOPLE])
def test_nothing_is_to_be_had_before_sealing(analyst: FlaskClient, app: Application, people: int) -> None:
    opened(app, people)
    found = dict(answers(analyst, app))
    assert len(found) > 10
    for address, answer in found.items():
        assert answer.status_code == 409, address
        assert "“spring” is not sealed" in answer.text, address
        assert "Alvarez" not in answer.text
        assert f"{people} of" not in answer.text
    index = analyst.get("/staff/data/").text
    assert "spring" in index
    assert "30" not in index.partition("<main")[2]
    assert 'href="/staff/data/spring' not in index
    assert trail(app) == []
    assert not (app.settings.home / "made").exists()


@pytest.mark.parametrize("role", ["committee", "admin"])
def test_it_is_for_analysts_alone(signed_in: SignedIn, app: Application, role: str) -> None:
    sealed(app)
    client = signed_in(role)
    assert {answer.status_code for _address, answer in answers(client, app)} == {403}
    assert client.get("/staff/data/").status_code == 403


@pytest.mark.parametrize(
    ("people", "invited", "said"),
    [
        (9, 30, "Fewer people answered than the terms ask for"),
        (12, 11, "more responses than people were invited"),
    ],
)
def test_what_the_gate_holds_back_is_explained(
    analyst: FlaskClient, app: Application, people: int, invited: int, said: str
) -> None:
    sealed(app, people, invited=invited)
    page = analyst.get(SPRING).text
    assert said in page
    assert "What you can do" in page
    assert "<button" not in page.partition("<main")[2]
    for path in ("package", "report", "reviewed"):
        refused = post(analyst, f"{SPRING}/{path}")
        assert (refused.status_code, said in refused.text) == (409, True), path
        assert 'href="/staff/data/spring"' in refused.text
    refused = analyst.get(f"{SPRING}/comments")
    assert (refused.status_code, said in refused.text, "Alvarez" in refused.text) == (409, True, False)


def test_the_list_names_what_is_not_sealed_and_no_drafts(
    analyst: FlaskClient, signed_in: SignedIn, app: Application
) -> None:
    assert "No campaign is sealed yet" in analyst.get("/staff/data/").text
    post(
        signed_in("committee"),
        "/staff/campaigns/new",
        instrument="needs_assessment",
        name="autumn",
        invited="80",
    )
    sealed(app)
    page = analyst.get("/staff/data/").text
    assert "autumn" not in page
    assert "20 of 30 (67%)" in page
    assert "Tables, and one file of rows, from 10 responses on" in page


def test_authors_texts_are_escaped(analyst: FlaskClient, app: Application) -> None:
    bad = "<script>alert(1)</script>"
    published(app, ("title: Peer support needs assessment", f'title: "{bad}"'))
    sealed(app, instrument="needs_assessment", texts=())
    post(analyst, f"{SPRING}/package")
    for address in ("/staff/data/", SPRING, f"{SPRING}/package/data/files/codebook.html"):
        page = analyst.get(address).text
        assert bad not in page
        assert "&lt;script&gt;alert(1)" in page, address


def test_what_is_not_there_is_not_found(analyst: FlaskClient) -> None:
    for path in ("", "/comments", "/report", "/package/data"):
        assert analyst.get(f"/staff/data/nothing{path}").status_code == 404
