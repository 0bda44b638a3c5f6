"""What the addresses of an invitation answer, whoever asks and however wrongly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from surveyapp.ballot.proofs import to_text
from surveyapp.clock import today_in
from surveyapp.services import campaigns
from surveyapp.services.campaigns import Plan
from surveyapp.settings import Settings
from surveyapp.store import box
from surveyapp.web.application import Application
from tests.conftest import MakeApp
from tests.invited import FORM, Person, people
from tests.promises.conftest import with_tiny

NAME = "round-1"


@pytest.fixture
def house(settings: Settings, make_app: MakeApp, tmp_path: Path) -> Application:
    return make_app(with_tiny(settings, tmp_path))


def opened(house: Application, code_without_script: bool = False) -> Person:
    """Somebody who is invited to an open campaign."""
    plan = Plan(name=NAME, instrument="tiny", invited=20, by="invitation")
    with house.app_context():
        campaigns.create(house.settings, replace(plan, code_without_script=code_without_script))
        campaigns.open_(house.settings, today_in("UTC"), NAME)
        return people(house.settings, NAME, ["ann@example.org"])[0]


@pytest.fixture
def ann(house: Application) -> Person:
    return opened(house)


@pytest.fixture
def visitor(house: Application) -> FlaskClient:
    return house.test_client()


def ask(visitor: FlaskClient, person: Person, **headers: str) -> tuple[int, str]:
    form = {"code": person.code, "blinded": to_text(person.blinded.message)}
    reply = visitor.post(f"{person.path}/ballot", data=form, headers=headers)
    return reply.status_code, reply.text


def ballot_on(page: str) -> str:
    """The ballot in a page that codes can be typed into."""
    return page.partition('name="_ballot" value="')[2].partition('"')[0]


def test_a_ballot_is_plain_text_and_nothing_else(visitor: FlaskClient, ann: Person) -> None:
    form = {"code": ann.code, "blinded": to_text(ann.blinded.message)}
    reply = visitor.post(f"{ann.path}/ballot", data=form)
    assert reply.status_code == 200
    assert reply.content_type == "text/plain; charset=utf-8"
    assert reply.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in reply.headers
    assert "Vary" not in reply.headers
    assert ann.ballot(reply.text)


def test_every_refusal_has_words_and_a_status(visitor: FlaskClient, ann: Person, house: Application) -> None:
    assert ask(visitor, ann)[0] == 200
    ann.begin_anew()
    status, words = ask(visitor, ann)
    assert (status, "This invitation was used before" in words) == (409, True)
    assert "even one that was taken back" in words
    assert "safe" not in words
    ann.code = to_text(bytes(32))
    assert ask(visitor, ann)[0] == 404
    ann.code = "half"
    status, words = ask(visitor, ann)
    assert (status, "not a whole personal link" in words) == (400, True)
    with house.app_context():
        campaigns.close(NAME)
    house.extensions["surveyapp.respond"]._remembered.clear()
    status, words = ask(visitor, ann)
    assert (status, "closed" in words) == (403, True)


def test_other_sites_get_no_ballot(visitor: FlaskClient, ann: Person) -> None:
    assert ask(visitor, ann, **{"Sec-Fetch-Site": "cross-site"})[0] == 403
    assert visitor.post(f"{ann.path}/ballot", json={}).status_code == 400
    assert visitor.get(f"{ann.path}/ballot").status_code == 405


def test_the_page_is_the_same_for_everybody_and_holds_no_ballot(visitor: FlaskClient, ann: Person) -> None:
    first, second = (visitor.get(ann.path) for _ in range(2))
    assert first.data == second.data
    assert 'name="_ballot" value=""' in first.text
    policy = first.headers["Content-Security-Policy"]
    assert "connect-src 'self'" in policy
    assert "script-src 'sha256-" in policy
    assert "Everybody has the same link" not in first.text


def test_forged_ballots_are_refused_in_words(visitor: FlaskClient, ann: Person, house: Application) -> None:
    for ballot in ("", "x", f"{to_text(bytes(52))}.{to_text(bytes(384))}"):
        reply = visitor.post(ann.path, data={"_ballot": ballot, "area": "adult"})
        assert reply.status_code == 400
        assert "This form can no longer be sent" in reply.text
    with house.app_context():
        assert box.count(NAME) == 0


def test_a_group_link_does_not_lead_to_a_personal_survey(visitor: FlaskClient, ann: Person) -> None:
    reply = visitor.get(ann.path.replace("/i/", "/s/"))
    assert reply.status_code == 403
    assert "This survey has personal links" in reply.text
    privacy = visitor.get(f"{ann.path.replace('/i/', '/s/')}/privacy").text
    assert "This server knows who used an invitation" in privacy
    assert "Everybody has the same link" not in privacy


def test_a_personal_link_does_not_lead_to_a_group_survey(visitor: FlaskClient, house: Application) -> None:
    with house.app_context():
        campaigns.create(house.settings, Plan(name=NAME, instrument="tiny", invited=20))
        campaigns.open_(house.settings, today_in("UTC"), NAME)
        token = campaigns.token(house.settings, NAME)
    assert visitor.get(f"/i/{token}").status_code == 404
    assert visitor.post(f"/i/{token}/ballot", data={"code": "x"}).status_code == 404
    assert "connect-src" not in visitor.get(f"/s/{token}").headers["Content-Security-Policy"]


def test_a_draft_is_rehearsed_by_its_link(visitor: FlaskClient, house: Application) -> None:
    with house.app_context():
        campaigns.create(house.settings, Plan(name=NAME, instrument="tiny", invited=20, by="invitation"))
        token = campaigns.token(house.settings, NAME)
    page = visitor.get(f"/s/{token}").text
    assert "Rehearsal" in page
    assert "Everybody has the same link" not in page
    assert "Your link lets you answer once." in page
    assert "The fingerprint of the key that signs ballots" in page
    assert "once the survey is launched" in page
    assert "This rehearsal needs neither." in page
    assert 'id="the-code"' not in page
    assert "This server knows who used an invitation" in visitor.get(f"/s/{token}/privacy").text
    assert visitor.get(f"/i/{token}").status_code == 404


def test_it_is_said_before_answers_are_taken_back_that_the_invitation_stays_used(
    visitor: FlaskClient, ann: Person
) -> None:
    address = ann.path.replace("/i/", "/s/")
    before, button, _ = visitor.get(f"{address}/withdraw").text.partition("Delete my answers")
    assert button
    said = "Your invitation stays used: you cannot answer again."
    assert "Even if you take them back, your invitation stays used." in visitor.get(ann.path).text
    for page in (before, visitor.get(f"{address}/done").text, visitor.get(f"{address}/withdrawn").text):
        assert said in page


def test_a_group_link_says_nothing_of_invitations_when_answers_are_taken_back(
    visitor: FlaskClient, house: Application
) -> None:
    with house.app_context():
        campaigns.create(house.settings, Plan(name=NAME, instrument="tiny", invited=20))
        campaigns.open_(house.settings, today_in("UTC"), NAME)
        token = campaigns.token(house.settings, NAME)
    for page in ("withdraw", "done"):
        assert "invitation" not in visitor.get(f"/s/{token}/{page}").text


@pytest.fixture
def typing(visitor: FlaskClient, house: Application) -> tuple[str, dict[str, str]]:
    """Where somebody without script sends their form, and what they typed."""
    ann = opened(house, code_without_script=True)
    ballot = ballot_on(visitor.get(ann.path).text)
    return ann.path, {"_ballot": ballot, "area": "adult", "feelings": "as typed", "_code": ann.code}


def test_a_wrong_code_gives_everything_back_that_was_typed(
    visitor: FlaskClient, typing: tuple[str, dict[str, str]]
) -> None:
    path, form = typing
    refused = visitor.post(path, data={**form, "_code": "half"})
    assert refused.status_code == 422
    assert "not a whole personal link" in refused.text
    for kept in (form["_ballot"], "as typed", "half"):
        assert kept in refused.text
    done = visitor.post(path, data={**form, "_code": f"https://x.org{path}#{form['_code']}.pinned"})
    assert done.status_code == 303
    changed = visitor.post(path, data={**form, "_ballot": "x"})
    assert changed.status_code == 400


@pytest.mark.parametrize("wrong", [{"_code": "half"}, {"area": "elsewhere"}], ids=["code", "answer"])
def test_who_goes_back_to_a_refused_form_that_was_sent_since_sees_nothing_of_it(
    visitor: FlaskClient, typing: tuple[str, dict[str, str]], wrong: dict[str, str]
) -> None:
    path, form = typing
    assert visitor.post(path, data={**form, **wrong}).status_code == 422
    assert visitor.post(path, data=form).status_code == 303
    again = visitor.post(path, data={**form, **wrong})
    assert (again.status_code, "as typed" in again.text) == (303, False)


def test_who_types_a_code_when_it_is_over_is_told_so_unless_their_answers_are_there(
    visitor: FlaskClient, typing: tuple[str, dict[str, str]], house: Application
) -> None:
    path, form = typing
    late = {**form, "_ballot": ballot_on(visitor.get(path).text)}
    assert visitor.post(path, data=form).status_code == 303
    with house.app_context():
        campaigns.close(NAME)
    house.extensions["surveyapp.respond"]._remembered.clear()
    assert visitor.post(path, data=form).status_code == 303
    refused = visitor.post(path, data=late)
    assert (refused.status_code, "closed" in refused.text) == (403, True)


def test_a_code_is_of_no_use_where_it_may_not_be_typed(visitor: FlaskClient, ann: Person) -> None:
    reply = visitor.post(ann.path, data={"_code": ann.code, "_ballot": "x", "area": "adult"})
    assert reply.status_code == 400


def test_a_sealed_survey_says_so_to_whoever_still_sends(
    visitor: FlaskClient, ann: Person, house: Application
) -> None:
    ballot = ann.ballot(ask(visitor, ann)[1])
    with house.app_context():
        campaigns.close(NAME)
        campaigns.seal(today_in("UTC"), NAME)
    house.extensions["surveyapp.respond"]._remembered.clear()
    late = visitor.post(ann.path, data={"_ballot": ballot, "area": "adult"}, content_type=FORM)
    assert late.status_code == 410
    assert "This survey is sealed" in late.text
    assert visitor.get(ann.path).status_code == 410
