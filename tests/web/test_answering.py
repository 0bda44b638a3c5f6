"""From the link to the closing page, without scripts, and everything that can be in the way."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from surveyapp.services.respond import State
from tests.web.desk import Desk, instrument
from tests.web.html import Page

SURVEY = "/s/good"


def opened(visitor: FlaskClient) -> dict[str, str]:
    """What the page that was just opened sends along."""
    response = visitor.get(SURVEY)
    assert response.status_code == 200
    return Page(response.text).hidden()


def test_answers_are_recorded_once(visitor: FlaskClient, desk: Desk) -> None:
    form = {**opened(visitor), "area": "adult", "sued": "yes", "suits": "3"}
    for _ in range(3):
        response = visitor.post(SURVEY, data=form)
        assert (response.status_code, response.headers["Location"]) == (303, "/s/good/done")
    assert list(desk.recorded.values()) == [{"area": "adult", "sued": "yes", "suits": 3}]


def test_an_empty_form_is_an_answer_too(visitor: FlaskClient, desk: Desk) -> None:
    assert visitor.post(SURVEY, data=opened(visitor)).status_code == 303
    assert list(desk.recorded.values()) == [{}]


def test_every_opening_gives_another_ballot(visitor: FlaskClient) -> None:
    pages = [Page(visitor.get(SURVEY).text) for _ in range(2)]
    assert len({page.hidden()["_ballot"] for page in pages}) == 2
    assert len({page.by_id("the-receipt").words for page in pages}) == 2


def test_a_refused_form_comes_back_as_typed(visitor: FlaskClient, desk: Desk) -> None:
    first = Page(visitor.get(SURVEY).text)
    form = {**first.hidden(), "area": "child", "hours": "a <b> lot", "says": "kept & whole"}
    response = visitor.post(SURVEY, data=form)
    page = Page(response.text)
    assert response.status_code == 422
    assert desk.recorded == {}
    assert page.title == "Error: A tiny survey"
    assert page.by_id("hours").attributes["value"] == "a <b> lot"
    assert page.by_id("says").words == "kept & whole"
    assert "checked" in page.by_id("area-child").attributes
    assert page.hidden() == first.hidden()
    assert page.by_id("the-receipt").words == first.by_id("the-receipt").words


def test_the_summary_leads_to_the_field(visitor: FlaskClient) -> None:
    page = Page(visitor.post(SURVEY, data={**opened(visitor), "hours": "99", "area": "nowhere"}).text)
    links = [link for link in page.all("a") if link.attributes["href"].startswith("#")]
    assert [link.attributes["href"] for link in links] == ["#area-adult", "#hours"]
    assert links[1].words == "Question 2: Write a number from 0 to 80."
    field = page.by_id("hours")
    assert field.attributes["aria-invalid"] == "true"
    assert "error-hours" in field.attributes["aria-describedby"].split()
    assert page.by_id("error-hours").words == "Error: Write a number from 0 to 80."


def test_a_refused_form_can_be_mended_and_sent(visitor: FlaskClient, desk: Desk) -> None:
    page = Page(visitor.post(SURVEY, data={**opened(visitor), "hours": "99"}).text)
    assert visitor.post(SURVEY, data={**page.hidden(), "hours": "9"}).status_code == 303
    assert list(desk.recorded.values()) == [{"hours": 9}]


def test_what_is_off_the_path_is_never_refused(visitor: FlaskClient, desk: Desk) -> None:
    response = visitor.post(SURVEY, data={**opened(visitor), "sued": "no", "suits": "nonsense"})
    assert response.status_code == 303
    assert list(desk.recorded.values()) == [{"sued": "no"}]


def test_a_form_without_a_ballot_is_not_recorded(visitor: FlaskClient, desk: Desk) -> None:
    for form in ({"area": "adult"}, {**opened(visitor), "_ballot": "forged"}, {"hours": "99"}):
        response = visitor.post(SURVEY, data=form)
        assert response.status_code == 400
        assert "Your answers were not recorded" in response.text
    assert desk.recorded == {}


def test_a_rehearsed_form_cannot_be_sent_once_the_survey_is_open(visitor: FlaskClient, desk: Desk) -> None:
    desk.now(state=State.REHEARSAL)
    form = opened(visitor)
    desk.now(state=State.OPEN)
    response = visitor.post(SURVEY, data={**form, "area": "adult"})
    assert response.status_code == 409
    assert "has changed since you opened it" in response.text
    assert desk.recorded == {}


def test_an_earlier_version_cannot_be_sent(visitor: FlaskClient, desk: Desk) -> None:
    form = opened(visitor)
    desk.now(instrument=instrument("{name: area, type: yes_no, ask: Another question?}"))
    assert visitor.post(SURVEY, data={**form, "area": "yes"}).status_code == 409
    assert desk.recorded == {}


def test_a_rehearsal_says_so_everywhere_and_records_nothing(visitor: FlaskClient, desk: Desk) -> None:
    desk.now(state=State.REHEARSAL)
    form = opened(visitor)
    assert visitor.post(SURVEY, data=form).status_code == 303
    for address in (
        SURVEY,
        *(f"{SURVEY}/{page}" for page in ("done", "left", "privacy", "withdraw", "withdrawn")),
    ):
        assert "Rehearsal." in Page(visitor.get(address).text).one("header").words
    assert "nothing was stored" in visitor.get(f"{SURVEY}/done").text
    assert desk.recorded == {}


def test_made_up_data_is_flagged_everywhere(visitor: FlaskClient, desk: Desk) -> None:
    desk.now(synthetic=True)
    for address in (SURVEY, f"{SURVEY}/done", f"{SURVEY}/privacy"):
        assert "Made-up data." in Page(visitor.get(address).text).one("header").words


@pytest.mark.parametrize(
    ("state", "status", "words"),
    [
        (State.CLOSED, 403, "Your answers were not recorded"),
        # After sealing nobody can know whether this is a retry of answers that were counted.
        (State.SEALED, 410, "What arrived before the survey closed is counted"),
    ],
)
def test_a_closed_survey_says_so(
    visitor: FlaskClient, desk: Desk, state: State, status: int, words: str
) -> None:
    form = opened(visitor)
    desk.now(state=state)
    assert visitor.get(SURVEY).status_code == status
    assert "This survey is closed" in visitor.get(SURVEY).text
    for answers in ({"area": "adult"}, {"hours": "99"}):
        response = visitor.post(SURVEY, data={**form, **answers})
        assert response.status_code == status
        assert words in response.text
    assert desk.recorded == {}


def test_a_retry_after_closing_meets_the_closing_page(visitor: FlaskClient, desk: Desk) -> None:
    form = {**opened(visitor), "area": "adult"}
    visitor.post(SURVEY, data=form)
    desk.now(state=State.CLOSED)
    assert visitor.post(SURVEY, data=form).headers["Location"] == "/s/good/done"
    assert visitor.get(f"{SURVEY}/done").status_code == 200


def test_closing_pages_list_the_same_help_for_everyone(visitor: FlaskClient) -> None:
    for page in ("done", "left", "withdrawn"):
        text = visitor.get(f"{SURVEY}/{page}").text
        assert {"tel:988", "sms:988", "tel:888-409-0141"} <= {
            link.attributes["href"] for link in Page(text).all("a")
        }


def test_answers_are_taken_back_with_the_receipt(visitor: FlaskClient, desk: Desk) -> None:
    page = Page(visitor.get(SURVEY).text)
    visitor.post(SURVEY, data={**page.hidden(), "area": "adult"})
    receipt = page.by_id("the-receipt").words
    response = visitor.post(f"{SURVEY}/withdraw", data={"receipt": f" {receipt.lower()} "})
    assert (response.status_code, response.headers["Location"]) == (303, "/s/good/withdrawn")
    assert desk.recorded == {}
    again = visitor.post(f"{SURVEY}/withdraw", data={"receipt": receipt})
    assert again.status_code == 422
    assert "no answers for this receipt" in again.text


def test_a_mistyped_receipt_comes_back(visitor: FlaskClient) -> None:
    response = visitor.post(f"{SURVEY}/withdraw", data={"receipt": '"><b>'})
    page = Page(response.text)
    assert response.status_code == 422
    assert page.title.startswith("Error: ")
    assert page.by_id("receipt").attributes["value"] == '"><b>'
    assert page.one("a", href="#receipt").words.startswith("This is not a whole receipt")


@pytest.mark.parametrize("state", [State.CLOSED, State.SEALED])
def test_after_closing_nothing_can_be_taken_back(visitor: FlaskClient, desk: Desk, state: State) -> None:
    desk.now(state=state)
    for response in (
        visitor.get(f"{SURVEY}/withdraw"),
        visitor.post(f"{SURVEY}/withdraw", data={"receipt": "x"}),
    ):
        assert response.status_code == 403
        assert "can no longer be taken back" in response.text


def test_a_broken_link_says_what_to_do(visitor: FlaskClient) -> None:
    for path in ("", "/done", "/left", "/privacy", "/withdraw", "/withdrawn"):
        response = visitor.get(f"/s/broken{path}")
        assert response.status_code == 404
        assert "open the link in the e-mail again" in response.text


def test_the_front_page_lists_no_survey(visitor: FlaskClient) -> None:
    page = Page(visitor.get("/").text)
    assert [link.attributes["href"] for link in page.all("a")] == ["/about/anonymity"]
