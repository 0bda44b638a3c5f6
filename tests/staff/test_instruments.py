"""The library of instruments: versions, retiring, copying, comparing; who may do what."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from surveyapp.services import campaigns, drafts, versions
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from tests.services.conftest import TINY, asking
from tests.staff.conftest import SignedIn, post

ONE = "/staff/instruments/published/tiny"
REWORDED = TINY.replace("Sued?", "Were you sued?")


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """An office with the tiny instrument in its folder, not published yet."""
    return asking(settings, tmp_path)


@pytest.fixture
def member(signed_in: SignedIn) -> FlaskClient:
    """A member of the committee."""
    return signed_in("committee")


def publish(app: Application, *texts: str) -> list[str]:
    with app.app_context():
        return [versions.publish(app.settings, text).hash for text in texts]


def test_a_file_is_published_by_a_button(app: Application, member: FlaskClient) -> None:
    assert "not published" in member.get("/staff/instruments").text
    assert post(member, f"{ONE}/load", ONE).status_code == 303
    assert "Version 1 is published." in member.get(ONE).text
    assert "not published" not in member.get("/staff/instruments").text
    with app.app_context():
        assert [each.number for each in versions.of("tiny")] == [1]


def test_a_campaign_is_made_with_the_version_that_is_asked(
    app: Application, member: FlaskClient, signed_in: SignedIn
) -> None:
    publish(app, TINY, REWORDED)
    link = 'href="/staff/campaigns/new?instrument=tiny"'
    page = member.get(ONE).text
    assert page.count(link) == 1
    assert page.index('id="version-2"') < page.index(link) < page.index('id="version-1"')
    assert link not in signed_in("analyst").get(ONE).text
    for number in (1, 2):
        post(member, f"{ONE}/{number}/retire", ONE)
    assert link not in member.get(ONE).text


def test_a_version_is_retired_and_brought_back(app: Application, member: FlaskClient) -> None:
    publish(app, TINY)
    assert post(member, f"{ONE}/1/retire", ONE).status_code == 303
    page = member.get(ONE).text
    assert "retired" in page
    assert "Bring back" in page
    assert post(member, f"{ONE}/1/restore", ONE).status_code == 303
    with app.app_context():
        assert versions.newest("tiny") == versions.numbered("tiny", 1)


def test_what_was_done_is_in_the_audit_trail(
    app: Application, member: FlaskClient, signed_in: SignedIn
) -> None:
    post(member, f"{ONE}/load", ONE)
    post(member, f"{ONE}/1/retire", ONE)
    trail = signed_in("admin").get("/staff/audit").text
    assert trail.index("retired a version") < trail.index("published an instrument")
    assert "tiny@1" in trail


def test_two_versions_are_compared(app: Application, member: FlaskClient) -> None:
    publish(app, TINY, REWORDED, TINY.replace(", pediatric: Pediatric", ""))
    wording = member.get(f"{ONE}/difference?old=1&new=2").text
    assert "Only words and order differ" in wording
    assert "now reads “Were you sued?”" in wording
    breaking = member.get(f"{ONE}/difference?old=3&new=1").text
    assert "Some answers of the two versions must not be put into one table" in breaking
    assert "“Pediatric” (pediatric) can no longer be picked." in breaking
    assert "These are the same." in member.get(f"{ONE}/difference?old=1&new=1").text


def test_a_version_is_downloaded_as_it_was_written(app: Application, member: FlaskClient) -> None:
    publish(app, "# ours\n" + TINY)
    answer = member.get(f"{ONE}/1/download")
    assert answer.text == "# ours\n" + TINY
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tiny.yaml"'


def test_campaigns_that_ask_it_are_named(app: Application, member: FlaskClient) -> None:
    publish(app, TINY)
    with app.app_context():
        campaigns.create(app.settings, campaigns.Plan(name="spring", instrument="tiny", invited=20))
    assert "Being prepared with it: " in member.get(ONE).text
    assert "spring" in member.get("/staff/instruments").text


def test_a_file_that_differs_is_told_with_a_button(app: Application, member: FlaskClient) -> None:
    publish(app, TINY)
    assert "Its file" not in member.get(ONE).text
    file = app.settings.instruments / "tiny.yaml"
    file.write_text(REWORDED + "\n", encoding="utf-8")
    page = member.get(ONE).text
    assert f"{file} is not what version 1 says, which is what is asked." in page
    assert "Publish what the file says" in page
    assert "surveyapp instrument" not in page
    file.write_text("name: [", encoding="utf-8")
    page = member.get(ONE).text
    assert f"{file} has problems." in page
    assert "Publish what the file says" not in page


@pytest.mark.parametrize("address", [f"{ONE}/load", f"{ONE}/1/retire", f"{ONE}/1/restore", f"{ONE}/1/copy"])
@pytest.mark.parametrize("role", ["analyst", "admin"])
def test_only_the_committee_changes_anything(
    app: Application, signed_in: SignedIn, address: str, role: str
) -> None:
    publish(app, TINY)
    client = signed_in(role)
    assert post(client, address).status_code == 403
    page = client.get(ONE)
    assert page.status_code == 200
    assert "Retire" not in page.text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/1/try",
        "/1/page",
        "/1/map",
        "/1/paper",
        "/1/download",
        "/1/page/privacy",
        "/difference?old=1&new=1",
    ],
)
@pytest.mark.parametrize("role", ["analyst", "admin", "committee"])
def test_all_may_look(app: Application, signed_in: SignedIn, address: str, role: str) -> None:
    publish(app, TINY)
    assert signed_in(role).get(ONE + address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/staff/instruments/published/none", f"{ONE}/1/page/elsewhere", f"{ONE}/1/try?to=nothing"]
)
def test_what_is_not_there_is_not_found(app: Application, member: FlaskClient, address: str) -> None:
    publish(app, TINY)
    assert member.get(address).status_code == 404


def test_a_version_that_is_not_there_is_refused_in_words(member: FlaskClient) -> None:
    answer = member.get(f"{ONE}/7/map")
    assert answer.status_code == 409
    assert "There is no version 7" in answer.text


def begin_copy(app: Application, member: FlaskClient) -> str:
    """The address of a new draft of version 1."""
    publish(app, TINY)
    answer = post(member, f"{ONE}/1/copy", ONE)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_a_version_is_copied_into_a_draft_that_can_be_tried(app: Application, member: FlaskClient) -> None:
    draft = begin_copy(app, member)
    assert draft.startswith("/staff/instruments/drafts/")
    for view in ("try", "page", "map", "paper"):
        assert "Sued?" in member.get(f"{draft}/{view}").text, view
    assert "These are the same." in member.get(f"{draft}/changes").text
    assert f'href="{draft}"' in member.get(f"{draft}/map").text


def test_only_the_committee_sees_drafts(app: Application, member: FlaskClient, signed_in: SignedIn) -> None:
    draft = begin_copy(app, member)
    assert "tiny" in member.get("/staff/instruments").text
    for view in ("try", "page", "map", "paper", "changes"):
        assert signed_in("analyst", email=f"{view}@example.org").get(f"{draft}/{view}").status_code == 403


def test_a_draft_of_a_new_name_has_nothing_to_be_compared_with(app: Application, member: FlaskClient) -> None:
    with app.app_context():
        draft = drafts.take_in(TINY.replace("name: tiny\n", "name: other\n", 1), "committee@example.org")
    answer = member.get(f"/staff/instruments/drafts/{draft.name}/changes")
    assert answer.status_code == 200
    assert "Nothing to compare with yet" in answer.text
    assert f'href="/staff/instruments/drafts/{draft.name}">Back' in answer.text
