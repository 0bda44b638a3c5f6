"""P4: An answer that was acknowledged is stored, once, whatever crashes, retries or double-clicks happen.

Crashes are kills that no process can catch: of the server's whole family, of PostgreSQL's processes, and of a
process at a chosen moment of storing.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import pytest

from surveyapp.settings import Settings
from surveyapp.store import box
from tests.conftest import LiveServer, MakeApp
from tests.fieldwork import NAME, PATIENCE, Crowd, Fieldwork, Served, failures, ids_of
from tests.killed.posting import killed_while_posting
from tests.layouts import migrate
from tests.postgres import Postgres, running_postgres
from tests.reading import Form
from tests.respondent import FORM, RECORDED, Sending, Visit, fill, receipt_in
from tests.web.html import Page

AT_ONCE = 30


@pytest.fixture
def served(any_store_settings: Settings, make_app: MakeApp, live_server: LiveServer) -> Served:
    return Served.begin(any_store_settings, make_app, live_server)


@pytest.fixture
def own_postgres(testrun_uid: str, worker_id: str) -> Iterator[Postgres]:
    """A PostgreSQL that a test may crash."""
    with running_postgres(f"{worker_id}-{testrun_uid}") as server:
        yield server


def all_stored_once(served: Served, visits: list[Visit]) -> bool:
    return all(visit.recorded for visit in visits) and served.fieldwork.ids() == ids_of(visits)


@pytest.mark.parametrize("moment", ["commit", "reply"])
def test_killed_while_storing(moment: str, any_store_settings: Settings, make_app: MakeApp) -> None:
    """Killed before the commit nothing is there, killed after it all is; then the person sends again."""
    fieldwork = Fieldwork.prepare(any_store_settings, make_app)
    visitor, path = fieldwork.app.test_client(), urlsplit(fieldwork.link).path
    visit, body = filled(visitor.get(path).text, 1)
    killed_while_posting(fieldwork.settings, moment, path, body, bind="box")
    assert fieldwork.count() == (moment == "reply")
    for _ in range(2):
        page = visitor.post(path, data=body, content_type=FORM, follow_redirects=True)
        assert RECORDED in page.text
    assert fieldwork.ids() == ids_of([visit])


def test_the_server_is_killed_and_started_again(served: Served) -> None:
    """Whoever was thanked is in the box before anything starts again; the others send until they are."""
    crowd = Crowd(served.link, AT_ONCE, patience=PATIENCE, ongoing=True)
    with crowd.answering():
        crowd.wait_for(AT_ONCE)
        served.crash()
        thanked, held = list(crowd.seen), served.fieldwork.ids()
        served.restart()
        crowd.wait_for(AT_ONCE)
    assert ids_of(thanked) <= held <= served.fieldwork.ids()
    assert all_stored_once(served, crowd.seen)


def test_postgresql_is_killed_and_recovers(
    settings: Settings, own_postgres: Postgres, make_app: MakeApp, live_server: LiveServer
) -> None:
    office, box = (own_postgres.url(own_postgres.create()) for _ in range(2))
    there = replace(settings, database_url=office, box_database_url=box)
    migrate(there)
    served = Served.begin(there, make_app, live_server)
    crowd = Crowd(served.link, AT_ONCE, patience=PATIENCE, ongoing=True)
    with crowd.answering():
        crowd.wait_for(AT_ONCE)
        kill_a_backend(own_postgres)
        crowd.wait_for(AT_ONCE)
    assert all_stored_once(served, crowd.seen)


def kill_a_backend(server: Postgres) -> None:
    """Kill a process that serves us, on which PostgreSQL ends all the others without a word and recovers."""
    ours = "SELECT pid FROM pg_stat_activity WHERE application_name = 'surveyapp' LIMIT 1"
    with server.connect() as connection:
        row = connection.execute(ours).fetchone()
    assert row is not None
    os.kill(int(str(row[0])), signal.SIGKILL)


def test_a_button_clicked_twice_sends_one_response(served: Served) -> None:
    """Everybody clicks twice, or loses the reply and sends again, all at the same moment."""
    crowd = Crowd(served.link, AT_ONCE, twice)
    with crowd.answering():
        pass
    assert failures(crowd.seen) == []
    assert all_stored_once(served, crowd.seen)


def twice(number: int) -> Sending:
    return Sending.DOUBLE_CLICK if number % 2 else Sending.AFTER_A_LOST_REPLY


def test_one_page_sent_with_other_answers_keeps_the_first(
    any_store_settings: Settings, make_app: MakeApp
) -> None:
    """A page that a tab had kept, sent again after the answers were changed in it."""
    fieldwork = Fieldwork.prepare(any_store_settings, make_app)
    visitor, path = fieldwork.app.test_client(), urlsplit(fieldwork.link).path
    page = visitor.get(path).text
    stored: list[str] = []
    for seed in (1, 2):
        visit, body = filled(page, seed)
        assert RECORDED in visitor.post(path, data=body, content_type=FORM, follow_redirects=True).text
        assert fieldwork.ids() == ids_of([visit])
        with fieldwork.app.app_context():
            stored += box.rows(NAME)
    assert stored[0] == stored[1]


def filled(html: str, seed: int) -> tuple[Visit, str]:
    """What a person who has this page before them saw, and the body of their post."""
    page = Page(html)
    sent = fill(Form(page), random.Random(seed))
    return Visit(receipt=receipt_in(page), sent=sent), urlencode(sent)
