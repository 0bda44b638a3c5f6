"""What the committee's pages do not show: answers, exact counts, changes of what is asked, live markup."""

from __future__ import annotations

from collections.abc import Iterator

from flask.testing import FlaskClient

from surveyapp.web.application import Application
from tests.staff.campaigns.conftest import SECRET, answer, closed, make, opened, published, status, text
from tests.staff.conftest import SignedIn, post


def test_the_count_is_rounded_until_it_is_sealed(member: FlaskClient, app: Application) -> None:
    opened(app)
    for more, said in ((4, "fewer than 5 of 100"), (3, "at least 5 of 100"), (4, "at least 10 of 100")):
        answer(app, more)
        for page in ("/staff/campaigns", "/staff/campaigns/spring"):
            assert said in text(member.get(page))
    closed(app)
    for page in ("", "/spring", "/spring/seal"):
        assert "at least 10 of 100" in text(member.get(f"/staff/campaigns{page}")).lower()
    post(member, "/staff/campaigns/spring/seal", typed="spring")
    assert "11 of 100 (11%)" in text(member.get("/staff/campaigns/spring"))


OTHERS = ("instruments", "editor")
"""Areas where a name is that of an instrument."""
PLACES = {"name": "spring", "kind": "invitation", "ending": "svg"}


def pages(client: FlaskClient, app: Application) -> Iterator[tuple[str, str]]:
    """Every page of the staff's that a person can open with a GET about one campaign, and what it says."""
    staff = app.extensions["surveyapp.staff"]
    adapter = staff.url_map.bind("localhost")
    for rule in staff.url_map.iter_rules():
        area = rule.endpoint.partition(".")[0]
        if "GET" in (rule.methods or ()) and "name" in rule.arguments and area not in OTHERS:
            given = {argument: PLACES.get(argument, "1") for argument in rule.arguments}
            address = "/staff" + adapter.build(rule.endpoint, given, method="GET")
            yield address, client.get(address).get_data().decode("latin-1")


def test_no_answer_is_reachable_for_the_committee(member: FlaskClient, app: Application) -> None:
    opened(app)
    answer(app, 7)
    found = dict(pages(member, app))
    assert {"/staff/campaigns/spring", "/staff/campaigns/spring/mail/invitation"} <= found.keys()
    for page in found.values():
        assert SECRET not in page
        assert "7 of 100" not in page


def test_a_forecast_does_not_look_at_answers(member: FlaskClient, app: Application) -> None:
    opened(app)
    found = [text(member.get("/staff/campaigns/spring/forecast?rate=60")).partition("<main")[2]]
    answer(app, 12)
    found.append(text(member.get("/staff/campaigns/spring/forecast?rate=60")).partition("<main")[2])
    assert found[0] == found[1]


def test_a_breaking_change_cannot_touch_a_running_campaign(member: FlaskClient, app: Application) -> None:
    opened(app)
    before = status(app).version
    shown = text(member.get("/staff/campaigns/spring/page"))
    published(app, ("          pediatric: Pediatric emergency medicine\n", ""))
    assert "Pediatric emergency medicine" in shown
    assert text(member.get("/staff/campaigns/spring/page")) == shown
    closed(app)
    post(member, "/staff/campaigns/spring/reopen", closes="")
    assert status(app).version == before
    answer(app, 1)


def test_authors_texts_are_escaped(member: FlaskClient, app: Application) -> None:
    bad = "<script>alert(1)</script>"
    texts = ("title: Peer support needs assessment", "adult: Adult emergency medicine")
    published(app, *((text, f'{text.partition(":")[0]}: "{bad}"') for text in texts))
    make(app)
    pages = ("", "/launch", "/forecast?rate=60", "/page")
    for page in (
        "/staff/campaigns",
        "/staff/campaigns/new",
        *(f"/staff/campaigns/spring{each}" for each in pages),
    ):
        shown = text(member.get(page))
        assert bad not in shown
        assert "&lt;script&gt;alert(1)" in shown, page


def test_other_roles_see_no_campaign(signed_in: SignedIn, app: Application) -> None:
    make(app)
    for role in ("analyst", "admin"):
        assert signed_in(role).get("/staff/campaigns/spring").status_code == 403


def test_what_is_not_there_is_not_found(member: FlaskClient) -> None:
    for page in ("", "/launch", "/forecast", "/page"):
        assert member.get(f"/staff/campaigns/nothing{page}").status_code == 404
    assert post(member, "/staff/campaigns/nothing/close").status_code == 404
