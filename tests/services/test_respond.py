"""Answering, on both databases."""

from __future__ import annotations

import json
from datetime import date

import pytest

from surveyapp.ballot.serials import BadBallot
from surveyapp.services import Refused, campaigns
from surveyapp.services.respond import Outcome, State, Survey, UnknownLink, Withdrawal
from surveyapp.store import box
from tests.services.conftest import PROFILE, Desk, reword_a_version

NO = {"area": "adult", "sued": "no"}


def stored(name: str = "round-1") -> list[dict[str, object]]:
    return [json.loads(answers) for answers in box.rows(name)]


def answered(desk: Desk) -> tuple[Survey, str, str]:
    """An open survey, with the ballot and the receipt of somebody who has answered it."""
    desk.open()
    survey = desk.survey()
    ballot, receipt = desk.respond.ballot(survey)
    assert desk.respond.submit(survey, ballot, NO) is Outcome.RECORDED
    return survey, ballot, receipt


def test_a_response_is_recorded_once_however_often_it_is_sent(desk: Desk) -> None:
    survey, ballot, _receipt = answered(desk)
    assert desk.respond.submit(survey, ballot, {"area": "pediatric"}) is Outcome.RECORDED
    assert stored() == [NO]


def test_an_answer_that_is_off_the_path_is_not_stored(desk: Desk) -> None:
    desk.open()
    survey = desk.survey()
    desk.respond.submit(survey, desk.respond.ballot(survey)[0], {**NO, "distress": "yes"})
    assert stored() == [NO]


def test_a_comment_is_stored_apart_from_the_answers(desk: Desk) -> None:
    desk.open()
    survey = desk.survey()
    desk.respond.submit(survey, desk.respond.ballot(survey)[0], {**NO, "words": "thank you"})
    assert stored() == [NO]
    assert list(box.comments("round-1")) == [("words", "thank you")]


def test_a_draft_rehearses_and_stores_nothing(desk: Desk) -> None:
    desk.create()
    survey = desk.survey()
    assert survey.state is State.REHEARSAL
    assert desk.respond.submit(survey, desk.respond.ballot(survey)[0], NO) is Outcome.REHEARSED
    assert box.count("round-1") == 0


def test_a_page_of_the_rehearsal_is_refused_once_the_campaign_is_open(desk: Desk) -> None:
    desk.create()
    rehearsed, _receipt = desk.respond.ballot(desk.survey())
    campaigns.open_(desk.settings, desk.today, "round-1")
    with pytest.raises(BadBallot):
        desk.respond.submit(desk.survey(), rehearsed, NO)


def test_a_ballot_of_another_campaign_is_refused(desk: Desk) -> None:
    desk.open("one")
    desk.open("two")
    ballot, _receipt = desk.respond.ballot(desk.survey("one"))
    with pytest.raises(BadBallot):
        desk.respond.submit(desk.survey("two"), ballot, NO)


def test_a_closed_campaign_takes_no_answer_even_where_a_process_still_believes_it_open(desk: Desk) -> None:
    desk.open()
    believed = desk.survey()
    ballot, _receipt = desk.respond.ballot(believed)
    campaigns.close("round-1")
    assert desk.respond.submit(believed, ballot, NO) is Outcome.CLOSED
    assert stored() == []


def test_the_last_day_ends_without_anybody_closing(desk: Desk) -> None:
    desk.open(closes=date(2027, 1, 4))
    assert desk.survey().state is State.OPEN
    late, _receipt = desk.respond.ballot(desk.survey())
    desk.day = date(2027, 1, 5)
    assert desk.survey().state is State.CLOSED
    assert desk.respond.submit(desk.survey(), late, NO) is Outcome.CLOSED
    assert box.count("round-1") == 0


def test_a_retry_after_closing_is_told_that_the_first_one_was_recorded(desk: Desk) -> None:
    _survey, ballot, _receipt = answered(desk)
    campaigns.close("round-1")
    assert desk.respond.submit(desk.survey(), ballot, NO) is Outcome.RECORDED


def test_a_receipt_takes_the_response_and_its_comments_back(desk: Desk) -> None:
    desk.open()
    survey = desk.survey()
    ballot, receipt = desk.respond.ballot(survey)
    desk.respond.submit(survey, ballot, {**NO, "words": "thank you"})
    assert desk.respond.withdraw(survey, receipt.lower().replace("-", " ")) is Withdrawal.WITHDRAWN
    assert (stored(), list(box.comments("round-1")), box.count("round-1")) == ([], [], 0)
    assert desk.respond.submit(survey, ballot, NO) is Outcome.RECORDED, "a page sent again looks as before"
    assert stored() == [], "but what was taken back stays away"


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [("not a receipt", Withdrawal.MISTYPED), ("", Withdrawal.MISTYPED), (None, Withdrawal.UNKNOWN)],
)
def test_a_receipt_of_nobody_takes_nothing_back(desk: Desk, typed: str | None, outcome: Withdrawal) -> None:
    survey, _ballot, _receipt = answered(desk)
    unused = desk.respond.ballot(survey)[1]
    assert desk.respond.withdraw(survey, unused if typed is None else typed) is outcome
    assert stored() == [NO]


def test_after_closing_it_is_too_late_to_take_back(desk: Desk) -> None:
    _survey, _ballot, receipt = answered(desk)
    campaigns.close("round-1")
    assert desk.respond.withdraw(desk.survey(), receipt) is Withdrawal.TOO_LATE
    assert stored() == [NO]


def test_taking_back_in_the_moment_after_closing_is_too_late(desk: Desk) -> None:
    survey, _ballot, receipt = answered(desk)
    campaigns.close("round-1")
    assert desk.respond.withdraw(survey, receipt) is Withdrawal.TOO_LATE
    assert desk.respond.withdraw(survey, desk.respond.ballot(survey)[1]) is Withdrawal.UNKNOWN


def test_a_link_that_is_not_ours_leads_nowhere(desk: Desk) -> None:
    desk.open()
    token = campaigns.link(desk.settings, "round-1").rpartition("/")[2]
    for broken in ("", "round-1", token[:-1], f"x{token}"):
        with pytest.raises(UnknownLink):
            desk.respond.survey(broken)


def test_a_link_of_a_discarded_draft_leads_nowhere(desk: Desk) -> None:
    token = campaigns.link(desk.settings, desk.create()).rpartition("/")[2]
    campaigns.discard("round-1")
    with pytest.raises(UnknownLink):
        desk.respond.survey(token)


@pytest.mark.parametrize("more", ["!!!", "\r\n\r", "\N{SNOWMAN}", '"><', "=", "\n", " " * 3])
def test_a_link_with_more_behind_it_leads_nowhere(desk: Desk, more: str) -> None:
    desk.open()
    token = campaigns.link(desk.settings, "round-1").rpartition("/")[2]
    assert desk.respond.survey(token).campaign == "round-1"
    with pytest.raises(UnknownLink):
        desk.respond.survey(token + more)


def test_the_terms_in_force_are_the_stricter_of_campaign_and_profile(desk: Desk) -> None:
    (desk.settings.exports / "tiny.yaml").write_text(PROFILE + "  k: 7\n  minimum: 15\n")
    desk.create()
    assert (desk.survey().terms.k, desk.survey().terms.minimum) == (7, 15)
    campaigns.open_(desk.settings, desk.today, "round-1")
    assert (desk.survey().terms.k, desk.survey().terms.minimum) == (7, 15)


def test_a_published_version_that_was_changed_is_not_asked(desk: Desk) -> None:
    desk.open()
    reword_a_version("Sued?", "Guilty?")
    with pytest.raises(Refused, match="somebody changed the database"):
        desk.survey()
