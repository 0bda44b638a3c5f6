"""Before the launch: what respondents will meet, and what speaks against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from surveyapp.services import campaigns, launch
from surveyapp.services.respond import State
from tests.services.conftest import TINY, Desk

SOUND = {"invited": 100, "publish": "tables", "closes": date(2027, 2, 1)}


def doubts(desk: Desk, **changes: object) -> list[str]:
    desk.settings = replace(desk.settings, url="https://survey.example.org")
    desk.create(**SOUND | changes)
    return list(launch.preview(desk.settings, desk.today, "round-1").doubts)


def test_nothing_speaks_against_a_sound_campaign(desk: Desk) -> None:
    assert doubts(desk) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"invited": 40}, ["all with the same link"]),
        ({"invited": 40, "by": "invitation", "publish": "rows"}, ["in a file of rows"]),
        ({"k": 3}, ["With k = 3"]),
        ({"smallest_cell": 2}, ["counts from 2"]),
        ({"minimum": 8}, ["from 8 responses on"]),
        ({"minimum": 51}, ["if half of them stay away"]),
        ({"closes": None}, ["no closing day"]),
        ({"synthetic": True}, ["invented answers"]),
    ],
)
def test_each_doubt_is_said(desk: Desk, changes: dict[str, object], said: list[str]) -> None:
    found = doubts(desk, **changes)
    assert len(found) == len(said)
    assert all(words in doubt for words, doubt in zip(said, found, strict=True))


def test_nobody_to_ask_and_a_link_that_everybody_can_read_along_are_doubts(desk: Desk) -> None:
    (desk.settings.instruments / "tiny.yaml").write_text(TINY.replace("contact: The committee\n", ""))
    desk.create(**SOUND)
    settings = replace(desk.settings, url="http://survey.example.org")
    found = " ".join(launch.preview(settings, desk.today, "round-1").doubts)
    assert "The link is not https" in found
    assert "names nobody whom people can ask" in found


def test_invitations_that_browsers_would_refuse_are_a_doubt(desk: Desk) -> None:
    desk.create(**SOUND, by="invitation")
    settings = replace(desk.settings, url="http://survey.example.org")
    found = " ".join(launch.preview(settings, desk.today, "round-1").doubts)
    assert "Invitations need HTTPS" in found


def test_a_draft_is_shown_as_it_will_be_and_stays_one(desk: Desk) -> None:
    desk.create()
    assert launch.as_opened(desk.settings, desk.today, "round-1").state is State.OPEN
    assert campaigns.find("round-1").state == "draft"
