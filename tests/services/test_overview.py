"""Every campaign in a line: all counted at once, and none hidden by another."""

from __future__ import annotations

from datetime import date

from surveyapp.services import campaigns
from surveyapp.services.overview import Line, overview
from surveyapp.store import box
from tests.services.conftest import TINY, Desk


def answer(desk: Desk, times: int, name: str) -> None:
    for _ in range(times):
        survey = desk.survey(name)
        desk.respond.submit(survey, desk.respond.ballot(survey)[0], {"area": "adult"})


def lines(desk: Desk) -> dict[str, Line]:
    return {line.name: line for line in overview(desk.settings, desk.today)}


def test_open_ones_come_first_and_are_rounded(desk: Desk) -> None:
    desk.create("a-draft")
    for name, times in (("shut", 6), ("running", 7)):
        desk.open(name)
        answer(desk, times, name)
    campaigns.close("shut")
    found = lines(desk)
    assert list(found) == ["running", "a-draft", "shut"]
    assert [(line.responses, line.rounded) for line in found.values()] == [(5, True), (0, False), (5, True)]
    assert {line.title for line in found.values()} == {"A tiny survey"}


def test_one_whose_last_day_is_over_is_closed_and_rounded(desk: Desk) -> None:
    desk.open(closes=date(2027, 1, 4))
    answer(desk, 7, "round-1")
    desk.day = date(2027, 1, 5)
    line = lines(desk)["round-1"]
    assert (line.state, line.responses, line.rounded) == ("closed", 5, True)


def test_a_draft_whose_instrument_is_broken_hides_no_other(desk: Desk) -> None:
    desk.open("running")
    desk.create("broken")
    (desk.settings.instruments / "tiny.yaml").write_text(TINY.replace("type: choice", "type: choose"))
    found = lines(desk)
    assert (found["broken"].title, found["running"].title) == ("(tiny)", "A tiny survey")


def test_the_box_counts_all_campaigns_at_once_without_what_was_taken_back(desk: Desk) -> None:
    desk.open()
    answer(desk, 2, "round-1")
    survey = desk.survey()
    ballot, receipt = desk.respond.ballot(survey)
    desk.respond.submit(survey, ballot, {"area": "adult"})
    desk.respond.withdraw(survey, receipt)
    assert box.counts() == {"round-1": 2}
