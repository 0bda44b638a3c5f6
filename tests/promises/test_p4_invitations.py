"""P4 for those with an invitation: whatever is killed while they take a ballot and send, nobody is locked
out, nothing that was acknowledged is lost, and nobody counts twice.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil
import pytest
from flask.testing import FlaskClient

from surveyapp.ballot.proofs import to_text
from surveyapp.ballot.serials import response_id
from surveyapp.clock import today_in
from surveyapp.services import campaigns
from surveyapp.services.campaigns import Plan
from surveyapp.settings import Settings
from surveyapp.store import box, invitations
from surveyapp.web.application import Application
from tests.conftest import LiveServer, MakeApp
from tests.fieldwork import Fieldwork, Served
from tests.invited import FORM, Person, Post, people
from tests.killed.posting import killed_while_posting
from tests.layouts import mostly_on_sqlite
from tests.promises.conftest import with_tiny
from tests.serving import free_port

NAME, ANSWERS = "round-1", {"area": "adult", "feelings": "once"}
PATIENCE = 60.0
CROWD = 12
FEW, MANY = 3, 100
"""How often the server is killed, each time while a whole crowd takes ballots and sends."""


def campaign_of(
    settings: Settings, make_app: MakeApp, folder: Path, invited: int
) -> tuple[Application, list[Person]]:
    """An application with an open campaign, and so many people who were invited to it."""
    app = make_app(with_tiny(settings, folder))
    with app.app_context():
        plan = Plan(name=NAME, instrument="tiny", invited=max(invited, 10), by="invitation")
        campaigns.create(app.settings, plan)
        campaigns.open_(app.settings, today_in("UTC"), NAME)
        return app, people(app.settings, NAME, [f"p{number}@example.org" for number in range(invited)])


def posting(visitor: FlaskClient) -> Post:
    """Posts as a test client does."""

    def post(path: str, body: bytes) -> tuple[int, str]:
        reply = visitor.post(path, data=body, content_type=FORM)
        return reply.status_code, reply.headers.get("Location", reply.text)

    return post


@pytest.mark.parametrize("moment", ["commit", "reply"])
def test_killed_while_a_ballot_is_signed(
    moment: str, any_store_settings: Settings, make_app: MakeApp, tmp_path: Path
) -> None:
    """Before the commit the invitation is unused, after it used; asking again gives the ballot either way."""
    app, (ann,) = campaign_of(any_store_settings, make_app, tmp_path, 1)
    body = f"code={ann.code}&blinded={to_text(ann.blinded.message)}"
    killed_while_posting(app.settings, moment, f"{ann.path}/ballot", body)
    with app.app_context():
        assert invitations.count(NAME) == (1, int(moment == "reply"))
    status, where = ann.answer(posting(app.test_client()), ANSWERS)
    assert (status, where.endswith("/done")) == (303, True)
    with app.app_context():
        assert (invitations.count(NAME), box.count(NAME)) == ((1, 1), 1)


@dataclass
class Patient:
    """Somebody whose page stays open: it asks and sends again until the answers are acknowledged."""

    person: Person
    port: int
    over: float = field(default_factory=lambda: time.monotonic() + 10 * PATIENCE)

    def _post(self, path: str, body: bytes) -> tuple[int, str]:
        while time.monotonic() < self.over:
            try:
                with closing(
                    http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
                ) as connection:
                    connection.request("POST", path, body, {"Content-Type": FORM})
                    reply = connection.getresponse()
                    words = reply.read().decode()
                    if reply.status < 500:
                        return reply.status, reply.headers.get("Location") or words
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.02)
        raise TimeoutError

    def answer(self) -> bool:
        """Whether the answers were acknowledged in the end."""
        return self.person.answer(self._post, ANSWERS)[0] == 303


def killed_at_random(
    settings: Settings, make_app: MakeApp, live_server: LiveServer, folder: Path, moments: int
) -> None:
    """People come in crowds, and in the midst of each the server is killed and started again."""
    port, chance = free_port(), random.Random(29)
    settings = replace(settings, url=f"http://127.0.0.1:{port}", workers=1)
    app, everybody = campaign_of(settings, make_app, folder, moments * CROWD)
    served = Served(Fieldwork(app.settings, app, ""), live_server, live_server(app.settings, port=port))
    for moment in range(moments):
        crowd = everybody[moment * CROWD : (moment + 1) * CROWD]
        with ThreadPoolExecutor(CROWD) as threads:
            thanked = [threads.submit(Patient(person, port).answer) for person in crowd]
            time.sleep(chance.uniform(0, 0.25))
            served.crash()
            served.restart()
            assert all(each.result(10 * PATIENCE) for each in thanked)
    check_everybody_once(app, everybody)


def check_everybody_once(app: Application, everybody: Sequence[Person]) -> None:
    with app.app_context():
        assert invitations.count(NAME) == (len(everybody), len(everybody))
        assert box.count(NAME) == len(everybody)
        assert all(box.has(NAME, response_id(NAME, person.serial)) for person in everybody)


@mostly_on_sqlite
def test_the_server_is_killed_while_people_take_ballots_and_send(
    any_store_settings: Settings, make_app: MakeApp, live_server: LiveServer, tmp_path: Path
) -> None:
    killed_at_random(any_store_settings, make_app, live_server, tmp_path, FEW)


@pytest.mark.slow
def test_the_server_is_killed_a_hundred_times(
    settings: Settings, make_app: MakeApp, live_server: LiveServer, tmp_path: Path
) -> None:
    killed_at_random(settings, make_app, live_server, tmp_path, MANY)


def test_the_code_is_in_no_log(
    any_store_settings: Settings, make_app: MakeApp, live_server: LiveServer, tmp_path: Path
) -> None:
    """Neither where all goes well, nor where a request is refused, broken off, or kills its server."""
    port = free_port()
    settings = replace(any_store_settings, url=f"http://127.0.0.1:{port}", workers=1)
    app, (ann, bob) = campaign_of(settings, make_app, tmp_path, 2)
    server = live_server(app.settings, port=port)
    assert Patient(ann, port).answer()
    ann.begin_anew()
    assert ann.ask(Patient(ann, port)._post)[0] == 409
    bob.key = ann.key
    os.kill(psutil.Process(server.process.pid).children()[0].pid, signal.SIGABRT)
    assert Patient(bob, port).answer()
    server.stop()
    log = server.log.read_text(encoding="utf-8")
    assert log
    kept = [ann.code, bob.code, to_text(ann.blinded.message), to_text(bob.serial), bob.path]
    assert [each for each in kept if each in log] == []
