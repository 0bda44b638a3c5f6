"""Synthetic respondents."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from surveyapp.instrument.path import on_path
from surveyapp.services import Refused, campaigns, simulate
from surveyapp.store import box
from tests.services.conftest import Desk


def sent(desk: Desk, name: str, number: int, seed: int) -> list[str]:
    survey = simulate.synthetic_survey(desk.settings, desk.today, name)
    for _ in simulate.answer(desk.respond, survey, simulate.people(survey, number, seed)):
        pass
    return list(box.rows(name))


def test_the_same_seed_gives_the_same_answers_and_another_one_others(desk: Desk) -> None:
    for name in ("one", "two", "three"):
        desk.open(name, synthetic=True)
    one, two, three = (sent(desk, name, 12, seed) for name, seed in (("one", 7), ("two", 7), ("three", 8)))
    assert len(one) == 12
    assert one == two
    assert one != three


def test_everybody_stays_on_the_path(desk: Desk) -> None:
    desk.open(synthetic=True)
    instrument = desk.survey().instrument
    for row in sent(desk, "round-1", 30, 1):
        answers = json.loads(row)
        assert on_path(instrument, answers) == answers


def test_a_campaign_for_people_takes_no_synthetic_answer(desk: Desk) -> None:
    desk.open()
    with pytest.raises(Refused, match="a campaign for people"):
        sent(desk, "round-1", 1, 1)
    assert box.count("round-1") == 0


def test_a_draft_takes_no_synthetic_answer(desk: Desk) -> None:
    desk.create(synthetic=True)
    with pytest.raises(Refused, match="not open"):
        sent(desk, "round-1", 1, 1)


def test_target_counts_are_met_exactly_and_the_rest_is_told(desk: Desk) -> None:
    desk.open(synthetic=True)
    survey = desk.survey()
    targets = simulate.targets("sued: {yes: 6, no: 9}\ndistress: {yes: 5, no: 3}\n", "targets.yaml", survey)
    people, not_met = simulate.people_like(survey, targets, 20, 1)
    assert Counter(answers.get("sued") for answers in people) == {"yes": 6, "no": 9, None: 5}
    assert sum("distress" in answers for answers in people) == 6
    assert [str(each) for each in not_met] == ["distress: 8 answers wanted, but only 6 are asked"]


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "sued: 3",
        "nothing: {yes: 1}",
        "sued: {maybe: 1}",
        "sued: {yes: -1}",
        "sued: {yes: x}",
        "a: [",
        "words: {a: 1}",
    ],
)
def test_targets_that_do_not_fit_are_refused(desk: Desk, text: str) -> None:
    desk.open(synthetic=True)
    with pytest.raises(Refused):
        simulate.targets(text, "targets.yaml", desk.survey())


def test_a_campaign_that_closes_meanwhile_is_told(desk: Desk) -> None:
    desk.open(synthetic=True)
    survey = simulate.synthetic_survey(desk.settings, desk.today, "round-1")
    campaigns.close("round-1")
    with pytest.raises(Refused, match="closed while answers were sent"):
        next(simulate.answer(desk.respond, survey, simulate.people(survey, 1, 1)))
