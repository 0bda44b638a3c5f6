"""Whoever answers, on whatever device, with scripts or without: what is stored is what was answered."""

from __future__ import annotations

import itertools
import random

import pytest
from playwright.sync_api import expect

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers, Walk
from surveyapp.instrument.walk import respondent
from tests.browser.conftest import Meet
from tests.browser.site import Site

pytestmark = pytest.mark.browser

OURS = ("needs_assessment", "peer_support_satisfaction", "mini_z")


def most_asked(instrument: Instrument) -> Answers:
    """The answers of whoever is asked the most, of forty who leave nothing open."""
    people = (respondent(instrument, random.Random(seed), skip=0) for seed in range(40))
    return max(people, key=len)


def apart(instrument: Instrument, answers: Answers) -> tuple[Answers, Answers]:
    """What the box keeps as answers, and what it keeps as comments."""
    comments = {name: value for name, value in answers.items() if instrument.controls[name].apart}
    return {name: value for name, value in answers.items() if name not in comments}, comments


@pytest.mark.parametrize(
    ("name", "device", "scripts"),
    [
        *itertools.product(OURS, ("phone", "desktop"), (True, False)),
        ("every_kind", "phone", True),
        ("every_kind", "desktop", False),
    ],
)
def test_what_is_answered_is_stored(site: Site, meet: Meet, name: str, device: str, scripts: bool) -> None:
    campaign = site.campaign(name)
    instrument = campaign.instrument
    answers = most_asked(instrument)
    walk = Walk(instrument, answers)
    person = meet(campaign, device, scripts)
    met = person.answer_all(answers)
    assert met == [
        section.name for section, items in instrument.asked if walk.asked & {i.name for i in items}
    ]
    person.send()
    expect(person.page.get_by_role("heading", name="Thank you")).to_be_visible()
    stored, comments = apart(instrument, answers)
    assert campaign.stored == [stored]
    assert campaign.comments == comments


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_whoever_answers_nothing_is_stored_too(site: Site, meet: Meet, scripts: bool) -> None:
    campaign = site.campaign("peer_support_satisfaction")
    person = meet(campaign, "phone", scripts)
    person.answer_all({})
    person.send()
    assert campaign.stored == [{}]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_change_of_mind_takes_later_answers_off_the_path(site: Site, meet: Meet, scripts: bool) -> None:
    campaign = site.campaign("peer_support_satisfaction")
    person = meet(campaign, "phone", scripts)
    answers: Answers = {"role": "received", "accepted": "no", "decline_reasons": ["time", "other"]}
    person.answer_all({**answers, "decline_reasons_other": "a secret", "mini_z": "2"})
    if scripts:
        for _ in range(3):
            person.press(person.button("Previous"))
    person.answer("accepted", "yes")
    person.answer("coping", "1")
    if scripts:
        for _ in range(3):
            person.go_on()
    person.send()
    assert campaign.stored == [{"role": "received", "accepted": "yes", "coping": "1", "mini_z": "2"}]
    assert campaign.comments == {}
