"""Many people at once against `surveyapp serve`, on each kind of database."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from surveyapp.settings import Settings
from tests.conftest import LiveServer, MakeApp
from tests.fieldwork import Crowd, Served, failures, ids_of
from tests.layouts import mostly_on_sqlite
from tests.respondent import Respondent, Sending, Visit

AT_ONCE = 40
INSTRUMENTS = ("needs_assessment", "peer_support_satisfaction", "mini_z")


@pytest.fixture
def served(any_store_settings: Settings, make_app: MakeApp, live_server: LiveServer) -> Served:
    return Served.begin(any_store_settings, make_app, live_server)


def mixed(number: int) -> Sending:
    """Two thirds send once; of the others, half click twice and half lose the first reply."""
    if number % 3:
        return Sending.ONCE
    return Sending.DOUBLE_CLICK if number % 2 else Sending.AFTER_A_LOST_REPLY


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_somebody_who_reads_nothing_but_html_completes(
    instrument: str, settings: Settings, make_app: MakeApp, live_server: LiveServer
) -> None:
    """Over one connection, or over a new one for each request."""
    served = Served.begin(settings, make_app, live_server, instrument)
    people = [Respondent(random.Random(seed), keep_alive=seed % 2 == 0) for seed in range(10)]
    visits = [person.answer(served.link) for person in people]
    assert [visit.statuses for visit in visits] == [[200, 303, 200]] * len(people)
    assert all(visit.recorded for visit in visits)
    assert served.fieldwork.ids() == ids_of(visits)


@mostly_on_sqlite
def test_two_hundred_at_once_are_two_hundred_responses(served: Served) -> None:
    crowd = Crowd(served.link, 200, mixed)
    with crowd.answering():
        pass
    served.fieldwork.close()
    assert failures(crowd.seen) == []
    assert all(visit.recorded for visit in crowd.seen)
    assert served.fieldwork.ids() == ids_of(crowd.seen)
    assert served.fieldwork.count() == 200


@mostly_on_sqlite
def test_closing_loses_nothing_that_was_acknowledged(served: Served) -> None:
    crowd = Crowd(served.link, AT_ONCE, mixed, ongoing=True)
    with crowd.answering():
        crowd.wait_for(AT_ONCE)
        served.fieldwork.close()
        held = served.fieldwork.ids()
    assert failures(crowd.seen) == []
    assert everybody_was_told(crowd)
    assert served.fieldwork.ids() == held == ids_of(recorded(crowd))


def test_sealing_loses_nothing_that_was_acknowledged(served: Served) -> None:
    crowd = Crowd(served.link, AT_ONCE, ongoing=True)
    with crowd.answering():
        crowd.wait_for(AT_ONCE)
        served.fieldwork.close()
        served.fieldwork.seal()
    assert failures(crowd.seen) == []
    assert everybody_was_told(crowd)
    assert served.fieldwork.count() == len(recorded(crowd))
    assert not served.fieldwork.ids() & ids_of(recorded(crowd))


def recorded(crowd: Crowd) -> list[Visit]:
    return [visit for visit in crowd.seen if visit.recorded]


def everybody_was_told(crowd: Crowd) -> bool:
    """Whether each was thanked or was told that the survey is closed; and some were one, some the other."""
    told = Counter((visit.recorded, visit.closed) for visit in crowd.seen)
    return set(told) == {(True, False), (False, True)}
